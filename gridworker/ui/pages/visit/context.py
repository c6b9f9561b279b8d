"""Beside the form: the last visit, the year in weeks, and what is suggested next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.plans import planned_on
from gridworker.environment.language import Words
from gridworker.operations.visits import Whom
from gridworker.ui.forms.days import day_field
from gridworker.ui.forms.moments import local, say_day, say_moment
from gridworker.ui.forms.plan_words import reason
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.painting import PaintedWidget, Themed, box
from gridworker.ui.widgets.text import Label, Paragraph

WIDTH = 232
_LAST = Words("上次走访", "Last visit")
_FIRST = Words("第一次走访", "First visit")
_NOTHING_KNOWN = Words("这里会显示上次走访的情况。", "The last visit will stand here.")
_YEAR = Words("近一年 {count} 次", "{count} in a year")
_WEEKS = Words("每格一周", "a square a week")
_ADD = Words("加入待办", "Add a task")
_ADDED = Words("已加入待办，随走访保存", "Task added, saved with the visit")
_UNCHANGED = Words("情况无变化。", "Nothing had changed.")
_BY_PLAN = Words("{why}，不填就按计划排到 {day}。", "{why}; left empty the plan says {day}.")
_AGAIN = Words("未能见面，不填就按计划排到 {day}。", "Nobody spoken to; left empty the plan says {day}.")
_COLUMNS, _ROWS, _CELL, _GAP = 13, 4, 11, 4


class YearDots(PaintedWidget):
    """The last 52 weeks, oldest first, this week last."""

    def __init__(self) -> None:
        super().__init__()
        self._visited: frozenset[int] = frozenset()

    def show_weeks(self, back: Sequence[int], told: str) -> None:
        """Marks weeks by how many weeks ago they were; `told` is read out."""
        self._visited = frozenset(back)
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        cell, gap = self.theme.px(_CELL), self.theme.px(_GAP)
        return QSize(_COLUMNS * (cell + gap) - gap, _ROWS * (cell + gap) - gap)

    def paint(self, painter: QPainter) -> None:
        t, cell, gap = self.tokens, self.theme.px(_CELL), self.theme.px(_GAP)
        for number in range(_COLUMNS * _ROWS):
            back = _COLUMNS * _ROWS - 1 - number
            row, column = divmod(number, _COLUMNS)
            where = QRectF(column * (cell + gap), row * (cell + gap), cell, cell)
            line = t.line_strong if t.border > 1 else None
            box(painter, where, 3, t.primary if back in self._visited else t.surface3, line)


class Context(Themed, QWidget):
    """`changed` fires when the next day or the task was changed by the person."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        said = session.said
        self.next_on = day_field(session, past=False)
        self.todo = Button(said(_ADD), Weight.SOFT, "add")
        self.todo.setCheckable(True)
        self._about = Paragraph("", Type.META)
        self._plan = Paragraph("", Type.META)
        self._last, self._year, self._next = (
            Card(inner=True, padding=SPACE_12),
            Card(inner=True, padding=SPACE_12),
            Card(tone=Tone.PRIMARY, padding=SPACE_12),
        )
        self._title = Label("", Type.BODY, bold=True)
        self._when = Paragraph("", Type.META)
        self._said = Paragraph("", Type.LABEL)
        self._count = Label("", Type.BODY, bold=True)
        self._dots = YearDots()
        self._lay_out()
        self.next_on.changed.connect(self.changed)
        self.next_on.picked.connect(self.changed)
        self.todo.clicked.connect(self._on_todo)
        self.restyle()

    def _lay_out(self) -> None:
        for part in (self._title, self._when, self._said):
            self._last.column.addWidget(part)
        counted = QHBoxLayout()
        counted.addWidget(self._count)
        counted.addStretch(1)
        counted.addWidget(Label(self._session.said(_WEEKS), Type.META))
        self._year.column.addLayout(counted)
        self._year.column.addWidget(self._dots)
        self._last.column.setSpacing(SPACE_4)
        self._year.column.setSpacing(SPACE_8)
        label = self._session.labels.field("visit", "next_on")
        self.next_on.setAccessibleName(label)
        self._next.column.setSpacing(SPACE_8)
        self._next.column.addWidget(Label(label, Type.BODY, bold=True))
        self._next.column.addWidget(self.next_on)
        self._next.column.addWidget(self._plan)
        self._next.column.addWidget(self._about)
        self._next.column.addWidget(self.todo)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_12)
        for card in (self._last, self._year, self._next):
            whole.addWidget(card)
        whole.addStretch(1)

    def restyle(self) -> None:
        self.setFixedWidth(self.theme.px(WIDTH))
        super().restyle()

    # What is shown.

    def show_whom(self, whom: Whom | None, before: int) -> None:
        """The visits before the moment `before`."""
        said = self._session.said
        moments = [moment for moment in (whom.moments if whom else ()) if moment < before]
        earlier = whom is not None and bool(moments) and int(whom.last.get("at") or 0) < before
        self._title.setText(said(_LAST if moments or not whom else _FIRST))
        # Of visits before the last it is known when they were.
        self._when.set_text(
            self._when_said(max(moments)) if moments else "" if whom else said(_NOTHING_KNOWN)
        )
        self._when.setVisible(bool(moments) or not whom)
        self._said.setVisible(earlier)
        if earlier and whom:
            last = whom.last
            result = self._session.labels.choice("visit", "result", str(last.get("result") or ""))
            identity = self._session.profile.identity
            own = identity.name if last.get("created_by") == identity.worker else ""
            author = str(last.get("created_by_name") or own)
            parts = (self._when_said(int(last.get("at") or 0)), author, result)
            self._when.set_text(" · ".join(filter(None, parts)))
            text = str(last.get("text") or "")
            self._said.set_text(text or (said(_UNCHANGED) if last.get("no_change") else ""))
            self._said.setVisible(bool(self._said.text()))
        weeks = [self._weeks_ago(moment) for moment in moments]
        within = [week for week in weeks if week < _COLUMNS * _ROWS]
        self._count.setText(said(_YEAR, count=len(within)))
        self._dots.show_weeks(within, said(_YEAR, count=len(within)))
        self._year.setVisible(bool(moments))

    def show_plan(self, whom: Whom | None, at: int | None, *, spoken: bool) -> None:
        """When the plan asks for the next visit after this one, at the moment `at` (now, if none is told)."""
        due = whom.due if whom else None
        self._plan.setVisible(due is not None and due.why is not None)
        if whom and due is not None and due.why is not None:
            on = self.today if at is None else local(at, self._session.profile.clock.tz(at)).date()
            planned = planned_on(due.why, whom.calls.and_one(on, spoken=spoken), whom.again)
            why = reason(due._replace(tries=0, by_hand=False, first=False), self._session.labels)
            day = say_day(planned, self.today, self._session.language)
            self._plan.set_text(self._session.said(_BY_PLAN if spoken else _AGAIN, why=why, day=day))

    def show_next(self, day: date | None, todo: bool) -> None:
        """The day of the next visit, and whether a task is wanted; not a change by the person."""
        self.next_on.set_moment(day)
        self._set_todo(todo)

    def show_exceptions(self, told: str) -> None:
        """What a task would be about; nothing takes the offer away."""
        self._about.set_text(told)
        self._about.setVisible(bool(told))
        self.todo.setVisible(bool(told))
        if not told:
            self._set_todo(False)

    @property
    def today(self) -> date:
        """Today, here."""
        clock = self._session.profile.clock
        return local(clock.now(), clock.tz(clock.now())).date()

    def _weeks_ago(self, moment: int) -> int:
        day = local(moment, self._session.profile.clock.tz(moment)).date()
        monday = self.today - timedelta(days=self.today.weekday())
        return max(0, -((day - monday).days // 7))

    def _when_said(self, moment: int) -> str:
        clock = self._session.profile.clock
        return say_moment(moment, clock.now(), clock.tz(moment), self._session.language)

    @Slot()
    def _on_todo(self) -> None:
        self._set_todo(self.todo.isChecked())
        self.changed.emit()

    def _set_todo(self, wanted: bool) -> None:
        self.todo.setChecked(wanted)
        self.todo.set_text(self._session.said(_ADDED if wanted else _ADD))
        self.todo.set_icon("checkmark" if wanted else "add")
