"""Whether a laptop and the district hold the same: compared record by record, by revision and by content."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from gridworker.cli.demo.photographing import photos_on
from gridworker.cli.demo.server_process import ServerProcess
from gridworker.domain.attachments import ATTACHMENTS
from gridworker.domain.canonical import equal
from gridworker.domain.kinds import KINDS
from gridworker.domain.roles import Role, may_read
from gridworker.store import record_rows
from gridworker.store.profile import Profile
from gridworker.sync.lane import find_load


class Agreement(NamedTuple):
    """How many records of each kind the server holds, the ids of those on which a laptop differs or lacks a file, and
    how many files are on every laptop."""

    held: dict[str, int]
    different: list[str]
    photos: int


def compare(server: ServerProcess, laptops: list[Profile]) -> Agreement:
    """Compares every kind a grid worker sees."""
    held: Counter[str] = Counter()
    different: set[str] = set()
    for kind in KINDS:
        if not may_read(Role.GRID_WORKER, kind):
            continue
        rows: list[dict[str, Any]] = server.does("record", "list", kind)
        held[kind] = sum(not row["deleted"] for row in rows)
        for profile in laptops:
            different |= _differences(rows, profile)
    different |= {record for profile in laptops for record in _without_files(profile)}
    photos = min(photos_on(profile) for profile in laptops)
    return Agreement({kind: number for kind, number in held.items() if number}, sorted(different), photos)


def _differences(rows: list[dict[str, Any]], profile: Profile) -> set[str]:
    return {row["id"] for row in rows if not _same(row, profile)}


def _without_files(profile: Profile) -> set[str]:
    """The records of a laptop that name files it has not got, or the district has not."""
    load = find_load(profile)
    missing = {one.sha256 for one in [*load.up, *load.down]}
    rows = profile.read(
        lambda db: [row for kind in KINDS for row in record_rows.select(db, kind, limit=9999)]
    )
    return {
        row.id
        for row in rows
        for one in row.body.get(ATTACHMENTS, {}).values()
        if missing & {one.get("sha256"), one.get("thumb")}
    }


def _same(row: dict[str, Any], profile: Profile) -> bool:
    found = profile.read(lambda db: record_rows.load(db, row["id"]))
    if found is None:
        return False
    return found.rev == row["rev"] and equal(found.body, row["body"])
