"""Holds a widget that is laid out by its height alone, whatever changes within it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Still(QWidget):
    """Lays nothing out around it anew unless what it holds asks for another height.

    A field asks for that with each button that comes and goes in it: for the search box of the header the whole window
    was laid out at the first key.
    """

    def __init__(self, held: QWidget) -> None:
        super().__init__()
        self._held = held
        held.setParent(self)
        self._wanted = held.sizeHint()
        self.setSizePolicy(held.sizePolicy())

    def sizeHint(self) -> QSize:
        return self._wanted

    def minimumSizeHint(self) -> QSize:
        return self._held.minimumSizeHint()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._held.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            wanted = self._held.sizeHint()
            if wanted.height() != self._wanted.height():
                self._wanted = wanted
                self.updateGeometry()
        return super().event(event)
