"""The encrypted database on bad days: damage, a full disk, another program, a kill. Each is told; nothing is lost."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.wording import wordings
from gridworker.store.database import Database, Tables
from gridworker.store.trouble import _CODES
from tests.store.cabinet import KEY, start

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


def write_lines(database: Database, *lines: str) -> None:
    def work(db: Tables) -> None:
        for line in lines:
            db.execute("INSERT INTO receipt (finished_at, content) VALUES (0, ?)", [line])

    database.write(work)


def lines(db: Tables) -> list[str]:
    return [row[0] for row in db.execute("SELECT content FROM receipt ORDER BY number")]


def made(path: Path, *content: str) -> None:
    database = Database(path, KEY)
    write_lines(database, *content)
    database.close()


def code_of(trouble: pytest.ExceptionInfo[ComputerTrouble]) -> str:
    assert trouble.value.code in wordings()
    return trouble.value.code


def test_another_key_opens_nothing(path: Path) -> None:
    made(path, "东篱苑巡查")
    before = path.read_bytes()
    with pytest.raises(ComputerTrouble) as trouble:
        Database(path, bytes(32))
    assert code_of(trouble) == "database_damaged"
    assert path.read_bytes() == before


def test_nothing_is_printed_beside_the_trouble(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    made(path, "东篱苑巡查")
    with pytest.raises(ComputerTrouble):
        Database(path, bytes(32))
    assert capfd.readouterr() == ("", "")


def test_a_flipped_bit_anywhere_is_noticed_and_never_read_as_something_else(path: Path) -> None:
    content = [f"第{number}条，" + "漏水" * 200 for number in range(100)]
    made(path, *content)
    whole = path.read_bytes()
    chance = Random(1)
    for page in range(len(whole) // PAGE):
        broken = bytearray(whole)
        broken[page * PAGE + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        assert damage_found(path, content)


def damage_found(path: Path, content: list[str]) -> bool:
    try:
        database = Database(path, KEY)
    except ComputerTrouble as trouble:
        return trouble.code == "database_damaged"
    try:
        assert database.read(lines) == content
    except ComputerTrouble as trouble:
        return trouble.code == "database_damaged"
    else:
        return database.find_damage() != []
    finally:
        database.close()


@pytest.mark.parametrize(
    "content", [b"SQLite format 3\0" + bytes(4080), b"not a database at all" * 999, b"short"]
)
def test_a_file_of_another_kind_is_damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ComputerTrouble) as trouble:
        Database(path, KEY)
    assert code_of(trouble) == "database_damaged"
    assert path.read_bytes() == content


def test_a_file_cut_short_is_damaged(path: Path) -> None:
    made(path, *["漏水" * 500] * 50)
    path.write_bytes(path.read_bytes()[: PAGE * 9])
    with pytest.raises(ComputerTrouble) as trouble:
        Database(path, KEY).read(lines)
    assert code_of(trouble) == "database_damaged"


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_store_that_was_there_and_is_gone_is_not_quietly_begun_anew(path: Path, left: str) -> None:
    if left == "an empty file":
        path.touch()
    with pytest.raises(ComputerTrouble) as trouble:
        Database(path, KEY, create=False)
    assert code_of(trouble) == "database_missing"


HOLDS_THE_LOCK = """
import sys
from pathlib import Path
from gridworker.store.database import Database
from tests.store.cabinet import KEY
def hold(db):
    print("held", flush=True)
    sys.stdin.readline()
database = Database(Path(sys.argv[1]), KEY)
database.write(hold)
database.close()
"""


@pytest.fixture
def other_program(path: Path) -> Iterator[subprocess.Popen[str]]:
    made(path, "早")
    process = start(HOLDS_THE_LOCK, path)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    with process:
        yield process
        if process.poll() is None:
            process.communicate("let go\n")


def test_while_another_program_writes_one_reads_and_a_write_is_refused_after_a_while(
    path: Path, other_program: subprocess.Popen[str]
) -> None:
    database = Database(path, KEY, busy_ms=100)
    assert database.read(lines) == ["早"]
    with pytest.raises(ComputerTrouble) as trouble:
        write_lines(database, "晚")
    assert code_of(trouble) == "database_busy"
    other_program.communicate("let go\n")
    write_lines(database, "晚")
    assert database.read(lines) == ["早", "晚"]
    database.close()


def test_a_write_waits_for_another_program_that_is_soon_done(
    path: Path, other_program: subprocess.Popen[str]
) -> None:
    database = Database(path, KEY)
    assert other_program.stdin
    other_program.stdin.write("let go\n")
    other_program.stdin.flush()
    write_lines(database, "晚")
    assert database.read(lines) == ["早", "晚"]
    database.close()


WRITES_FOR_EVER = """
import sys
from itertools import count
from pathlib import Path
from gridworker.store.database import Database
from tests.store.cabinet import KEY
from tests.store.test_bad_days import write_lines
database = Database(Path(sys.argv[1]), KEY)
for number in count():
    write_lines(database, f"{number} a", f"{number} b")
    print(number, flush=True)
