"""周敏 and 沈国强 share the computer of the office: each has a profile, a password and drafts of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker.environment.profiles import next_profile, profiles_beside
from gridworker.server.district import District as OpenDistrict
from tests.stories.cast import PASSWORD, District, Laptop
from tests.stories.window import Window


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    made = Window(tmp_path / "profile")
    yield made
    made.ends()


def test_one_goes_the_other_comes_and_finds_everything_where_it_was(
    district: District, tmp_path: Path, window: Window
) -> None:
    home = tmp_path / "profile"
    district.enrols(Laptop(home), "zhoumin")
    window.opens()
    window.comes_forward()
    window.press(*PASSWORD, "Return")
    window.sees("今天要做")
    window.press("Ctrl+1")
    window.is_at("地点 必填")
    window.write("东篱路 12 号")
    window.press("Ctrl+Shift+L")
    window.sees("换个人使用", "周敏 · 第三网格 · 现在用的")
    window.does_not_see("东篱路 12 号", "沈国强")
    window.press("Escape")
    window.sees("本机口令")
    window.goes_to("换个人使用")
    window.press("Return")
    window.sees("新的一位")
    window.press("n")
    enrols_by_keys(district, window)
    assert profiles_beside(home) == [home, home / "workers" / "2"]
    window.press("Ctrl+1")
    window.is_at("地点 必填")
    window.does_not_see("东篱路 12 号")
    window.press("Ctrl+Shift+L")
    window.sees("周敏 · 第三网格")
    window.is_in_front()
    window.press("1")
    window.sees("本机口令", "周敏")
    window.comes_forward()
    window.press(*PASSWORD, "Return")
    window.sees("今天要做")
    window.press("Alt+2")
    window.sees("东篱路 12 号")
    assert next_profile(home) == home / "workers" / "3"
    window.closes()


def test_a_profile_whose_window_is_open_is_brought_forward_and_not_opened_twice(
    district: District, tmp_path: Path, window: Window
) -> None:
    home = tmp_path / "profile"
    other = home / "workers" / "2"
    district.enrols(Laptop(home), "zhoumin")
    district.enrols(Laptop(other), "shenguoqiang")
    theirs = Window(other)
    try:
        theirs.opens()
        window.opens()
        window.comes_forward()
        window.goes_to("换个人使用")
        window.press("Return", "2")
        window.sees("窗口已经打开")
        theirs.sees("本机口令")
        theirs.closes()
        window.press("2")
        window.sees("本机口令")
        window.does_not_see("窗口已经打开")
        window.closes()
    finally:
        theirs.ends()


def code_for(district: District, worker: str) -> str:
    office = OpenDistrict.open(district.folder)
    try:
        return office.enrol_code(worker).code
    finally:
        office.close()


def enrols_by_keys(district: District, window: Window) -> None:
    """沈国强 types the address, the code and a password, twice."""
    window.sees("第一次使用，先认领您的网格")
    window.is_at("服务器地址 必填")
    window.press(*district.address, "Return", *code_for(district, "shenguoqiang"), "Return", "Return")
    window.is_at("本机口令 必填")
    window.press(*PASSWORD, "Tab", *PASSWORD, "Return")
    window.is_at("开始使用")
    window.press("Return")
    window.sees("今天要做")
