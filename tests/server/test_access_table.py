"""Every call × everybody × every stream, against one table (kinds, "Who may"; protocol §6)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

import pytest

from gridworker.protocol.blobs import Blob, checksum
from gridworker.protocol.messages import HistoryRequest, VerifyRequest
from gridworker.server.blobs import Chunk
from gridworker.server.rejection import Rejected
from tests.server.village import GRID, OTHER_GRID, PEOPLE, TOWN, VILLAGE, Laptop, Village, patrol

DISTRICT, FAR_TOWN, FAR_VILLAGE, FAR_GRID = "330109", "330109002", "330109002001", "330109002001001"
DESKS = {DISTRICT, TOWN, VILLAGE, FAR_TOWN, FAR_VILLAGE}
GRIDS = {GRID, OTHER_GRID, FAR_GRID}
IN_VILLAGE = {VILLAGE, GRID, OTHER_GRID}
PHOTO = "现场照片".encode() * 20
SHA = hashlib.sha256(PHOTO).hexdigest()


class May(NamedTuple):
    """What a person may read and write, and which streams their laptop holds, by code."""

    reads: set[str]
    writes: set[str]
    holds: set[str]


TABLE = {
    "zhoumin": May({GRID}, {GRID}, {GRID}),
    "shenguoqiang": May({GRID}, {GRID}, {GRID}),
    "chamei": May({GRID, OTHER_GRID}, {GRID, OTHER_GRID}, {GRID, OTHER_GRID}),
    "shilan": May(IN_VILLAGE, IN_VILLAGE, IN_VILLAGE),
    "yujianfen": May(IN_VILLAGE | {TOWN}, IN_VILLAGE | {TOWN}, {TOWN, VILLAGE}),
    "laiguohua": May(DESKS | GRIDS, DESKS | GRIDS, DESKS),
    "tangjing": May(IN_VILLAGE, set(), IN_VILLAGE),
    "hanxue": May(set(), set(), set()),
    "maolin": May(set(), set(), set()),
}
NO = {"OUT_OF_SCOPE", "NOT_FOUND", "REVOKED", "EXPIRED", "BAD_TOKEN"}


class Tried(NamedTuple):
    """A laptop and the record and photo that a stream holds."""

    laptop: Laptop
    stream: str
    record: str


class AlreadyThere(Exception):
    """The district has the photo: whoever is told so may bring it."""


def allowed(call: Callable[[], object]) -> bool:
    """Whether a call is carried out."""
    try:
        call()
    except Rejected as rejected:
        if rejected.code == "WRONG_OFFSET":
            raise AlreadyThere from rejected
        if rejected.code not in NO:
            raise
        return False
    return True


def pulls(tried: Tried) -> bool:
    laptop = tried.laptop
    laptop.cursors = {tried.stream: (0, "")}
    laptop.rows = {}
    return allowed(laptop.pull_all) and tried.record in laptop.rows


def pushes(tried: Tried) -> bool:
    laptop = tried.laptop
    laptop.cursors = {}
    [ack] = laptop.send(laptop.op(tried.stream, "patrol", patrol("又来看了一次")))
    assert ack.result == "ok" or ack.code == "NEED_REVIEW"
    return ack.result == "ok"


def reads_history(tried: Tried) -> bool:
    laptop = tried.laptop
    return allowed(lambda: laptop.district.history(laptop.access, HistoryRequest(record=tried.record)))


def compares(tried: Tried) -> bool:
    laptop = tried.laptop
    return allowed(lambda: laptop.district.verify(laptop.access, VerifyRequest(streams=[tried.stream])))


def compares_buckets(tried: Tried) -> bool:
    laptop = tried.laptop
    return allowed(lambda: laptop.district.verify(laptop.access, VerifyRequest(stream=tried.stream)))


def asks_for_photo(tried: Tried) -> bool:
    laptop = tried.laptop
    return allowed(lambda: laptop.district.blob_arrived(laptop.access, Blob(tried.stream, SHA)))


def sees_photo(tried: Tried) -> bool:
    laptop = tried.laptop
    return allowed(lambda: laptop.district.blob_find(laptop.access, Blob(tried.stream, SHA)))


def brings_photo(tried: Tried) -> bool:
    laptop = tried.laptop
    chunk = Chunk(0, len(PHOTO), checksum(PHOTO), PHOTO)
    try:
        return allowed(lambda: laptop.district.blob_append(laptop.access, Blob(tried.stream, SHA), chunk))
    except AlreadyThere:
        return True


CALLS: list[tuple[Callable[[Tried], bool], str]] = [
    (pulls, "holds"),
    (pushes, "writes"),
    (reads_history, "reads"),
    (compares, "reads"),
    (compares_buckets, "reads"),
    (asks_for_photo, "reads"),
    (brings_photo, "writes"),
    (sees_photo, "reads"),
]


@pytest.fixture
def records(village: Village) -> dict[str, str]:
    """A patrol with a photo in every stream, by the stream's code; the photo's bytes are there as well."""
    lai = village.enrols("laiguohua")
    photo = {"sha256": SHA, "size": len(PHOTO), "type": "image/jpeg", "name": "现场.jpg"}
    made = {}
    for code in sorted(DESKS | GRIDS):
        op = lai.op(
            village.streams[code], "patrol", patrol() | {f"attachments/{lai.make_id()}": (None, photo)}
        )
        assert lai.send(op)[0].result == "ok"
        lai.district.blob_append(
            lai.access, Blob(village.streams[code], SHA), Chunk(0, len(PHOTO), checksum(PHOTO), PHOTO)
        )
        made[code] = op.record
    return made


def test_who_may_what_where(village: Village, records: dict[str, str]) -> None:
    village.district.add_worker("maolin", "离职的人", "grid_worker", GRID)
    laptops = {worker: village.enrols(worker) for worker in TABLE}
    village.district.revoke("maolin", GRID)
    wrong = [
        f"{worker} {call.__name__} {code}: {not expected}"
        for worker, may in TABLE.items()
        for code, record in records.items()
        for call, right in CALLS
        if call(Tried(laptops[worker], village.streams[code], record))
        is not (expected := code in getattr(may, right))
    ]
    assert wrong == []


def test_the_table_has_everybody() -> None:
    assert {person[0] for person in PEOPLE} == TABLE.keys() - {"maolin"}


def test_a_token_that_is_not_good_opens_nothing(village: Village, records: dict[str, str]) -> None:
    lai, zhou = village.enrols("laiguohua"), village.enrols("zhoumin")
    lost = village.enrols("laiguohua")
    village.district.revoke_device(lost.replica, "电脑遗失")
    forged = village.enrols("laiguohua")
    forged.access = forged.access[:-4] + ("AAAA" if forged.access[-4:] != "AAAA" else "BBBB")
    swapped = village.enrols("laiguohua")
    swapped.access = zhou.access
    swapped.replica = lai.replica
    for laptop in (lost, forged):
        for call, _right in CALLS:
            if call is not pushes:
                assert not call(Tried(laptop, village.streams[GRID], records[GRID])), call.__name__
        with pytest.raises(Rejected, match=r"REVOKED|BAD_TOKEN"):
            pushes(Tried(laptop, village.streams[GRID], records[GRID]))
    with pytest.raises(Rejected, match="BAD_TOKEN"):
        swapped.pull()


def test_reference_data_is_read_by_all_who_read_anything_and_written_by_none(village: Village) -> None:
    published = village.district.publish("phrases", {"patrol": ["楼道堆放杂物"]})
    assert published
    for worker, may in TABLE.items():
        if worker == "maolin":
            continue
        laptop = village.enrols(worker)
        laptop.sync()
        reference = village.district.site.database.read(
            lambda connection: village.district.site.trees.tree(connection).reference
        )
        assert (reference in laptop.cursors) is bool(may.reads), worker
        patch = {"name": (None, "phrases"), "version": (None, 9), "content": (None, {})}
        [ack] = laptop.send(laptop.op(reference, "reference", patch))
        assert ack.result in ("refused", "later"), worker
