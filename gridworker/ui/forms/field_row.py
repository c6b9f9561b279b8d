"""Fields side by side; where their words would be cut they stand in two lines."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.ui.theme.measures import SPACE_12
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.painting import Themed


class FieldRow(Themed, QWidget):
    """`fields` with their shares of the width. In two lines the first has the first `above` of them."""

    def __init__(self, fields: Mapping[LabelledField, int], above: int) -> None:
        super().__init__()
        every = list(fields)
        self._shares, self._one, self._two = fields, [every, []], [every[:above], every[above:]]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_12)
        self._lines = (QHBoxLayout(), QHBoxLayout())
        for line in self._lines:
            line.setSpacing(SPACE_12)
            whole.addLayout(line)
        self._put(self._one)

    def _put(self, lines: list[list[LabelledField]]) -> None:
        self._now = lines
        for line, fields in zip(self._lines, lines, strict=True):
            for field in fields:
                line.addWidget(field, self._shares[field])

    def _fold(self) -> None:
        lines = self._two if self._width_of(self._one) > self.width() else self._one
        if lines is not self._now:
            for line, fields in zip(self._lines, self._now, strict=True):
                for field in fields:
                    line.removeWidget(field)
            self._put(lines)

    def _width_of(self, lines: list[list[LabelledField]]) -> int:
        """How wide the widest line must be."""
        return max(
            sum(field.minimumSizeHint().width() + SPACE_12 for field in line) - SPACE_12 for line in lines
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_of(self._two), super().minimumSizeHint().height())

    def restyle(self) -> None:
        super().restyle()
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)
