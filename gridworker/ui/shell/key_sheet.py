"""The sheet of keys (F1): those of the page, then those that work everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QScrollBar, QWidget

from gridworker.environment.language import Words
from gridworker.ui.pages.everywhere import EVERYWHERE
from gridworker.ui.pages.page import Page
from gridworker.ui.session import Session
from gridworker.ui.shell.page_keys import page_keys
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, SPACE_16, SPACE_24, Type
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.signs import KeyCap
from gridworker.ui.widgets.text import Paragraph, SectionTitle

_TITLE = Words("快捷键", "Keys")
_HERE = Words("这一页", "This page")
_EVERYWHERE = Words("任何地方", "Everywhere")
_CLOSE = Words("知道了", "Close")

_TURNS: dict[Qt.Key, Callable[[QScrollBar], int]] = {
    Qt.Key.Key_Down: lambda bar: bar.singleStep(),
    Qt.Key.Key_Up: lambda bar: -bar.singleStep(),
    Qt.Key.Key_PageDown: lambda bar: bar.pageStep(),
    Qt.Key.Key_PageUp: lambda bar: -bar.pageStep(),
}


class KeySheet(Sheet):
    """Lists the keys; any of Escape, Enter or the button closes it."""

    def __init__(self, session: Session, page: Page, parent: QWidget) -> None:
        super().__init__(parent, session.said(_TITLE), 780)
        self._scroll = ScrollColumn(gap=SPACE_16)
        column = self._scroll.column
        self.here = page_keys(session, page)
        self.everywhere = [(key.key, session.said(key.does)) for key in EVERYWHERE]
        if self.here:
            column.addWidget(SectionTitle(session.said(_HERE), session.said(page.TITLE)))
            column.addLayout(self._rows(self.here))
        column.addWidget(SectionTitle(session.said(_EVERYWHERE)))
        column.addLayout(self._rows(self.everywhere))
        self.column.addWidget(self._scroll)
        close = Button(session.said(_CLOSE), key="Esc")
        self.foot(close)
        close.setFocus()

    def _fit(self) -> None:
        """As high as its lines are, or as the window allows: then it scrolls."""
        super()._fit()
        lines = self._scroll.widget()
        around = self.card.minimumSizeHint().height() - self._scroll.minimumHeight()
        room = self.height() - 2 * SPACE_16 - around
        self._scroll.setMinimumHeight(min(lines.heightForWidth(self.card.width() - 2 * SPACE_24), room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        turn = _TURNS.get(Qt.Key(event.key()))
        if turn:
            bar.setValue(bar.value() + turn(bar))
        super().keyPressEvent(event)

    def _rows(self, keys: Sequence[tuple[str, str]]) -> QGridLayout:
        """Two keys a line; those of both parts stand below one another."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_12)
        grid.setVerticalSpacing(SPACE_8)
        for number, (key, does) in enumerate(keys):
            row, column = number // 2, (number % 2) * 2
            grid.addWidget(KeyCap(key), row, column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Paragraph(does, Type.LABEL), row, column + 1)
        for column in (0, 2):
            grid.setColumnMinimumWidth(column, self.theme.px(112))
            grid.setColumnStretch(column + 1, 1)
        return grid
