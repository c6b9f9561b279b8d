"""保管记录 and 导出材料: who had the files of a case in hand, and a copy of them that can be checked elsewhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from gridworker.documents.dispute.evidence import Held
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.operations.evidence import Exported, custody_of, export_evidence, items_of
from gridworker.ui.forms.choosing_file import file_to_write
from gridworker.ui.forms.fields_sheet import Asked, FieldsSheet
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Paragraph
from gridworker.ui.widgets.timeline import Entry, Timeline

EXPORT = Words("导出材料", "Export the files")
LOG = Words("保管记录", "Custody")
_REASON, _TO = (
    Words("导出事由", "Reason"),
    Words("移交给谁（自己留存不填）", "Handed over to (blank for a copy)"),
)
_NOTE = Words(
    "连同清单、校验值和保管记录一起写出，收到的人可以核对有没有改动过；导出会留痕。",
    "Written with a list, checksums and the log of custody, so that whoever gets it can check it; this is recorded.",
)
_NEXT = Words("选择位置", "Choose where")
_NAME = Words("证据材料", "evidence")
_DONE = Words("已导出 {count} 件材料：{file}", "Files exported: {count}, to {file}")
_MISSING = Words("；没有取回本机，未导出：{names}", "; not on this computer, left out: {names}")
_ACTS = {
    "added": ("attach", Tone.PRIMARY, Words("收存", "Received")),
    "viewed": ("eye", Tone.NEUTRAL, Words("查看", "Looked at")),
    "exported": ("save", Tone.INFO, Words("导出", "Exported")),
    "handed_over": ("arrow_right", Tone.WARN, Words("移交：{to}", "Handed over: {to}")),
}
_HERE = Words(
    "查看只列出这台电脑上的；其余各项全卷一致。", "Views are those on this computer; all else is the case's."
)
_NOBODY = Words("还没有记录。", "Nothing yet.")
_CLOSE = Words("关闭", "Close")


class CustodySheet(Sheet):
    """Who had the files in hand, the latest first."""

    def __init__(self, session: Session, log: list[Held], names: dict[str, str], parent: QWidget) -> None:
        said = session.said
        super().__init__(parent, said(LOG), 640)
        self.story = Timeline(said(LOG))
        self.story.set_entries([_entry(session, held, names) for held in reversed(log)])
        scroll = ScrollColumn()
        scroll.column.addWidget(self.story if log else Paragraph(said(_NOBODY), tone=Tone.NEUTRAL))
        scroll.column.addStretch(1)
        scroll.setMinimumHeight(300)
        self.column.addWidget(scroll)
        self.column.addWidget(Paragraph(said(_HERE), Type.META))
        self.foot(Button(said(_CLOSE), Weight.PRIMARY, key="Esc"))


def _entry(session: Session, held: Held, names: dict[str, str]) -> Entry:
    icon, tone, words = _ACTS[held.what]
    clock = session.profile.clock
    when = say_moment(held.at, clock.now(), clock.tz(held.at), session.language)
    files = session.said(LISTED).join(names.get(key, "—") for key in held.files)
    text = "\n".join(part for part in (files, held.reason, held.by) if part)
    return Entry(icon, tone, session.said(words, to=held.to), when, text)


async def show_custody(session: Session, record: str, parent: QWidget) -> None:
    """Shows the log of a case."""
    log = await session.run(custody_of, record)
    names = {item.element: item.name for item in await session.run(items_of, record)}
    await session.background.answered(CustodySheet(session, log, names, parent))


async def export_files(session: Session, record: str, parent: QWidget) -> None:
    """Asks why and for whom, then where to; says what was written."""
    said = session.said
    asked = [
        Asked("reason", said(_REASON), LineField(), required=True),
        Asked("to", said(_TO), LineField()),
    ]
    sheet = FieldsSheet(session, said(EXPORT), asked, said(_NEXT), parent, said(_NOTE))
    if not await session.background.answered(sheet):
        return
    out = await file_to_write(session, said(EXPORT), f"{said(_NAME)}.zip", parent)
    if out is None:
        return
    made: Exported = await session.run(
        export_evidence, record, Path(out), str(sheet.answers["reason"]), str(sheet.answers["to"] or "")
    )
    text = said(_DONE, count=made.files, file=out.name)
    if made.missing:
        text += said(_MISSING, names=said(LISTED).join(made.missing))
    session.said_done.emit(text, None)
    session.tell(made.changes)
