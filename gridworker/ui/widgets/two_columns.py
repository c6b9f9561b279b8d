"""A wide card and a narrow column of cards beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from gridworker.ui.theme.measures import SPACE_12, SPACE_16
from gridworker.ui.widgets.painting import Themed

_BOTH_FROM = 730
_SIDE = 316
_ANY_WIDTH = 16_777_215


class TwoColumns(Themed, QWidget):
    """Where there is no room for both, by width and size of the text, the column goes below (`folded`)."""

    def __init__(self, main: QWidget, aside: Sequence[QWidget]) -> None:
        super().__init__()
        self._side, self._aside = QWidget(), aside
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        for card in aside:
            column.addWidget(card)
        column.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(SPACE_16)
        self._columns.addWidget(main, 1)
        self._columns.addWidget(self._side)
        self._fold()

    @property
    def folded(self) -> bool:
        """Whether the column is below."""
        return self.width() / self.theme.scale < _BOTH_FROM

    def room_for(self, card: QWidget, height: int) -> int:
        """What the other narrow cards leave to this one of a height; folded there is room for all."""
        others = [one for one in self._aside if one is not card and not one.isHidden()]
        taken = sum(one.sizeHint().height() + SPACE_12 for one in others)
        return _ANY_WIDTH if self.folded else height - taken

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_columns"):
            self._fold()

    def _fold(self) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if self.folded else across)
        # Not in step with the text: the card beside it must keep the greater share.
        side = _SIDE + round((self.theme.scale - 1) * 200)
        self._side.setMinimumWidth(0 if self.folded else side)
        self._side.setMaximumWidth(_ANY_WIDTH if self.folded else side)
