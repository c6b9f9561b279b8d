"""A column that scrolls: what it stands on shows through it, and what gets the focus is scrolled into sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from gridworker.ui.theme.measures import SPACE_12


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
        self.column = self.renew()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def renew(self) -> QVBoxLayout:
        """Take away all that is in the column and give the new one. Keeps the place in it."""
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(self._side, 0, self._side, 0)
        self.column.setSpacing(self._gap)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        return self.column

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible() and self.widget().isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 24)
