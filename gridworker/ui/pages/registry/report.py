"""个人信息报告: everything held about one person, as PDF or xlsx, once somebody has said what for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from gridworker.environment.language import Words
from gridworker.operations.personal_data import write_personal_data
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.pages.page import Page

REPORT = Words("个人信息报告", "Personal data report")
_MAKE = Words("生成报告", "Write it")
_OFFERED = (
    Words("本人申请查阅", "The person asks"),
    Words("近亲属依法申请", "A close relative asks by law"),
    Words("上级核查", "An inspection"),
)
_WRITTEN = Words("报告已写好：{file}。用完请妥善保管或销毁。", "Written: {file}. Keep it safe or destroy it.")


async def ask_and_write(page: Page, person: str) -> None:
    """Asks for the reason and the file, writes the report and says so."""
    session = page.session
    offered = [session.said(words) for words in _OFFERED]
    sheet = ReasonSheet(
        session, session.said(REPORT), session.said(_MAKE), "document_text", offered, page, about=person
    )
    if not await session.background.answered(sheet):
        return
    reason = sheet.reason
    dialog = QFileDialog(page, session.said(REPORT))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(["*.pdf", "*.xlsx"])
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(f"{session.said(REPORT)}.pdf")
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    if await session.background.answered(dialog) and chosen:
        await write(page, person, Path(chosen[0]), reason)


async def write(page: Page, person: str, out: Path, reason: str) -> None:
    """Writes the report to a file and says so."""
    session = page.session
    await session.run(write_personal_data, person, out, reason, session.language)
    session.said_done.emit(session.said(_WRITTEN, file=out.name), None)
