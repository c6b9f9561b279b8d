"""A table before it is printed: over the window, its pages as the press draws them, printed or saved from there."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gridworker.documents.filled import Table
from gridworker.documents.press.pages import SetPaper, setting
from gridworker.documents.table_paper import as_paper
from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.operations.list_table import write_table_paper
from gridworker.ui.forms.choosing_file import file_to_write
from gridworker.ui.forms.paper_view import Check, PaperView
from gridworker.ui.forms.printing import print_paper
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.sheet import Sheet

PRINT = Words("打印预览", "Print preview")
PRINT_KEY = "Ctrl+P"
_TITLE = Words("打印：{title}", "Print: {title}")
_CLOSE = Words("关闭", "Close")
_ROWS = Words("共 {count} 行，{pages} 页", "Rows: {count}, pages: {pages}")
_ACROSS = Words("横向打印", "Lies across the sheet")
_MARK = Words("每页印有：{mark}", "Every page says: {mark}")
_NO_FONT = Words(
    "这些字本机字库里没有，印成方框，请手写补上：{signs}",
    "No font here has these characters; write them by hand: {signs}",
)
_SAVE = Words("表格另存为", "Save the table")
_SAVED = Words("已存到：{file}", "Saved to {file}")
_PRINTED = Words("已送去打印：{title}，{copies} 份", "Sent to the printer: {title}, copies: {copies}")
_NO_PRINTER = Words(
    "没有找到打印机，已生成 PDF，可以拷到别的电脑打印。",
    "No printer found. A PDF was made; print it elsewhere.",
)
_TURN_S = 0.012


class TablePrint(Sheet):
    """The pages of a table; `paper` is whole once the preview shows it."""

    def __init__(self, session: Session, table: Table, parent: QWidget) -> None:
        super().__init__(parent, session.said(_TITLE, title=table.title), 1240, 620)
        self._session, self._table = session, table
        self.paper = SetPaper(as_paper(table))
        self.view = PaperView(session)
        self.view.save_wanted.connect(self._on_save)
        self.view.print_wanted.connect(self._on_print)
        self.column.addWidget(self.view, 1)
        self.foot(Button(session.said(_CLOSE), Weight.TEXT, key="Esc"))
        self.view.setEnabled(False)
        session.background.spawn(self._set(), self)

    async def _set(self) -> None:
        """Sets the paper in the window's thread, where it is drawn, a few rows a turn."""
        begun = perf_counter()
        for _ in setting(self.paper):
            if perf_counter() - begun > _TURN_S:
                await self._session.background.pause(0)
                begun = perf_counter()
        self.view.setEnabled(True)
        self.view.show_paper(self.paper, self._checks())
        self.view.take_focus()

    def _checks(self) -> list[Check]:
        said, table = self._session.said, self._table
        rows, pages = len(table.rows) + len(table.singles), len(self.paper.pages)
        found = [Check(is_well=True, text=said(_ROWS, count=rows, pages=pages))]
        if self.paper.paper.wide:
            found.append(Check(is_well=True, text=said(_ACROSS)))
        found.append(Check(is_well=True, text=said(_MARK, mark=table.mark)))
        if self.paper.missing:
            signs = " ".join(f"U+{ord(sign):04X}" for sign in self.paper.missing)
            found.append(Check(is_well=False, text=said(_NO_FONT, signs=signs)))
        return found

    @Slot(str)
    def _on_save(self, form: str) -> None:
        self._session.background.spawn(self._save(form, _SAVED), self)

    @Slot(str, int)
    def _on_print(self, printer: str, copies: int) -> None:
        if printer:
            self._print(printer, copies)
        else:
            self._session.background.spawn(self._save("pdf", _NO_PRINTER), self)

    async def _save(self, form: str, words: Words) -> None:
        session = self._session
        out = await file_to_write(session, session.said(_SAVE), f"{self._table.title}.{form}", self)
        if out is not None:
            await self.save_to(out if out.suffix else Path(f"{out}.{form}"))
            session.said_done.emit(session.said(words, file=out.name), None)

    async def save_to(self, out: Path) -> None:
        """Writes the pages to a file."""
        await self._session.run(write_table_paper, self._table, out)

    def _print(self, printer: str, copies: int) -> None:
        session = self._session
        try:
            print_paper(self.paper, printer, copies)
        except ComputerTrouble as trouble:
            session.said_done.emit(describe(trouble, session.language), None)
            return
        session.said_done.emit(session.said(_PRINTED, title=self._table.title, copies=copies), None)
