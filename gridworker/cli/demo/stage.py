"""The stage of the demo: a real district server, the laptops of two workers, and a month of work on both."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.cli.demo.content import Content, read_content
from gridworker.cli.demo.desk import hand_of_the_desk, publish, take_on
from gridworker.cli.demo.replay import Replay, StoryClock
from gridworker.cli.demo.sample import WorkingDay, month_of_work, routes, working_day
from gridworker.cli.demo.sample_record import with_ids
from gridworker.cli.demo.server_process import ServerProcess
from gridworker.domain.dates import CHINA_MINUTES
from gridworker.environment.resources import resource
from gridworker.operations.records import edit_record
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync

SEED = 20261122
LONG_AGO_DAYS = 60


class Filled(NamedTuple):
    """What a month left behind: the day that follows it, and the ids of its records by key."""

    day: WorkingDay
    ids: dict[str, str]


class Cast:
    """The people of the demo at their machines."""

    def __init__(self, folder: Path, content: Content, server: ServerProcess, address: str) -> None:
        self.content, self.server = content, server
        # Somebody types it after Ctrl+L: no letters that look alike.
        self.password = f"Xihe-{secrets.randbelow(9000) + 1000}-{secrets.randbelow(9000) + 1000}"
        self.clocks = {worker.id: StoryClock() for worker in content.district.workers}
        self.laptops: dict[str, Profile] = {}
        for worker, name in zip(content.district.workers, ("laptop", "colleague"), strict=True):
            code = server.does("enrol-code", worker.id)["code"]
            enrol(folder / name, address, code, f"{worker.name}的电脑", None, lambda _new: self.password)
            self.laptops[worker.id] = open_profile(folder / name, self.password, clock=self.clocks[worker.id])

    def close(self) -> None:
        """Shuts the laptops."""
        for profile in self.laptops.values():
            profile.close()


@contextmanager
def stage(folder: Path, database: str | None) -> Iterator[tuple[Cast, str]]:
    """A district that serves, and its people at their machines; gives them and the server's address."""
    content = read_content()
    server = ServerProcess(folder / "server", database)
    _set_up(server, content)
    with server.serving() as address:
        cast = Cast(folder, content, server, address)
        try:
            yield cast, address
        finally:
            cast.close()


def _set_up(server: ServerProcess, content: Content) -> None:
    district = content.district
    regions = str(resource(f"regions/{district.code}.csv"))
    server.does("init", "--name", district.name, "--code", district.code, "--regions", regions)
    grid = ("region", "add", district.grid.code, district.grid.name, "--parent", district.village.code)
    server.does(*grid, "--level", "grid")
    people = [(worker, district.grid.code) for worker in (*district.workers, district.head)]
    people.append((district.desk, district.village.code[:9]))
    long_ago = int(datetime.now(UTC).timestamp() * 1000) - LONG_AGO_DAYS * 86_400_000
    take_on(server.data, server.database, people, long_ago)


def fill_month(cast: Cast, today: date | None = None) -> Filled:
    """Makes the month before `today` real, each save by its worker at its time."""
    district = cast.content.district
    today = today or datetime.now(timezone(timedelta(minutes=CHINA_MINUTES))).date()
    where: dict[str, Any] = {
        "grid_code": district.grid.code,
        "village": district.village.name,
        "workers": (district.workers[0].id, district.workers[1].id),
        "content": cast.content,
    }
    pairs = {worker: (profile, cast.clocks[worker]) for worker, profile in cast.laptops.items()}
    with hand_of_the_desk(cast.server.data, cast.server.database, district.grid.code) as desk:
        replay = Replay(pairs, desk)
        replay.play(month_of_work(SEED, last_day=today - timedelta(days=1), **where))
    grid = district.grid.code
    walks = routes(SEED, grid_code=grid, ids=replay.ids, content=cast.content)
    publish(cast.server.data, cast.server.database, f"policy/routes-{grid}", walks)
    replay.sync_all()
    return Filled(working_day(SEED, day=today, **where), replay.ids)


def meanwhile(cast: Cast, filled: Filled) -> None:
    """The colleague changes a dispute on another laptop, and the district gives a task."""
    day, ids = filled
    colleague = cast.laptops[cast.content.district.workers[1].id]
    edit_record(colleague, ids[day.colleague_key], with_ids(day.colleague_edit.changes, ids))
    sync(colleague)
    task = with_ids(day.task.fields, ids)
    grid, desk = cast.content.district.grid.code, cast.content.district.desk.id
    cast.server.does("record", "add", "task", "-", "--grid", grid, "--as", desk, typed=task)
