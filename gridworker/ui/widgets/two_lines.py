"""A list of things to choose from, each with a title and a quiet line below it."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gridworker.ui.theme.measures import SPACE_12, Type
from gridworker.ui.widgets.painting import write
from gridworker.ui.widgets.row_list import RowDelegate, RowModel


class TwoLines(NamedTuple):
    """Something to choose."""

    id: str
    title: str
    remark: str


class TwoLineRows(RowModel):
    """Rows of `TwoLines`."""

    def key(self, row: Any) -> Any:
        return row.id

    def words(self, row: Any) -> str:
        return f"{row.title} {row.remark}".strip()


class TwoLineDelegate(RowDelegate):
    """Paints the title above the remark."""

    def draw(self, painter: QPainter, where: QRectF, row: Any, *, lit: bool) -> None:
        t, now = self.theme.tokens, self.theme
        above, below = now.metrics(Type.BODY, bold=True).height(), now.metrics(Type.META).height()
        inside = where.adjusted(SPACE_12, 0, -SPACE_12, 0)
        top = inside.center().y() - (above + below) / 2
        for text, ink, type_, bold, line, height in (
            (row.title, t.primary_text if lit else t.text, Type.BODY, True, top, above),
            (row.remark, t.text2, Type.META, False, top + above, below),
        ):
            painter.setFont(now.font(type_, bold=bold))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
            write(painter, QRectF(inside.left(), line, inside.width(), height), cut, ink)
