"""The lines of the search box's list: records and commands under quiet headings, each with its sign and its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gridworker.store.matched import Span
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import CARD_RADIUS, SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.marked_text import MarkedText
from gridworker.ui.widgets.painting import box, write

_PLATE = 34


class Choice(NamedTuple):
    """One line: its sign, what it says, what taking it does, and its key; without `take` it is a heading.

    `record` is what it stands for, `name` how that is called where it can be visited; `visits` is whom it begins a
    visit to. `marks` and `remark_marks` are the pieces of title and remark that matched.
    """

    icon: str
    title: str
    remark: str = ""
    take: Callable[[], None] | None = None
    tone: Tone = Tone.PRIMARY
    key: str = ""
    record: str = ""
    name: str = ""
    visits: str = ""
    marks: Sequence[Span] = ()
    remark_marks: Sequence[Span] = ()


class Lines(QStyledItemDelegate):
    """Paints them. `caps` are keys of the moment, by the number of the line."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.caps: dict[int, str] = {}

    @staticmethod
    def height(choice: Choice) -> int:
        """How high a line is."""
        now = theme.current()
        if choice.take is None:
            return now.metrics(Type.META).height() + SPACE_8
        if not choice.remark:
            return max(now.target, now.px(_PLATE) + SPACE_8)
        return now.metrics(Type.BODY).height() + now.metrics(Type.META).height() + SPACE_12

    def sizeHint(self, _option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(100, self.height(index.data(Qt.ItemDataRole.UserRole)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        choice: Choice = index.data(Qt.ItemDataRole.UserRole)
        where = QRectF(option.rect)  # type: ignore[attr-defined]  # the stubs leave the fields out
        picked = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if choice.take is None:
            _heading(painter, where, choice.title)
        else:
            keys = [
                key for key in (choice.key or self.caps.get(index.row(), ""), "↵" if picked else "") if key
            ]
            _line(painter, where, choice, keys, picked=picked)
        painter.restore()


def _heading(painter: QPainter, where: QRectF, words: str) -> None:
    painter.setFont(theme.current().font(Type.META))
    write(painter, where.adjusted(SPACE_8, SPACE_4, 0, 0), words, theme.current().tokens.text2)


def _line(painter: QPainter, where: QRectF, choice: Choice, keys: Sequence[str], *, picked: bool) -> None:
    now = theme.current()
    t, middle = now.tokens, where.center().y()
    if picked:
        box(painter, where, CARD_RADIUS - 4, t.primary_soft, t.primary if t.border > 1 else None)
    side = now.px(_PLATE)
    drawing.draw_plate(
        painter,
        QPointF(where.left() + SPACE_8 + side / 2, middle),
        side,
        choice.icon,
        choice.tone,
        lit=picked,
    )
    right = where.right() - SPACE_12
    for key in reversed(keys):
        right -= drawing.key_width(key)
        drawing.draw_key(painter, right, middle, key)
        right -= SPACE_8
    text = QRectF(
        where.left() + SPACE_8 + side + SPACE_12, where.top() + SPACE_4, 0, where.height() - 2 * SPACE_4
    )
    text.setRight(right)
    high = text.height() / 2 if choice.remark else text.height()
    title = MarkedText(choice.title, choice.marks)
    title.draw(painter, QRectF(text.left(), text.top(), text.width(), high), Type.BODY, t.text)
    if choice.remark:
        remark = MarkedText(choice.remark.replace("\n", " "), choice.remark_marks)
        remark.draw(painter, text.adjusted(0, high, 0, 0), Type.META, t.text2)
