"""A column that scrolls: what it stands on shows through it, and what gets the focus is scrolled into sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gridworker.ui.theme.measures import SPACE_12, SPACE_24
from gridworker.ui.widgets.in_sight import InSight


class ScrollColumn(QScrollArea):
    """`column` is the layout to fill; `renew` empties it."""

    def __init__(self, *, gap: int = SPACE_12, side: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap, self._side = gap, side
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._in_sight = InSight(self, self._bring)
        self.column = self.renew()

    def renew(self) -> QVBoxLayout:
        """Take away all that is in the column and give the new one. Keeps the place in it."""
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(self._side, 0, self._side, 0)
        self.column.setSpacing(self._gap)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._in_sight.watch(inside)
        return self.column

    def _bring(self, field: QWidget) -> None:
        self.ensureWidgetVisible(field, 0, SPACE_24)
