"""类似案例: closed cases of this laptop that resemble one under way, the parties masked; nobody else is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from gridworker.domain import mediation
from gridworker.domain.masking import mask_numbers
from gridworker.domain.mediation_papers import terms
from gridworker.domain.paths import Body
from gridworker.domain.readings import group, text
from gridworker.operations.saving import known
from gridworker.store import dispute_rows
from gridworker.store.database import Tables
from gridworker.store.dispute_rows import Wanted
from gridworker.store.profile import Profile

MOST = 3
_LOOKED_AT = 300
"""So many of the newest closed cases of the type are compared."""

_LEAST = 0.12
"""Less in common is chance: two quarrels between neighbours share as many pairs of characters anyway."""


class Similar(NamedTuple):
    """A closed case: what it was about and what was agreed, the parties masked; `closed_on` is "" where unknown."""

    id: str
    title: str
    agreed: tuple[str, ...]
    sessions: int
    closed_on: str
    place: str


def similar_cases(profile: Profile, record: str) -> list[Similar]:
    """Closed cases of the same type that came to an agreement and resemble this one by place and words, nearest first.

    Raises `PersonCanMend` (`unknown_record`).
    """

    def work(db: Tables) -> list[Similar]:
        body = known(db, record).body
        wanted = Wanted("archived", str(body.get("type") or ""))
        ids = [one for one in dispute_rows.ids(db, wanted, "", _LOOKED_AT) if one != record]
        mine, estate = _pairs(body), _estate(body)
        ranked = sorted(
            ((_likeness(mine, estate, row.body), row.id, row.body) for row in dispute_rows.rows(db, ids)),
            key=lambda found: (-found[0], found[1]),
        )
        near = [(one, other) for likeness, one, other in ranked if likeness >= _LEAST and terms(other)]
        return [_masked(one, other) for one, other in near[:MOST]]

    return profile.read(work)


def _likeness(mine: set[str], estate: str, other: Body) -> float:
    """From 0 to about 1.3: the pairs of characters that two cases share of those they have, and the same estate."""
    theirs = _pairs(other)
    shared = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
    return shared + (0.3 if estate and estate == _estate(other) else 0.0)


def _pairs(body: Body) -> set[str]:
    told = f"{text(body.get('title'))} {text(body.get('facts'))}"
    return {told[at : at + 2] for at in range(len(told) - 1) if told[at : at + 2].isalpha()}


def _estate(body: Body) -> str:
    """The place up to the first number: an estate or a road."""
    found = text(group(body, "place").get("text"))
    first = next((at for at, sign in enumerate(found) if sign.isdigit()), len(found))
    return found[:first].strip()


def _masked(record: str, body: Body) -> Similar:
    names = sorted(_names(body), key=len, reverse=True)

    def without(told: Any) -> str:
        said = mask_numbers(text(told))
        for name in names:
            said = said.replace(name, f"{name[0]}某")
        return said

    return Similar(
        record,
        without(body.get("title")),
        tuple(without(clause.get("what")) for clause in terms(body)[:3]),
        len(mediation.held(body)),
        text(body.get("closed_on")),
        _estate(body),
    )


def _names(body: Body) -> Iterator[str]:
    """Everybody whose name must not be told: the parties and who acts for them."""
    for _, party in mediation.parties(body):
        agent = party.get("agent")
        for name in (party.get("name"), agent.get("name") if isinstance(agent, dict) else agent):
            if isinstance(name, str) and len(name.strip()) > 1:
                yield name.strip()
