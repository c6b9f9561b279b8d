"""One attachment over the window: the photo as large as the window allows, when and where it was taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from gridworker.environment.language import Words
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.forms.sizes import size_of
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Label

_CLOSE = Words("关闭", "Close")
_REMOVE = Words("从记录中移除", "Remove from the record")
_SAVE = Words("另存为…", "Save as …")
_TAKEN = Words("拍摄于 {when}", "Taken {when}")
_NO_PICTURE = Words(
    "这种文件不能在这里显示，可以另存后用别的程序打开。",
    "This kind of file cannot be shown here; save it to open it elsewhere.",
)
_WIDE, _HIGH = 820, 470


class AttachmentView(Sheet):
    """Accepted where the person wants the attachment removed; `copy_wanted` fires, and it closes, for a copy of it."""

    copy_wanted = Signal()

    def __init__(self, session: Session, element: Mapping[str, Any], content: bytes, parent: QWidget) -> None:
        super().__init__(parent, str(element.get("name") or ""), _WIDE + 60)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(self.windowTitle())
        image = QImage.fromData(content)
        if image.isNull():
            self.picture.setText(session.said(_NO_PICTURE))
        else:
            room = image.size().scaled(
                self.theme.px(_WIDE), self.theme.px(_HIGH), Qt.AspectRatioMode.KeepAspectRatio
            )
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(QPixmap.fromImage(image.scaled(room.boundedTo(image.size()), mode=smooth)))
        self.column.addWidget(self.picture)
        self.column.addWidget(Label(_facts(session, element, len(content)), Type.META))
        remove = Button(session.said(_REMOVE), Weight.TEXT, "delete")
        remove.clicked.connect(self._on_remove)
        self.save = Button(session.said(_SAVE), icon="save")
        self.save.clicked.connect(self._on_save)
        self.foot(Button(session.said(_CLOSE), key="Esc"), remove, self.save)

    @Slot()
    def _on_remove(self) -> None:
        self.accept()

    @Slot()
    def _on_save(self) -> None:
        self.copy_wanted.emit()
        self.reject()


def _facts(session: Session, element: Mapping[str, Any], size: int) -> str:
    """When it was taken, where, how large it is."""
    facts = [size_of(size)]
    taken, position = element.get("taken_at"), element.get("position")
    if isinstance(taken, int):
        clock = session.profile.clock
        when = say_moment(taken, clock.now(), clock.tz(taken), session.language)
        facts.insert(0, session.said(_TAKEN, when=when))
    if isinstance(position, dict):
        facts.append(f"{position['lat'] / 1e7:.5f}, {position['lon'] / 1e7:.5f}")
    return " · ".join(facts)
