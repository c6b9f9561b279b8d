"""Four figures and four charts of a period; each opens the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gridworker.domain.period import Period
from gridworker.domain.query import Query
from gridworker.environment.language import Words
from gridworker.operations.figures import CHARTS, FIGURES, Figure, Seen, Value, chart_period
from gridworker.ui.forms.moments import month_word
from gridworker.ui.pages.statistics.wording import WEEKDAYS, day_of, period_name
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import FOLDED_BELOW, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chart import Chart, Slice
from gridworker.ui.widgets.charts import DayGrid, Donut, LyingBars, StandingBars
from gridworker.ui.widgets.figure_card import FigureCard
from gridworker.ui.widgets.painting import Themed
from gridworker.ui.widgets.text import Paragraph, SectionTitle

_LOOKS = {
    "places": ("person_walking", Tone.OK),
    "hazards": ("shield_checkmark", Tone.WARN),
    "disputes": ("handshake", Tone.PRIMARY),
    "homes": ("building_home", Tone.INFO),
}
_OF = Words("{part:,} / {whole:,} {unit}", "{part:,} of {whole:,} {unit}")
_NOTHING = Words("本期没有", "None in the period")
_NOT_ON_FILE = Words("还没有建档", "None on file yet")
_YEAR = Words("去年同期 {percent}%", "{percent}% a year ago")
_NO_YEAR = Words("去年无记录", "none last year")
_NO_FINDINGS = Words("本期没有发现问题", "Nothing was found in the period")
_CASES = Words("件纠纷", "cases")
_DEFINITION = Words("口径：{text}", "Definition: {text}")
_MONTH = Words("{month}月", "{month}")
_STAGES = {
    "kept": (Words("达成并履行", "Agreed and kept"), ("performed", "archived")),
    "keeping": (Words("达成履行中", "Agreed, being kept"), ("agreed", "performing", "breached")),
    "talking": (Words("调解中", "In mediation"), ("accepted", "mediating")),
    "failed": (Words("调解不成", "Not settled"), ("failed",)),
    "left": (Words("撤回或移交", "Withdrawn, moved"), ("withdrawn", "transferred")),
}
_LEAST = 88
_WEEKS_FROM, _MONTHS_FROM = 32, 100
_CALLS = {
    "day": Words("每日走访", "Visits by day"),
    "week": Words("每周走访", "Visits by week"),
    "month": Words("每月走访", "Visits by month"),
}


class Overview(Themed, QWidget):
    """`figure_wanted` and `slice_wanted` ask for the records behind a figure, or behind part of a chart."""

    figure_wanted = Signal(str)
    slice_wanted = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        said = session.said
        self.cards = {
            figure.code: FigureCard(*_LOOKS[figure.code], said(figure.name), said(figure.definition))
            for figure in FIGURES
        }
        days = [said(words) for words in WEEKDAYS]
        names = {chart.code: said(chart.name) for chart in CHARTS}
        self.charts: dict[str, Chart] = {
            "rounds": DayGrid(names["rounds"], _LEAST, days),
            "findings": LyingBars(names["findings"], _LEAST),
            "outcomes": Donut(names["outcomes"], _LEAST, said(_CASES)),
            "calls": StandingBars(names["calls"], _LEAST),
        }
        self.charts["findings"].nothing = said(_NO_FINDINGS)
        self._words = {figure.code: said(figure.definition) for figure in FIGURES}
        self._words |= {chart.code: said(chart.definition) for chart in CHARTS}
        self.definition = Paragraph(self._said_definition(FIGURES[0].code), Type.META)
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACE_12)
        self._titles: dict[str, SectionTitle] = {}
        self._framed = {chart.code: self._frame(chart.code, names[chart.code]) for chart in CHARTS}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_8)
        whole.addWidget(self.definition)
        whole.addLayout(self._grid, 1)
        for code, widget in {**self.cards, **self.charts}.items():
            widget.setProperty("code", code)
            widget.installEventFilter(self)
        for code, card in self.cards.items():
            card.clicked.connect(partial(self.figure_wanted.emit, code))
        for code, drawn in self.charts.items():
            drawn.opened.connect(partial(self.slice_wanted.emit, code))
        self._columns = 0
        self._arrange(4)

    def _frame(self, code: str, name: str) -> Card:
        card = Card(padding=SPACE_16)
        card.column.setSpacing(SPACE_8)
        self._titles[code] = SectionTitle(name)
        card.column.addWidget(self._titles[code])
        card.column.addWidget(self.charts[code], 1)
        return card

    def _arrange(self, columns: int) -> None:
        """Four figures in a row and two charts below, or half of both."""
        if columns == self._columns:
            return
        self._columns = columns
        for widget in (*self.cards.values(), *self._framed.values()):
            self._grid.removeWidget(widget)
        for at, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, at // columns, at % columns)
        below, across = 4 // columns, columns // 2
        for at, framed in enumerate(self._framed.values()):
            row, column = divmod(at, 2) if columns == 4 else (at, 0)
            self._grid.addWidget(framed, below + row, column * 2, 1, 2 if columns == 4 else across * 2)
            self._grid.setRowStretch(below + row, 1)
        for column in range(4):
            self._grid.setColumnStretch(column, int(column < columns))

    def restyle(self) -> None:
        super().restyle()
        self._fold()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands a QResizeEvent on
        self._fold()

    def _fold(self) -> None:
        if hasattr(self, "_columns"):
            self._arrange(2 if self.width() / self.theme.scale < FOLDED_BELOW * 0.8 else 4)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The definition of what has the focus, or is pointed at, stands above."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Enter):
            self.definition.set_text(self._said_definition(str(watched.property("code"))))
        return False

    def _said_definition(self, code: str) -> str:
        return self._session.said(_DEFINITION, text=self._words[code])

    def show_seen(self, seen: Seen) -> None:
        """Shows a period."""
        for figure in FIGURES:
            self._show_figure(figure, seen.values[figure.code])
        shown: dict[str, Callable[[Seen], Sequence[Slice]]] = {
            "rounds": self._rounds,
            "findings": self._findings,
            "outcomes": self._outcomes,
            "calls": self._calls,
        }
        calls = self._session.said(_CALLS[_step(seen.period)])
        self._titles["calls"].set_title(calls)
        self.charts["calls"].set_name(calls)
        for chart in CHARTS:
            self.charts[chart.code].set_slices(shown[chart.code](seen))
            remark = self._words["rounds"] if chart.weeks else period_name(self._session, seen.period)
            self._titles[chart.code].remark.setText(remark)

    def _show_figure(self, figure: Figure, value: Value) -> None:
        said = self._session.said
        unit = said(figure.unit)
        if value.percent is None:
            on_file = figure.whole.kind != figure.kind
            tag, number, sign = said(_NOT_ON_FILE if on_file else _NOTHING), "—", ""
        else:
            tag = said(_OF, part=value.part, whole=value.whole, unit=unit)
            number, sign = str(value.percent), "%"
        year = said(_NO_YEAR)
        if value.before is not None and value.before[1]:
            year = said(_YEAR, percent=value.before[0] * 100 // value.before[1])
        remarks = (said(figure.remark, count=f"{value.beside:,}"), year)
        self.cards[figure.code].show_figure(number, sign, tag, remarks)

    def _rounds(self, seen: Seen) -> Sequence[Slice]:
        period = chart_period(CHARTS[0], seen.period, seen.today)
        grid = self.charts["rounds"]
        assert isinstance(grid, DayGrid)
        weeks = [
            period.first + timedelta(days=7 * week) for week in range((period.after - period.first).days // 7)
        ]
        grid.feet = [
            self._month(day) if not at or day.month != weeks[at - 1].month else ""
            for at, day in enumerate(weeks)
        ]
        return self._days(seen.charts["rounds"], period, seen.today)

    def _month(self, day: date) -> str:
        return self._session.said(_MONTH, month=month_word(day, self._session.language))

    def _days(self, counted: object, period: Period, today: date) -> list[Slice]:
        assert isinstance(counted, dict)
        by_day = {day_of(number): count for number, count in counted.items()}
        days = [period.first + timedelta(days=at) for at in range((period.after - period.first).days)]
        return [
            Slice(
                (day, day + timedelta(days=1)),
                str(day.day),
                by_day.get(day, 0),
                self._said_day(day, by_day),
                day == today,
            )
            for day in days
        ]

    @staticmethod
    def _said_day(day: date, by_day: dict[date, int]) -> str:
        return f"{day:%m-%d} {by_day.get(day, 0)}"

    def _calls(self, seen: Seen) -> Sequence[Slice]:
        """By day; over a quarter by week, over a year by month."""
        days = self._days(seen.charts["calls"], seen.period, seen.today)
        span = _step(seen.period)
        if span == "day":
            return days
        grouped: dict[Period, int] = {}
        for one in days:
            period = Period.around(span, cast("tuple[date, date]", one.key)[0])
            grouped[period] = grouped.get(period, 0) + one.amount
        return [
            Slice(
                (max(period.first, seen.period.first), min(period.after, seen.period.after)),
                f"{period.first:%m-%d}" if span == "week" else self._month(period.first),
                count,
                f"{period_name(self._session, period)} {count}",
            )
            for period, count in grouped.items()
        ]

    def _findings(self, seen: Seen) -> Sequence[Slice]:
        named = self._session.labels
        counted = {str(code): count for code, count in seen.charts["findings"].items() if code != "normal"}
        most = sorted(counted.items(), key=lambda item: -item[1])[:6]
        words = {code: named.choice("patrol", "categories", code) for code, _ in most}
        return [Slice(code, words[code], count, f"{words[code]} {count}") for code, count in most]

    def _outcomes(self, seen: Seen) -> Sequence[Slice]:
        counted, said = seen.charts["outcomes"], self._session.said
        sums = {code: sum(counted.get(state, 0) for state in states) for code, (_, states) in _STAGES.items()}
        return [
            Slice(_STAGES[code][1], said(_STAGES[code][0]), count, f"{said(_STAGES[code][0])} {count}")
            for code, count in sums.items()
        ]


def _step(period: Period) -> str:
    """What is counted together: a day; over a quarter a week, over a year a month."""
    days = (period.after - period.first).days
    return "day" if days <= _WEEKS_FROM else "week" if days <= _MONTHS_FROM else "month"


def question(code: str, key: object, period: Period) -> tuple[Query, Period]:
    """The query and the period behind a part of a chart."""
    chart = next(chart for chart in CHARTS if chart.code == code)
    if code in ("rounds", "calls"):
        first, after = cast("tuple[date, date]", key)
        return Query(chart.query.kind), Period("week", first, after)
    if code == "findings":
        return chart.query.narrowed("categories", str(key)), period
    return chart.query.narrowed("status", *cast("tuple[str, ...]", key)), period
