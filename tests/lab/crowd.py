"""The third depth: laptops of a village that sync at the same moment, in threads, with a district on PostgreSQL.

The rules are those of the colleagues of `tests/sync`; what comes beside them is that everybody works and syncs at once,
and that the district's transactions dawdle before they commit. Which thread is first is nobody's choice: a run that
fails may not fail again, and is a violation all the same.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import psycopg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import Connection, make_url

from gridworker.server.district import District
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.sync.engine import Engine
from tests.lab.tally import Tally
from tests.sync.colleagues import FAULTS, WORDS, Colleagues
from tests.sync.direct import TREE, DirectWire, Town

T = TypeVar("T")

WORKERS = ("zhoumin", "zhoumin", "shenguoqiang", "shenguoqiang", "zhoumin")
TURNS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5), WORDS, FAULTS), min_size=5, max_size=5)


class Databases:
    """A database of PostgreSQL for each town, made from one that is ready."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._made = 0
        self._execute("CREATE DATABASE ready")
        self._folder = Path()

    def prepare(self, folder: Path) -> None:
        """Founds the district that every town begins with; its key stays in `folder`."""
        self._folder = folder
        District.create(folder, "萧山区", "330109", entries=TREE, database_url=self._named("ready")).close()

    def fresh(self, folder: Path) -> str:
        """The address of a new database with that district; its key is copied to `folder`."""
        self._made += 1
        self._execute(f"CREATE DATABASE town{self._made} TEMPLATE ready")
        folder.mkdir(parents=True)
        for path in self._folder.iterdir():
            if path.is_file():
                (folder / path.name).write_bytes(path.read_bytes())
        return self._named(f"town{self._made}")

    def _named(self, name: str) -> str:
        return make_url(self._address).set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement)


class Crowded(Town):
    """A town whose district is on PostgreSQL and dawdles; syncs may come from several threads."""

    def __init__(self, databases: Databases, seed: int) -> None:
        self._databases = databases
        self._dice = Random(seed)
        super().__init__()
        write = self.district.site.database.write
        self.district.site.database.write = lambda work: write(self._dawdling(work))  # type: ignore[method-assign]

    def found(self) -> District:
        """The district, on a database of its own."""
        folder = self.folder / "district"
        return District.open(folder, self._databases.fresh(folder), clock=self.clock)

    def sync(self, profile: Profile, *faults: str, until_empty: bool = False) -> dict[str, Any]:
        """One sync; each has a wire, and faults, of its own."""
        engine = Engine(profile, lambda _url, _ca: DirectWire(self.district, deque(faults), self.heard))
        return engine.start(until_empty=until_empty).result(timeout=120)

    def _dawdling(self, work: Callable[[Connection], T]) -> Callable[[Connection], T]:
        def done(connection: Connection) -> T:
            result = work(connection)
            time.sleep(self._dice.random() / 200)
            return result

        return done


class Crowd(Colleagues):
    """Five laptops of two workers in one grid."""

    databases: Databases

    broken: list[BaseException]
    """The promises that were seen broken; a run in threads may not break them again when it is looked at twice."""

    def __init__(self) -> None:
        super().__init__()
        self.crew = ThreadPoolExecutor(len(WORKERS))

    def founded(self) -> Town:
        return Crowded(self.databases, 1)

    @initialize()
    def three_laptops(self) -> None:
        for worker in WORKERS:
            self.town.sync(self.town.laptop(worker))

    def teardown(self) -> None:
        try:
            super().teardown()
        except AssertionError as error:
            self.broken.append(error)
            raise
        finally:
            self.crew.shutdown()

    @precondition(lambda self: self.town.laptops)
    @rule(turns=TURNS)
    def all_at_once(self, turns: list[tuple[int, int, str, list[str]]]) -> None:
        """Everybody does a little, and all sync."""
        done = [self.crew.submit(self.one_turn, who, *turn) for who, turn in enumerate(turns)]
        wait(done)
        self.broken += [error for one in done if (error := one.exception())]
        for one in done:
            one.result()

    def one_turn(self, who: int, what: int, which: int, word: str, faults: list[str]) -> None:
        """What one laptop does meanwhile, in a thread of its own."""
        if what < 2 or not self.records:
            self.registers(who, word)
        elif what < 5:
            self.edits(who, which, ("title", "claims", "risk_flags")[what - 2], word)
        else:
            self.settles(who, ("mine", "theirs")[what - 5])
        self.syncs(who, faults)
        assert self.town.laptops[who].read(_puzzled) == []


def _puzzled(db: Tables) -> list[tuple[str]]:
    """Ops that the district did not know what to do with: two transactions have met in one stream."""
    return db.execute("SELECT id FROM op WHERE code = 'INTERNAL'").fetchall()


def live(databases: Databases, examples: int) -> None:
    """So many villages at work. Raises `AssertionError`."""
    broken: list[BaseException] = []
    crowd = type("AtOnce", (Crowd,), {"databases": databases, "broken": broken})
    try:
        run_state_machine_as_test(crowd, settings=settings(LOOK, max_examples=examples))
    except Flaky as error:
        if broken:
            raise AssertionError(broken) from error
        raise


LOOK = settings(
    stateful_step_count=12,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def run_crowds(databases: Databases, tally: Tally) -> Iterator[None]:
    """One village after another."""
    while True:
        try:
            live(databases, 1)
        except AssertionError as error:
            tally.found("a crowd on PostgreSQL", [str(error)])
        tally.counts["crowds"] += 1
        yield
