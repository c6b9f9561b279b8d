"""Files that records name: who may bring and see them, chunk by chunk, and nothing but what their name says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, MetaData, Table, insert, inspect, make_url, select

from gridworker.domain.errors import ComputerTrouble
from gridworker.protocol.blobs import Blob, Received
from gridworker.server import allowance, migrations
from gridworker.server.database import open_database
from gridworker.server.district import District
from gridworker.server.rejection import Rejected
from gridworker.server.tables import metadata
from tests.laptop import SetClock
from tests.server.conftest import Place
from tests.server.files import ELEMENT, PHOTO, SHA, attachment, bring, chunk, content_of
from tests.server.village import GRID, OTHER_GRID, Laptop, Village, patrol


def test_a_photo_arrives_and_a_colleague_sees_it(village: Village, zhou: Laptop, blob: Blob) -> None:
    district, shen = village.district, village.enrols("shenguoqiang")
    assert district.blob_arrived(zhou.access, blob) == Received(0, complete=False)
    district.blob_append(zhou.access, blob, chunk(PHOTO, 0, 300_000))
    assert district.blob_arrived(shen.access, blob) == Received(300_000, complete=False)
    with pytest.raises(Rejected, match="NOT_FOUND"):
        district.blob_find(shen.access, blob)
    answer = district.blob_append(shen.access, blob, chunk(PHOTO, 300_000, 700_000))
    assert (answer.offset, answer.complete) == (700_000, True)
    assert content_of(shen, blob) == PHOTO


def test_a_chunk_is_taken_once(village: Village, zhou: Laptop, blob: Blob) -> None:
    append = village.district.blob_append
    append(zhou.access, blob, chunk(PHOTO, 0, 300_000))
    for wrong in (chunk(PHOTO, 0, 300_000), chunk(PHOTO, 400_000, 500_000)):
        with pytest.raises(Rejected, match="WRONG_OFFSET") as refused:
            append(zhou.access, blob, wrong)
        assert refused.value.problem().offset == 300_000
    append(zhou.access, blob, chunk(PHOTO, 300_000, 700_000))
    with pytest.raises(Rejected, match="WRONG_OFFSET") as refused:
        append(zhou.access, blob, chunk(PHOTO, 300_000, 700_000))
    assert refused.value.problem().offset == 700_000
    assert content_of(zhou, blob) == PHOTO


def test_bytes_that_are_not_what_their_name_says_are_kept_aside(
    village: Village, zhou: Laptop, blob: Blob, place: Place
) -> None:
    other = bytes(700_000)
    with pytest.raises(Rejected, match="WRONG_HASH") as refused:
        bring(zhou, blob, other)
    assert refused.value.problem().offset == 0
    assert village.district.blob_arrived(zhou.access, blob) == Received(0, complete=False)
    [aside] = (place.folder / "blobs").rglob("*.wrong")
    assert aside.read_bytes() == other
    bring(zhou, blob)
    assert content_of(zhou, blob) == PHOTO


def test_nobody_brings_more_than_a_day_holds(
    zhou: Laptop, blob: Blob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "A_DAY", 500_000)
    with pytest.raises(Rejected, match="BUSY") as refused:
        bring(zhou, blob)
    assert 0 < (refused.value.problem().retry_after or 0) <= 86_400
    assert zhou.district.blob_arrived(zhou.access, blob) == Received(300_000, complete=False)


@pytest.mark.parametrize("more", [b"", b"too much"])
def test_a_server_that_died_before_it_looked_at_the_whole_is_asked_to(
    village: Village, zhou: Laptop, blob: Blob, place: Place, more: bytes
) -> None:
    village.district.blob_append(zhou.access, blob, chunk(PHOTO, 0, 300_000))
    [part] = (place.folder / "blobs").rglob("*.part")
    part.write_bytes(PHOTO + more)
    end = chunk(PHOTO, 700_000, 700_000)
    if more:
        with pytest.raises(Rejected, match="WRONG_HASH"):
            village.district.blob_append(zhou.access, blob, end)
        bring(zhou, blob)
    else:
        assert village.district.blob_append(zhou.access, blob, end).complete
    assert content_of(zhou, blob) == PHOTO


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"checksum": "crc32c AAAAAA=="}, "WRONG_CHECKSUM"),
        ({"checksum": "crc32c AAA"}, "BAD_REQUEST"),
        ({"checksum": ""}, "BAD_REQUEST"),
        ({"checksum": "md5 AAAAAA=="}, "BAD_REQUEST"),
        ({"content": b""}, "BAD_REQUEST"),
        ({"offset": 500_000, "length": 600_000}, "BAD_REQUEST"),
        ({"length": 64 * 1024**2 + 1}, "TOO_LARGE"),
        ({"content": bytes(512 * 1024 + 1)}, "TOO_LARGE"),
    ],
)
def test_a_chunk_that_cannot_be_is_not_taken(
    village: Village, zhou: Laptop, blob: Blob, wrong: dict[str, Any], code: str
) -> None:
    with pytest.raises(Rejected, match=code):
        village.district.blob_append(zhou.access, blob, chunk(PHOTO, 0, 300_000, **wrong))
    assert village.district.blob_arrived(zhou.access, blob) == Received(0, complete=False)


ROLES = [
    ("zhoumin", "brings"),
    ("shenguoqiang", "brings"),
    ("chamei", "brings"),
    ("shilan", "brings"),
    ("yujianfen", "brings"),
    ("laiguohua", "brings"),
    ("tangjing", "sees"),
    ("hanxue", "nothing"),
]


@pytest.mark.parametrize(("worker", "may"), ROLES)
def test_who_may_bring_and_see(village: Village, zhou: Laptop, blob: Blob, worker: str, may: str) -> None:
    laptop = village.enrols(worker)
    bring(zhou, blob)
    first = chunk(PHOTO, 0, 1000)
    if may == "nothing":
        with pytest.raises(Rejected, match="OUT_OF_SCOPE"):
            village.district.blob_arrived(laptop.access, blob)
    else:
        assert content_of(laptop, blob) == PHOTO
    with pytest.raises(Rejected, match="WRONG_OFFSET" if may == "brings" else "OUT_OF_SCOPE"):
        village.district.blob_append(laptop.access, blob, first)


def test_nobody_of_another_grid_learns_of_it(village: Village, zhou: Laptop, blob: Blob) -> None:
    bring(zhou, blob)
    village.district.add_worker("luyiming", "陆一鸣", "grid_worker", OTHER_GRID)
    lu = village.enrols("luyiming")
    with pytest.raises(Rejected, match="OUT_OF_SCOPE"):
        village.district.blob_find(lu.access, blob)


def test_to_know_a_hash_is_no_permission(village: Village, zhou: Laptop, blob: Blob) -> None:
    bring(zhou, blob)
    village.district.add_worker("luyiming", "陆一鸣", "grid_worker", OTHER_GRID)
    lu, other = village.enrols("luyiming"), village.streams[OTHER_GRID]
    with pytest.raises(Rejected, match="NOT_FOUND"):
        village.district.blob_arrived(lu.access, Blob(other, SHA))
    lu.send(lu.op(other, "patrol", patrol() | attachment()))
    assert village.district.blob_arrived(lu.access, Blob(other, SHA)) == Received(0, complete=False)


def test_a_file_no_record_names_is_not_taken(village: Village, zhou: Laptop) -> None:
    with pytest.raises(Rejected, match="NOT_FOUND"):
        bring(zhou, Blob(village.streams[GRID], SHA))


def test_the_photo_of_a_removed_element_stays_for_the_history(
    village: Village, zhou: Laptop, blob: Blob
) -> None:
    bring(zhou, blob)
    [record] = zhou.pull_all()
    zhou.send(
        zhou.op(blob.stream, "patrol", {f"attachments/{ELEMENT}/_deleted": (None, True)}, record=record)
    )
    assert content_of(zhou, blob) == PHOTO


def test_a_thumbnail_named_later_may_be_brought(village: Village, zhou: Laptop, blob: Blob) -> None:
    small = PHOTO[:9000]
    thumb = hashlib.sha256(small).hexdigest()
    [record] = zhou.pull_all()
    zhou.send(zhou.op(blob.stream, "patrol", {f"attachments/{ELEMENT}/thumb": (None, thumb)}, record=record))
    bring(zhou, Blob(blob.stream, thumb), small)
    assert content_of(zhou, Blob(blob.stream, thumb)) == small


def test_a_revoked_laptop_and_an_ended_grant_get_nothing(village: Village, zhou: Laptop, blob: Blob) -> None:
    bring(zhou, blob)
    shen = village.enrols("shenguoqiang")
    village.district.revoke("shenguoqiang", GRID)
    with pytest.raises(Rejected, match="OUT_OF_SCOPE"):
        village.district.blob_find(shen.access, blob)
    village.district.revoke_device(zhou.replica, "电脑遗失")
    with pytest.raises(Rejected, match="REVOKED"):
        village.district.blob_find(zhou.access, blob)


def test_a_record_handed_over_takes_its_photos_along_even_those_that_come_later(
    village: Village, zhou: Laptop, blob: Blob
) -> None:
    [record] = zhou.pull_all()
    village.district.hand_over(record, to=OTHER_GRID, worker="shilan", why="网格调整")
    village.district.add_worker("luyiming", "陆一鸣", "grid_worker", OTHER_GRID)
    lu, there = village.enrols("luyiming"), Blob(village.streams[OTHER_GRID], SHA)
    assert village.district.blob_arrived(lu.access, there) == Received(0, complete=False)
    bring(zhou, blob)
    assert content_of(lu, there) == PHOTO
    with pytest.raises(Rejected, match="WRONG_OFFSET"):
        village.district.blob_append(lu.access, there, chunk(PHOTO, 0, 1000))


def test_a_record_handed_over_is_no_way_to_the_other_grids_photos(
    village: Village, zhou: Laptop, blob: Blob
) -> None:
    """陆一鸣 has seen the hash of a photo he may not see, and writes it into a record his grid was handed."""
    bring(zhou, blob)
    mine, there = zhou.op(blob.stream, "patrol", patrol("移交的")), Blob(village.streams[OTHER_GRID], SHA)
    zhou.send(mine)
    new = village.district.hand_over(mine.record, to=OTHER_GRID, worker="shilan", why="网格调整")
    village.district.add_worker("luyiming", "陆一鸣", "grid_worker", OTHER_GRID)
    lu = village.enrols("luyiming")
    lu.pull_all()
    assert lu.send(lu.op(there.stream, "patrol", attachment(), record=new))[0].result == "ok"
    for its in (blob, there):
        with pytest.raises(Rejected, match="OUT_OF_SCOPE" if its == blob else "NOT_FOUND"):
            village.district.blob_find(lu.access, its)
    assert village.district.blob_arrived(lu.access, there) == Received(0, complete=False)
    bring(lu, there)
    assert content_of(lu, there) == PHOTO


def test_photos_leave_the_last_space_to_records(
    village: Village, zhou: Laptop, blob: Blob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: FullDisk)
    with pytest.raises(ComputerTrouble, match="disk_full"):
        bring(zhou, blob)
    assert zhou.send(zhou.op(blob.stream, "patrol", patrol()))[0].result == "ok"


class FullDisk:
    """What a disk says that is nearly full."""

    total, free = 100 * 1024**3, 1024**3


@contextmanager
def as_version_1_left_it(place: Place) -> Iterator[Place]:
    """The district of a place as the first schema held it, in a database of its own."""
    old = Place(
        place.folder, place.url and str(make_url(place.url).set(database="version_1").render_as_string(False))
    )
    rows = [(table, _read(place, table)) for table in metadata.sorted_tables]
    if place.url:
        with psycopg.connect(place.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE version_1")
    else:
        for file in place.folder.glob("district.db*"):
            file.unlink()
    database = open_database(old.folder / "district.db", old.url, SetClock().randomness)
    database.write(lambda connection: migrations.migrate(connection, "0001"))
    for table, content in rows:
        database.write(partial(_fill, table, content))
    database.close()
    yield old
    if place.url:
        with psycopg.connect(place.url, autocommit=True) as connection:
            connection.execute("DROP DATABASE version_1")


def _read(place: Place, table: Table) -> list[dict[str, Any]]:
    database = open_database(place.folder / "district.db", place.url, SetClock().randomness)
    found = database.read(lambda connection: connection.execute(select(table)).mappings().all())
    database.close()
    return [dict(row) for row in found]


def _fill(table: Table, content: list[dict[str, Any]], connection: Connection) -> None:
    """Writes what the older table has room for."""
    if not inspect(connection).has_table(table.name) or not content:
        return
    older = Table(table.name, MetaData(), autoload_with=connection)
    rows = [{name: value for name, value in row.items() if name in older.c} for row in content]
    connection.execute(insert(older), rows)


def test_a_district_of_the_first_schema_is_brought_along(
    village: Village, zhou: Laptop, blob: Blob, place: Place
) -> None:
    with as_version_1_left_it(place) as old:
        for _ in range(2):
            district = District.open(old.folder, old.url, clock=village.clock)
            assert district.blob_arrived(zhou.access, blob) == Received(0, complete=False)
            assert district.list_records("patrol")[0].body["text"] == "楼道堆放杂物，已当场清理"
            district.close()
        copies = [file.name for file in old.folder.glob("district.db.before-*")]
        assert copies == ([] if old.url else [f"district.db.before-{migrations.LAST}"])
