"""A disk that fills up, and a store that another program holds, while 周敏 writes: told once, nothing typed is lost."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from gridworker.operations.drafts import keep_draft, list_drafts
from gridworker.operations.records import list_records
from gridworker.store.profile import Profile
from gridworker.ui.forms import drafting
from gridworker.ui.pages.patrol.page import PatrolPage
from gridworker.ui.pages.today.note_sheet import NoteSheet
from tests.stories.cast import PASSWORD
from tests.ui.bad_days.full_disk import FULL, fill_disk, make_room, writing
from tests.ui.bad_days.seen import sees
from tests.ui.day import Day, settled
from tests.ui.pages.typing import opened
from tests.ui.patience import until


@pytest.fixture(autouse=True)
def soon_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft is tried again sooner than in life."""
    monkeypatch.setattr(drafting, "AGAIN_MS", 300)


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The drafts that somebody tried to keep, one after the other."""
    seen: list[str] = []

    def keep(profile: Profile, draft: str, *what: Any, **more: Any) -> int:
        seen.append(draft)
        return keep_draft(profile, draft, *what, **more)

    monkeypatch.setattr(drafting, "keep_draft", keep)
    return seen


def test_full_while_typing(loop: asyncio.AbstractEventLoop, day: Day, tries: list[str]) -> None:
    profile = day.session.profile
    typist = day.typist()

    async def story() -> None:
        page = await writing(day)
        fill_disk(profile)
        for _ in range(4):
            typist.write("楼道里停着电动自行车，充电线从窗口拉下来。" * 60)
            await until(lambda: not page.drafting.is_dirty)
            await settled(day)
        await until(lambda: bool(day.errors))
        typist.write("已拍照。")
        # It is tried again and again, and told once.
        before = len(tries)
        await until(lambda: len(tries) > before + 2)
        assert [str(error) for error in day.errors] == ["disk_full"]
        day.errors.clear()
        assert sees(page, "草稿还没存上，正在再试")
        typed = page.form.text.value()
        assert len(typed) > 4_000
        await typist.press("F9")
        await settled(day)
        assert sees(page, FULL)
        assert sees(page, "还没有保存。")
        assert page.form.text.value() == typed
        assert list_records(profile, "patrol", [("text", typed)], 9, None) == []
        make_room(profile)
        await until(lambda: [draft.content["text"] for draft in list_drafts(profile, "patrol")] == [typed])
        await settled(day)
        assert sees(page, "草稿已保存")
        await typist.press("F9")
        await settled(day)
        assert [row["text"] for row in list_records(profile, "patrol", [], 1, None)] == [typed]
        assert list_drafts(profile) == []

    loop.run_until_complete(story())


def test_a_photo_pasted_on_a_full_disk_is_told_and_pasted_again(
    loop: asyncio.AbstractEventLoop, day: Day
) -> None:
    """Photos have a store of their own. What does not fit leaves no tile and no name of a file that is not there."""
    photos = day.session.profile.attachments
    typist = day.typist()
    # So busy that it has no room in what is free already.
    image = QImage(Random(1).randbytes(640 * 480 * 4), 640, 480, QImage.Format.Format_RGB32).copy()
    QGuiApplication.clipboard().setImage(image)

    async def story() -> None:
        page = await writing(day)
        photos.write(lambda db: db.execute("PRAGMA max_page_count = 1").fetchone())
        await typist.press("Ctrl+V")
        await until(lambda: bool(day.errors))
        assert [str(error) for error in day.errors] == ["disk_full"]
        day.errors.clear()
        assert page.form.values()["attachments"] == {}
        photos.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchone())
        await typist.press("Ctrl+V")
        await until(lambda: len(page.form.values()["attachments"]) == 1)
        await typist.press("F9")
        await settled(day)
        [saved] = list_records(day.session.profile, "patrol", [], 1, None)
        assert len(saved["attachments"]) == 1

    loop.run_until_complete(story())


def test_a_text_pasted_without_end_is_named_and_stays_to_be_cut(
    loop: asyncio.AbstractEventLoop, day: Day
) -> None:
    profile = day.session.profile
    typist = day.typist()
    before = list_records(profile, "patrol", [], 1, None)
    QGuiApplication.clipboard().setText("楼道里停着电动自行车。\n" * 90_000)

    async def story() -> None:
        page = await writing(day)
        await typist.press("Ctrl+V", "F9")
        await settled(day)
        assert sees(page, "情况说明（text）：超过 20,000 个字")
        assert list_records(profile, "patrol", [], 1, None) == before
        page.form.text.set_value("电动自行车。")
        page.form.text.changed.emit()
        await typist.press("F9")
        await settled(day)
        assert [row["text"] for row in list_records(profile, "patrol", [], 1, None)] == ["电动自行车。"]

    loop.run_until_complete(story())


def test_what_did_not_fit_is_kept_though_another_record_was_opened(
    loop: asyncio.AbstractEventLoop, day: Day
) -> None:
    profile = day.session.profile
    typist = day.typist()

    async def story() -> None:
        await writing(day)
        fill_disk(profile)
        text = "楼道里停着电动自行车，充电线从窗口拉下来。" * 300
        typist.write(text)
        await until(lambda: bool(day.errors))
        day.errors.clear()
        day.window.open_page("patrol", "new")
        await settled(day)
        make_room(profile)
        await until(lambda: text in [draft.content.get("text") for draft in list_drafts(profile, "patrol")])

    loop.run_until_complete(story())


def test_a_note_that_does_not_fit_comes_back_to_be_saved(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    profile = day.session.profile
    typist = day.typist()

    async def story() -> None:
        await typist.press("Alt+1")
        fill_disk(profile)
        day.window.open_page("today", "new")
        await opened(day.window.page, NoteSheet)
        text = "路灯不亮，从西河路到东篱路。" * 300
        typist.write(text)
        asking = typist.focus
        jotting(day).save()
        await until(lambda: sees(day.frame, FULL))
        assert typist.focus is asking
        assert jotting(day).text.value() == text
        make_room(profile)
        jotting(day).save()
        await settled(day)
        assert [row["text"] for row in list_records(profile, "note", [], 9, None)] == [text]

    loop.run_until_complete(story())


def jotting(day: Day) -> NoteSheet:
    widgets: Iterable[QWidget] = day.window.findChildren(QWidget)
    [dialog] = [widget for widget in widgets if isinstance(widget, NoteSheet) and widget.isVisible()]
    return dialog


HOLDS_THE_STORE = """
import sys
from pathlib import Path
from gridworker.store.profile import open_profile
def hold(db):
    print("held", flush=True)
    sys.stdin.readline()
