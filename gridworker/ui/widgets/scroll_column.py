"""A column that scrolls: what it stands on shows through it, and what gets the focus is scrolled into sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_12, SPACE_24
from gridworker.ui.widgets.in_sight import InSight


class ScrollColumn(QScrollArea):
    """`column` is the layout to fill; `renew` empties it. It has `least` pixels of height, at text size 100 %."""

    def __init__(
        self, *, gap: int = SPACE_12, side: int = 0, least: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._gap, self._side, self._least = gap, side, least
        self._unrolled = False
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._in_sight = InSight(self, self._bring)
        self.column = self.renew()
        self.setMinimumHeight(self.least)

    @property
    def least(self) -> int:
        """How low it may be while it scrolls."""
        return theme.current().px(self._least)

    def unroll(self, *, on: bool) -> None:
        """As high as what is in it: then something around it scrolls."""
        self._unrolled = on
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bar.ScrollBarAlwaysOff if on else bar.ScrollBarAsNeeded)
        self.setMinimumHeight(self._all_of_it() if on else self.least)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        grows = event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize)
        if self._unrolled and grows and watched is self.widget():
            self.setMinimumHeight(self._all_of_it())
        return done

    def _all_of_it(self) -> int:
        inside, width = self.widget(), self.viewport().width()
        return (
            inside.heightForWidth(width) if inside.hasHeightForWidth() else inside.minimumSizeHint().height()
        )

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
