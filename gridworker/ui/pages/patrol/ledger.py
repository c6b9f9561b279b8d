"""隐患台账 below the list of patrols: how many hazards are open, the way to them, and the table to hand on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.operations.hazards import Hazard, Ledger, ledger_table, write_ledger
from gridworker.ui.forms.moments import short_day
from gridworker.ui.forms.record_list import Row
from gridworker.ui.forms.table_print import PRINT, PRINT_KEY, TablePrint
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, IconButton, Weight
from gridworker.ui.widgets.drawing import STATES

_LEDGER = Words("隐患台账 {count}", "Hazards {count}")
_LATE = Words("隐患台账 {count}，逾期 {late}", "Hazards {count}, {late} late")
_BACK = Words("返回巡查列表", "Patrol list")
_EXPORT = Words("导出隐患台账", "Export the hazards")
_FILE = Words("隐患台账", "hazards")
_EXPORTED = Words("已导出 {count} 条隐患", "{count} hazards exported")
_OVERDUE = Words("逾期 {days} 天", "{days} d late")
_TODAY = Words("今天到期", "due today")
_DUE = Words("{day} 到期", "due {day}")
_OPEN = Words("未定期限", "no deadline")
_TONES = {"grave": Tone.DANGER, "major": Tone.DANGER, "minor": Tone.WARN, "on_spot": Tone.INFO}


class LedgerBar(QWidget):
    """`toggled` fires when the ledger is wanted in place of the list, or the list again.

    `titled` carries what the ledger is called while it is shown, and "" while it is not.
    """

    toggled = Signal()
    titled = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.is_on = False
        self._counted = (0, 0)
        self.button = Button("", Weight.TEXT, "flag", "Alt+H")
        self.export = IconButton("arrow_download", session.said(_EXPORT))
        self.print = IconButton("print", session.said(PRINT), PRINT_KEY)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        row.addWidget(self.button)
        row.addStretch(1)
        row.addWidget(self.print)
        row.addWidget(self.export)
        self.button.clicked.connect(self.toggle)
        self.export.clicked.connect(self._on_export)
        self.print.clicked.connect(self.on_print)
        self.show_counts((0, 0))

    def listen(self, page: QWidget) -> None:
        """Takes its key from anywhere on the page."""
        shortcut = QShortcut(QKeySequence("Alt+H"), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.toggle)

    def show_counts(self, counted: tuple[int, int]) -> None:
        """How many hazards are open and how many overdue."""
        self._counted = counted
        count, late = counted
        title = self._session.said(_LATE if late else _LEDGER, count=count, late=late)
        self.button.set_text(self._session.said(_BACK) if self.is_on else title)
        self.titled.emit(title if self.is_on else "")
        for button in (self.print, self.export):
            button.setVisible(self.is_on and count > 0)

    @Slot()
    def toggle(self) -> None:
        """The ledger or the list."""
        self.put(on=not self.is_on)
        self.toggled.emit()

    def put(self, *, on: bool) -> None:
        """Says which of both is shown."""
        self.is_on = on
        self.show_counts(self._counted)

    def rows(self, ledger: Ledger) -> list[Row]:
        """The hazards as the list shows them."""
        return [self._row(hazard, ledger.today) for hazard in ledger.hazards]

    def _row(self, hazard: Hazard, today: date) -> Row:
        named = self._session.labels
        found = [
            named.choice("patrol", "categories", str(code)) for code in hazard.body.get("categories") or ()
        ]
        if result := hazard.body.get("recheck_result"):
            found = [named.choice("patrol", "recheck_result", str(result)), *found]
        return Row(
            hazard.id,
            hazard.number,
            hazard.place or named.kind("patrol"),
            " · ".join([self._when(hazard.due, today), *found]),
            "",
            STATES[hazard.state],
            named.word("sync_states", hazard.state),
            (named.choice("patrol", "severity", hazard.level), _TONES.get(hazard.level, Tone.WARN)),
        )

    def _when(self, due: date | None, today: date) -> str:
        said = self._session.said
        if due is None:
            return said(_OPEN)
        if due == today:
            return said(_TODAY)
        if due < today:
            return said(_OVERDUE, days=(today - due).days)
        return said(_DUE, day=short_day(due, today))

    @Slot()
    def on_print(self) -> None:
        """The ledger as it will be printed."""
        self._session.background.spawn(self._preview(), self)

    async def _preview(self) -> None:
        table = await self._session.run(ledger_table, self._session.language)
        TablePrint(self._session, table, self).open()

    @Slot()
    def _on_export(self) -> None:
        self._session.background.spawn(self._choose(), self)

    async def _choose(self) -> None:
        said = self._session.said
        dialog = QFileDialog(self, said(_EXPORT))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("*.xlsx")
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{said(_FILE)}.xlsx")
        chosen: list[str] = []
        dialog.fileSelected.connect(chosen.append)
        if await self._session.background.answered(dialog) and chosen:
            await self.write(Path(chosen[0]))

    async def write(self, out: Path) -> None:
        """Writes the ledger to a file and says so."""
        count = await self._session.run(write_ledger, out, self._session.language)
        self._session.said_done.emit(self._session.said(_EXPORTED, count=count), None)
