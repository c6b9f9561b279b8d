"""周敏 closes the window: with a draft that cannot be written, and in the middle of a sync."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import add_record, list_records
from gridworker.store.profile import open_profile
from gridworker.ui.widgets.question_sheet import QuestionSheet
from tests.stories.cast import PASSWORD
from tests.sync import fault_proxy as net
from tests.ui.bad_days.full_disk import fill_disk, make_room, writing
from tests.ui.bad_days.seen import sees
from tests.ui.day import Day, settled
from tests.ui.patience import until

SENTENCE = "楼道里停着电动自行车，充电线从窗口拉下来。" * 300


def asked(day: Day) -> QuestionSheet | None:
    sheets: Iterable[QuestionSheet] = day.frame.findChildren(QuestionSheet)
    return next((sheet for sheet in sheets if sheet.isVisible()), None)


async def answer(day: Day, word: str) -> None:
    """Goes to a button of the question by Tab and presses it."""
    await until(lambda: asked(day) is not None)
    for _ in range(4):
        if focus().accessibleName() == word:
            break
        await press(day, Qt.Key.Key_Tab)
    assert focus().accessibleName() == word
    await press(day, Qt.Key.Key_Space)


async def press(day: Day, key: Qt.Key) -> None:
    """A key while a question waits for its answer: nothing rests then."""
    QTest.keyClick(focus(), key)
    await day.background.pause(30)


def focus() -> QWidget:
    focused: QWidget | None = QApplication.focusWidget()
    assert focused is not None
    return focused


def test_a_draft_that_cannot_be_written_is_asked_about(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    profile = day.session.profile
    folder = profile.folder

    async def story() -> None:
        await writing(day)
        fill_disk(profile)
        day.typist().write(SENTENCE)
        day.frame.close()
        await until(lambda: sees(day.frame, "还有没写完的内容没存上"))
        assert sees(day.frame, "磁盘满了")
        assert sees(day.frame, "这 1 处内容就没有了")
        await press(day, Qt.Key.Key_Escape)
        await until(lambda: asked(day) is None)
        assert day.frame.isVisible()
        assert sees(day.window.page, "草稿还没存上，正在再试")
        day.frame.close()
        await answer(day, "再试一次")
        await until(lambda: sees(day.frame, "还有没写完的内容没存上"))
        make_room(profile)
        await answer(day, "再试一次")
        await day._over.wait()
        assert not day.frame.isVisible()

    loop.run_until_complete(story())
    assert {str(error) for error in day.errors} == {"disk_full"}
    day.errors.clear()
    with open_profile(folder, PASSWORD) as again:
        assert [draft.content["text"] for draft in list_drafts(again)] == [SENTENCE]


def test_who_wants_to_close_all_the_same_may(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    async def story() -> None:
        await writing(day)
        fill_disk(day.session.profile)
        day.typist().write(SENTENCE)
        day.frame.close()
        await answer(day, "不存了，关闭")
        await day._over.wait()

    loop.run_until_complete(story())
    day.errors.clear()


def test_what_can_be_written_is_not_asked_about(loop: asyncio.AbstractEventLoop, day: Day) -> None:
    profile = day.session.profile
    folder = profile.folder

    async def story() -> None:
        await writing(day)
        day.typist().write(SENTENCE)
        day.frame.close()
        await day._over.wait()

    loop.run_until_complete(story())
    with open_profile(folder, PASSWORD) as again:
        assert [draft.content["text"] for draft in list_drafts(again)] == [SENTENCE]


async def syncing(day: Day, network: net.FaultProxy) -> None:
    """In the middle of a sync that the person began; the server takes two seconds to answer."""
    await until(lambda: day.session.link.found == "online" and not day.session.syncing)
    add_record(day.session.profile, "note", {"text": "路灯不亮"})
    network.next_faults(net.waits(2.0))
    day.session.sync()
    await until(lambda: day.session.syncing)
    day.frame.close()
    await until(lambda: sees(day.frame, "正在同步，要关闭吗？"))


def test_a_sync_goes_on_behind_the_window_that_was_closed(
    loop: asyncio.AbstractEventLoop, day: Day, network: net.FaultProxy
) -> None:
    folder = day.session.profile.folder

    async def story() -> None:
        await syncing(day, network)
        await answer(day, "后台继续")
        await until(lambda: not day.frame.isVisible())
        assert day.session.syncing
        await day._over.wait()

    loop.run_until_complete(story())
    with open_profile(folder, PASSWORD) as again:
        assert list_records(again, "note", [], 9, None)[0]["_sync"] == "synced"


def test_who_starts_the_program_again_meanwhile_has_the_window_back(
    loop: asyncio.AbstractEventLoop, day: Day, network: net.FaultProxy
) -> None:
    async def story() -> None:
        await syncing(day, network)
        await answer(day, "后台继续")
        await until(lambda: not day.frame.isVisible())
        day.frame.come_forward()
        await settled(day)
        assert day.frame.isVisible()
        assert not day._over.is_set()

    loop.run_until_complete(story())


def test_a_sync_is_stopped_or_the_window_stays(
    loop: asyncio.AbstractEventLoop, day: Day, network: net.FaultProxy
) -> None:
    folder = day.session.profile.folder

    async def story() -> None:
        await syncing(day, network)
        await press(day, Qt.Key.Key_Escape)
        assert day.frame.isVisible()
        assert day.session.syncing
        day.frame.close()
        await answer(day, "停止")
        await day._over.wait()

    loop.run_until_complete(story())
    with open_profile(folder, PASSWORD) as again:
        assert list_records(again, "note", [], 9, None)[0]["_sync"] in ("waiting", "synced")
