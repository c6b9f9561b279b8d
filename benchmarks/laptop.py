"""Laptops for the measurements: real encrypted profiles, and a quick way to put many records on one."""

from __future__ import annotations

import itertools
import os
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.disputes import dispute_records
from gridworker.domain.changes import create_patch
from gridworker.domain.ids import IdMaker
from gridworker.domain.kinds import KINDS
from gridworker.environment.clock import Clock
from gridworker.operations.saving import Wish, grid_stream, new_op, save
from gridworker.protocol.messages import StreamCard
from gridworker.store import meta, record_rows, streams
from gridworker.store.database import Database, Tables
from gridworker.store.index import index_pending
from gridworker.store.profile import DATABASE_NAME, Profile

GRID = "01930000-0000-7000-8000-00000000a001"
MINUTE_MS = 60_000


def unenrolled(folder: Path) -> Profile:
    """An empty profile that has a worker and a grid, but no server."""
    folder.mkdir(parents=True)
    clock = Clock()
    database = Database(folder / DATABASE_NAME, os.urandom(32))
    profile = Profile(folder, database, clock, IdMaker(clock.now, os.urandom))
    belong(profile)
    return profile


def belong(profile: Profile) -> None:
    """Writes who works on this profile, and its one grid, as an enrolment would."""
    identity = meta.Identity(
        replica="01930000-0000-7000-8000-000000000001",
        worker="bench",
        name="测试",
        role="grid_worker",
        device="bench",
        district="萧山区",
        district_code="330109",
    )

    def work(db: Tables) -> None:
        meta.put(db, "identity", identity)
        streams.add(db, [StreamCard(id=GRID, kind="grid", code="330109001035003", name="第三网格")])

    profile.write(work)
    profile.reread_identity()


def disputes(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Disputes as a worker types them; leads, so that a record is one op on the server too."""
    return [
        fields | {"status": "lead", "parties": list(fields["parties"].values())}
        for fields in dispute_records(count, seed)
    ]


def save_many(
    profile: Profile, records: list[dict[str, Any]], batch: int = 500, *, followed_by: int = 0
) -> None:
    """Saves records as `record add` does, but many in a transaction, and leaves them unindexed.

    Their ids are those of a worker who saves one a minute, and `followed_by` more after these.
    """
    kind = KINDS["dispute"]
    first = profile.clock.now() - (len(records) + followed_by) * MINUTE_MS
    minutes = itertools.count(first, MINUTE_MS)
    for start in range(0, len(records), batch):

        def work(db: Tables, part: list[dict[str, Any]] = records[start : start + batch]) -> None:
            stream = grid_stream(db, None)
            for fields in part:
                profile.make_id = IdMaker(partial(int, next(minutes)), profile.clock.randomness)
                patch = create_patch(kind, fields, profile.make_id)
                wish = Wish("create", "dispute", stream, profile.make_id(), patch)
                save(profile, db, new_op(profile, db, wish))

        profile.write(work)


def pull_many(profile: Profile, count: int, seed: int = 1) -> None:
    """Puts records on a laptop as pulled pages do, a minute apart, and indexes them."""
    newest = profile.clock.now()
    rows = (
        record_rows.pulled(
            profile.make_id(),
            GRID,
            "dispute",
            1,
            "0" * 16,
            False,
            msgspec.json.encode(fields | {"created_at": newest - number * MINUTE_MS}),
        )
        for number, fields in enumerate(dispute_records(count, seed))
    )
    while page := list(itertools.islice(rows, 500)):
        profile.write(partial(record_rows.put_pulled, rows=page))
    index_pending(profile.database)