with open_profile(Path(sys.argv[1]), sys.argv[2]) as profile:
    profile.write(hold)
"""


@pytest.fixture
def command_line(day: Day, zhou: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program in the middle of a write to 周敏's store."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_STORE, str(zhou), PASSWORD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    yield process
    if process.poll() is None:
        process.communicate("let go\n")
    process.stdin.close()
    process.stdout.close()


def test_in_use_by_the_command_line_for_a_moment_nobody_notices(
    loop: asyncio.AbstractEventLoop, day: Day, command_line: subprocess.Popen[str]
) -> None:
    async def story() -> None:
        page = await writing_at_once(day)
        page.finish()
        await day.background.pause(500)
        assert command_line.stdin
        command_line.stdin.write("let go\n")
        command_line.stdin.flush()
        await day.background.run(command_line.wait)
        await settled(day)
        assert times_saved(day) == 1

    loop.run_until_complete(story())


def test_in_use_by_the_command_line_for_long_is_told_and_can_be_saved_later(
    loop: asyncio.AbstractEventLoop, day: Day, command_line: subprocess.Popen[str]
) -> None:
    async def story() -> None:
        page = await writing_at_once(day)
        page.finish()
        await until(lambda: sees(page, "另一个程序正在写这份资料"))
        command_line.communicate("let go\n")
        await settled(day)
        page.finish()
        await settled(day)
        assert times_saved(day) == 1
        assert not page.frame.banner.isVisible()

    loop.run_until_complete(story())
    assert {str(error) for error in day.errors} <= {"database_busy"}
    day.errors.clear()


def times_saved(day: Day) -> int:
    found = list_records(day.session.profile, "patrol", [], 20, None)
    return sum(row["place"]["text"] == "东篱路12号" and row["_sync"] == "waiting" for row in found)


async def writing_at_once(day: Day) -> PatrolPage:
    """A new patrol, filled in without waiting for anything that is written meanwhile."""
    day.window.open_page("patrol", "new")
    page = day.window.page
    assert isinstance(page, PatrolPage)
    await until(lambda: not day.background.is_bringing(page))
    values = {"place": {"text": "东篱路12号"}, "categories": ["normal"]}
    page.form.show_values({**page.form.values(), **values}, new=True)
    return page
