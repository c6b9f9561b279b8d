"""Columns that scroll each by itself while there is room; where there is not, the page scrolls, and they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QWidget

from gridworker.ui.theme.measures import PAGE_BOTTOM
from gridworker.ui.widgets.page_view import PageView
from gridworker.ui.widgets.scroll_column import ScrollColumn

_MOVES = (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show)


class Unrolling(QObject):
    """Of a part of a page: which of its columns stand under what else is that high beside one another."""

    def __init__(self, whole: QWidget, columns: Mapping[QWidget, Sequence[ScrollColumn]]) -> None:
        super().__init__(whole)
        self._whole, self._columns = whole, columns
        self._view: PageView | None = None
        whole.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and self._whole.isVisible():
            self._look()
        return False

    def _look(self) -> None:
        """Takes the one way or the other."""
        if self._view is None and (view := _view_of(self._whole)) is not None:
            self._view = view
            view.installEventFilter(self)
        if self._view is None:
            return
        above = self._whole.mapTo(self._view.widget(), QPoint()).y()
        room = self._view.height() - above - PAGE_BOTTOM
        unrolled = any(_needed(stack, areas) > room for stack, areas in self._columns.items())
        for areas in self._columns.values():
            for area in areas:
                area.unroll(on=unrolled)


def _needed(stack: QWidget, areas: Sequence[ScrollColumn]) -> int:
    """How high a stack of cards must be with its columns as low as they can be."""
    shown = [area for area in areas if not area.isHidden()]
    given = sum(area.minimumHeight() - area.least for area in shown)
    return stack.minimumSizeHint().height() - given


def _view_of(widget: QWidget) -> PageView | None:
    above: QObject | None = widget.parent()
    while above is not None and not isinstance(above, PageView):
        above = above.parent()
    return above
