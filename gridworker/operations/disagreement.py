"""A record that was changed on both sides, laid out for a person to choose: field by field, mine and theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from gridworker.domain.agreement import signed_value
from gridworker.domain.canonical import equal, is_empty
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.fields import Field, Merge, Privacy
from gridworker.domain.kinds import KINDS
from gridworker.domain.paths import CONFLICTS, DELETED, Body, Target, target
from gridworker.domain.titles import title_of
from gridworker.operations.accesses import note_access
from gridworker.operations.saving import known
from gridworker.operations.showing import shown
from gridworker.store import outbox
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.queue import names_of

LONGEST_NAME = 16
"""So much of what is to be done tells one clause from another."""


class Side(NamedTuple):
    """One value that somebody wants to stand: whose it is, by name, and since when (ms UTC); "" and 0 where unknown."""

    value: Any
    mine: bool
    by: str
    at: int


class Question(NamedTuple):
    """A path with two or more sides, mine first; `pick` is the side that is safest to begin with.

    `element` is what the element that the path lies in is called; `long` texts may be kept both. `signed` is the only
    side that may be chosen because the agreement was signed with it, or None.
    """

    path: str
    sides: tuple[Side, ...]
    pick: int
    element: str
    long: bool
    removal: bool
    sensitive: bool
    signed: int | None = None


class Disagreement(NamedTuple):
    """What is to be chosen in a record, and how many of its other fields nobody disputes."""

    record: str
    kind: str
    title: str
    number: str
    questions: tuple[Question, ...]
    agreed: int


def disagreement(profile: Profile, record: str) -> Disagreement:
    """The open questions of a record; none where it has been settled. Raises `PersonCanMend` (`unknown_record`)."""

    def work(db: Tables) -> Disagreement:
        row = known(db, record)
        entries = row.body.get(CONFLICTS, ())
        own = {kept.op.op for kept in outbox.of_record(db, record)}
        people = {
            side.get("by") or "" for entry in entries for side in (entry["current"], *entry["candidates"])
        }
        names = names_of(db, people) | {profile.identity.worker: profile.identity.name}
        kind = KINDS[row.kind]
        asked = tuple(
            _question(
                entry, row.body, target(kind, entry["path"]), _Reader(profile.identity.worker, own, names)
            )
            for entry in entries
        )
        fields = sum(
            1 for name, value in row.body.items() if name in kind.fields and value not in (None, "", [], {})
        )
        heads = {question.path.split("/")[0] for question in asked}
        title, number = title_of(kind, row.body), str(row.body.get("number") or "")
        return Disagreement(record, row.kind, title, number, asked, max(0, fields - len(heads)))

    return profile.read(work)


class _Reader(NamedTuple):
    """Who looks: the worker, the own ops that are still here, and what workers are called."""

    worker: str
    own: set[str]
    names: Mapping[str, str]

    def side(self, found: Mapping[str, Any], own_here: bool) -> Side:
        by = str(found.get("by") or "")
        mine = found.get("op") in self.own if own_here else by == self.worker
        at = found.get("at")
        return Side(found.get("value"), mine, self.names.get(by, ""), at if isinstance(at, int) else 0)


def _question(entry: Mapping[str, Any], body: Body, where: Target, reader: _Reader) -> Question:
    found = [entry["current"], *entry["candidates"]]
    own_here = any(side.get("op") in reader.own for side in found)
    sides = sorted((reader.side(side, own_here) for side in found), key=lambda side: not side.mine)
    distinct = [
        side for at, side in enumerate(sides) if not any(equal(side.value, one.value) for one in sides[:at])
    ]
    path = str(entry["path"])
    removal = path == DELETED or path.endswith("/" + DELETED)
    signed = _signed(body, path, distinct)
    return Question(
        path,
        tuple(distinct),
        _safest(distinct, where.field, removal=removal) if signed is None else signed,
        _element_name(body, where),
        where.field is not None and where.field.merge is Merge.TEXT,
        removal,
        where.field is not None
        and (where.field.privacy is Privacy.SENSITIVE or where.segments[-1] == "phone"),
        signed,
    )


def _signed(body: Body, path: str, sides: list[Side]) -> int | None:
    value = signed_value(body, path)
    return None if value is None else next(at for at, side in enumerate(sides) if equal(side.value, *value))


def reveal_disputed(profile: Profile, record: str, reason: str) -> None:
    """Notes that the numbers in dispute in a record were looked at, and why.

    Raises `PersonCanMend` (`reason_needed`, `unknown_record`).
    """
    if not reason.strip():
        raise PersonCanMend("reason_needed")
    found = profile.read(lambda db: shown(db, profile.identity, known(db, record)))
    note_access(profile, "reveal", [found], reason=reason.strip())


def _safest(sides: list[Side], field: Field | None, *, removal: bool) -> int:
    """The side to begin with: nothing is deleted or emptied, states are the server's, all else is what I wrote."""
    if removal:
        return next((at for at, side in enumerate(sides) if side.value is not True), 0)
    if field is not None and field.merge is Merge.WORKFLOW:
        return next((at for at, side in enumerate(sides) if not side.mine), 0)
    return next((at for at, side in enumerate(sides) if not is_empty(side.value)), 0)


def _element_name(body: Body, where: Target) -> str:
    """What the element of a collection is called: a party by its name, a clause by what is to be done."""
    if len(where.segments) < 2:
        return ""
    collection = body.get(where.segments[0])
    element = collection.get(where.segments[1]) if isinstance(collection, dict) else None
    said = [element.get(name) for name in ("name", "what", "text")] if isinstance(element, dict) else []
    found = next((" ".join(text.split()) for text in said if isinstance(text, str) and text.strip()), "")
    return found if len(found) <= LONGEST_NAME else f"{found[: LONGEST_NAME - 1]}…"
