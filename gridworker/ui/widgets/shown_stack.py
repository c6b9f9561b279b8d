"""A stack that asks for the room of what it shows, not of the largest thing in it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class ShownStack(QStackedWidget):
    """A page of several faces is only as high as the face that is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        shown: QWidget | None = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()
