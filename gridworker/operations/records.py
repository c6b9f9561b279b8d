"""Adding, changing, deleting and looking at records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from gridworker.domain.agreement import frozen
from gridworker.domain.changes import create_patch, edit_patch, mended, new_values, taken_out
from gridworker.domain.errors import InvalidRecord, PersonCanMend
from gridworker.domain.fields import Kind
from gridworker.domain.kinds import workflow_name
from gridworker.domain.op import Action, Patch
from gridworker.domain.overlay import overlay
from gridworker.domain.paths import DELETED, Names, read, target
from gridworker.operations import catching_up, note_drafts
from gridworker.operations.accesses import note_reveal
from gridworker.operations.changes import Changes
from gridworker.operations.mediators import may_step
from gridworker.operations.saving import Wish, declared, editable, grid_stream, known, new_op, save
from gridworker.operations.showing import shown, shown_all
from gridworker.store import drafts, outbox, record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow

MADE_BY_APP = frozenset({"access", "reference"})

UNSEEN: Mapping[str, Any] = {"_rev": 0}
"""What whoever made a record has seen of it as `seen`: nothing that others may have written into it."""


class Edited(NamedTuple):
    """What an edit changed: the record, the paths that got another value, and what makes the edit again (`again`).

    `seen` is the record as its author sees it after the edit, which the next change may start from (`edit_record`).
    """

    id: str
    changed: list[str]
    changes: Changes
    again: dict[str, Any]
    seen: dict[str, Any]


def add_record(
    profile: Profile,
    kind: str,
    fields: Mapping[str, Any],
    *,
    grid: str | None = None,
    draft: str | None = None,
) -> Changes:
    """Saves a new record of `kind` from its fields (kinds, as a person gives them); `grid` is a grid's code.

    Absent `at` and `tz` are now, an absent state is the kind's first. Raises `InvalidRecord` and `PersonCanMend`.
    """
    declaration = declared(kind)
    if kind in MADE_BY_APP:
        raise PersonCanMend("not_yours_to_write", kind=kind)
    patch = create_patch(declaration, _completed(profile, declaration, fields), profile.make_id)
    record = profile.make_id()

    def work(db: Tables) -> None:
        op = new_op(profile, db, Wish("create", kind, grid_stream(db, grid), record, patch))
        note = note_drafts.note_of(db, draft)
        save(profile, db, op, draft=draft)
        if note:
            _convert(profile, db, note, record)

    profile.write(work)
    catching_up.follow(profile)
    return Changes({kind: frozenset({record})})


def _convert(profile: Profile, db: Tables, note: str, record: str) -> None:
    """The note that a record came of says so; one that somebody closed or took away meanwhile stays as it is."""
    row = record_rows.load(db, note)
    if row is not None and not row.deleted and not row.sealed and row.body.get("status") == "open":
        edit_within(profile, db, note, {"status": "converted", "became_id": record})


def _completed(profile: Profile, kind: Kind, fields: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(fields)
    now = profile.clock.now()
    if "at" in kind.fields:
        values.setdefault("at", now)
    if "tz" in kind.fields:
        values.setdefault("tz", profile.clock.tz(now))
    state = workflow_name(kind)
    if state is not None:
        values.setdefault(state, kind.fields[state].initial[0])
    return values


def edit_record(
    profile: Profile,
    record: str,
    changes: Mapping[str, Any],
    *,
    seen: Mapping[str, Any] | None = None,
    draft: str | None = None,
) -> Edited:
    """Gives a record new values at paths; the old values are what this profile shows now, or what the author saw.

    `seen` is the record as its author was shown it (`show_record`) before others changed it. `draft` goes with the
    save. If ops of the record were refused, the new op carries their values too, so that nothing is typed twice.
    A signed agreement is not changed any more (`IMMUTABLE`, decision 029). Raises `InvalidRecord` and `PersonCanMend`
    (`unknown_record`, `sealed`).
    """

    edited = profile.write(lambda db: edit_within(profile, db, record, changes, seen=seen, draft=draft))
    catching_up.follow(profile)
    return edited


def edit_within(
    profile: Profile,
    db: Tables,
    record: str,
    changes: Mapping[str, Any],
    *,
    seen: Mapping[str, Any] | None = None,
    draft: str | None = None,
) -> Edited:
    """`edit_record` as a part of a transaction that changes several records; the caller brings the index up to date."""
    row = editable(db, record)
    kind = declared(row.kind)
    asked = edit_patch(kind, row.body if seen is None else dict(seen), changes, profile.make_id)
    patch, mends = asked, outbox.refused(db, record)
    if mends:
        patch = mended(kind, _held(profile, db, row), [kept.op.patch for kept in mends], asked)
    if row.kind == "dispute":
        _check_case(profile, db, row, patch)
    replaced = [kept.op.op for kept in mends]
    if patch:
        again = not row.pulled and any(kept.op.action == "create" for kept in mends)
        action: Action = "create" if again else "edit"
        base = (0, "") if again else _base(row, seen)
        op = new_op(profile, db, Wish(action, row.kind, row.stream, record, patch, base))
        save(profile, db, op, draft=draft, mends=replaced)
    else:
        # Of what was returned nothing is wanted any more, or nothing else than what the server has.
        outbox.replace(db, replaced)
        if draft is not None:
            drafts.remove(db, draft)
    changed = sorted({*patch, *asked, *taken_out(kind, asked, patch)})
    told = Changes({row.kind: frozenset({record} if changed or mends else ())})
    return Edited(record, changed, told, new_values(kind, asked | patch), _now(db, record))


def _now(db: Tables, record: str) -> dict[str, Any]:
    """A record as its author sees it after a change."""
    row = known(db, record)
    return {**row.body, "_rev": row.rev, "_mark": row.mark}


def _check_case(profile: Profile, db: Tables, row: RecordRow, patch: Patch) -> None:
    """Raises `InvalidRecord` where a dispute is changed that was signed, or takes a step that is a mediator's."""
    if wrong := frozen(row.body, patch):
        raise InvalidRecord("IMMUTABLE", wrong, kind=row.kind)
    if "status" in patch and not may_step(profile, db, row.stream, *patch["status"]):
        raise InvalidRecord("ILLEGAL_TRANSITION", [("status", "mediator")], kind=row.kind)


