"""A newer program brings an older database along: a copy first, then all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridworker.domain.errors import ComputerTrouble
from gridworker.store import schema
from gridworker.store.database import Database, Tables
from gridworker.store.tables import Steps
from tests.store.cabinet import KEY, start, table_names


def steps(count: int) -> Steps:
    """The steps of the program's version `count`: each makes one table, as releases did one after another."""
    known = Steps("gridworker")

    @known()
    def m001_diary(db: Tables) -> None:
        db.execute("CREATE TABLE diary (line TEXT)")

    def later(number: int) -> None:
        @known(name=f"m{number:03}_later")
        def step(db: Tables) -> None:
            db.execute(f"CREATE TABLE later_{number} (line TEXT)")
            db.execute(f"INSERT INTO later_{number} SELECT line FROM diary")

    for number in range(2, count + 1):
        later(number)
    return known


def opened(path: Path, version: int, known: Steps | None = None) -> Database:
    return Database(path, KEY, steps=known or steps(version), version=version)


def diary_of_version_1(path: Path) -> None:
    database = opened(path, 1)
    database.write(lambda db: db.execute("INSERT INTO diary VALUES ('东篱苑巡查，无异常')"))
    database.close()


def tables_of(database: Database) -> set[str]:
    return {name for name in database.read(table_names) if not name.startswith("_")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


def test_the_program_knows_as_many_steps_as_it_says() -> None:
    database = Database.in_memory()
    assert len(database.read(schema.migrations.applied)) == schema.VERSION
    database.close()


def test_a_new_database_needs_no_copy(path: Path) -> None:
    opened(path, 3).close()
    assert [file.name for file in path.parent.iterdir()] == ["records.db"]


def test_an_upgrade_keeps_the_work_and_leaves_a_copy_of_what_was(path: Path) -> None:
    diary_of_version_1(path)
    database = opened(path, 2)
    assert database.read(lambda db: db.execute("SELECT line FROM later_2").fetchall()) == [
        ("东篱苑巡查，无异常",)
    ]
    database.close()
    copy = path.with_name("records.db.before-2")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert "东篱苑".encode() not in copy.read_bytes()
    before = opened(copy, 1)
    assert before.read(lambda db: db.execute("SELECT line FROM diary").fetchall()) == [
        ("东篱苑巡查，无异常",)
    ]
    assert tables_of(before) == {"diary"}
    before.close()


def test_one_copy_is_kept_that_of_the_last_upgrade(path: Path) -> None:
    diary_of_version_1(path)
    for version in (2, 2, 4):
        opened(path, version).close()
    assert sorted(file.name for file in path.parent.iterdir()) == ["records.db", "records.db.before-3"]


def test_a_database_of_a_newer_program_is_refused_and_left_alone(path: Path) -> None:
    opened(path, 3).close()
    before = path.read_bytes()
    with pytest.raises(ComputerTrouble) as refused:
        opened(path, 2)
    assert refused.value.code == "database_newer"
    assert path.read_bytes() == before
    opened(path, 3).close()


def test_an_upgrade_that_fails_halfway_leaves_the_old_database(path: Path) -> None:
    diary_of_version_1(path)
    known = steps(2)

    @known()
    def m003_power_cut(db: Tables) -> None:
        db.execute("CREATE TABLE half (line TEXT)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        opened(path, 3, known)
    database = opened(path, 1)
    assert tables_of(database) == {"diary"}
    database.close()


KILLED = """
import sys, time
from pathlib import Path
from tests.store.test_upgrade import opened, steps
known = steps(2)

@known()
def m003_long(db):
    db.execute("CREATE TABLE half (line TEXT)")
    db.execute("INSERT INTO half SELECT hex(randomblob(100000)) FROM diary, diary")
    print("half", flush=True)
    time.sleep(60)

opened(Path(sys.argv[1]), 3, known)
"""


def test_a_process_killed_within_an_upgrade_leaves_the_old_database(path: Path) -> None:
    diary_of_version_1(path)
    process = start(KILLED, path)
    assert process.stdout
    assert process.stdout.readline() == "half\n"
    process.kill()
    process.communicate()
    database = opened(path, 1)
    assert tables_of(database) == {"diary"}
    assert database.find_damage() == []
    database.close()
    opened(path, 3).close()
    assert path.with_name("records.db.before-2").exists()


TOGETHER = """
import sys
from pathlib import Path
from tests.store.test_upgrade import opened
print("ready", flush=True)
sys.stdin.readline()
opened(Path(sys.argv[1]), 4).close()
print("done", flush=True)
"""


def test_two_processes_upgrade_at_once_and_one_does_it(path: Path) -> None:
    diary_of_version_1(path)
    both = [start(TOGETHER, path) for _ in range(2)]
    for process in both:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[0] for process in both] == ["done\n", "done\n"]
    database = opened(path, 4)
    assert tables_of(database) == {"diary", "later_2", "later_3", "later_4"}
    database.close()


OPENED = """
import sys
from pathlib import Path
from gridworker.store.database import Database
from tests.store.cabinet import KEY

Database(Path(sys.argv[1]), KEY).close()
print("sqlite_utils" in sys.modules)
"""


def test_what_takes_the_steps_is_loaded_only_where_there_is_one_to_take(path: Path) -> None:
    for loaded in ("True", "False"):
        said, _ = start(OPENED, path).communicate()
        assert said.strip() == loaded
