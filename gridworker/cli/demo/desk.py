"""The desk of the sample: what it did in the past month, written at the server at the time it was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gridworker.cli.demo.replay import Desk, StoryClock
from gridworker.cli.demo.sample_record import SampleAction, with_ids
from gridworker.server.district import District


@contextmanager
def hand_of_the_desk(data: Path, database: str | None, grid: str) -> Iterator[Desk]:
    """Does what a desk does by the server's own checks, merge and log, beside the process that serves."""
    clock = StoryClock()
    district = District.open(data, database, clock=clock)

    def do(action: SampleAction, ids: Mapping[str, str]) -> str:
        clock.at = action.at_ms
        if action.edit is None:
            fields = with_ids(action.record.fields, ids)
            return district.add_record(action.record.kind, fields, grid=grid, worker=action.worker).id
        changes = with_ids(action.edit.changes, ids)
        return district.edit_record(ids[action.record.key], changes, worker=action.worker).id

    try:
        yield do
    finally:
        district.close()
