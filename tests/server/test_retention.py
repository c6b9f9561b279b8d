"""Retention carried out by the district: what is past its time goes for good, what is not settled stays."""

from __future__ import annotations

import errno
import hashlib
import random
import shutil
from datetime import date
from functools import partial
from operator import methodcaller
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select, update

from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.domain.retention import DOSSIER_YEARS, POLICY, Rule, due_on, kept
from gridworker.protocol.blobs import Blob, Received
from gridworker.protocol.messages import VerifyRequest, Want
from gridworker.server.backup import back_up
from gridworker.server.holdings import show_record
from gridworker.server.purging import list_purged, look, purge
from gridworker.server.restore import restore
from gridworker.server.tables import oplog, record, refused
from tests.laptop import SetClock
from tests.server.conftest import Place
from tests.server.files import PHOTO, attachment, bring, content_of
from tests.server.village import GRID, OTHER_GRID, VILLAGE, Laptop, Village, dispute, patrol

LONG_AGO = (None, 1_577_836_800_000)
"""2020-01-01."""

DAY = 86_400_000
YEAR = 365 * DAY


def old(text: str, **others: Any) -> dict[str, Any]:
    return patrol(text, at=LONG_AGO, **others)


def judged(village: Village) -> dict[str, str]:
    return {one.id: str(one.kept or "goes") for one in look(village.district.site)}


@pytest.fixture
def zhou(village: Village) -> Laptop:
    village.district.publish(POLICY, {"patrol": {"months": 24}, "person": {"months": 24}})
    return village.enrols("zhoumin")


def test_a_record_goes_from_the_records_the_log_and_the_laptops(village: Village, zhou: Laptop) -> None:
    grid, site = village.streams[GRID], village.district.site
    gone, stays = zhou.op(grid, "patrol", old("十年前的旧事")), zhou.op(grid, "patrol", patrol("昨天的事"))
    zhou.send(gone, stays)
    shen = village.enrols("shenguoqiang")
    shen.pull_all()
    wrong = zhou.op(grid, "patrol", {"text": (None, "被退回的旧事"), "at": (None, "x")}, record=gone.record)
    assert zhou.send(wrong)[0].result == "refused"
    assert judged(village) == {gone.record: "goes"}
    with pytest.raises(PersonCanMend):
        purge(site, " ")
    assert [one.id for one in purge(site, "年度清理")] == [gone.record]
    assert judged(village) == {}

    # Nothing of what it said is left; that it was, is.
    with pytest.raises(PersonCanMend):
        show_record(site, gone.record)
    for table in (oplog, refused):
        asked = select(table.c.sent)
        rows = site.database.read(partial(_all, asked=asked))
        assert not any("旧事" in (row if isinstance(row, str) else row.decode()) for row in rows)
    (noted,) = list_purged(site)
    assert (noted.record, noted.kind, noted.due_on, noted.why) == (
        gone.record, "patrol", "2022-01-01", "年度清理",
    )  # fmt: skip

    # Laptops are told, in the order of sequence, however small their pages are.
    told = []
    while (answer := shen.pull(Want(rows=1))).more or answer.gone or answer.rows:
        told += [(one.record, one.reason) for one in answer.gone]
        if not answer.more:
            break
    assert told == [(gone.record, "purged")]
    assert shen.cursors[grid] == zhou.pull().cursors[grid]
    sums = village.district.verify(shen.access, VerifyRequest(streams=[grid])).sums[0]
    assert sums.count == sum(row.stream == grid for row in shen.rows.values()) - 1

    # What comes late is refused; what had come is still known.
    late = shen.op(grid, "patrol", {"text": ("十年前的旧事", "改")}, record=gone.record)
    assert [(ack.result, ack.code) for ack in shen.send(late)] == [("refused", "PURGED")]
    again = zhou.send(gone)[0]
    assert (again.result, again.dup) == ("ok", True)


