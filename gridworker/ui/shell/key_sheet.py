"""The sheet of keys (F1): those of the page, then those that work everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gridworker.environment.language import Words
from gridworker.ui.pages.everywhere import EVERYWHERE
from gridworker.ui.pages.page import KeyHelp, Page
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.signs import KeyCap
from gridworker.ui.widgets.text import Paragraph, SectionTitle

_TITLE = Words("快捷键", "Keys")
_HERE = Words("这一页", "This page")
_EVERYWHERE = Words("任何地方", "Everywhere")
_CLOSE = Words("知道了", "Close")


class KeySheet(Sheet):
    """Lists the keys; any of Escape, Enter or the button closes it."""

    def __init__(self, session: Session, page: Page, parent: QWidget) -> None:
        super().__init__(parent, session.said(_TITLE), 780)
        column = self.column
        if page.KEYS:
            column.addWidget(SectionTitle(session.said(_HERE), session.said(page.TITLE)))
            column.addLayout(self._rows(session, page.KEYS))
        column.addWidget(SectionTitle(session.said(_EVERYWHERE)))
        column.addLayout(self._rows(session, EVERYWHERE))
        close = Button(session.said(_CLOSE), key="Esc")
        self.foot(close)
        close.setFocus()

    def _rows(self, session: Session, keys: tuple[KeyHelp, ...]) -> QGridLayout:
        """Two keys a line; those of both parts stand below one another."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_12)
        grid.setVerticalSpacing(SPACE_8)
        for number, key in enumerate(keys):
            row, column = number // 2, (number % 2) * 2
            grid.addWidget(KeyCap(key.key), row, column, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Paragraph(session.said(key.does), Type.LABEL), row, column + 1)
        for column in (0, 2):
            grid.setColumnMinimumWidth(column, self.theme.px(112))
            grid.setColumnStretch(column + 1, 1)
        return grid
