"""The district's own hand in the past month: people taken on and what the desk did, written at its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gridworker.cli.demo.content import Worker
from gridworker.cli.demo.replay import Desk, StoryClock
from gridworker.cli.demo.sample_record import SampleAction, with_ids
from gridworker.server.district import District


def take_on(data: Path, database: str | None, people: Sequence[tuple[Worker, str]], at_ms: int) -> None:
    """Adds workers with their scopes as of a moment in the past, so that what they did since was theirs to do."""
    clock = StoryClock()
    clock.at = at_ms
    district = District.open(data, database, clock=clock)
    try:
        for worker, scope in people:
            district.add_worker(worker.id, worker.name, worker.role, scope)
    finally:
        district.close()


def publish(data: Path, database: str | None, name: str, content: Any) -> None:
    """Publishes a piece of reference data beside the process that serves."""
    district = District.open(data, database)
    try:
        district.publish(name, content)
    finally:
        district.close()


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
