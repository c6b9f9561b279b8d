"""The encrypted database on good days: what is written stays, what fails leaves nothing, readers see whole states."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gridworker.domain.errors import ComputerTrouble, OurFault
from gridworker.store.database import Database, Tables
from tests.store.cabinet import KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture(params=["file", "memory"])
def database(request: pytest.FixtureRequest, path: Path) -> Iterator[Database]:
    opened = Database(path, KEY) if request.param == "file" else Database.in_memory()
    yield opened
    opened.close()


def names(db: Tables) -> list[str]:
    return [row[0] for row in db.execute("SELECT name FROM meta ORDER BY name")]


def write(database: Database, *kept: str) -> None:
    def work(db: Tables) -> None:
        for name in kept:
            db.execute("INSERT INTO meta VALUES (?, '')", [name])

    database.write(work)


def test_what_is_written_is_there_after_closing(path: Path) -> None:
    database = Database(path, KEY)
    write(database, "巡查", "走访")
    database.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    database = Database(path, KEY, create=False)
    assert database.read(names) == ["巡查", "走访"]
    assert database.find_damage() == []
    database.close()


def test_a_write_that_does_not_wait_for_the_disk_is_there_and_the_next_one_waits(path: Path) -> None:
    database = Database(path, KEY)

    def work(db: Tables) -> int:
        db.execute("INSERT INTO meta VALUES ('巡查', '')")
        return int(db.execute("PRAGMA synchronous").fetchone()[0])

    normal, full = 1, 2
    assert database.write(work, lasting=False) == normal
    with pytest.raises(OurFault):
        database.write(work, lasting=False)
    # Another process sees it, were this one killed now.
    other = Database(path, KEY)
    assert other.read(names) == ["巡查"]
    other.close()
    database.write(lambda db: db.execute("DELETE FROM meta"))
    assert database.write(work) == full
    database.close()


def test_a_write_gives_back_its_result(database: Database) -> None:
    write(database, "a", "b")
    assert database.write(lambda db: db.execute("DELETE FROM meta").rowcount) == 2


def test_what_fails_leaves_nothing_and_the_next_write_goes_on(database: Database) -> None:
    def spilt_tea(db: Tables) -> None:
        db.execute("INSERT INTO meta VALUES ('half', '')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(spilt_tea)
    write(database, "whole")
    assert database.read(names) == ["whole"]


def test_what_the_work_itself_raises_comes_back_as_it_is(database: Database) -> None:
    def attach(_: Tables) -> bytes:
        return Path("nowhere/photo.jpg").read_bytes()

    for run in (database.write, database.read):
        with pytest.raises(FileNotFoundError):
            run(attach)


def test_no_exception_of_sqlite_leaves_the_store(database: Database) -> None:
    write(database, "once")
    with pytest.raises(OurFault) as twice:
        write(database, "once")
    assert type(twice.value.__cause__).__name__ == "IntegrityError"
    with pytest.raises(OurFault):
        database.read(lambda db: db.execute("SELECT nothing FROM nowhere"))


def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(ComputerTrouble) as refused:
        database.read(lambda db: db.execute("INSERT INTO meta VALUES ('a', '')"))
    assert refused.value.code == "database_read_only"
    write(database, "still")
    assert database.read(names) == ["still"]


def test_a_write_within_a_write_is_refused_before_it_waits_for_itself(database: Database) -> None:
    def look(_: Tables) -> list[str]:
        return database.read(names)

    def save(_: Tables) -> None:
        write(database, "inner")

    for work in (look, save):
        with pytest.raises(RuntimeError, match="within a write"):
            database.write(work)
    with pytest.raises(RuntimeError, match="within a read"):
        database.read(save)
    assert database.read(look) == []


def test_the_same_file_opened_again_leaves_the_locks_of_whoever_has_it_open(path: Path) -> None:
    first = Database(path, KEY)
    write(first, "a")
    second = Database(path, KEY)
    alone = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
"""
    other = subprocess.run(
        [sys.executable, "-c", alone, str(path)], capture_output=True, text=True, check=False
    )
    second.close()
    first.close()
    assert "BlockingIOError" in other.stderr


def test_many_threads_save_at_once_and_nothing_is_lost(database: Database) -> None:
    with ThreadPoolExecutor(8) as workers:
        for saved in [
            workers.submit(write, database, f"{worker}-{n}") for n in range(25) for worker in range(8)
        ]:
            saved.result()
    assert len(database.read(names)) == 200


def test_all_writes_happen_on_one_thread_that_is_not_the_callers(database: Database) -> None:
    def here(_: Tables) -> int:
        return threading.get_ident()

    seen = {database.write(here) for _ in range(5)}
    assert len(seen) == 1
    assert threading.get_ident() not in seen


def test_readers_see_the_state_before_a_write_that_is_going_on(path: Path) -> None:
    database = Database(path, KEY)
    begun, looked = threading.Event(), threading.Event()

    def slow(db: Tables) -> None:
        db.execute("INSERT INTO meta VALUES ('slow', '')")
        begun.set()
        assert looked.wait(10)

    with ThreadPoolExecutor(1) as aside:
        writing = aside.submit(database.write, slow)
        assert begun.wait(10)
        assert database.read(names) == []
        looked.set()
        writing.result()
    assert database.read(names) == ["slow"]
    database.close()


def test_a_read_sees_one_moment_however_often_it_looks(path: Path) -> None:
    database = Database(path, KEY)
    write(database, "first")

    def twice(db: Tables) -> tuple[list[str], list[str]]:
        before = names(db)
        with ThreadPoolExecutor(1) as aside:
            aside.submit(write, database, "meanwhile").result()
        return before, names(db)

    assert database.read(twice) == (["first"], ["first"])
    assert database.read(names) == ["first", "meanwhile"]
    database.close()


def test_a_closed_database_takes_nothing_more(database: Database) -> None:
    write(database, "before")
    database.close()
    database.close()
    with pytest.raises(RuntimeError, match="closed"):
        write(database, "after")
    with pytest.raises(RuntimeError, match="closed"):
        database.read(names)


def test_only_the_worker_may_read_the_file(path: Path) -> None:
    database = Database(path, KEY)
    write(database, "a")
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    database.close()


def test_nothing_a_worker_wrote_can_be_read_in_the_file(path: Path) -> None:
    database = Database(path, KEY)
    story = "东篱苑三幢漏水，当事人单国强，电话 13800004321"
    database.write(lambda db: db.execute("INSERT INTO meta VALUES ('漏水', ?)", [story * 50]))
    database.write(lambda db: db.execute("INSERT INTO search (rowid, words) VALUES (1, '单 国 强')"))
    contents = [file.read_bytes() for file in path.parent.iterdir()]
    database.close()
    contents.append(path.read_bytes())
    for content in contents:
        for word in ("漏水", "单国强", "单", "13800004321"):
            assert word.encode() not in content or len(word.encode()) < 4
        assert b"SQLite format 3" not in content
        assert b"CREATE TABLE" not in content
        assert KEY not in content
