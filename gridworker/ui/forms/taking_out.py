"""What leaves the encrypted store: why, where it holds sensitive data, and where to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.operations.handing_out import export_record, needs_reason
from gridworker.ui.forms.choosing_file import file_to_write
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.session import Session

_REASONS = (
    Words("制作文书", "To write papers"),
    Words("移交有关部门", "To hand it to another office"),
    Words("当事人索取", "Asked for by a party"),
)
TAKE_OUT = Words("导出", "Export")
SEALED = Words(
    "已封存：这条记录已不由您负责，只能查看和导出。", "Sealed: no longer yours; it can be read and exported."
)
_EXPORT_NAMED = Words("导出“{name}”", 'Export "{name}"')
_EXPORTED = Words("已导出到：{file}", "Exported to {file}")
_RECORD = Words("记录", "record")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


class WayOut(NamedTuple):
    """Where something is to be written, and why; "" where no reason is needed."""

    out: Path
    reason: str


async def ask_way_out(
    session: Session, record: str, title: str, act: str, name: str, parent: QWidget
) -> WayOut | None:
    """Asks for the reason, where one is needed, and for the file; None where the person thought better of it."""
    reason = ""
    if await session.run(needs_reason, record):
        offered = [session.said(one) for one in _REASONS]
        asked = ReasonSheet(session, title, act, "save", offered, parent, about=record)
        if not await session.background.answered(asked):
            return None
        reason = asked.reason
    out = await file_to_write(session, act, name, parent)
    return None if out is None else WayOut(out, reason)


async def export_record_to(session: Session, record: str, title: str, parent: QWidget) -> None:
    """Writes a record with its files where the person wants it."""
    said = session.said
    name = _NOT_IN_NAMES.sub("_", title)[:60] or said(_RECORD)
    asked = said(_EXPORT_NAMED, name=title or name)
    way = await ask_way_out(session, record, asked, said(TAKE_OUT), f"{name}.zip", parent)
    if way is not None:
        await session.run(export_record, record, way.out, way.reason, session.language)
        session.said_done.emit(said(_EXPORTED, file=way.out.name), None)
