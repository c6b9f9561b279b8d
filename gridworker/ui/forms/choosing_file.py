"""Where a file goes: the person says it, and nothing else stops meanwhile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from gridworker.ui.session import Session


async def file_to_write(session: Session, title: str, name: str, parent: QWidget) -> Path | None:
    """Asks where to save a file of this name; None where the person thinks better of it."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    accepted = await session.background.answered(dialog)
    return Path(chosen[0]) if accepted and chosen else None
