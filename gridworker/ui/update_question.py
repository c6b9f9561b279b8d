"""What a person is asked about a new version: when, whether to take one from a file, and whether to start it now."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.operations.update_answer import AFTER_WORK, TOMORROW
from gridworker.ui.entry.doorway import Doorway
from gridworker.ui.session import Session
from gridworker.ui.updating import Updating
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.question_sheet import QuestionSheet
from gridworker.ui.widgets.sheet import Sheet

_OFFER = Words("有第 {version} 版可以更新", "Version {version} can be installed")
_OFFER_TEXT = Words(
    "{notes}更新大约要一分钟：先备份记录，再用副本试运行，打不开会自动换回第 {running} 版，记录不受影响。"
    "选“下班后更新”，关闭窗口时或者 17:30 以后自动更新，下次打开就是新版。",
    "{notes}It takes about a minute: the records are copied, the new version is tried on the copy, and version "
    '{running} comes back by itself if it does not come up. "After work" means when the window is closed, or after '
    "17:30.",
)
_FROM_FILE_TEXT = Words(
    "{notes}更新大约要一分钟：先备份记录，再用副本试运行，打不开会自动换回第 {running} 版，记录不受影响。"
    "拷到本机以后就可以拔下 U 盘。",
    "{notes}It takes about a minute: the records are copied, the new version is tried on the copy, and version "
    "{running} comes back by itself if it does not come up. The stick may be pulled once the file is copied.",
)
_READY = Words("第 {version} 版已备好", "Version {version} is ready")
_READY_TEXT = Words(
    "现在重新打开就是新版；不急的话，下次打开时自动启用。",
    "Restart now to use it, or go on: it runs from the next start on.",
)
_BUSY = Words(
    "有正在填写的内容，或者正在同步，这次没有更新。存好以后再点“现在更新”。",
    'Something is half written, or a sync runs, so nothing was updated. Save it, then choose "Update now".',
)
_TAKEN_BACK = Words("已换回第 {running} 版", "Version {running} is back")
_TAKEN_BACK_TEXT = Words(
    "第 {version} 版在这台电脑上打不开，程序已自动换回。记录都在，照常用就行，不用做什么；请告诉管理员一声。",
    "Version {version} did not come up on this computer, so the program went back by itself. Every record is in place "
    "and there is nothing to do. Please tell the administrator.",
)
_RENEWED = Words("已更新到第 {version} 版。", "Version {version} is in use now.")
_TOMORROW, _LATER, _NOW = (
    Words("明天再问", "Ask tomorrow"),
    Words("下班后更新", "After work"),
    Words("现在更新", "Update now"),
)
_BACK, _UPDATE = Words("返回", "Back"), Words("更新", "Update")
_NOT_NOW, _RESTART = Words("下次打开再说", "At the next start"), Words("现在重新打开", "Restart now")
_UNDERSTOOD = Words("知道了", "OK")

_IS_LATER, _IS_NOW = 1, 2


async def ask_when(session: Session, updating: Updating, over: QWidget) -> None:
    """Asks when to update, unless somebody is in the middle of something: then it is asked later."""
    card, here = updating.card, updating.here
    if card is None or here is None or updating.is_in_the_way() or _is_asked_already(over):
        return
    said = session.said
    note = card.notes.get(session.language, "")
    text = said(_OFFER_TEXT, notes=f"{note}\n" if note else "", running=here.running)
    sheet = QuestionSheet(over, said(_OFFER, version=card.version), text, icon="arrow_download", width=600)
    later, now = Button(said(_LATER)), Button(said(_NOW), Weight.PRIMARY, "arrow_sync")
    sheet.answers(Button(said(_TOMORROW), Weight.TEXT, key="Esc"), later, now)
    answer = await session.background.answered(sheet)
    if answer == _IS_NOW:
        await update_now(session, updating)
    else:
        updating.keep_answer(AFTER_WORK if answer == _IS_LATER else TOMORROW)


async def update_now(session: Session, updating: Updating) -> None:
    """Makes ready what has come and starts it. Raises `Trouble`."""
    if await updating.make_ready():
        updating.restart_wanted.emit()
    else:
        session.said_done.emit(session.said(_BUSY), None)


async def ask_about_file(session: Session, updating: Updating, file: Path, over: QWidget) -> None:
    """Says what a file is and takes it where the person says so. Raises `Trouble`."""
    card, here, said = await updating.look_at(file), updating.here, session.said
    assert here is not None
    note = card.notes.get(session.language, "")
    text = said(_FROM_FILE_TEXT, notes=f"{note}\n" if note else "", running=here.running)
    sheet = QuestionSheet(over, said(_OFFER, version=card.version), text, icon="usb_stick", width=600)
    sheet.answers(
        Button(said(_BACK), Weight.TEXT, key="Esc"), Button(said(_UPDATE), Weight.PRIMARY, "arrow_sync")
    )
    if not await session.background.answered(sheet):
        return
    if not await updating.make_ready(file):
        session.said_done.emit(said(_BUSY), None)
        return
    sheet = QuestionSheet(
        over, said(_READY, version=card.version), said(_READY_TEXT), icon="checkmark_circle"
    )
    restart = Button(said(_RESTART), Weight.PRIMARY, "arrow_sync")
    sheet.answers(Button(said(_NOT_NOW), Weight.TEXT, key="Esc"), restart)
    if await session.background.answered(sheet):
        updating.restart_wanted.emit()


async def tell_taken_back(session: Session, updating: Updating, over: QWidget) -> None:
    """Tells once that a version was taken back."""
    here = updating.here
    if here is None or here.pointer().told:
        return
    said, gone = session.said, here.pointer().failed
    text = said(_TAKEN_BACK_TEXT, version=gone)
    sheet = QuestionSheet(over, said(_TAKEN_BACK, running=here.running), text, icon="arrow_undo", width=560)
    sheet.answers(Button(said(_UNDERSTOOD), Weight.PRIMARY, key="Esc"))
    await session.background.answered(sheet)
    await session.background.run(here.change, told=True)
    updating.changed.emit()


def renewed(session: Session, updating: Updating) -> None:
    """Says that the new version is in use."""
    if updating.here is not None:
        session.said_done.emit(session.said(_RENEWED, version=updating.here.running), None)


def _is_asked_already(over: QWidget) -> bool:
    """Whether another question stands over the window, or its lock."""
    sheets: Iterable[Sheet] = over.window().findChildren(Sheet)
    return isinstance(over, Doorway) or any(sheet.isVisible() for sheet in sheets)
