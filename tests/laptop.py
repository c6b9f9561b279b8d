"""A laptop without a disk or a server, for tests of what happens on it: a real store in memory, a clock one can set."""

from __future__ import annotations

import random
from pathlib import Path

from gridworker.domain.ids import IdMaker
from gridworker.environment.clock import Clock
from gridworker.protocol.messages import StreamCard
from gridworker.store import meta, streams
from gridworker.store.database import Database, Tables
from gridworker.store.profile import Profile

GRID = "01930000-0000-7000-8000-00000000a001"
OTHER_GRID = "01930000-0000-7000-8000-00000000a002"
GRID_CODE = "330109001035003"
NOON = 1_795_320_000_000
"""2026-11-22 12:00 in China."""


class SetClock(Clock):
    """A clock that stands until it is moved, and dice that fall the same way each time."""

    def __init__(self, seed: int = 1) -> None:
        self.at = NOON
        self._dice = random.Random(seed)

    def now(self) -> int:
        return self.at

    def monotonic(self) -> int:
        return self.at

    def randomness(self, count: int) -> bytes:
        return self._dice.randbytes(count)


def laptop(worker: str = "zhoumin", *, role: str = "grid_worker", seed: int = 1, grids: int = 1) -> Profile:
    """An enrolled profile in memory with one grid, or two."""
    clock = SetClock(seed)
    profile = Profile(Path(), Database.in_memory(), clock, IdMaker(clock.now, clock.randomness))
    identity = meta.Identity(
        replica=f"01930000-0000-7000-8000-{seed:012x}",
        worker=worker,
        name={"zhoumin": "周敏", "shenguoqiang": "沈国强"}.get(worker, worker),
        role=role,
        device=f"{worker} 的电脑",
        district="萧山区",
        district_code="330109",
    )
    cards = [
        StreamCard(id=GRID, kind="grid", code=GRID_CODE, name="西河路社区第三网格"),
        StreamCard(id=OTHER_GRID, kind="grid", code="330109001035004", name="西河路社区第四网格"),
    ]

    def work(db: Tables) -> None:
        meta.put(db, "identity", identity)
        streams.add(db, cards[:grids])

    profile.write(work)
    profile.reread_identity()
    return profile