def _base(row: RecordRow, seen: Mapping[str, Any] | None) -> tuple[int, str]:
    """The pulled state that an author saw: whoever saw an older one has not seen what was done since, a removal for
    one (protocol §4)."""
    rev = row.rev if seen is None else seen.get("_rev", row.rev)
    if seen is None or rev == row.rev:
        return row.rev, row.mark
    return (rev, seen["_mark"]) if "_mark" in seen else (0, "")


def _held(profile: Profile, db: Tables, row: RecordRow) -> dict[str, Any]:
    """What the server is known to hold, or will once what waits has arrived."""
    if row.pulled:
        return row.body
    waiting = outbox.laid_over(db, row.id, rev=row.rev, with_refused=False)
    return overlay(declared(row.kind), {}, waiting, profile.author).body


def delete_record(
    profile: Profile, record: str, why: str, *, seen: Mapping[str, Any] | None = None
) -> Edited:
    """Hides a record for everybody; its content is kept. Raises `PersonCanMend` (`unknown_record`, `sealed`).

    `seen` as in `edit_record`: where others have written since into what its author saw, deleting it is a question.
    """

    def work(db: Tables) -> Edited:
        row = editable(db, record)
        if row.kind in MADE_BY_APP:
            raise PersonCanMend("not_yours_to_write", kind=row.kind)
        patch: Patch = {} if row.deleted else {DELETED: (None, True)}
        wish = Wish("delete", row.kind, row.stream, record, patch, _base(row, seen), why=why)
        return _hide_or_show(profile, db, wish)

    edited = profile.write(work)
    catching_up.follow(profile)
    return edited


