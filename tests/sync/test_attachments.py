"""Photos on their way between two laptops and the district, over a line that loses what it carries."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridworker.cli.demo.pictures import CHAILING_HILL, phone_photo
from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.operations import attaching
from gridworker.operations.records import add_record, delete_record, show_record
from gridworker.server import allowance
from gridworker.store import attachments
from gridworker.store.profile import Profile
from gridworker.sync.engine import Engine
from gridworker.sync.opening import open_attachment
from gridworker.sync.pace import LEAST, MOST, Pace
from tests.laptop import NOON, SetClock
from tests.sync.direct import GRID, Town

PDF = b"%PDF-1.7\n" + random.Random(5).randbytes(900_000)
DAY = 86_400_000


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "柴岭山.jpg"
    file.write_bytes(phone_photo("hill", NOON, CHAILING_HILL, size=(900, 1200)))
    return file


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "协议.pdf"
    file.write_bytes(PDF)
    return file


def patrol(profile: Profile, text: str = "路口有枯枝，已清理。") -> str:
    fields = {"place": {"text": "柴岭山护林点"}, "categories": ["fire"], "text": text}
    return add_record(profile, "patrol", fields).ids[0]


def content(profile: Profile, sha256: str) -> bytes | None:
    return profile.attachments.read(lambda db: attachments.content(db, sha256))


def element(profile: Profile, record: str) -> dict[str, Any]:
    [found] = show_record(profile, record)["attachments"].values()
    return dict(found)


def moved(receipt: dict[str, Any]) -> tuple[int, int, int, int]:
    files = receipt["attachments"]
    return files["sent"], files["received"], files["waiting"], files["left"]


def test_a_photo_taken_on_the_hill_is_on_a_colleagues_laptop(
    town: Town, zhou: Profile, shen: Profile, photo: Path
) -> None:
    record = patrol(zhou)
    attaching.attach(zhou, record, photo)
    receipt = town.sync(zhou)
    assert moved(receipt) == (2, 0, 0, 0)
    assert receipt["bytes_up"] > element(zhou, record)["size"]
    assert moved(town.sync(shen)) == (0, 2, 0, 0)
    named = element(shen, record)
    assert named["taken_at"] == NOON
    for sha256 in (named["sha256"], named["thumb"]):
        assert content(shen, sha256) == content(zhou, sha256) is not None
    assert moved(town.sync(zhou)) == moved(town.sync(shen)) == (0, 0, 0, 0)


def test_records_first_then_thumbnails_then_the_smallest(
    town: Town, zhou: Profile, shen: Profile, photo: Path, paper: Path
) -> None:
    record = patrol(zhou)
    names = [attaching.attach(zhou, record, file).sha256 for file in (paper, photo)]
    [thumb] = [e["thumb"] for e in show_record(zhou, record)["attachments"].values() if "thumb" in e]
    for profile in (zhou, shen):
        heard: list[str] = []
        town.heard = heard.append
        town.sync(profile)
        files = [path.removeprefix("/v1/blobs/") for path in heard if path.startswith("/v1/blobs")]
        assert heard[-len(files) :] == [f"/v1/blobs/{name}" for name in files]
        assert list(dict.fromkeys(files)) == [thumb, names[1], names[0]]


def test_a_record_saved_while_photos_travel_goes_before_the_next_chunk(
    town: Town, zhou: Profile, paper: Path
) -> None:
    record = patrol(zhou)
    attaching.attach(zhou, record, paper)
    heard: list[str] = []

    def listen(path: str) -> None:
        heard.append(path[:9])
        if heard.count("/v1/blobs") == 2 == heard[-2:].count("/v1/blobs"):
            patrol(zhou, "又有人在吸烟，已劝离。")

    town.heard = listen
    assert moved(town.sync(zhou)) == (1, 0, 0, 0)
    files = [number for number, path in enumerate(heard) if path == "/v1/blobs"]
    records = [number for number, path in enumerate(heard) if path == "/v1/sync"]
    assert files[0] < records[-1] < files[-1]
    assert len(town.district.list_records("patrol")) == 2


def test_a_file_whose_record_was_not_taken_waits(town: Town, zhou: Profile, photo: Path) -> None:
    town.district.revoke("zhoumin", GRID.code)
    record = patrol(zhou)
    attaching.attach(zhou, record, photo)
    assert moved(town.sync(zhou)) == (0, 0, 0, 0)
    town.district.grant("zhoumin", GRID.code)
    assert moved(town.sync(zhou, until_empty=True)) == (2, 0, 0, 0)


@given(
    faults=st.lists(st.sampled_from(["", "", "request", "reply", "twice"]), min_size=3, max_size=40),
    sizes=st.lists(st.integers(1, 400_000), min_size=1, max_size=4, unique=True),
)
@settings(max_examples=5)
def test_whatever_the_line_does_every_file_arrives_whole(faults: list[str], sizes: list[int]) -> None:
    town = Town()
    zhou, shen = town.laptop("zhoumin"), town.laptop("shenguoqiang")
    for profile in (zhou, shen):
        town.sync(profile)
    files = [b"%PDF-" + random.Random(size).randbytes(size) for size in sizes]
    elements = [attaching.keep_content(zhou, file, "材料.pdf") for file in files]
    fields = {"place": {"text": "东篱苑"}, "categories": ["other"], "attachments": elements}
    add_record(zhou, "patrol", fields)
    for _ in range(8):
        town.sync(zhou, *faults)
        town.sync(shen, *faults)
        faults = faults[len(faults) // 2 :]
    town.sync(zhou)
    assert moved(town.sync(shen))[2:] == (0, 0)
    for file in files:
        assert content(shen, hashlib.sha256(file).hexdigest()) == file
    town.close()


def test_the_district_was_restored_and_lost_a_photo(
    town: Town, zhou: Profile, photo: Path, tmp_path: Path
) -> None:
    record = patrol(zhou)
    town.sync(zhou)
    attaching.attach(zhou, record, photo)
    assert moved(town.sync(zhou)) == (2, 0, 0, 0)
    for file in (town.folder / "district" / "blobs").rglob("?" * 64):
        file.unlink()
    assert moved(town.sync(zhou)) == (0, 0, 0, 0)
    zhou.write(lambda db: db.execute("UPDATE meta SET value = '\"before\"' WHERE name = 'epoch'"))
    assert moved(town.sync(zhou)) == (2, 0, 0, 0)


def test_a_stream_that_goes_takes_its_photos_with_it(
    town: Town, zhou: Profile, shen: Profile, photo: Path
) -> None:
    attaching.attach(zhou, patrol(zhou), photo)
    town.sync(zhou)
    town.sync(shen)
    assert len(shen.attachments.read(attachments.files)) == 2
    town.district.revoke("shenguoqiang", GRID.code)
    town.sync(shen)
    assert shen.attachments.read(attachments.files) == []
    town.district.grant("shenguoqiang", GRID.code)
    assert moved(town.sync(shen)) == (0, 2, 0, 0)


def test_a_photo_that_was_replaced_goes_from_a_colleagues_laptop(
    town: Town, zhou: Profile, shen: Profile, photo: Path, paper: Path
) -> None:
    record = patrol(zhou)
    first = attaching.attach(zhou, record, photo)
    town.sync(zhou)
    town.sync(shen)
    attaching.attach(zhou, record, paper, element=first.element)
    town.sync(zhou)
    town.sync(shen)
    kept = {file.sha256 for file in shen.attachments.read(attachments.files)}
    assert kept == {element(shen, record)["sha256"]}
    town.district.revoke("shenguoqiang", GRID.code)
    town.sync(shen)
    assert shen.attachments.read(attachments.files) == []


def test_a_photo_on_unsent_work_stays_when_the_stream_goes(town: Town, shen: Profile, photo: Path) -> None:
    record = patrol(shen)
    added = attaching.attach(shen, record, photo)
    town.district.revoke("shenguoqiang", GRID.code)
    town.sync(shen)
    assert isinstance(shen.clock, SetClock)
    shen.clock.at += 30 * DAY
    town.sync(shen)
    assert content(shen, added.sha256) is not None


def test_a_photo_nobody_saved_goes_after_a_week_and_one_that_was_saved_stays(
    town: Town, zhou: Profile, photo: Path, paper: Path
) -> None:
    attaching.attach(zhou, patrol(zhou), paper)
    left = attaching.keep_file(zhou, photo)
    town.sync(zhou)
    assert content(zhou, left["sha256"]) is not None
    assert isinstance(zhou.clock, SetClock)
    zhou.clock.at += 8 * DAY
    town.clock.at += 8 * DAY
    town.sync(zhou)
    assert content(zhou, left["sha256"]) is None
    assert content(zhou, hashlib.sha256(PDF).hexdigest()) == PDF


def test_the_photos_of_deleted_records_are_brought_and_not_fetched(
    town: Town, zhou: Profile, shen: Profile, photo: Path
) -> None:
    record = patrol(zhou)
    attaching.attach(zhou, record, photo)
    delete_record(zhou, record, "重复登记")
    assert moved(town.sync(zhou)) == (2, 0, 0, 0)
    assert moved(town.sync(shen)) == (0, 0, 0, 0)


def test_the_district_finds_a_photo_that_is_not_what_its_name_says(
    town: Town, zhou: Profile, paper: Path
) -> None:
    attaching.attach(zhou, patrol(zhou), paper)
    zhou.attachments.write(lambda db: db.execute("UPDATE piece SET content = zeroblob(length(content))"))
    receipt = town.sync(zhou)
    assert receipt["attachments"]["refused"] == 1
    assert town.sync(zhou)["attachments"]["sent"] == 0


def test_a_large_file_waits_on_a_slow_line_until_it_is_opened(
    town: Town, zhou: Profile, shen: Profile, photo: Path, paper: Path
) -> None:
    record = patrol(zhou)
    for file in (photo, paper):
        attaching.attach(zhou, record, file)
    town.sync(zhou)
    assert isinstance(shen.clock, SetClock)
    slow = shen.clock
    connect = town.wires(lambda path: setattr(slow, "at", slow.at + 8_000 * path.startswith("/v1/blobs")))
    Engine(shen, connect).start().result(timeout=60)
    [large] = [e for e in show_record(shen, record)["attachments"].values() if "thumb" not in e]
    assert content(shen, large["sha256"]) is None
    assert open_attachment(shen, record, large, connect) == PDF
    assert open_attachment(shen, record, large, connect) == PDF


def test_what_is_left_of_a_nearly_full_disk_is_kept_for_records(
    town: Town, zhou: Profile, shen: Profile, photo: Path, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = patrol(zhou)
    attaching.attach(zhou, record, photo)
    town.sync(zhou)
    with monkeypatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=50 * 1024 * 1024))
        town.sync(shen)
        shown = element(shen, record)
        assert content(shen, shown["sha256"]) is None
        for refused in (
            lambda: open_attachment(shen, record, shown, town.wires()),
            lambda: attaching.attach(shen, record, paper),
        ):
            with pytest.raises(ComputerTrouble, match="no_room_for_file"):
                refused()
        patrol(shen, "二楼无异常。")
        town.sync(shen)
    town.sync(shen)
    assert content(shen, shown["sha256"]) is not None


def test_a_file_that_is_nowhere_yet_is_told(town: Town, zhou: Profile, shen: Profile, paper: Path) -> None:
    record = patrol(zhou)
    attaching.attach(zhou, record, paper)
    town.sync(zhou, "", "request", "request", "request", "request")
    town.sync(shen)
    with pytest.raises(PersonCanMend, match="attachment_elsewhere"):
        open_attachment(shen, record, element(shen, record), town.wires())


@given(st.lists(st.tuples(st.integers(1, MOST), st.integers(0, 100_000)), max_size=40))
def test_a_chunk_stays_within_its_bounds(taken: list[tuple[int, int]]) -> None:
    pace = Pace()
    for size, elapsed in taken:
        before, pace = pace, pace.after(size, elapsed)
        assert LEAST <= pace.chunk <= min(MOST, 2 * before.chunk)
    assert LEAST <= pace.slower().chunk <= pace.chunk


def test_a_chunk_takes_about_eight_seconds_of_any_line() -> None:
    for rate in (4_000, 10_000, 40_000):
        pace = Pace()
        for _ in range(6):
            pace = pace.after(pace.chunk, pace.chunk * 1000 // rate)
        assert pace.chunk == max(LEAST, 8 * rate) or abs(pace.chunk - 8 * rate) < 100
        assert pace.is_quick(20 * rate)
        assert not pace.is_quick(21 * rate)


def test_what_is_more_than_a_day_may_bring_goes_the_next_day(
    town: Town, zhou: Profile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(allowance, "A_DAY", 1_000_000)
    record = patrol(zhou)
    for number in range(3):
        paper = tmp_path / f"协议{number}.pdf"
        paper.write_bytes(b"%PDF-1.7\n" + random.Random(number).randbytes(400_000))
        attaching.attach(zhou, record, paper)
    receipt = town.sync(zhou)
    assert (receipt["waiting"], receipt["error"]["code"], moved(receipt)) == (
        0,
        "files_tomorrow",
        (2, 0, 1, 0),
    )
    midnight = (NOON // DAY + 1) * DAY - 8 * 3_600_000
    town.clock.at = midnight - 1
    assert moved(town.sync(zhou)) == (0, 0, 1, 0)
    town.clock.at = midnight
    assert moved(town.sync(zhou)) == (1, 0, 0, 0)
