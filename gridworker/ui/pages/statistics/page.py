"""统计: one period at a time, from what is on this laptop now; every number opens its records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.period import SPANS, Period
from gridworker.environment.language import Words
from gridworker.operations.changes import Changes
from gridworker.operations.figures import CHARTS, FIGURES, Seen, behind, look
from gridworker.operations.list_table import figures_table
from gridworker.operations.reports import list_reports
from gridworker.operations.today import this_day
from gridworker.ui.forms.records_sheet import Behind, RecordsSheet
from gridworker.ui.forms.table_print import PRINT, PRINT_KEY, TablePrint
from gridworker.ui.pages.page import KeyHelp, Page
from gridworker.ui.pages.reader import Reader
from gridworker.ui.pages.statistics.overview import Overview, question
from gridworker.ui.pages.statistics.reports_view import ReportsView
from gridworker.ui.pages.statistics.wording import SPAN_WORDS, freshness, period_name
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import PAGE_BOTTOM, PAGE_SIDE, PAGE_TOP, SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.button import IconButton
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.shown_stack import ShownStack
from gridworker.ui.widgets.text import Label

_PERIOD = Words("统计时段", "Period")
_EARLIER, _LATER = Words("上一期", "Earlier"), Words("下一期", "Later")
_SHOWN = Words("看什么", "What to show")
_OVERVIEW, _TABLES = Words("总览", "Overview"), Words("报表", "Tables")
_PART, _WHOLE = Words("计入分子", "Counted"), Words("计入分母", "Of all")


class StatisticsPage(Page):
    """Figures and charts of a week, a month, a quarter or a year."""

    TITLE = Words("统计", "Figures")
    KEYS = (
        KeyHelp("Alt+←  Alt+→", Words("上一期、下一期", "The period before, the one after")),
        KeyHelp("Alt+B", Words("总览或报表", "Overview or tables")),
        KeyHelp("Ctrl+PgUp  Ctrl+PgDn", Words("上一张、下一张报表", "The table before, the one after")),
        KeyHelp("Ctrl+E", Words("报表导出 Excel", "Export the table to Excel")),
        KeyHelp(PRINT_KEY, PRINT),
        KeyHelp("1  2  3  4", Words("本周、本月、本季、本年（在时段上）", "Week, month, quarter, year")),
        KeyHelp("↑  ↓  ←  →", Words("在图里移动", "Move within a chart")),
        KeyHelp("Enter", Words("打开数字背后的记录", "Open the records behind a number")),
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        said = session.said
        self.period = Period.around("month", this_day(session.profile))
        self.seen: Seen | None = None
        self.spans = SegmentedChoice([Choice(span, said(SPAN_WORDS[span])) for span in SPANS], "month")
        self.spans.setAccessibleName(said(_PERIOD))
        self.earlier = IconButton("chevron_left", said(_EARLIER), "Alt+←")
        self.later = IconButton("chevron_right", said(_LATER), "Alt+→")
        self.named = Label("", Type.BODY, bold=True)
        self.fresh = Label("", Type.META)
        self.print = IconButton("print", said(PRINT), PRINT_KEY)
        self.overview = Overview(session)
        self.reports = ReportsView(session)
        self.views = SegmentedChoice([Choice("overview", said(_OVERVIEW)), Choice("tables", said(_TABLES))])
        self.views.setAccessibleName(said(_SHOWN))
        self._reader = Reader(session.background, self, self._read)
        self._stack = ShownStack()
        self._stack.addWidget(self.overview)
        self._stack.addWidget(self.reports)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_12)
        steps = Flow(SPACE_8)
        for widget in (self.views, self.spans, self.earlier, self.named, self.later):
            steps.flow.addWidget(widget)
        steps.flow.addWidget(self.fresh)
        bar.addWidget(steps, 1)
        bar.addWidget(self.print, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_SIDE, PAGE_TOP, PAGE_SIDE, PAGE_BOTTOM)
        whole.setSpacing(SPACE_12)
        whole.addLayout(bar)
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.spans.changed.connect(self._on_span)
        self.views.changed.connect(self._on_view)
        self.reports.wanted.connect(self._reader.ask)
        self.print.clicked.connect(self._on_print)
        self.earlier.clicked.connect(self._on_earlier)
        self.later.clicked.connect(self._on_later)
        self.overview.figure_wanted.connect(self._on_figure)
        self.overview.slice_wanted.connect(self._on_slice)
        self.session.changed.connect(self._on_changed)
        self.session.sync_ended.connect(self._reader.ask)
        keys: dict[str, Callable[[], None]] = {
            "Alt+Left": self._on_earlier,
            "Alt+Right": self._on_later,
            "Alt+B": self._on_other_view,
            "Ctrl+PgUp": partial(self._on_turn, -1),
            "Ctrl+PgDown": partial(self._on_turn, 1),
            "Ctrl+E": self._on_write,
            PRINT_KEY: self._on_print,
        }
        for key, does in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def enter(self, record: str = "") -> None:
        assert record is not None
        first = self.reports.view if self.shows_tables else self.spans
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._reader.ask()

    async def look_ahead(self) -> None:
        self.seen = await self.session.run(look, self.period, self.seen)

    def show_period(self, period: Period) -> None:
        """Goes to another period."""
        self.period = period
        self.spans.set_value(period.span)
        self._reader.ask()

    @property
    def shows_tables(self) -> bool:
        """Whether the tables are shown in place of the figures."""
        return self.views.value() == "tables"

    async def _read(self) -> None:
        period = self.period
        self.named.setText(period_name(self.session, period))
        self.later.setEnabled(period.after <= this_day(self.session.profile))
        if self.shows_tables:
            self.reports.show_reports(await self.session.run(list_reports))
            await self.reports.load(period)
        seen = await self.session.run(look, period, self.seen)
        if period == self.period:
            self.seen = seen
            self.fresh.setText(freshness(self.session, seen.freshness))
            self.overview.show_seen(seen)

    @Slot()
    def _on_span(self) -> None:
        today = this_day(self.session.profile)
        inside = self.period.first <= today < self.period.after
        self.show_period(Period.around(self.spans.value(), today if inside else self.period.last))

    @Slot()
    def _on_view(self) -> None:
        """Tables are of months."""
        self.spans.setVisible(not self.shows_tables)
        self._stack.setCurrentWidget(self.reports if self.shows_tables else self.overview)
        if self.shows_tables and self.period.span != "month":
            today = this_day(self.session.profile)
            inside = self.period.first <= today < self.period.after
            self.period = Period.around("month", today if inside else self.period.last)
            self.spans.set_value("month")
        self._reader.ask()

    def _on_other_view(self) -> None:
        self.views.set_value("overview" if self.shows_tables else "tables")
        self._on_view()
        there = self.reports.view if self.shows_tables else self.views
        there.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_turn(self, step: int) -> None:
        if self.shows_tables and not composing():
            self.reports.turn_over(step)

    def _on_write(self) -> None:
        if self.shows_tables:
            self.reports.write()

    @Slot()
    def _on_print(self) -> None:
        """The table that is shown, or the figures, as they will be printed."""
        if self.shows_tables:
            self.reports.print()
        elif self.seen is not None:
            self.session.background.spawn(self._print_figures(self.seen), self)

    async def _print_figures(self, seen: Seen) -> None:
        session = self.session
        name = period_name(session, seen.period)
        table = await session.run(figures_table, seen, name, session.language)
        TablePrint(session, table, self).open()

    @Slot()
    def _on_earlier(self) -> None:
        if not composing():
            self.show_period(self.period.moved(-1))

    @Slot()
    def _on_later(self) -> None:
        if self.later.isEnabled() and not composing():
            self.show_period(self.period.moved(1))

    @Slot(object)
    def _on_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self._reader.ask()

    @Slot(str)
    def _on_figure(self, code: str) -> None:
        self.session.background.spawn(self._open_figure(code), self)

    async def _open_figure(self, code: str) -> None:
        figure, said = next(figure for figure in FIGURES if figure.code == code), self.session.said
        sets = [
            Behind(word.en, said(word), query.kind, await self.session.run(behind, query, self.period))
            for word, query in ((_PART, figure.part), (_WHOLE, figure.whole))
        ]
        RecordsSheet(self.session, said(figure.name), said(figure.definition), sets, self).open()

    @Slot(str, object)
    def _on_slice(self, code: str, key: object) -> None:
        self.session.background.spawn(self._open_slice(code, key), self)

    async def _open_slice(self, code: str, key: object) -> None:
        chart, said = next(chart for chart in CHARTS if chart.code == code), self.session.said
        query, period = question(code, key, self.period)
        ids = await self.session.run(behind, query, period)
        title = said(chart.name)
        RecordsSheet(
            self.session, title, said(chart.definition), [Behind(code, title, query.kind, ids)], self
        ).open()
