"""Whether a laptop and the district hold the same: compared record by record, by revision and by content."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from gridworker.cli.demo.server_process import ServerProcess
from gridworker.domain.canonical import equal
from gridworker.domain.kinds import KINDS
from gridworker.domain.roles import Role, may_read
from gridworker.store import record_rows
from gridworker.store.profile import Profile


class Agreement(NamedTuple):
    """How many records of each kind the server holds, and the ids of those on which a laptop differs."""

    held: dict[str, int]
    different: list[str]


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
    return Agreement({kind: number for kind, number in held.items() if number}, sorted(different))


def _differences(rows: list[dict[str, Any]], profile: Profile) -> set[str]:
    return {row["id"] for row in rows if not _same(row, profile)}


def _same(row: dict[str, Any], profile: Profile) -> bool:
    found = profile.read(lambda db: record_rows.load(db, row["id"]))
    if found is None:
        return False
    return found.rev == row["rev"] and equal(found.body, row["body"])
