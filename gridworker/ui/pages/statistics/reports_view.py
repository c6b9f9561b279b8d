"""报表: the month's tables on the screen; a cell opens its records, typed cells stand again next month."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gridworker.documents.filled import Table
from gridworker.domain.period import Period
from gridworker.environment.language import Words
from gridworker.operations.own_templates import called, fill_own
from gridworker.operations.reports import Report, fill, keep_cell, month_of, save_report
from gridworker.ui.forms.records_sheet import Behind, RecordsSheet
from gridworker.ui.forms.table_print import TablePrint
from gridworker.ui.pages.statistics.heads import Heads
from gridworker.ui.pages.statistics.table_model import TableDelegate, TableModel
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.painting import Themed
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.text import Label, Paragraph
from gridworker.ui.widgets.whole_rows import WholeRows

_WHICH = Words("哪张表", "Which table")
_EXCEL = Words("导出 Excel", "Export to Excel")
_OWN = Words("用自己的模板", "A template of my own")
_OPEN = Words("打开模板", "Open")
_EMPTY = Words("这个月没有记录", "No records in this month")
_CELL = Words("{what}：来自 {count} 条记录，回车打开", "{what}: records: {count}; Enter opens them")
_TYPED = Words("{what}：可以直接填写，下个月沿用", "{what}: type here; it stands again next month")
_NO_RECORD = Words("{what}：没有对应的记录", "{what}: no records")
_WRITTEN = Words("已写好：{file}", "Written: {file}")


class ReportsView(Themed, QWidget):
    """Shows one table of a month. `wanted` fires when another table, or the same anew, is to be filled."""

    wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.reports: Sequence[Report] = ()
        self.table: Table | None = None
        self.period: Period | None = None
        said = session.said
        self._choice: SegmentedChoice | None = None
        self._came_meanwhile = False
        self._names = QWidget()
        names = QHBoxLayout(self._names)
        names.setContentsMargins(0, 0, 0, 0)
        self.excel = Button(said(_EXCEL), Weight.PLAIN, "document_table", "Ctrl+E")
        self.own = Button(said(_OWN), Weight.TEXT)
        self.title = Label("", Type.SUBTITLE, bold=True)
        self.heads = Heads(session)
        self.view = QTableView()
        self._whole = WholeRows(self.view)
        self.model = TableModel(session, self)
        self._told = Paragraph("", Type.META)
        self._lay_out()
        self._set_up()

    def _lay_out(self) -> None:
        bar = Flow(SPACE_12)
        bar.flow.addWidget(self._names)
        for button in (self.excel, self.own):
            bar.flow.addWidget(button)
        card = Card(padding=SPACE_12)
        card.column.setSpacing(SPACE_8)
        card.column.addWidget(self.title)
        card.column.addWidget(self.heads)
        card.column.addWidget(self._whole, 1)
        card.column.addWidget(self._told)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_12)
        whole.addWidget(bar)
        whole.addWidget(card, 1)

    def _set_up(self) -> None:
        view = self.view
        self._delegate = TableDelegate(view)
        view.setModel(self.model)
        view.setItemDelegate(self._delegate)
        view.setAccessibleName(self._session.said(_WHICH))
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setHighlightSections(False)
        view.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        view.selectionModel().currentChanged.connect(self._on_current)
        view.doubleClicked.connect(self._open_cell)
        view.installEventFilter(self)
        self.model.typed.connect(self._on_typed)
        self._delegate.closeEditor.connect(self._on_closed)
        self.heads.typed.connect(self._on_typed)
        self.excel.clicked.connect(self.write)
        self.own.clicked.connect(self._on_own)

    @property
    def report(self) -> Report:
        """The table that is picked."""
        name = self._choice.value() if self._choice is not None else self.reports[0].name
        return next(report for report in self.reports if report.name == name)

    def show_reports(self, reports: Sequence[Report]) -> None:
        """Which tables there are."""
        if [one.name for one in reports] == [one.name for one in self.reports] and self._choice is not None:
            self.reports = reports
            return
        self.reports = reports
        if self._choice is not None:
            self._choice.hide()
            self._choice.deleteLater()
        self._choice = SegmentedChoice(
            [Choice(one.name, called(one, self._session.language)[1]) for one in reports]
        )
        self._choice.setAccessibleName(self._session.said(_WHICH))
        self._choice.changed.connect(self.wanted)
        names = self._names.layout()
        if names is not None:
            names.addWidget(self._choice)
        self._set_tab_order()

    def pick(self, name: str) -> None:
        """Goes to a table."""
        if self._choice is not None:
            self._choice.set_value(name)
            self.wanted.emit()

    def turn_over(self, step: int) -> None:
        """Goes to the table so many places on, around the end; the focus goes into it."""
        names = [one.name for one in self.reports]
        if names:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.pick(names[(names.index(self.report.name) + step) % len(names)])

    def take_focus(self) -> None:
        """Brings the focus to the choice of tables."""
        if self._choice is not None:
            self._choice.setFocus(Qt.FocusReason.OtherFocusReason)

    async def load(self, period: Period) -> None:
        """Fills the picked table of a month and shows it, standing at the same cell."""
        report = self.report
        if self.table is not None and (self.table.name, self.period) != (report.name, period):
            self._settle()
        table = await self._session.run(fill, report, period, self._session.language)
        if report is not self.report:
            return
        if self._is_typing:
            self._came_meanwhile = True
            return
        place = self.view.currentIndex()
        row, column = place.row(), place.column()
        same = self.table is not None and self.table.name == table.name
        self.table, self.period = table, period
        self.title.setText(table.title)
        self.view.setAccessibleName(table.title)
        self.model.show_table(table)
        self.view.clearSpans()
        for row in range(len(table.rows), self.model.rowCount()):
            self.view.setSpan(row, 0, 1, 2)
        if self.heads.show_heads(table):
            self._set_tab_order()
        self.restyle()
        if same and row >= 0:
            self.view.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), column))
        elif self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))
        if not self.model.rowCount():
            self._told.set_text(self._session.said(_EMPTY))

    @property
    def _is_typing(self) -> bool:
        """Whether a cell of the table is being typed into."""
        return self.view.state() is QAbstractItemView.State.EditingState

    def _settle(self) -> None:
        """What is being typed belongs to the table that is left."""
        self.heads.settle()
        if self._is_typing:
            # An editor that loses the focus hands over what it has.
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_tab_order(self) -> None:
        """As it stands on the screen: some of it is made later than what stands behind it."""
        words = self._choice.segments() if self._choice is not None else []
        stops = [*words, self.excel, self.own, *self.heads.fields.values(), self.view]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def restyle(self) -> None:
        super().restyle()
        if self.table is None:
            return
        self.view.verticalHeader().setDefaultSectionSize(self._delegate.height())
        metrics, widths = self.theme.metrics(Type.LABEL), self.table.widths
        for column, (head, width) in enumerate(zip(self.table.headers, widths, strict=True)):
            least = self.theme.metrics(Type.META).horizontalAdvance(head) + 3 * SPACE_12
            self.view.setColumnWidth(
                column, max(least, metrics.horizontalAdvance("0") * width + 2 * SPACE_12)
            )
        self._whole.fit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not event.modifiers():
            index = self.view.currentIndex()
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            # What an editor leaves over comes here too, while the focus is in the editor.
            if enter and index.isValid() and self.view.hasFocus():
                if self.model.cell(index).key is not None:
                    self.view.edit(index)
                else:
                    self._open_cell(index)
                return True
        return False

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not now.isValid():
            return
        cell, what = self.model.cell(now), self.model.head(now)
        words = _TYPED if cell.key is not None else _CELL if cell.ids else _NO_RECORD
        self._told.set_text(self._session.said(words, what=what, count=f"{len(cell.ids):,}"))

    @Slot(QModelIndex)
    def _open_cell(self, index: QModelIndex) -> None:
        cell, table = self.model.cell(index), self.table
        if not cell.ids or table is None:
            return
        single = index.row() - len(table.rows)
        kind = table.kinds[1 + single] if single >= 0 else table.kinds[0]
        what = self.model.head(index)
        behind = Behind("cell", what, kind, list(dict.fromkeys(cell.ids)))
        RecordsSheet(self._session, f"{what}　{cell.text}"[:40], table.title, [behind], self).open()

    @Slot(object, str)
    def _on_typed(self, key: tuple[str, str], text: str) -> None:
        if self.period is not None and self.table is not None:
            keeping = self._keep(self.table.name, month_of(self.period), key, text)
            self._session.background.spawn(keeping, self)

    async def _keep(self, name: str, month: str, key: tuple[str, str], text: str) -> None:
        await self._session.run(keep_cell, name, month, key, text)
        self.wanted.emit()

    @Slot()
    def _on_closed(self) -> None:
        """What came while somebody typed into a cell is shown now."""
        if self._came_meanwhile:
            self._came_meanwhile = False
            self.wanted.emit()

    @Slot()
    def write(self) -> None:
        """Asks where to, and writes the table there."""
        if self.table is not None:
            self._session.background.spawn(self._choose(None), self)

    def print(self) -> None:
        """Shows the table as it will be printed."""
        if self.table is not None:
            TablePrint(self._session, self.table, self).open()

    @Slot()
    def _on_own(self) -> None:
        self._session.background.spawn(self._choose_template(), self)

    async def _choose_template(self) -> None:
        dialog = QFileDialog(self, self._session.said(_OPEN))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("*.xlsx")
        chosen: list[str] = []
        dialog.fileSelected.connect(chosen.append)
        if await self._session.background.answered(dialog) and chosen:
            await self._choose(Path(chosen[0]))

    async def _choose(self, template: Path | None) -> None:
        dialog = QFileDialog(self, self._session.said(_EXCEL))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("*.xlsx")
        dialog.setDefaultSuffix("xlsx")
        named = template.stem if template is not None else self.title.text()
        dialog.selectFile(f"{named}.xlsx")
        chosen: list[str] = []
        dialog.fileSelected.connect(chosen.append)
        if await self._session.background.answered(dialog) and chosen:
            await self.write_to(Path(chosen[0]), template)

    async def write_to(self, out: Path, template: Path | None = None) -> None:
        """Writes the table that is shown, or a template of one's own, to a file and says so."""
        if self.period is None:
            return
        language = self._session.language
        if template is not None:
            await self._session.run(fill_own, template, self.period, out, language=language)
        else:
            await self._session.run(save_report, self.report, self.period, out, language=language)
        self._session.said_done.emit(self._session.said(_WRITTEN, file=out.name), None)
