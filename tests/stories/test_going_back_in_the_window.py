"""周敏 goes back to a copy of her profile: in the real window, by its keys, with nothing lost that she wrote since."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gridworker.operations.records import add_record
from gridworker.store.own_copies import keep_copy, list_copies
from gridworker.store.profile import open_profile
from gridworker.ui.shell.directory import ENTRIES
from tests.stories.cast import PASSWORD, Laptop
from tests.stories.window import Window


@pytest.fixture
def window(zhou: Laptop) -> Iterator[Window]:
    made = Window(zhou.folder)
    yield made
    made.ends()


def test_what_was_there_comes_back_and_what_came_since_stays(window: Window, zhou: Laptop) -> None:
    with open_profile(zhou.folder, PASSWORD) as profile:
        add_record(profile, "patrol", {"place": {"text": "东篱苑3幢楼道"}, "categories": ["normal"]})
        keep_copy(profile)
        # A fault of the disk or of ours.
        profile.write(lambda db: db.execute("DELETE FROM record WHERE kind = 'patrol'"))
        add_record(profile, "patrol", {"place": {"text": "西河沿42号"}, "categories": ["normal"]})
    window.opens()
    window.unlocks()
    window.press("Alt+2")
    window.sees("西河沿42号")
    window.does_not_see("东篱苑3幢楼道")
    window.press(next(entry.key for entry in ENTRIES if entry.code == "settings"))
    window.sees("最近一份：今天")
    window.goes_to("恢复备份")
    window.press("Space")
    window.sees("恢复到哪一份备份", "自动备份，")
    window.press("Return")
    window.is_at("这份备份当时的口令")
    window.sees("恢复前先把现在的资料另存为一份备份")
    window.press(*"wrong", "Return")
    window.sees("口令不对，资料没有变动")
    window.press(*PASSWORD, "Return")
    window.sees("已恢复到“今天", "共 2 份")
    window.press("Alt+2")
    window.sees("东篱苑3幢楼道", "西河沿42号")
    window.press("F5")
    window.sees("全部送达")
    window.closes()
    assert len(list_copies(zhou.folder)) == 2
