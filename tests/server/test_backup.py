"""Backups are made while the district serves, on either database, and go back into either."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.server.backup import CARD_FILE, COPY_FILE, back_up, read_card
from gridworker.server.district import District
from gridworker.server.rejection import Rejected
from gridworker.server.restore import restore
from tests.laptop import SetClock
from tests.server.conftest import Place
from tests.server.village import GRID, OTHER_GRID, VILLAGE, Laptop, Village, patrol


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def backed_up(village: Village, place: Place, backups: Path) -> Path:
    return back_up(village.district.site, place.folder, backups)


def goes_back(village: Village, place: Place, backups: Path) -> None:
    restore(place.folder, place.url, backups, village.clock)


def texts(district: District) -> list[str]:
    return sorted(row.body["text"] for row in district.list_records("patrol", None))


def sends(laptop: Laptop, village: Village, text: str) -> None:
    [ack] = laptop.send(laptop.op(village.streams[GRID], "patrol", patrol(text)))
    assert ack.result == "ok"
    laptop.pull_all()


def test_what_came_after_the_backup_is_gone_until_a_laptop_brings_it(
    village: Village, place: Place, backups: Path
) -> None:
    zhou = village.enrols("zhoumin")
    sends(zhou, village, "备份前")
    epoch = village.district.hello().epoch
    backed_up(village, place, backups)
    sends(zhou, village, "备份后")
    goes_back(village, place, backups)
    assert texts(village.district) == ["备份前"]
    assert village.district.hello().epoch != epoch
    with pytest.raises(Rejected, match="FORK") as caught:
        zhou.sync()
    assert (caught.value.forks, caught.value.epoch) == (
        [village.streams[GRID]],
        village.district.hello().epoch,
    )


def test_a_region_made_after_the_backup_does_not_linger(
    village: Village, place: Place, backups: Path
) -> None:
    from gridworker.server.regions import Entry

    backed_up(village, place, backups)
    extra = Entry("330109001035009", "第九网格", "grid", "330109001035")
    village.district.add_regions([extra])
    assert extra.code in {node.code for node in village.district.list_regions()}
    goes_back(village, place, backups)
    assert extra.code not in {node.code for node in village.district.list_regions()}


def test_a_revoked_laptop_stays_revoked(village: Village, place: Place, backups: Path) -> None:
    zhou = village.enrols("zhoumin")
    backed_up(village, place, backups)
    village.district.revoke_device(zhou.replica, "遗失")
    goes_back(village, place, backups)
    with pytest.raises(Rejected, match="REVOKED"):
        zhou.sync()


def test_a_new_machine_begins_with_the_backup_alone(
    village: Village, place: Place, backups: Path, tmp_path: Path
) -> None:
    zhou, lost = village.enrols("zhoumin"), village.enrols("shenguoqiang")
    sends(zhou, village, "备份前")
    village.district.revoke_device(lost.replica, "遗失")
    backed_up(village, place, backups)
    restore(tmp_path / "new", None, backups, village.clock)
    district = District.open(tmp_path / "new", clock=village.clock)
    assert texts(district) == ["备份前"]
    zhou.district = lost.district = district
    sends(zhou, village, "新机器上")
    with pytest.raises(Rejected, match="REVOKED"):
        lost.sync()
    district.close()


def test_the_newest_backup_of_a_folder_is_taken_or_the_one_that_is_named(
    village: Village, place: Place, backups: Path, clock: SetClock
) -> None:
    zhou = village.enrols("zhoumin")
    sends(zhou, village, "一")
    first = backed_up(village, place, backups)
    clock.at += 86_400_000
    zhou.take_tokens()
    sends(zhou, village, "二")
    backed_up(village, place, backups)
    clock.at += 86_400_000
    zhou.take_tokens()
    sends(zhou, village, "三")
    goes_back(village, place, backups)
    assert texts(village.district) == ["一", "二"]
    restore(place.folder, place.url, first, clock)
    assert texts(village.district) == ["一"]


def test_safe_is_what_the_oldest_backup_holds_and_at_least_the_last_but_one(
    village: Village, place: Place, backups: Path, clock: SetClock
) -> None:
    zhou = village.enrols("zhoumin")
    grid, made, safe = village.streams[GRID], [], []
    for number in range(5):
        clock.at += 86_400_000
        zhou.take_tokens()
        sends(zhou, village, f"第 {number} 天")
        made.append(backed_up(village, place, backups))
        if number in (2, 3):
            shutil.rmtree(made[number - 2])
        safe.append(zhou.sync().safe[grid])
    assert safe == [0, 1, 1, 2, 3]


def test_a_record_handed_over_once_more_after_going_back_is_the_same_there(
    village: Village, place: Place, backups: Path
) -> None:
    zhou = village.enrols("zhoumin")
    create = zhou.op(village.streams[GRID], "patrol", patrol("楼道电线"))
    zhou.send(create)
    backed_up(village, place, backups)
    hands_over = partial(village.district.hand_over, create.record, worker="shilan", why="归第四网格")
    new = hands_over(to=OTHER_GRID)
    goes_back(village, place, backups)
    assert hands_over(to=OTHER_GRID) == new
    assert village.district.show_record(new).body["from_id"] == create.record
    goes_back(village, place, backups)
    assert hands_over(to=VILLAGE) != new


@pytest.mark.parametrize("name", [COPY_FILE, CARD_FILE])
def test_a_damaged_backup_is_not_used(village: Village, place: Place, backups: Path, name: str) -> None:
    zhou = village.enrols("zhoumin")
    file = backed_up(village, place, backups) / name
    sends(zhou, village, "备份后")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content if name == COPY_FILE else content[:-9])
    with pytest.raises(ComputerTrouble, match="backup_damaged"):
        goes_back(village, place, backups)
    assert texts(village.district) == ["备份后"]


def test_the_backup_of_another_district_is_refused(village: Village, place: Place, backups: Path) -> None:
    folder = backed_up(village, place, backups)
    (folder / "server.key").write_bytes(bytes(32))
    with pytest.raises(PersonCanMend, match="backup_of_another_district"):
        goes_back(village, place, backups)
    with pytest.raises(PersonCanMend, match="no_backup_here"):
        restore(place.folder, place.url, place.folder, village.clock)


def test_a_backup_says_what_it_is(village: Village, place: Place, backups: Path) -> None:
    card = read_card(backed_up(village, place, backups))
    assert (card.district, card.name, card.epoch) == ("330109", "萧山区", village.district.hello().epoch)
    assert card.streams.keys() >= set(village.streams.values())
