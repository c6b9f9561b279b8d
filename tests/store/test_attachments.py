"""Files beside the records: encrypted, in pieces, whole only if they are what their name says."""

from __future__ import annotations

import hashlib
import random
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.errors import ComputerTrouble
from gridworker.store import attached, attachments
from gridworker.store.attachments import PIECE, File, WrongContent
from gridworker.store.database import Database, Tables
from tests.store.cabinet import KEY

PHOTO = random.Random(1).randbytes(3 * PIECE + 1234)
SHA = hashlib.sha256(PHOTO).hexdigest()
NOON = 1_795_320_000_000


def opened(path: Path) -> Database:
    return Database(path / "records.db", KEY)


def beside(records: Database) -> Database:
    return records.beside("attachments.db", attachments.migrations, attachments.VERSION)


def keep(files: Database, content: bytes, now: int = NOON) -> str:
    name = hashlib.sha256(content).hexdigest()
    files.write(lambda db: attachments.keep(db, name, len(content), [content], now))
    return name


@pytest.fixture
def files() -> Database:
    return beside(Database.in_memory())


def test_a_photo_is_there_after_the_next_start_and_not_to_be_read_on_the_disk(tmp_path: Path) -> None:
    records = opened(tmp_path)
    files = beside(records)
    text = "柴岭山护林点".encode() * 1000
    name = keep(files, text)
    files.close()
    records.close()
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "柴岭山".encode() not in on_disk
    assert (tmp_path / "attachments.db").stat().st_mode & 0o777 == 0o600
    records = opened(tmp_path)
    again = beside(records)
    assert again.read(lambda db: attachments.content(db, name)) == text
    again.close()
    records.close()


def test_the_files_have_a_key_of_their_own(tmp_path: Path) -> None:
    records = opened(tmp_path)
    beside(records).close()
    with pytest.raises(ComputerTrouble, match="database_damaged"):
        Database(tmp_path / "attachments.db", KEY, steps=attachments.migrations, version=attachments.VERSION)
    records.close()


def test_any_part_can_be_read(files: Database) -> None:
    keep(files, PHOTO)
    for start, size in ((0, 10), (PIECE - 5, 10), (PIECE, PIECE), (5, 2 * PIECE), (3 * PIECE + 1230, 99)):
        read = partial(attachments.read, sha256=SHA, start=start, size=size)
        assert files.read(read) == PHOTO[start : start + size]


def test_kept_twice_it_is_there_once(files: Database) -> None:
    keep(files, PHOTO)
    keep(files, PHOTO, NOON + 5)
    assert files.read(attachments.files) == [File(SHA, len(PHOTO), whole=True, kept_at=NOON + 5)]


def test_a_file_that_changed_while_it_was_read_is_not_kept(files: Database) -> None:
    with pytest.raises(WrongContent):
        files.write(lambda db: attachments.keep(db, SHA, len(PHOTO), [PHOTO[:-1], b"x"], NOON))
    assert files.read(attachments.files) == []


def arrive(files: Database, at: int, content: bytes) -> bool:
    return files.write(lambda db: attachments.arrive(db, SHA, len(PHOTO), at, content))


@given(st.data())
def test_it_arrives_in_any_chunks_some_of_them_twice(data: st.DataObject) -> None:
    files, whole = beside(Database.in_memory()), False
    while not whole:
        here = files.read(lambda db: attachments.received(db, SHA))
        at = data.draw(st.sampled_from([here, here, max(0, here - 100_000), here + 1]), label="from")
        whole = arrive(files, at, PHOTO[at : at + data.draw(st.integers(30_000, 600_000), label="bytes")])
    assert files.read(lambda db: attachments.content(db, SHA)) == PHOTO
    files.close()


def test_half_a_file_is_no_file(files: Database) -> None:
    assert not arrive(files, 0, PHOTO[:PIECE])
    assert files.read(lambda db: attachments.content(db, SHA)) is None
    assert files.read(lambda db: attachments.sizes(db, [SHA])) == {}
    assert files.read(lambda db: attachments.received(db, SHA)) == PIECE


