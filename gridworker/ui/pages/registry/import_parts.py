"""What the import of a table is shown with: the lines that cannot be taken, and a box to tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.operations.importing import Refused
from gridworker.ui.pages.registry.import_words import LINE, MORE, REFUSED, REFUSED_LIST
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.painting import write
from gridworker.ui.widgets.pickers import Tick
from gridworker.ui.widgets.row_list import RowDelegate, RowList, RowModel
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text import Label


class _Rows(RowModel):
    """The lines that cannot be taken."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session

    def key(self, row: Any) -> Any:
        return row.line

    def words(self, row: Any) -> str:
        return f"{self._session.said(LINE, line=row.line)} {row.why(self._session.language)}"


class _Painter(RowDelegate):
    """A line by its number, and what is wrong with it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def height(self) -> int:
        return self.theme.metrics(Type.LABEL).height() + SPACE_12

    def draw(self, painter: QPainter, where: QRectF, row: Any, *, lit: bool) -> None:
        t, now = self.theme.tokens, self.theme
        number = self._session.said(LINE, line=row.line)
        painter.setFont(now.font(Type.LABEL, bold=True))
        inside = where.adjusted(SPACE_8, 0, -SPACE_8, 0)
        write(painter, inside, number, t.primary_text if lit else t.text)
        taken = painter.fontMetrics().horizontalAdvance(number) + SPACE_12
        painter.setFont(now.font(Type.LABEL))
        room = inside.adjusted(taken, 0, 0, 0)
        why = row.why(self._session.language)
        write(
            painter,
            room,
            painter.fontMetrics().elidedText(why, Qt.TextElideMode.ElideRight, int(room.width())),
            t.text2,
        )


def beside(tick: Tick, words: str) -> QWidget:
    """A box to tick with its words."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_8)
    row.addWidget(tick)
    row.addWidget(Label(words, Type.BODY), 1)
    return holder


def refused_list(session: Session, refused: Sequence[Refused], bad: int) -> QWidget | None:
    """The lines that cannot be taken, under how many those are; None where there are none."""
    if not refused:
        return None
    said, holder = session.said, QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_8)
    more = said(MORE, count=f"{len(refused):,}") if bad > len(refused) else ""
    column.addWidget(SignLine("warning", Tone.WARN, said(REFUSED, count=f"{bad:,}") + more))
    rows = _Rows(session, holder)
    listed = RowList(said(REFUSED_LIST), rows, _Painter(session))
    rows.set_rows(refused)
    column.addWidget(listed, 1)
    return holder
