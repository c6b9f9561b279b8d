"""办案步骤: what each step of a dispute requires, for whoever takes it by hand, on a laptop or at the district.

The wire takes every declared step, for an op is judged by itself alone (protocol §4); decision 039.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gridworker.domain import mediation
from gridworker.domain.canonical import is_empty
from gridworker.domain.dispute import DISPUTE, STATUS
from gridworker.domain.dossier import bars
from gridworker.domain.op import Patch
from gridworker.domain.overlay import patched
from gridworker.domain.paths import Body
from gridworker.domain.readings import day, day_of, group


class Move(NamedTuple):
    """A state that a dispute may go to, and the codes of what is still missing for it."""

    to: str
    missing: tuple[str, ...] = ()


def moves(body: Body) -> list[Move]:
    """The states a dispute may go to from where it stands, each with what must be on file before."""
    state = _state(body)
    return [Move(to, tuple(_missing(body, state, to))) for to in STATUS.transitions.get(state, ())]


def too_early(before: Body, patch: Patch) -> list[tuple[str, str]]:
    """Why a patch may not take its step yet, as `(path, reason)`; empty where it may, or where it takes none."""
    if "status" not in patch:
        return []
    after, state = patched(DISPUTE, before, patch), _state(before)
    to = _state(after)
    if to not in STATUS.transitions.get(state, ()):
        return []
    missing = [*_missing(after, state, to), *_unsaid(after, to)]
    # What the dossier needs depends on how the case went, which its last state but one tells.
    if to == "archived" and bars({**after, "status": state}):
        missing.append("dossier")
    return [("status", f"step_{code}") for code in missing]


def out_of_order(before: Body, patch: Patch) -> list[tuple[str, str]]:
    """Days of a patch that lie before the acceptance of the case, as `(path, reason)`; nothing is mediated sooner."""
    after = patched(DISPUTE, before, patch)
    accepted = day(after.get("accepted_on"))
    if accepted is None:
        return []
    held = {f"sessions/{key}": day_of(item.get("at")) for key, item in mediation.sessions(after)}
    agreement = group(after, "agreement")
    signed = {
        f"agreement/{name}": day(agreement.get(name))
        for name in ("signed_on", "sealed_on")
        if "agreement" in patch
    }
    days = {path: on for path, on in held.items() if path in patch} | signed
    found = [(path, "before_acceptance") for path, on in days.items() if on and on < accepted]
    if "accepted_on" in patch and any(on and on < accepted for on in held.values()):
        found.append(("accepted_on", "after_session"))
    return found


def _state(body: Body) -> str:
    return str(body.get("status") or "lead")


def _missing(body: Body, state: str, to: str) -> Iterator[str]:
    if to in ("accepted", "mediating"):
        # Nobody is made to mediate who has clearly refused (art. 17).
        if any(party.get("consent") == "refuse" for _, party in mediation.parties(body)):
            yield "consent"
        if len(mediation.parties(body)) < 2:
            yield "two_parties"
        yield from _unspoken_for(body)
    if to == "agreed":
        yield from _missing_to_agree(body)
    unsigned = not group(body, "agreement").get("effective_on")
    if to in ("performing", "performed") and state == "agreed" and unsigned:
        yield "effective"
    if to == "performed":
        done, all_of_them = mediation.kept_clauses(body)
        if done < all_of_them:
            yield "clauses_kept"


def _unsaid(body: Body, to: str) -> Iterator[str]:
    """What is said with the step itself: why a case ends (art. 26), under what number and how long it is kept."""
    if to in mediation.ENDED and is_empty(body.get("close_reason")):
        yield "reason"
    if to == "archived" and (is_empty(body.get("archive_number")) or is_empty(body.get("retention"))):
        yield "archive_number"


def _unspoken_for(body: Body) -> Iterator[str]:
    """A minor acts through a guardian (民法典 23, 27)."""
    alone = [party for _, party in mediation.parties(body) if is_empty(party.get("agent"))]
    registered = day_of(body.get("created_at"))
    if registered and any(mediation.is_minor(party.get("birth_on"), registered) for party in alone):
        yield "guardian"


def _missing_to_agree(body: Body) -> Iterator[str]:
    if not mediation.sessions(body):
        yield "session"
    if not mediation.clauses(body):
        yield "clause"
    elif any(not item.get("due_on") for _, item in mediation.clauses(body)):
        yield "clause_day"
