"""Writes a service card: asks for the numbers on it, the size, and where the file goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from gridworker.environment.language import Words
from gridworker.operations.service_cards import Numbers, card_numbers, write_card
from gridworker.ui.forms.fields_sheet import Asked, FieldsSheet
from gridworker.ui.session import Session
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.pickers import PickList

CARD = Words("联系卡", "Service card")
_PHONE, _HOTLINE = Words("我的电话", "My telephone"), Words("服务热线", "Hotline")
_SIZE = Words("纸张", "Paper")
_ONE, _FOUR = Words("小卡，一页一张", "A6, one"), Words("整页四张，裁开", "A4, four to cut apart")
_SAVE = Words("存成 PDF", "Save as PDF")
_NOTE = Words(
    "印在卡上交给住户或企业；二维码扫了就能存下电话，不用联网。",
    "Handed to homes and businesses; its code puts the number into a telephone, without a network.",
)
_SAVED = Words("联系卡已存到 {file}", "The card is in {file}")


async def ask_for_card(session: Session, parent: QWidget, record: str = "") -> None:
    """A card of the grid, or made out to the business with this id."""
    said = session.said
    before = await session.run(card_numbers)
    phone, hotline = LineField(numeric=True), LineField(numeric=True)
    phone.set_value(before.phone)
    hotline.set_value(before.hotline)
    size = PickList([Choice("one", said(_ONE)), Choice("four", said(_FOUR))])
    asked = [
        Asked("phone", said(_PHONE), phone, required=True),
        Asked("hotline", said(_HOTLINE), hotline),
        Asked("size", said(_SIZE), size),
    ]
    sheet = FieldsSheet(session, said(CARD), asked, said(_SAVE), parent, said(_NOTE), about=record)
    if not await session.background.answered(sheet):
        return
    numbers = Numbers(str(sheet.answers["phone"]), str(sheet.answers["hotline"] or ""))
    out = await _choose(session, parent)
    if out is not None:
        await session.run(write_card, out, numbers, record, four=sheet.answers["size"] == "four")
        session.said_done.emit(said(_SAVED, file=out.name), None)


async def _choose(session: Session, parent: QWidget) -> Path | None:
    dialog = QFileDialog(parent, session.said(_SAVE))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("*.pdf")
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(f"{session.said(CARD)}.pdf")
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    return Path(chosen[0]) if await session.background.answered(dialog) and chosen else None
