"""A new recovery code: shown once, to be printed, saved as PDF, or written down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.errors import Trouble
from gridworker.environment.clock import Clock
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.ui.background import Background
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.text import Label, Paragraph

if TYPE_CHECKING:
    from gridworker.documents.press.pages import SetPaper

_RECOVERY = Words("恢复码：{code}", "Recovery code: {code}")
_WHY = Words(
    "只显示这一次，请打印或抄在纸上收好。忘了口令，要靠它打开。",
    "Shown only this once: print it or write it on paper. It opens the profile if the password is forgotten.",
)
_PRINT, _PDF = Words("打印", "Print"), Words("另存为 PDF", "Save as PDF")
_PRINTED = Words("已送到打印机“{printer}”。", "Sent to the printer {printer}.")
_NO_PRINTER = Words(
    "没有找到打印机。可以存成 PDF 拷到别的电脑打印，打完把文件删掉。",
    "No printer was found. Save a PDF, print it elsewhere, then delete the file.",
)
_SAVED = Words("已存到 {file}，打印后请把文件删掉。", "Saved in {file}; delete the file once it is printed.")
_FILE = Words("恢复码", "Recovery code")


class RecoveryCard(QWidget):
    """`show_code` fills it; until then it is empty."""

    def __init__(self, background: Background, language: str) -> None:
        super().__init__()
        self._background, self._language = background, language
        self._code = self._name = self._device = ""
        self.code = Label("", Type.SUBTITLE, bold=True)
        self.code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.print = Button(_PRINT.said(language), icon="print")
        self.pdf = Button(_PDF.said(language), icon="save")
        self.print.clicked.connect(self._on_print)
        self.pdf.clicked.connect(self._on_pdf)
        self.told = Paragraph("", Type.META)
        self.told.hide()
        buttons = Flow(SPACE_8)
        for button in (self.print, self.pdf):
            buttons.flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        column.addWidget(self.code)
        column.addWidget(Paragraph(_WHY.said(language), Type.META, tone=Tone.WARN))
        column.addWidget(buttons)
        column.addWidget(self.told)

    def show_code(self, code: str, name: str, device: str) -> None:
        """Shows a code of somebody on a computer."""
        self._code, self._name, self._device = code, name, device
        self.code.setText(_RECOVERY.said(self._language, code=code))

    @Slot()
    def _on_print(self) -> None:
        from gridworker.ui.forms.printing import print_paper, printers

        found = printers()
        if not found:
            self._tell(_NO_PRINTER.said(self._language))
            return
        try:
            print_paper(self._set(), found[0], 1)
        except Trouble as trouble:
            self._tell(describe(trouble, self._language))
        else:
            self._tell(_PRINTED.said(self._language, printer=found[0]))

    @Slot()
    def _on_pdf(self) -> None:
        self._background.spawn(self._save(), self)

    async def _save(self) -> None:
        dialog = QFileDialog(self, _PDF.said(self._language))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{_FILE.said(self._language)}.pdf")
        chosen: list[str] = []
        dialog.fileSelected.connect(chosen.append)
        if not await self._background.answered(dialog) or not chosen:
            return
        out = Path(chosen[0])
        try:
            await self._background.run(self._write, out)
        except Trouble as trouble:
            self._tell(describe(trouble, self._language))
        else:
            self._tell(_SAVED.said(self._language, file=out.name))

    def _write(self, out: Path) -> None:
        from gridworker.documents.press.pdf import to_pdf
        from gridworker.documents.whole_file import write_whole

        paper = self._set()
        write_whole(out, to_pdf([paper], paper.paper.title))

    def _set(self) -> SetPaper:
        from gridworker.documents.press.pages import set_paper
        from gridworker.documents.recovery_sheet import recovery_sheet

        today = local_day(Clock().now(), CHINA_MINUTES)
        return set_paper(recovery_sheet(self._code, self._name, self._device, today))

    def _tell(self, said: str) -> None:
        self.told.set_text(said)
        self.told.show()