"""


@pytest.mark.parametrize("seen", [1, 40, 400])
def test_what_was_saved_before_a_kill_is_there_and_nothing_is_half(path: Path, seen: int) -> None:
    process = start(WRITES_FOR_EVER, path)
    assert process.stdout
    told = [process.stdout.readline() for _ in range(seen)]
    process.kill()
    # `communicate` would not know of the lines that were read ahead.
    told += process.stdout.read().splitlines()
    process.communicate()
    saved = int(told[-1])
    database = Database(path, KEY)
    found = database.read(lines)
    assert found == [f"{number} {part}" for number in range(len(found) // 2) for part in "ab"]
    assert len(found) // 2 in (saved + 1, saved + 2)
    assert database.find_damage() == []
    database.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 1 MiB where this user may mount one, else any folder."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False, capture_output=True
    )
    yield folder
    if mounted.returncode == 0:
        subprocess.run(["umount", folder], check=True)


def test_on_a_full_disk_a_save_fails_and_what_was_saved_stays(small_disk: Path) -> None:
    database = Database(small_disk / "records.db", KEY)
    if not small_disk.is_mount():
        database.write(lambda db: db.execute("PRAGMA max_page_count = 256"))
    saved: list[str] = []

    def save_all_day() -> None:
        while True:
            write_lines(database, f"第{len(saved)}条" + "x" * 20_000)
            saved.append(f"第{len(saved)}条" + "x" * 20_000)

    with pytest.raises(ComputerTrouble) as trouble:
        save_all_day()
    assert code_of(trouble) == "disk_full"
    assert len(saved) > 5
    assert database.read(lines) == saved
    database.close()
    database = Database(small_disk / "records.db", KEY)
    assert database.read(lines) == saved
    assert database.find_damage() == []
    database.close()


NOT_ALLOWED = """
import os, sys
from pathlib import Path
from gridworker.domain.errors import ComputerTrouble
from gridworker.store import vault
from gridworker.store.database import Database
from tests.store.cabinet import KEY
if os.geteuid() == 0:
    os.setuid(65534)
for work in (lambda: Database(Path(sys.argv[1]), KEY), lambda: vault.open_vault(Path(sys.argv[1]).parent, "Any-one-1")):
    try:
        work()
    except ComputerTrouble as trouble:
        print(trouble.code)
"""


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "codes"),
    [
        (0o555, 0o444, ["database_read_only", "keys_missing"]),
        (0o555, 0o000, ["no_permission", "keys_missing"]),
        (0o000, 0o600, ["no_permission", "no_permission"]),
        (0o555, None, ["no_permission", "keys_missing"]),
    ],
)
def test_what_this_user_may_not_touch_is_told(
    open_to_all: Path, folder_mode: int, file_mode: int | None, codes: list[str]
) -> None:
    path = open_to_all / "records.db"
    if file_mode is not None:
        made(path, "早")
        path.chmod(file_mode)
    open_to_all.chmod(folder_mode)
    told, _ = start(NOT_ALLOWED, path).communicate()
    open_to_all.chmod(0o755)
    assert told.split() == codes
    assert set(codes) <= wordings().keys()


def test_an_error_of_the_disk_itself_is_told_and_keeps_what_was_saved(path: Path) -> None:
    script = """
import resource, sys
from pathlib import Path
from gridworker.domain.errors import ComputerTrouble
from gridworker.store.database import Database
from tests.store.cabinet import KEY
from tests.store.test_bad_days import lines, write_lines
database = Database(Path(sys.argv[1]), KEY)
write_lines(database, "before")
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    write_lines(database, "x" * 300_000)
except ComputerTrouble as trouble:
    print(trouble.code)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
write_lines(database, "after")
print(*database.read(lines))
"""
    told, _ = start(script, path).communicate()
    assert told.split() == ["disk_damaged", "before", "after"]


def test_every_trouble_of_the_store_says_what_to_do() -> None:
    assert set(_CODES.values()) <= wordings().keys()
