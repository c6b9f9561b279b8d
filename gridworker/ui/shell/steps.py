"""The last steps of a person: Ctrl+Z takes them back one by one, Ctrl+Y does them again."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Signal

from gridworker.domain.errors import PersonCanMend, Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.ui.session import Session
from gridworker.ui.step import Step

UNDO_DEPTH = 20
"""So many steps can be taken back, one by one, also when their toasts have gone."""

UNDO, REDO = Words("撤销", "Undo"), Words("重做", "Redo")
UNDO_KEY, REDO_KEYS = "Ctrl+Z", ("Ctrl+Y", "Ctrl+Shift+Z")
_TAKEN_BACK = Words("已撤销：{said}", "Undone: {said}")


class Steps(QObject):
    """`told` carries what became of a step: a sentence, and the word and key of what can follow, "" where nothing can.

    A new step ends what could be done again. Keys pressed faster than a step takes are carried out in turn.
    """

    told = Signal(str, str, str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._done: deque[tuple[str, Step]] = deque(maxlen=UNDO_DEPTH)
        self._undone: deque[tuple[str, Step]] = deque(maxlen=UNDO_DEPTH)
        self._asked: deque[bool] = deque()
        self._busy = False

    def add(self, said: str, step: Step) -> None:
        """A person took a step; `said` is how it was told."""
        self._done.append((said, step))
        self._undone.clear()

    def take_back(self) -> None:
        """The last step."""
        self._ask(back=True)

    def do_again(self) -> None:
        """The step that was taken back last."""
        self._ask(back=False)

    def _ask(self, *, back: bool) -> None:
        self._asked.append(back)
        if not self._busy:
            self._busy = True
            self._session.background.spawn(self._work(), self)

    async def _work(self) -> None:
        try:
            while self._asked:
                await self._turn(back=self._asked.popleft())
        finally:
            self._asked.clear()
            self._busy = False

    async def _turn(self, *, back: bool) -> None:
        source, other = (self._done, self._undone) if back else (self._undone, self._done)
        if not source:
            return
        said, step = source.pop()
        try:
            await (step.back() if back else step.again())
        except PersonCanMend as trouble:
            # It cannot be done any more, so that nobody should be led to try.
            self.told.emit(describe(trouble, self._session.language), "", "")
            return
        except Trouble:
            source.append((said, step))
            raise
        other.append((said, step))
        if back:
            self.told.emit(self._session.said(_TAKEN_BACK, said=said), self._session.said(REDO), REDO_KEYS[0])
        else:
            self.told.emit(said, self._session.said(UNDO), UNDO_KEY)
