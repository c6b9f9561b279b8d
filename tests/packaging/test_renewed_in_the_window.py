"""周敏 says yes: the new version starts in the place of the old one, or the old one is back with every record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker.store.profile import open_profile
from gridworker.store.trial_copy import Holds, what_it_holds
from tests.cli.terminal import PATROL, enrolled
from tests.packaging.installed import BREAKS_AT_START, Installed, SigningDesk
from tests.stories.cast import PASSWORD, District
from tests.stories.window import Window

_QUICK = 'case "$*" in *--self-check*) exec "{python}" -m tests.packaging.quick_check "$@";; esac; '
WINDOWED = _QUICK + 'exec "{python}" -X faulthandler -m tests.packaging.windowed "$folder/gridworker" "$@"'
FAULTY = _QUICK + 'exec "{python}" -m tests.packaging.windowed --faulty "$folder/gridworker" "$@"'
SETTINGS = "Alt+8"


@pytest.fixture
def laptop(tmp_path: Path, desk: SigningDesk) -> Installed:
    """周敏's laptop; somebody is at its keys."""
    made = Installed(tmp_path / "周敏 的家", keys=desk.public, does=WINDOWED)
    zhou, _ = enrolled(made.profile)
    for text in ("一楼", "二楼", "三楼"):
        zhou.adds("patrol", PATROL | {"text": text})
    return made


@pytest.fixture
def window(laptop: Installed, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    """The window of the installed program."""
    for name, value in laptop.environment().items():
        monkeypatch.setenv(name, value)
    made = Window(laptop.profile, program=[str(laptop.base / "gridworker")])
    yield made
    made.ends()


def held(laptop: Installed) -> Holds:
    """What is recorded on the laptop."""
    with open_profile(laptop.profile, PASSWORD) as profile:
        return what_it_holds(profile)


def test_a_file_from_a_stick_becomes_the_version_that_runs(
    laptop: Installed, window: Window, desk: SigningDesk
) -> None:
    release, before = desk.release("0.2.0", WINDOWED, "--notes", "走访页打开更快"), held(laptop)
    window.opens()
    window.unlocks()
    window.press(SETTINGS)
    window.goes_to("从文件更新")
    window.sees("没有新版，现在用的就是最新的")
    window.press("Return")
    window.sees("选择新版文件")
    window.write(str(release))
    window.press("Return")
    window.sees("有第 0.2.0 版可以更新", "走访页打开更快")
    window.is_activated()
    window.is_at("更新")
    window.press("Return")
    window.sees("第 0.2.0 版已备好")
    window.press("Return")
    window.goes_on_as("本机口令")
    window.unlocks()
    window.sees("已更新到第 0.2.0 版。")
    assert laptop.layout.pointer().proved
    assert laptop.layout.pointer().version == "0.2.0"
    assert held(laptop) == before


def test_a_version_that_breaks_at_its_start_is_taken_back_and_said(
    laptop: Installed, window: Window, desk: SigningDesk
) -> None:
    before = held(laptop)
    laptop.does("update", str(desk.release("0.2.1", BREAKS_AT_START)))
    window.opens()
    window.unlocks()
    window.sees("已换回第 0.1.0 版", "记录都在")
    window.press("Escape")
    window.press(SETTINGS)
    window.goes_to("从文件更新")
    window.sees("第 0.2.1 版在这台电脑上没有成功，已换回第 0.1.0 版，记录都在")
    assert laptop.layout.pointer().told
    assert held(laptop) == before


def test_a_version_that_cannot_show_the_pages_leaves_the_records_as_they_were(
    laptop: Installed, window: Window, desk: SigningDesk
) -> None:
    """It has changed the tables already when it breaks: the old version could not read them."""
    before = held(laptop)
    laptop.does("update", str(desk.release("0.2.2", FAULTY)))
    window.opens()
    window.press(*PASSWORD, "Return")
    window.goes_on_as("本机口令")
    assert (laptop.layout.pointer().failed, laptop.layout.pointer().why) == ("0.2.2", "store")
    window.unlocks()
    window.sees("已换回第 0.1.0 版")
    assert held(laptop) == before
    assert len(list(laptop.profile.glob("aside-*"))) == 1


def test_the_district_offers_it_and_it_is_done_after_work(
    tmp_path: Path, desk: SigningDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offered behind a sync, put off until the window is closed, there the next morning."""
    district = District(tmp_path / "区")
    district.set_up()
    district.opens()
    laptop = Installed(tmp_path / "周敏 的家", keys=desk.public, does=WINDOWED)
    code = district.does("enrol-code", "zhoumin")["code"]
    laptop.does("enrol", "--server", district.address, "--code", code)
    for name, value in laptop.environment().items():
        monkeypatch.setenv(name, value)
    release = desk.release("0.2.5", WINDOWED, "--notes", "巡查可以按路线排序")
    district.does("release", "publish", str(release), "--grid", "330109001035003")
    window = Window(laptop.profile, program=[str(laptop.base / "gridworker")])
    try:
        window.opens()
        window.unlocks()
        window.press("F5")
        window.sees("有第 0.2.5 版可以更新", "巡查可以按路线排序")
        window.goes_to("下班后更新")
        window.press("Return")
        window.closes()
        assert laptop.layout.pointer().version == "0.2.5"
        window.opens()
        window.unlocks()
        window.sees("已更新到第 0.2.5 版。")
        assert laptop.layout.pointer().proved
    finally:
        window.ends()
        district.dies()
