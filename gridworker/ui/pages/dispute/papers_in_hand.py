"""The paper of a case that is being looked at, and the dossier that is being saved."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from gridworker.environment.language import Words
from gridworker.operations.papers import find_paper, look_at, write_dossier
from gridworker.ui.forms.choosing_file import file_to_write
from gridworker.ui.pages.dispute.paper_sheet import PaperSheet
from gridworker.ui.session import Session

_SAVE = Words("整卷另存为", "Save the dossier")
_NAME = Words("人民调解卷宗", "dossier")
_BOUND = Words("整卷已存到：{file}，共 {pages} 页", "Dossier saved to {file}, pages: {pages}")
_LEFT_OUT = Words("；没有并入：{names}", "; not in it: {names}")


class PapersInHand(QObject):
    """Opens papers in the stack of the page; `shown` fires when one is there."""

    shown = Signal()

    def __init__(self, session: Session, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._session, self._stack = session, stack
        self.sheet: PaperSheet | None = None

    def take(self, record: str, name: str) -> None:
        """Shows the paper of this name; without a name, saves the dossier."""
        work = self._open(record, name) if name else self._bind(record)
        self._session.background.bring(work, self._stack)

    async def _open(self, record: str, name: str) -> None:
        case = await self._session.run(look_at, record)
        self.close()
        self.sheet = PaperSheet(self._session, case, find_paper(case, name), self._stack)
        self._stack.addWidget(self.sheet)
        self._stack.setCurrentWidget(self.sheet)
        self.shown.emit()

    async def _bind(self, record: str) -> None:
        session = self._session
        out = await file_to_write(session, session.said(_SAVE), f"{session.said(_NAME)}.pdf", self._stack)
        if out is None:
            return
        made = await session.run(write_dossier, record, out)
        text = session.said(_BOUND, file=out.name, pages=made.pages)
        if made.left_out:
            text += session.said(_LEFT_OUT, names="; ".join(made.left_out))
        session.said_done.emit(text, None)

    def close(self) -> None:
        """Puts the paper away."""
        if self.sheet is not None:
            self._stack.removeWidget(self.sheet)
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None
