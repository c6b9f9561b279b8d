"""A save: one transaction holds the op, the record's new view and the removal of its draft (protocol §5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from gridworker.domain.checks import Problem, find_problems
from gridworker.domain.errors import InvalidRecord, NotAllowed, PersonCanMend
from gridworker.domain.fields import Kind
from gridworker.domain.kinds import KINDS, SCHEMA
from gridworker.domain.op import Action, Op, Patch
from gridworker.domain.roles import WRITERS
from gridworker.domain.urgency import is_urgent
from gridworker.store import batches, drafts, meta, outbox, record_rows, streams
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow

WRITTEN_BY_SERVER = frozenset({"reference"})


def declared(kind: str) -> Kind:
    """The declaration of a kind. Raises `PersonCanMend` (`unknown_kind`)."""
    if kind not in KINDS:
        raise PersonCanMend("unknown_kind", kind=kind, kinds="、".join(KINDS))
    return KINDS[kind]


def known(db: Tables, record: str) -> RecordRow:
    """The record with this id. Raises `PersonCanMend` (`unknown_record`)."""
    row = record_rows.load(db, record)
    if row is None:
        raise PersonCanMend("unknown_record", id=record)
    return row


def editable(db: Tables, record: str) -> RecordRow:
    """A record that may be changed here. Raises `PersonCanMend` (`unknown_record`, `sealed`, `not_yours_to_write`)."""
    row = known(db, record)
    if row.sealed:
        raise PersonCanMend("sealed", id=record)
    if row.kind in WRITTEN_BY_SERVER or row.kind not in KINDS:
        raise PersonCanMend("not_yours_to_write", kind=row.kind)
    return row


def grid_stream(db: Tables, code: str | None) -> str:
    """The stream new records go to: the worker's only grid, or the one with this code.

    Raises `PersonCanMend` (`no_grid`, `which_grid`, `unknown_grid`).
    """
    grids = [stream for stream in streams.all_streams(db) if stream.kind != "reference"]
    if code is not None:
        found = next((stream for stream in grids if stream.code == code), None)
        if found is None:
            raise PersonCanMend("unknown_grid", grid=code, grids="、".join(stream.code for stream in grids))
        return found.id
    own = [stream for stream in grids if stream.kind == "grid"] or grids
    if not own:
        raise PersonCanMend("no_grid")
    if len(own) > 1:
        raise PersonCanMend("which_grid", grids="、".join(stream.code for stream in own))
    return own[0].id


class Wish(NamedTuple):
    """What somebody wants to change, before it is an op: `base` is the `[rev, mark]` of the record as it was pulled."""

    action: Action
    kind: str
    stream: str
    record: str
    patch: Patch
    base: tuple[int, str] = (0, "")
    settles: tuple[str, ...] = ()
    why: str = ""


def new_op(profile: Profile, db: Tables, wish: Wish) -> Op:
    """The op that fulfils a wish, by this worker, now. Raises `InvalidRecord` where the district would refuse it."""
    return new_ops(profile, db, [wish])[0]


def new_ops(profile: Profile, db: Tables, wishes: Sequence[Wish]) -> list[Op]:
    """The ops that fulfil wishes, all of one moment. Raises as `new_op`."""
    now = profile.clock.now()
    tz = profile.clock.tz(now)
    numbers = meta.next_ns(db, len(wishes))
    return [_op(profile.make_id(), wish, n, now, tz) for wish, n in zip(wishes, numbers, strict=True)]


def _op(op_id: str, wish: Wish, n: int, now: int, tz: int) -> Op:
    op = Op(
        n=n,
        op=op_id,
        stream=wish.stream,
        record=wish.record,
        kind=wish.kind,
        schema=SCHEMA,
        at=now,
        tz=tz,
        base=wish.base,
        action=wish.action,
        patch=wish.patch,
        settles=list(wish.settles),
        why=wish.why,
    )
    problems = find_problems(KINDS[wish.kind], op, _size(op))
    if problems:
        raise _invalid(wish.kind, problems)
    return op


def _size(op: Op) -> int:
    try:
        return len(msgspec.json.encode(op))
    except UnicodeEncodeError:
        return 0


def _invalid(kind: str, problems: list[Problem]) -> InvalidRecord:
    """The error for what is wrong with an op: the paths of the first code found, in the order of the checks."""
    code = problems[0].code
    paths = [(problem.path, problem.reason) for problem in problems if problem.code == code]
    return InvalidRecord(code, paths, kind=kind)


def barred(profile: Profile) -> str:
    """Why nothing may be added on this laptop: `role_may_not_write`, `revoked_here`, or "" where it may."""
    return profile.read(lambda db: _barred(db, profile.identity.role))


def _barred(db: Tables, role: str) -> str:
    if role not in WRITERS:
        return "role_may_not_write"
    return "revoked_here" if meta.get(db, "revoked", False) else ""


def save(
    profile: Profile, db: Tables, op: Op, *, draft: str | None = None, mends: list[str] | None = None
) -> None:
    """Keeps the op, lays it over its record and takes the draft away; `mends` are refused ops that it replaces.

    Raises `NotAllowed` (`role_may_not_write`, `revoked_here`).
    """
    _admit(profile, db, op.kind)
    outbox.append(db, [op])
    outbox.replace(db, mends or [])
    record_rows.refresh(db, op.record, profile.author)
    if op.kind == "dispute" and is_urgent(known(db, op.record).body):
        batches.hurry(db, op.record)
    if draft is not None:
        drafts.remove(db, draft)


def save_new(profile: Profile, db: Tables, wishes: Sequence[Wish]) -> None:
    """Keeps records that nobody has yet, each made by the one op that fulfils its wish; a thousand as soon as one.

    Raises as `new_op` and `save`.
    """
    for kind in {wish.kind for wish in wishes}:
        _admit(profile, db, kind)
    ops = new_ops(profile, db, wishes)
    outbox.append(db, ops)
    record_rows.put_new(db, ops, profile.author)


def _admit(profile: Profile, db: Tables, kind: str) -> None:
    why = _barred(db, profile.identity.role)
    # Who looks at sensitive data leaves a trace on a revoked laptop too.
    if why and (why, kind) != ("revoked_here", "access"):
        raise NotAllowed(why, role=profile.identity.role)
