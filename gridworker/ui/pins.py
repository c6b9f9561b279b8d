"""The records somebody pinned, as the pages see them: asked while painting, changed by one key on every page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gridworker.environment.language import Words
from gridworker.operations.recent import pinned, toggle_pin
from gridworker.ui.step import Step

if TYPE_CHECKING:
    from gridworker.ui.session import Session

PIN_KEY = "Ctrl+D"
PIN, UNPIN = Words("收藏", "Pin"), Words("取消收藏", "Unpin")
PINNED = Words("已收藏", "pinned")
_PINNED = Words("已收藏“{title}”，按 Ctrl+K 随时打开", 'Pinned "{title}"; Ctrl+K finds it any time')
_UNPINNED = Words("已取消收藏“{title}”", '"{title}" is not pinned any more')
_NONE = Words(
    "先打开或选中一条已保存的记录，再按 Ctrl+D 收藏。", "Open or choose a saved record first; Ctrl+D pins it."
)


class Pins(QObject):
    """`changed` fires when a record was pinned or its pin taken away."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._ids = frozenset(one.id for one in pinned(session.profile))

    def __contains__(self, record: object) -> bool:
        return record in self._ids

    def toggle(self, record: str) -> None:
        """Pins a record or takes its pin away, and says so; "" says what can be pinned."""
        if record:
            self._session.background.spawn(self._toggle(record, told=True), self)
        else:
            self._session.said_done.emit(self._session.said(_NONE), None)

    async def _toggle(self, record: str, *, told: bool) -> None:
        session = self._session
        pin = await session.run(toggle_pin, record)
        self._ids = self._ids | {record} if pin.is_pinned else self._ids - {record}
        self.changed.emit()
        if not told:
            return
        if pin.record is None:
            session.said_done.emit(session.said(_NONE), None)
            return
        title = pin.record.title or session.labels.kind(pin.record.kind)
        words = _PINNED if pin.is_pinned else _UNPINNED
        turn = partial(self._toggle, record, told=False)
        session.said_done.emit(session.said(words, title=title), Step(turn, turn))
