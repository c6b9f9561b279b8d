"""The disc of who works here; pressed, it opens what can be done about that."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Slot
from PySide6.QtGui import QKeyEvent, QPainter, Qt
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.painting import PaintedButton, focus_ring

_SIDE = 36
_RING = 3


class AvatarButton(PaintedButton):
    """The first character of a name on a disc, with a menu."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu: QMenu | None = None
        self.setText(name)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)

    def set_menu(self, menu: QMenu) -> None:
        """What it opens; each line is also read out as what can be done here."""
        self._menu = menu
        lines = [action.text().replace("\t", " ") for action in menu.actions()]
        self.setAccessibleDescription("\n".join(lines))
        self.setToolTip("\n".join([self.text(), *lines]))

    @Slot()
    def open_menu(self) -> None:
        """Below the disc, at its right edge; the first line has the focus."""
        if self._menu is not None:
            below = self.mapToGlobal(QPoint(self.width() - self._menu.sizeHint().width(), self.height() + 4))
            self._menu.popup(below)
            self._menu.setActiveAction(self._menu.actions()[0])

    def sizeHint(self) -> QSize:
        side = self.theme.px(_SIDE) + 2 * _RING
        return QSize(side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def paint(self, painter: QPainter) -> None:
        whole = QRectF(self.rect())
        drawing.draw_avatar(painter, whole.center(), self.width() - 2 * _RING, self.text(), Tone.PRIMARY)
        if self.focus_shown:
            focus_ring(painter, whole, whole.width() / 2, self.tokens)