def test_a_file_goes_with_the_record_even_where_the_disk_was_in_the_way(
    village: Village, zhou: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, stream = village.district.site, village.streams[GRID]
    other = random.Random(4).randbytes(5_000)
    zhou.send(zhou.op(stream, "patrol", old("旧照片") | attachment()))
    zhou.send(zhou.op(stream, "patrol", patrol("新照片") | attachment(other)))
    blob, kept_one = (Blob(stream, hashlib.sha256(content).hexdigest()) for content in (PHOTO, other))
    bring(zhou, blob)
    bring(zhou, kept_one, other)
    with monkeypatch.context() as disk:
        disk.setattr("pathlib.Path.unlink", _fails)
        with pytest.raises(ComputerTrouble):
            purge(site, "期满")
    assert judged(village) == {}
    assert site.blobs.arrived(blob).complete
    assert purge(site, "期满") == []
    assert site.blobs.arrived(blob) == Received(0, complete=False)
    assert content_of(zhou, kept_one) == other


def test_a_photo_goes_with_the_last_record_that_was_handed_on_with_it(
    village: Village, zhou: Laptop, clock: SetClock
) -> None:
    """The person moved twice; the bytes lie in the grid where the photo was taken."""
    site, blob = village.district.site, Blob(village.streams[GRID], hashlib.sha256(PHOTO).hexdigest())
    person = zhou.op(blob.stream, "person", {"name": (None, "单大伟")} | attachment())
    zhou.send(person)
    bring(zhou, blob)
    went = [person.record]
    for to in (OTHER_GRID, VILLAGE):
        clock.at += YEAR
        went.append(village.district.hand_over(went[-1], to=to, worker="shilan", why="搬家"))
    for record_id, there in zip(went, (True, True, False), strict=True):
        clock.at = made_on(village, record_id) + 2 * YEAR + 30 * DAY
        assert [one.id for one in purge(site, "期满")] == [record_id]
        assert site.blobs.arrived(blob).complete is there
        if there:
            assert content_of(village.enrols("shilan"), Blob(village.streams[VILLAGE], blob.sha256)) == PHOTO


def test_a_case_keeps_the_photo_of_the_patrol_that_was_handed_to_its_grid(
    village: Village, zhou: Laptop
) -> None:
    """陆一鸣 makes a case of the patrol; its photo lies in the grid it came from, and need not be brought again."""
    site, blob = village.district.site, Blob(village.streams[GRID], hashlib.sha256(PHOTO).hexdigest())
    there = blob._replace(stream=village.streams[OTHER_GRID])
    photographed = zhou.op(blob.stream, "patrol", old("墙体开裂") | attachment())
    zhou.send(photographed)
    bring(zhou, blob)
    new = village.district.hand_over(photographed.record, to=OTHER_GRID, worker="shilan", why="归第四网格")
    village.district.add_worker("luyiming", "陆一鸣", "grid_worker", OTHER_GRID)
    lu = village.enrols("luyiming")
    lu.send(lu.op(there.stream, "dispute", dispute(lu.make_id()) | attachment()))
    assert {one.id for one in purge(site, "期满")} == {photographed.record, new}
    assert content_of(lu, there) == PHOTO


def made_on(village: Village, record_id: str) -> int:
    return int(village.district.show_record(record_id).body["created_at"])


def test_a_photo_that_was_purged_before_the_backup_does_not_come_back_with_it(
    village: Village, zhou: Laptop, place: Place, clock: SetClock
) -> None:
    site, blob = village.district.site, Blob(village.streams[GRID], hashlib.sha256(PHOTO).hexdigest())
    other = random.Random(4).randbytes(5_000)
    kept_one = blob._replace(sha256=hashlib.sha256(other).hexdigest())
    zhou.send(zhou.op(blob.stream, "patrol", old("旧照片") | attachment()))
    zhou.send(zhou.op(blob.stream, "patrol", patrol("新照片") | attachment(other)))
    bring(zhou, blob)
    bring(zhou, kept_one, other)
    backups = place.folder.parent / "backups"
    before = back_up(site, place.folder, backups)
    assert len(purge(site, "期满")) == 1
    clock.at += DAY
    after = back_up(site, place.folder, backups)
    for backup, names_it in ((after, False), (before, True)):
        shutil.rmtree(place.folder / "blobs")
        restore(place.folder, place.url, backup, clock)
        assert site.blobs.arrived(blob).complete is names_it
        assert site.blobs.arrived(kept_one).complete
    assert len(purge(site, "期满")) == 1
    assert not site.blobs.arrived(blob).complete


def test_a_file_whose_record_is_still_to_come_back_stays(village: Village, zhou: Laptop) -> None:
    """After a restore the files of the last day are there and the ops that name them are not."""
    site, blob = village.district.site, Blob(village.streams[GRID], hashlib.sha256(PHOTO).hexdigest())
    site.blobs.append(blob, 0, PHOTO, len(PHOTO))
    zhou.send(zhou.op(village.streams[GRID], "patrol", old("旧事")))
    assert len(purge(site, "期满")) == 1
    assert site.blobs.arrived(blob).complete


def _fails(*_args: object, **_named: object) -> None:
    raise OSError(errno.EIO, "the disk")


def _all(connection: Connection, asked: Any) -> list[Any]:
    return list(connection.execute(asked).scalars())


def test_what_is_not_settled_stays(village: Village, zhou: Laptop) -> None:
    grid = village.streams[GRID]
    hazard = zhou.op(grid, "patrol", old("隐患", outcome=(None, "deadline"), recheck_on=(None, "2020-02-01")))
    mended = zhou.op(
        grid, "patrol", old("隐患二", outcome=(None, "deadline"), recheck_on=(None, "2020-02-01"))
    )
    recheck = zhou.op(
        grid, "patrol", old("复查", rechecks_id=(None, mended.record), recheck_result=(None, "fixed"))
    )
    disputed = zhou.op(grid, "patrol", old("原话"))
    zhou.send(hazard, mended, recheck, disputed)
    shen = village.enrols("shenguoqiang")
    shen.pull_all()
    zhou.pull_all()
    for laptop, text in ((zhou, "周敏改的"), (shen, "沈国强改的")):
        laptop.send(laptop.op(grid, "patrol", {"text": ("原话", text)}, record=disputed.record))
    assert judged(village) == {
        hazard.record: "open", mended.record: "goes", recheck.record: "goes", disputed.record: "conflict",
    }  # fmt: skip
    # A person whom an open hazard names stays with it, and what a laptop showed after a restore is to be compared.
    named = zhou.op(grid, "person", {"name": (None, "李建国"), "created_at": LONG_AGO})
    row = [grid, 1, mended.record, "patrol", 1, "9f86d081884c7d65", False, {}]
    zhou.sync(named, evidence=[row])
    assert judged(village)[mended.record] == "evidence"
    assert [one.id for one in purge(village.district.site, "期满")] == [recheck.record]


def test_a_record_of_no_year_of_any_calendar_stops_nobodys_retention(village: Village, zhou: Laptop) -> None:
    """A program of another maker counts in microseconds; what it sent before that was refused is on file."""
    grid, site = village.streams[GRID], village.district.site
    microseconds = patrol("微秒", at=(None, 1_795_320_000_000_000))
    [ack] = zhou.send(zhou.op(grid, "patrol", microseconds))
    assert (ack.result, ack.paths) == ("refused", [("at", "instant")])
    gone, on_file = zhou.op(grid, "patrol", old("旧事")), zhou.op(grid, "patrol", patrol("微秒"))
    zhou.send(gone, on_file)
    body = show_record(site, on_file.record).body | {"at": 1_795_320_000_000_000}
    counted_so = update(record).where(record.c.record == on_file.record)
    site.database.write(methodcaller("execute", counted_so.values(body=msgspec.json.encode(body).decode())))
    assert [one.id for one in purge(site, "期满")] == [gone.record]
    assert judged(village) == {}


def test_without_a_policy_nothing_goes(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    zhou.send(zhou.op(village.streams[GRID], "patrol", old("旧事")))
    assert purge(village.district.site, "期满") == []


def test_a_dossier_stays_as_long_as_its_class_says(village: Village) -> None:
    rule = msgspec.convert({"months": 12, "after": "closed_on", "where": {"status": ["archived"]}}, Rule)
    body = {"status": "archived", "closed_on": "2020-03-31", "retention": "short"}
    assert due_on("dispute", body, rule) == date(2021, 3, 31)
    assert due_on("dispute", body | {"status": "mediating"}, rule) is None
    for retention, first in (("short", date(2025, 3, 31)), ("long", date(2030, 3, 31))):
        case = body | {"retention": retention}
        assert kept("dispute", case, date(2024, 1, 1), DOSSIER_YEARS) == "law"
        assert kept("dispute", case, first, DOSSIER_YEARS) is None
    assert kept("dispute", body | {"retention": "permanent"}, date(2099, 1, 1), DOSSIER_YEARS) == "law"


def test_a_policy_that_writes_for_ever_as_a_number_keeps_for_ever(village: Village, zhou: Laptop) -> None:
    zhou.send(zhou.op(village.streams[GRID], "patrol", old("旧事")))
    for months in (99_999_999, 2**53 - 1):
        village.district.publish(POLICY, {"patrol": {"months": months}})
        assert judged(village) == {}
    body = {"status": "archived", "closed_on": "2020-03-31", "retention": "long"}
    assert kept("dispute", body, date(2099, 1, 1), {"long": 99_999}) == "law"
