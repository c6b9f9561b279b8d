"""Files in disputes: cases to put them into, dropping them there, and what a case holds of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from gridworker.domain.mediation import present
from gridworker.operations.records import show_record
from gridworker.store.profile import Profile
from gridworker.ui.pages.dispute.page import DisputePage

LEAK = {
    "title": "楼上漏水，吊顶损坏",
    "type": "neighbour",
    "status": "accepted",
    "facts": "401室卫生间漏水到301室。",
    "parties": [{"role": "applicant", "type": "person", "name": "李建国", "id_number": "330109198001011238"}],
}
QUIET = LEAK | {"parties": [{"role": "applicant", "type": "person", "name": "李建国"}]}


def materials(profile: Profile, record: str) -> list[dict[str, Any]]:
    return [element for _, element in present(show_record(profile, record), "attachments")]


def drop(page: DisputePage, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page.file, QDragEnterEvent(QPoint(5, 5), action, data, left, none))
    QApplication.sendEvent(page.file, QDropEvent(QPointF(5, 5), action, data, left, none))
