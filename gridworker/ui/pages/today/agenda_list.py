"""The list of what is to be done: tick, time, kind, title, and how soon."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gridworker.domain.dates import CHINA_MINUTES
from gridworker.environment.labels import labels
from gridworker.environment.language import Words
from gridworker.environment.marks import COMMA
from gridworker.operations.agenda import Item
from gridworker.ui.forms.moments import local, short_day
from gridworker.ui.forms.plan_words import reason
from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import ICON, SPACE_4, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.painting import write
from gridworker.ui.widgets.row_list import RowDelegate, RowModel

WHAT = {
    "urgent": (Words("紧急", "Urgent"), Tone.DANGER, "warning"),
    "task": (Words("任务", "Task"), Tone.WARN, "clipboard_task"),
    "recheck": (Words("复查", "Recheck"), Tone.PRIMARY, "person_walking"),
    "session": (Words("调解", "Mediate"), Tone.PLUM, "handshake"),
    "limit": (Words("期限", "Limit"), Tone.PLUM, "calendar_clock"),
    "confirmation": (Words("确认", "Court"), Tone.PLUM, "gavel"),
    "clause": (Words("履行", "Perform"), Tone.OK, "gavel"),
    "follow_up": (Words("回访", "Follow up"), Tone.OK, "handshake"),
    "visit": (Words("走访", "Visit"), Tone.INFO, "building_home"),
    "visits": (Words("走访", "Visit"), Tone.INFO, "building_home"),
    "points": (Words("巡查", "Patrol"), Tone.PRIMARY, "person_walking"),
    "need": (Words("诉求", "Need"), Tone.WARN, "building_shop"),
    "note": (Words("随手记", "Note"), Tone.NEUTRAL, "notepad"),
}
TICKED = frozenset({"task", "clause", "note"})
"""What a tick finishes. The rest is finished by its record: a recheck, a session, a visit."""

_ALL_DAY = Words("全天", "All day")
_OVERDUE = Words("超期 {days} 天", "{days} d late")
_TODAY = Words("今天到期", "Due today")
_TOMORROW = Words("明天到期", "Due tomorrow")
_LEFT = Words("还剩 {days} 天", "{days} d left")
_MORE_VISITS = Words("还有 {count} 户要走访", "{count} more to visit")
_POINTS = Words("还有 {count} 处必巡点没有巡到", "{count} points to patrol")
_ABOUT = {
    "limit": Words(
        "调解期限到这一天，谈不拢可经双方同意延长", "The mediation is to end; both may agree to go on"
    ),
    "confirmation": Words("双方可在这一天前共同申请司法确认", "Until then both may ask the court to confirm"),
    "follow_up": Words("协议履行得怎样，打电话或上门问一问", "Ask how the agreement is kept"),
}
_DONE = Words("已完成", "Done")
_OPEN = Words("未完成", "To do")


class Line(NamedTuple):
    """An item as the list shows it: whether it is ticked, and the day it is."""

    item: Item
    done: bool
    today: date
    language: str

    @property
    def title(self) -> str:
        """What is to be done."""
        words = {"visits": _MORE_VISITS, "points": _POINTS}.get(self.item.what)
        return words.said(self.language, count=self.item.title) if words else self.item.title

    @property
    def remark(self) -> str:
        """The quiet line: why somebody is to be called on, then where."""
        if self.item.what in _ABOUT:
            return _ABOUT[self.item.what].said(self.language)
        why = reason(self.item.due, labels(self.language))
        return " · ".join(filter(None, (why, self.item.remark)))

    @property
    def time(self) -> str:
        """The time of a moment today, the day of another, the whole day where there is no time."""
        item = self.item
        if item.at is not None and item.day == self.today:
            return f"{local(item.at, CHINA_MINUTES):%H:%M}"
        if item.day is None:
            return ""
        return _ALL_DAY.said(self.language) if item.day == self.today else short_day(item.day, self.today)

    @property
    def due(self) -> tuple[str, Tone]:
        """How soon, in words, and how grave that is. Red is for what is late."""
        if self.done:
            return _DONE.said(self.language), Tone.OK
        if self.item.day is None:
            return "", Tone.NEUTRAL
        days = (self.item.day - self.today).days
        if days < 0:
            return _OVERDUE.said(self.language, days=-days), Tone.DANGER
        if days < 2:
            return (_TODAY, _TOMORROW)[days].said(self.language), (Tone.WARN, Tone.INFO)[days]
        return _LEFT.said(self.language, days=days), Tone.NEUTRAL


class AgendaModel(RowModel):
    """Lines by what they are about."""

    def key(self, row: Line) -> Any:
        return (row.item.what, row.item.record, row.item.element)

    def words(self, row: Line) -> str:
        what = WHAT[row.item.what][0].said(row.language)
        state = (_DONE if row.done else _OPEN).said(row.language)
        parts = (what, row.title, row.remark, row.time, row.due[0] if not row.done else "", state)
        return COMMA.said(row.language).join(filter(None, parts))


class AgendaDelegate(RowDelegate):
    """Draws a line. A tick stands only where ticking is enough; elsewhere the sign of what is to be recorded."""

    def height(self) -> int:
        return super().height() + self.theme.px(6)

    def acting(self, where: QRectF, row: Line) -> QRectF:
        wide = self.theme.px(22) + SPACE_16
        return (
            QRectF(where.left(), where.top(), wide, where.height()) if row.item.what in TICKED else QRectF()
        )

    def draw(self, painter: QPainter, where: QRectF, row: Line, *, lit: bool) -> None:
        t, now = self.theme.tokens, self.theme
        word, tone, icon = WHAT[row.item.what]
        middle, left = where.center().y(), where.left() + SPACE_8
        side = now.px(22)
        self._sign(painter, QRectF(left, middle - side / 2, side, side), row, icon)
        left += side + SPACE_12
        painter.setFont(now.font(Type.LABEL))
        time_width = max(
            now.metrics(Type.LABEL).horizontalAdvance(text) for text in ("00-00", _ALL_DAY.said(row.language))
        )
        write(painter, QRectF(left, where.top(), time_width + 2, where.height()), row.time, t.text2)
        left += time_width + SPACE_12
        wide = max(drawing.tag_width(what.said(row.language)) for what, _, _ in WHAT.values())
        shown = word.said(row.language)
        drawing.draw_tag(painter, left + (wide - drawing.tag_width(shown)) / 2, middle, shown, tone)
        left += wide + SPACE_12
        right = self._right(painter, where, row, lit=lit)
        self._words(painter, QRectF(left, where.top(), right - left - SPACE_12, where.height()), row)

    def _sign(self, painter: QPainter, where: QRectF, row: Line, icon: str) -> None:
        t = self.theme.tokens
        if row.done:
            draw_icon(painter, where, "checkmark_circle", t.ok, filled=True)
        elif row.item.what in TICKED:
            painter.setPen(QPen(QColor(t.line_strong), 1.5 * t.border))
            painter.setBrush(QColor(t.surface))
            painter.drawEllipse(where.adjusted(2, 2, -2, -2))
        else:
            draw_icon(painter, where.adjusted(1, 1, -1, -1), icon, t.text3)

    def _right(self, painter: QPainter, where: QRectF, row: Line, *, lit: bool) -> float:
        """The way in and how soon; gives the left edge of both."""
        t, side = self.theme.tokens, self.theme.px(ICON - 2)
        right = where.right() - SPACE_4 - side
        arrow = QRectF(right, where.center().y() - side / 2, side, side)
        draw_icon(painter, arrow, "chevron_right", t.text if lit else t.text3)
        due, tone = row.due
        if due:
            right -= SPACE_8 + drawing.tag_width(due)
            drawing.draw_tag(painter, right, where.center().y(), due, tone)
        return right

    def _words(self, painter: QPainter, where: QRectF, row: Line) -> None:
        t, now = self.theme.tokens, self.theme
        title, remark = now.metrics(Type.BODY, bold=True).height(), now.metrics(Type.META).height()
        quiet = row.remark
        top = where.center().y() - (title + (remark if quiet else 0)) / 2
        font = now.font(Type.BODY, bold=True)
        font.setStrikeOut(row.done)
        painter.setFont(font)
        shown = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, int(where.width()))
        write(
            painter, QRectF(where.left(), top, where.width(), title), shown, t.text3 if row.done else t.text
        )
        if quiet:
            painter.setFont(now.font(Type.META))
            shown = painter.fontMetrics().elidedText(quiet, Qt.TextElideMode.ElideRight, int(where.width()))
            write(painter, QRectF(where.left(), top + title, where.width(), remark), shown, t.text2)
