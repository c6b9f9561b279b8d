"""Before the window goes: is every draft on the disk, and is a sync under way that somebody waits for?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QWidget

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.ui.forms.drafting import Drafting
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.question_sheet import QuestionSheet

_UNKEPT = Words("还有没写完的内容没存上", "Something half written is not kept yet")
_UNKEPT_TEXT = Words(
    "{why}现在关闭，这 {count} 处内容就没有了。腾出地方后点“再试一次”，存上了就会关闭。",
    "{why} If you close now, {count} half written text(s) are lost. Make room, then try again: the window closes once "
    "they are kept.",
)
_TRY = Words("再试一次", "Try again")
_LOSE = Words("不存了，关闭", "Close without it")
_SYNCING = Words("正在同步，要关闭吗？", "A sync is running. Close?")
_SYNCING_TEXT = Words(
    "后台继续：窗口先收起，传完自动退出。停止：正在传的这一批传完就停，其余留在本机，下次接着传。",
    "In the background: the window goes and the program ends after the sync. Stop: what is on its way is finished, "
    "the rest stays here for the next sync.",
)
_GO_ON, _STOP = Words("后台继续", "In the background"), Words("停止", "Stop")
_BACK = Words("返回", "Back")

_LOSES, _STOPS = 1, 1
_PATIENCE_MS = 20_000
"""So long a sync that was told to stop may take to finish what is on its way."""
_LOOK_MS = 50


class Leaving:
    """Asks over the widget that `over` gives; `hide` takes the window away, `recalled` says that it is back."""

    def __init__(
        self, over: Callable[[], QWidget], hide: Callable[[], None], recalled: Callable[[], bool]
    ) -> None:
        self._over, self._hide, self._recalled = over, hide, recalled

    async def settled(self, session: Session, pages: QWidget) -> bool:
        """True once the window may go: nothing half written would be lost, no sync is waited for."""
        return await self._drafts_kept(session, pages) and await self._sync_over(session)

    async def _drafts_kept(self, session: Session, pages: QWidget) -> bool:
        while troubles := await unkept(pages):
            sheet = unkept_question(session, troubles, self._over())
            answer = await session.background.answered(sheet)
            if answer == _LOSES:
                return True
            if not answer:
                return False
        return True

    async def _sync_over(self, session: Session) -> bool:
        # One that began by itself is nobody's errand: it ends after its batch, and the next goes on from there.
        if not session.syncing or session.by_itself:
            return True
        answer = await self._ask_about_sync(session)
        if not answer:
            return not session.syncing
        if answer == _STOPS:
            session.cancel_sync()
        self._hide()
        return await self._out_of_sight(session, _PATIENCE_MS if answer == _STOPS else None)

    async def _out_of_sight(self, session: Session, patience_ms: int | None) -> bool:
        """Waits behind the scenes until the sync is over, or so long; False where the window was called back."""
        waited = 0
        while session.syncing and (patience_ms is None or waited < patience_ms):
            await session.background.pause(_LOOK_MS)
            waited += _LOOK_MS
            if self._recalled():
                return False
        return True

    async def _ask_about_sync(self, session: Session) -> int:
        sheet = sync_question(session, self._over())
        # Where it is over before anybody has answered there is nothing left to ask.
        session.sync_ended.connect(sheet.reject)
        session.sync_failed.connect(sheet.reject)
        return await session.background.answered(sheet)


def unkept_question(session: Session, troubles: Sequence[Trouble], over: QWidget) -> QuestionSheet:
    """Asks about what is half written and cannot be kept."""
    said = session.said
    text = said(_UNKEPT_TEXT, why=describe(troubles[0], session.language), count=len(troubles))
    sheet = QuestionSheet(over, said(_UNKEPT), text, width=580)
    lose, again = Button(said(_LOSE), Weight.DANGER), Button(said(_TRY), Weight.PRIMARY, "arrow_clockwise")
    sheet.answers(Button(said(_BACK), Weight.TEXT, key="Esc"), lose, again)
    return sheet


def sync_question(session: Session, over: QWidget) -> QuestionSheet:
    """Asks what is to become of the sync that runs."""
    said = session.said
    sheet = QuestionSheet(over, said(_SYNCING), said(_SYNCING_TEXT), icon="arrow_sync", width=560)
    stop, go_on = Button(said(_STOP)), Button(said(_GO_ON), Weight.PRIMARY)
    sheet.answers(Button(said(_BACK), Weight.TEXT, key="Esc"), stop, go_on)
    return sheet


async def unkept(pages: QWidget) -> list[Trouble]:
    """Writes every draft of the pages that is owed; gives what stands in the way of those that could not be."""
    found = []
    owing: Iterable[Drafting] = pages.findChildren(Drafting)
    for drafting in owing:
        trouble = await drafting.catch_up()
        if trouble is not None:
            found.append(trouble)
    return found
