"""A paper before it is printed: its pages, what to look at first, how many copies, on which printer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.documents.press.pages import SetPaper
from gridworker.environment.language import Words
from gridworker.ui.forms.paper_preview import PaperPreview
from gridworker.ui.forms.printing import printers
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.painting import Themed
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text import SectionTitle

_SIDE = 316
MOST_COPIES = 99

_CHECKS = Words("打印前检查", "Before printing")
_COPIES = Words("份数", "Copies")
_PRINTER = Words("打印机", "Printer")
_NO_PRINTER = Words("没有打印机，存为 PDF", "No printer: a PDF")
_PDF = Words("另存为 PDF", "Save as PDF")
_DOCX = Words("另存为 Word", "Save for Word")
_PRINT = Words("打印", "Print")
_PREVIEW = Words("预览，共 {pages} 页", "Preview, pages: {pages}")


class Check(NamedTuple):
    """Something to look at before a paper is printed: whether it is well, and what it is."""

    is_well: bool
    text: str


class PaperView(Themed, QWidget):
    """Shows one paper. `save_wanted` carries `pdf` or `docx`, `print_wanted` the printer ("" for none) and copies."""

    save_wanted = Signal(str)
    print_wanted = Signal(str, int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        said = session.said
        self._session = session
        self.preview = PaperPreview()
        self.checks = ScrollColumn(gap=SPACE_8)
        # With the largest text the fields below need the room; the checks scroll.
        self.checks.setMinimumHeight(SPACE_16)
        found = printers()
        self.copies = LineField(numeric=True)
        self.printer = PickList(
            [Choice(name, name) for name in found], none="" if found else said(_NO_PRINTER)
        )
        self.pdf = Button(said(_PDF), icon="save")
        self.docx = Button(said(_DOCX), icon="document_edit")
        self.print = Button(said(_PRINT), Weight.PRIMARY, "print", "Ctrl+P")
        self.pdf.clicked.connect(self._on_pdf)
        self.docx.clicked.connect(self._on_docx)
        self.print.clicked.connect(self._on_print)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._on_print)
        self._lay_out()

    def _lay_out(self) -> None:
        said = self._session.said
        self._panel = Card()
        # The largest text leaves no more room in a sheet over a small window.
        self._panel.column.setSpacing(SPACE_8)
        self._panel.column.addWidget(SectionTitle(said(_CHECKS)))
        self._panel.column.addWidget(self.checks, 1)
        self._panel.column.addWidget(LabelledField(said(_COPIES), self.copies))
        self._panel.column.addWidget(LabelledField(said(_PRINTER), self.printer))
        for button in (self.pdf, self.docx, self.print):
            self._panel.column.addWidget(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_16)
        row.addWidget(self.preview, 1)
        row.addWidget(self._panel)
        self.restyle()

    def restyle(self) -> None:
        if hasattr(self, "_panel"):
            # Not in step with the text: the paper must keep the greater share.
            self._panel.setFixedWidth(_SIDE + round((self.theme.scale - 1) * 200))
        super().restyle()

    def show_paper(self, paper: SetPaper, checks: Sequence[Check]) -> None:
        """Show a paper, and what to look at before it is printed."""
        self.preview.show_paper(paper)
        self.preview.setAccessibleName(self._session.said(_PREVIEW, pages=len(paper.pages)))
        self.copies.set_value(str(paper.paper.copies))
        column = self.checks.renew()
        for check in checks:
            icon, tone = ("checkmark_circle", Tone.OK) if check.is_well else ("warning", Tone.WARN)
            column.addWidget(SignLine(icon, tone, check.text, Type.LABEL))
        column.addStretch(1)

    def take_focus(self) -> None:
        """Brings the focus to what one comes here for."""
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_pdf(self) -> None:
        self.save_wanted.emit("pdf")

    @Slot()
    def _on_docx(self) -> None:
        self.save_wanted.emit("docx")

    @Slot()
    def _on_print(self) -> None:
        typed = self.copies.value()
        copies = min(max(int(typed), 1), MOST_COPIES) if typed.isdecimal() else 1
        self.copies.set_value(str(copies))
        self.print_wanted.emit(self.printer.value(), copies)
