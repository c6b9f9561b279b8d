"""The register of disputes and one case: what the pages show of them, and the steps that a case takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from gridworker.domain import mediation
from gridworker.domain.changes import edit_patch
from gridworker.domain.clocks import Due, Rules, dues, next_due
from gridworker.domain.dates import local_day
from gridworker.domain.dispute import DISPUTE
from gridworker.domain.errors import InvalidRecord, PersonCanMend
from gridworker.domain.id_list import IdList
from gridworker.domain.masking import mask_address, mask_id_number, mask_phone
from gridworker.domain.mediation import Course
from gridworker.domain.paths import CONFLICTS
from gridworker.domain.steps import out_of_order, too_early
from gridworker.operations import catching_up
from gridworker.operations.accesses import note_access
from gridworker.operations.changes import Changes
from gridworker.operations.mediators import who_mediates
from gridworker.operations.records import edit_record
from gridworker.operations.references import rules_of
from gridworker.operations.saving import editable, known
from gridworker.operations.showing import shown, shown_all
from gridworker.store import dispute_rows, outbox, record_rows
from gridworker.store.database import Tables
from gridworker.store.dispute_rows import PARTS, Wanted
from gridworker.store.profile import Profile
from gridworker.store.search import search

__all__ = ["PARTS", "Case", "DisputeRow", "Moved", "Wanted", "move", "open_case", "reveal_party", "take_back"]

FIRST = 300
"""So many ids are enough to show the list; the rest follow."""

_FOUND = 500
_MASKS = {"id_number": mask_id_number, "phone": mask_phone, "address": mask_address}
SECRETS = ("id_number", "phone")
"""Fields of a party that are covered until somebody says why they are needed (PIPL art. 28, 51)."""


class DisputeRow(NamedTuple):
    """A line of the register. Names stand in full, for a register is looked up by them; numbers are not in it."""

    id: str
    title: str
    number: str
    type: str
    risk: str
    status: str
    parties: tuple[str, ...]
    course: Course
    due: Due | None
    sync: str
    body: Mapping[str, Any]


class Case(NamedTuple):
    """A dispute as its file shows it, and the day it is here.

    `seen` is all of it, as an edit hands it back to say what its author saw; `body` is the same with the parties'
    numbers covered, for the screen. `dues` is all that falls due in it, by the district's `rules`.
    """

    id: str
    seen: dict[str, Any]
    body: dict[str, Any]
    sync: str
    conflicts: int
    today: date
    now: int
    tz: int
    is_covered: bool
    """Whether others wrote what own unsent words lie over."""
    rules: Rules = Rules()
    mediators: Mapping[str, str] = {}
    """Who takes the steps of a mediator where this worker may not, worker id → name."""

    @property
    def dues(self) -> list[Due]:
        """All that falls due in the case, the earliest first."""
        return dues(self.seen, self.rules, self.tz)


class Moved(NamedTuple):
    """A step that was saved; `op` is what `take_back` undoes, "" where it cannot be undone."""

    record: str
    op: str
    changes: Changes


def find_ids(profile: Profile, wanted: Wanted, text: str = "", *, limit: int | None = None) -> IdList:
    """The ids of the disputes that are wanted and, if given, hold `text` (as the search box finds it), newest first."""
    if text.strip():
        catching_up.index(profile)
        hits = search(profile.database, text, limit=_FOUND, kinds=("dispute",))
        wanted = wanted._replace(among=tuple(hit.id for hit in hits))
    worker = profile.identity.worker
    return profile.read(lambda db: dispute_rows.ids(db, wanted, worker, limit))


def count_parts(profile: Profile) -> tuple[dict[str, int], bool]:
    """How many disputes the parts under way hold (`open`, `mine`, `follow_up`), and whether there are any at all."""
    worker = profile.identity.worker
    return profile.read(lambda db: (dispute_rows.counts(db, worker), dispute_rows.any_there(db)))


def rows_of(profile: Profile, records: Collection[str]) -> dict[str, DisputeRow]:
    """Lines of the register by id; what was deleted or went away is missing."""

    now = profile.clock.now()
    today = local_day(now, profile.clock.tz(now))

    def work(db: Tables) -> list[DisputeRow]:
        rules, found = rules_of(db), shown_all(db, profile.identity, dispute_rows.rows(db, records))
        return [_row(record, rules, today) for record in found]

    return {row.id: row for row in profile.read(work)}


def _row(record: dict[str, Any], rules: Rules, today: date) -> DisputeRow:
    names = tuple(str(party.get("name") or "") for _, party in mediation.parties(record))
    return DisputeRow(
        record["id"],
        str(record.get("title") or ""),
        str(record.get("number") or ""),
        str(record.get("type") or ""),
        str(record.get("risk") or ""),
        str(record.get("status") or ""),
        tuple(name for name in names if name),
        mediation.course(record),
        next_due(record, rules, today),
        record["_sync"],
        covered(record),
    )


def open_case(profile: Profile, record: str) -> Case:
    """A dispute for its file. Nothing is revealed by it: the parties' numbers are covered in `body`.

    Raises `PersonCanMend` (`unknown_record`).
    """

    def work(db: Tables) -> tuple[dict[str, Any], Rules, dict[str, str]]:
        row = known(db, record)
        return shown(db, profile.identity, row), rules_of(db), who_mediates(profile, db, row.stream)

    found, rules, mediators = profile.read(work)
    if found["kind"] != "dispute" or found.get("_deleted"):
        raise PersonCanMend("unknown_record", id=record)
    now = profile.clock.now()
    tz = profile.clock.tz(now)
    return Case(
        record,
        found,
        covered(found),
        found["_sync"],
        len(found["_conflicts"]),
        local_day(now, tz),
        now,
        tz,
        bool(found.get("_covered")),
        rules,
        mediators,
    )


def at_present(profile: Profile, case: Case) -> Case:
    """The same case as of now: a file may lie open over night."""
    now = profile.clock.now()
    tz = profile.clock.tz(now)
    return case._replace(today=local_day(now, tz), now=now, tz=tz)


def covered(body: Mapping[str, Any]) -> dict[str, Any]:
    """A dispute with the numbers of its parties covered; an address is covered beyond the building."""
    parties = body.get("parties")
    if not isinstance(parties, dict):
        return dict(body)
    return {
        **body,
        "parties": {key: _cover(item) if isinstance(item, dict) else item for key, item in parties.items()},
    }


def _cover(party: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _MASKS[name](value) if name in SECRETS and isinstance(value, str) else value
        for name, value in party.items()
    }


def reveal_party(profile: Profile, record: str, party: str, reason: str) -> dict[str, str]:
    """The numbers of one party in full, after it was noted who asked and why (PIPL art. 51).

    Raises `PersonCanMend` (`reason_needed`, `unknown_record`).
    """
    if not reason.strip():
        raise PersonCanMend("reason_needed")
    found = profile.read(lambda db: shown(db, profile.identity, known(db, record)))
    note_access(profile, "reveal", [found], reason=reason.strip())
    item = (found.get("parties") or {}).get(party) or {}
    return {name: str(item[name]) for name in SECRETS if item.get(name)}


def move(
    profile: Profile,
    record: str,
    changes: Mapping[str, Any],
    *,
    seen: Mapping[str, Any] | None = None,
    draft: str | None = None,
) -> Moved:
    """Saves a step of a case: its new state and what belongs to it, in one op that can be taken back until it is sent.

    Raises as `edit_record`, and `InvalidRecord` (`STEP_NEEDS`) where something is missing for the step.
    """

    def work(db: Tables) -> bool:
        _require(profile, db, record, changes)
        return bool(outbox.refused(db, record))

    mends = profile.read(work)
    edited = edit_record(profile, record, changes, seen=seen, draft=draft)
    last = profile.read(lambda db: outbox.of_record(db, record)[-1:]) if edited.changed else []
    # What mended refused words replaced them for good.
    op = last[0].op.op if last and not mends else ""
    return Moved(record, op, edited.changes)


def _require(profile: Profile, db: Tables, record: str, changes: Mapping[str, Any]) -> None:
    """Raises `InvalidRecord` (`STEP_NEEDS`) where the case is not ready for the step that the changes take."""
    row = known(db, record)
    patch = edit_patch(DISPUTE, row.body, changes, profile.make_id)
    if missing := too_early(row.body, patch):
        raise InvalidRecord("STEP_NEEDS", missing, kind="dispute")
    if wrong := out_of_order(row.body, patch):
        raise InvalidRecord("INVALID", wrong, kind="dispute")


def take_back(profile: Profile, record: str, op: str) -> Changes:
    """Takes back a step that has not left this laptop: its op goes, and the record shows what it showed before.

    A state runs one way, so a step the district has cannot be taken back. Raises `PersonCanMend` (`too_late_to_undo`).
    """

    def work(db: Tables) -> str:
        row = editable(db, record)
        if not outbox.withdraw(db, record, op):
            raise PersonCanMend("too_late_to_undo")
        record_rows.refresh(db, record, profile.author)
        return row.kind

    kind = profile.write(work)
    catching_up.follow(profile)
    return Changes({kind: frozenset({record})})


def has_conflict(case: Case) -> bool:
    """Whether others wrote differently and somebody must choose."""
    return bool(case.conflicts or case.seen.get(CONFLICTS))
