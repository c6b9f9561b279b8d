"""A question or a list over the window: a card in the middle of it, all else under a scrim."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from gridworker.ui.theme.measures import CARD_RADIUS, SPACE_8, SPACE_16, SPACE_24, Type
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.painting import Painted, shadow
from gridworker.ui.widgets.text import Label

_PASSED = tuple(QKeySequence(key) for key in ("Ctrl+L", "Ctrl+=", "Ctrl++", "Ctrl+-", "Ctrl+0"))
"""The keys of the window that act while a sheet is open: the lock, and the size of the text."""

_SCRIM_LIGHT, _SCRIM_DARK = 90, 150


class Sheet(Painted, QDialog):
    """Closed by Escape, `accept` or `reject`; deleted then. `column` is the layout to fill, below the title.

    It is part of its window and no window of its own: what locks the window covers it, and no window manager moves
    it. Tab stays in it, and no key reaches what is under it. Where it closes, the focus returns to where it was.
    """

    def __init__(
        self, parent: QWidget, title: str, width: int, height: int = 0, *, headed: bool = True
    ) -> None:
        """`width` and least `height` are the card's at text size 100 %; a `headed` sheet shows its title."""
        self._host = _host(parent)
        super().__init__(self._host, Qt.WindowType.SubWindow)
        self.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._asked = (width, height)
        self._before = QApplication.focusWidget()
        self.card = Card(padding=SPACE_24)
        self.card.column.setSpacing(SPACE_16)
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_16, SPACE_16, SPACE_16, SPACE_16)
        grid.addWidget(self.card, 0, 0, Qt.AlignmentFlag.AlignCenter)
        if headed:
            self.column.addWidget(Label(title, Type.TITLE, bold=True))
        self._host.installEventFilter(self)

    @property
    def column(self) -> QVBoxLayout:
        """The layout of the card."""
        return self.card.column

    def foot(self, leave: QPushButton, *acts: QPushButton) -> None:
        """The last row: what leaves everything as it is (it closes the sheet), and at the right what does something."""
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addStretch(1)
        for button in (leave, *acts):
            button.setAutoDefault(False)
            row.addWidget(button)
        if acts:
            row.insertWidget(0, leave)
        leave.clicked.connect(self.reject)
        self.column.addLayout(row)

    def open(self) -> None:
        """Shows it over the window; `finished` tells how it ended."""
        first: QWidget | None = self.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        (self if first is None else first).setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        before, self._before = self._before, None
        super().done(result)
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fit(self) -> None:
        width, height = (self.theme.px(side) for side in self._asked)
        self.setGeometry(self._host.rect())
        self.card.setFixedWidth(min(width, self.width() - 2 * SPACE_16))
        self.card.setMinimumHeight(min(height, self.height() - 2 * SPACE_16))

    def restyle(self) -> None:
        super().restyle()
        if self.isVisible():
            self._fit()

    def event(self, event: QEvent) -> bool:
        # A shortcut of the window would act on what is under the scrim: the key stays here unless it is our own.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            typed = QKeySequence(event.keyCombination())
            own: Iterable[QShortcut] = self.findChildren(QShortcut)
            if typed not in (*_PASSED, *(shortcut.key() for shortcut in own)):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._host and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def paint(self, painter: QPainter) -> None:
        scrim = QColor(self.tokens.scrim)
        scrim.setAlpha(_SCRIM_DARK if self.tokens.is_dark else _SCRIM_LIGHT)
        painter.fillRect(self.rect(), scrim)
        shadow(painter, QRectF(self.card.geometry()), CARD_RADIUS)


def _host(parent: QWidget) -> QWidget:
    """The pages' window where there is one, so that the lock covers the sheet; else the window itself."""
    above: QWidget | None = parent
    while above is not None and not isinstance(above, QMainWindow):
        above = above.parentWidget()
    return above or parent.window()