def test_a_fetched_file_that_is_something_else_is_told(files: Database) -> None:
    arrive(files, 0, PHOTO[:PIECE])
    with pytest.raises(WrongContent):
        arrive(files, PIECE, bytes(len(PHOTO) - PIECE))
    assert files.read(lambda db: attachments.received(db, SHA)) == PIECE


def test_half_a_fetched_file_gives_way_to_one_that_is_added_here(files: Database) -> None:
    arrive(files, 0, PHOTO[:PIECE])
    keep(files, PHOTO)
    assert files.read(lambda db: attachments.content(db, SHA)) == PHOTO


OP = '{{"n":1,"patch":{{"attachments/e1":[null,{{"sha256":"{0}","thumb":"{1}"}}],"text":[null,"漏水"]}}}}'
BASE = '{{"attachments":{{"e1":{{"sha256":"{0}","size":5,"thumb":"{1}"}}}}}}'
ONE, TWO = SHA, hashlib.sha256(b"thumb").hexdigest()


def test_what_goes_lets_go_of_its_files() -> None:
    records = Database.in_memory()

    def work(db: Tables) -> None:
        db.execute(
            "INSERT INTO record (number, id, stream, kind, base, attached) VALUES (1, 'r', 'g', 'patrol', ?, 1)",
            [BASE.format(ONE, TWO)],
        )
        db.execute(
            "INSERT INTO op (id, n, stream, record, state, body) VALUES ('o', 1, 'g', 'r', 'waiting', ?)",
            [OP.format(ONE, TWO)],
        )
        db.execute("DELETE FROM op")

    records.write(work)
    assert set(records.read(attached.loose)) == {ONE, TWO}
    assert records.read(lambda db: attached.needed(db, [ONE, TWO, "0" * 64])) == {ONE, TWO}
    records.write(lambda db: attached.settle(db, [ONE, TWO]))
    records.write(lambda db: db.execute("DELETE FROM record"))
    assert set(records.read(attached.loose)) == {ONE, TWO}
    assert records.read(lambda db: attached.needed(db, [ONE, TWO])) == set()
    records.close()


@pytest.mark.parametrize(
    ("now", "loose"),
    [
        (BASE.format("1" * 64, "2" * 64), {ONE, TWO}),
        (BASE.format(ONE, "2" * 64), {TWO}),
        (BASE.format(ONE, TWO)[:-1] + ',"text":"又去看过"}', set()),
        ('{"text":"没有照片"}', {ONE, TWO}),
        (None, {ONE, TWO}),
    ],
)
def test_what_a_record_names_no_more_is_let_go_of(now: str | None, loose: set[str]) -> None:
    records = Database.in_memory()

    def work(db: Tables) -> None:
        db.execute(
            "INSERT INTO record (number, id, stream, kind, base, attached) VALUES (1, 'r', 'g', 'patrol', ?, 1)",
            [BASE.format(ONE, TWO)],
        )
        db.execute("UPDATE record SET base = ?, attached = ?", [now, int("attachments" in (now or ""))])

    records.write(work)
    assert set(records.read(attached.loose)) == loose
    records.close()


@pytest.mark.parametrize("where", ["candidate", "op", "draft"])
def test_a_file_is_needed_while_anything_names_it(where: str) -> None:
    records = Database.in_memory()
    statements = {
        "candidate": (
            "INSERT INTO record (number, id, stream, kind, base, attached) VALUES (1, 'r', 'g', 'patrol', ?, 1)",
            f'{{"attachments":{{}},"_conflicts":[{{"candidates":[{{"value":"{ONE}"}}]}}]}}',
        ),
        "op": (
            "INSERT INTO op (id, n, stream, record, state, body) VALUES ('o', 1, 'g', 'r', 'refused', ?)",
            OP.format(ONE, TWO),
        ),
        "draft": ("INSERT INTO draft VALUES ('d', 'patrol', NULL, ?, 0)", f'{{"photos":["{ONE}"]}}'),
    }
    statement, text = statements[where]
    records.write(lambda db: db.execute(statement, [text]))
    assert records.read(lambda db: attached.needed(db, [ONE])) == {ONE}
    records.close()