def bring_back(profile: Profile, record: str, *, seen: Mapping[str, Any] | None = None) -> Edited:
    """Shows a deleted record again; its author saw it deleted, also where that has become a question since.

    Raises `PersonCanMend` (`unknown_record`, `sealed`).
    """

    def work(db: Tables) -> Edited:
        row = editable(db, record)
        gone = row.deleted if seen is None else seen.get(DELETED)
        patch: Patch = {DELETED: (True, None)} if gone else {}
        wish = Wish("edit", row.kind, row.stream, record, patch, _base(row, seen))
        return _hide_or_show(profile, db, wish)

    edited = profile.write(work)
    catching_up.follow(profile)
    return edited


def _hide_or_show(profile: Profile, db: Tables, wish: Wish) -> Edited:
    if wish.patch:
        save(profile, db, new_op(profile, db, wish))
    changes = Changes({wish.kind: frozenset({wish.record} if wish.patch else ())})
    again = {path: new for path, (_, new) in wish.patch.items()}
    return Edited(wish.record, sorted(wish.patch), changes, again, _now(db, wish.record))


def show_record(profile: Profile, record: str) -> dict[str, Any]:
    """A record as the screen shows it, unmasked, with `id, kind, grid, _sync, _rev, _conflicts`; audited.

    `_covered` names pulled values that own unsent changes lie over. Raises `PersonCanMend` (`unknown_record`).
    """
    found = profile.read(lambda db: shown(db, profile.identity, known(db, record)))
    note_reveal(profile, [found])
    return found


def list_records(
    profile: Profile, kind: str, where: list[tuple[str, str]], limit: int, after: str | None
) -> list[dict[str, Any]]:
    """Records of a kind, newest first, whose values at all paths of `where` are as given; audited like `show_record`.

    Raises `PersonCanMend` (`unknown_kind`, `unknown_path`, `unknown_record` for `after`).
    """
    matches, conditions = matching(kind, where), bool(where)

    def work(db: Tables) -> list[dict[str, Any]]:
        below = known(db, after).number if after else None
        found: list[RecordRow] = []
        while len(found) < limit:
            page = record_rows.select(db, kind, limit=max(limit, 200) if conditions else limit, below=below)
            found.extend(row for row in page if matches(row))
            if len(page) < (max(limit, 200) if conditions else limit):
                break
            below = page[-1].number
        return shown_all(db, profile.identity, found[:limit])

    rows = profile.read(work)
    note_reveal(profile, rows)
    return rows


def matching(kind: str, where: list[tuple[str, str]]) -> Callable[[RecordRow], bool]:
    """Whether a record's values at all paths are as given. Raises `PersonCanMend` (`unknown_kind`, `unknown_path`)."""
    declaration = declared(kind)
    conditions = [(target(declaration, path), value) for path, value in where]
    for (path, _), (place, _) in zip(where, conditions, strict=True):
        if place.names is Names.INVALID:
            raise PersonCanMend("unknown_path", path=path, kind=kind)
    return lambda row: all(_as_typed(read(row.body, place)) == value for place, value in conditions)


def _as_typed(value: Any) -> str:
    """A value as somebody would type it in a condition: texts as they are, anything else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def own_history(profile: Profile, record: str) -> list[dict[str, Any]]:
    """The ops of this laptop on a record, oldest first, marked `partial`, for when the server cannot be asked."""
    identity = profile.identity
    ops = profile.read(lambda db: (known(db, record), outbox.of_record(db, record))[1])
    return [
        {
            "op": kept.op.op,
            "n": kept.n,
            "at": kept.op.at,
            "by": identity.worker,
            "device": identity.device,
            "action": kept.op.action,
            "patch": kept.op.patch,
            "result": kept.result or kept.state,
            "partial": True,
        }
        for kept in ops
    ]
