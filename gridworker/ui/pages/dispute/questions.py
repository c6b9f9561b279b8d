"""The question over the file: why numbers are to be shown."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.session import Session

_REVEAL = Words("显示{name}的完整号码", "Show {name}'s numbers in full")
_REASONS = (
    Words("联系当事人", "To call the party"),
    Words("核对身份", "To check identity"),
    Words("制作文书", "To write papers"),
)
_SHOW = Words("显示", "Show")


def reason_to_see(session: Session, name: str, about: str, parent: QWidget) -> ReasonSheet:
    """Asks why the numbers of somebody in the case `about` are to be shown."""
    said, reasons = session.said, [session.said(one) for one in _REASONS]
    return ReasonSheet(session, said(_REVEAL, name=name), said(_SHOW), "eye", reasons, parent, about=about)
