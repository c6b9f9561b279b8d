"""Attachments over the window, one at a time: the photo as large as the window allows, when and where it was taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.operations.file_types import name_outside
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.forms.sizes import size_of
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.picture_view import PictureView
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Label, Paragraph

_CLOSE = Words("关闭", "Close")
_REMOVE = Words("从记录中移除", "Remove from the record")
_SAVE = Words("另存为…", "Save as …")
_OPEN = Words("打开", "Open")
_TAKEN = Words("拍摄于 {when}", "Taken: {when}")
_OTHER_PROGRAM = Words(
    "这种文件要用这台电脑上的其他程序打开。打开的是副本，改动不会存回记录；锁定或退出时副本自动删除。",
    "Another program of this computer opens this kind of file. It gets a copy: changes do not come back, and the copy "
    "is removed when the window is locked or closed.",
)
_NO_PROGRAM = Words(
    "这种文件不能在这里打开。要看的话，请另存后换可靠的程序。",
    "This kind of file is not opened from here. Save it to look at it with a program you trust.",
)
_KEYS = Words("＋ − 放大缩小，0 看全图，R 旋转", "+ and − zoom, 0 shows all, R turns")
_MORE_KEYS = Words(
    "← → 上一张、下一张，＋ − 放大缩小，0 看全图，R 旋转",
    "← and → lead to the others, + and − zoom, 0 shows all, R turns",
)
_WIDE, _HIGH = 820, 440
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1}


class AttachmentView(Sheet):
    """Accepted where the person wants the attachment removed. `copy_wanted` fires, and it closes, for a copy of it,
    `open_wanted` for another program that shows it.

    `stepped` fires with 1 or -1 for the next or the one before, where there are `several`.
    """

    copy_wanted = Signal()
    open_wanted = Signal()
    stepped = Signal(int)

    def __init__(
        self,
        session: Session,
        element: Mapping[str, Any],
        content: bytes,
        parent: QWidget,
        *,
        several: bool = False,
    ) -> None:
        super().__init__(parent, str(element.get("name") or ""), _WIDE + 60)
        self._session = session
        self.picture = PictureView(QSize(_WIDE, _HIGH))
        self._no_picture = Paragraph("", Type.BODY)
        self._about = Label("", Type.META)
        self._keys = Label(session.said(_MORE_KEYS if several else _KEYS), Type.META)
        for part in (self.picture, self._no_picture, self._about, self._keys):
            self.column.addWidget(part)
        self.open_button = Button(session.said(_OPEN), Weight.PRIMARY, "open", "Enter")
        self.open_button.clicked.connect(self._on_open)
        self.show_attachment(element, content)
        remove = Button(session.said(_REMOVE), Weight.TEXT, "delete")
        remove.clicked.connect(self._on_remove)
        self.save = Button(session.said(_SAVE), icon="save")
        self.save.clicked.connect(self._on_save)
        self.foot(Button(session.said(_CLOSE), key="Esc"), remove, self.save, self.open_button)
        (self.picture if self.open_button.isHidden() else self.open_button).setFocus()

    def show_attachment(self, element: Mapping[str, Any], content: bytes) -> None:
        """Shows another one in its place."""
        name = str(element.get("name") or "")
        image = QImage.fromData(content)
        self.setAccessibleName(name)
        self.picture.show_image(image, name)
        self.picture.setVisible(not image.isNull())
        self._keys.setVisible(not image.isNull())
        opens = image.isNull() and bool(name_outside(name, content))
        self._no_picture.set_text(self._session.said(_OTHER_PROGRAM if opens else _NO_PROGRAM))
        self._no_picture.setVisible(image.isNull())
        self.open_button.setVisible(opens)
        self._about.setText(" · ".join(filter(None, (name, _facts(self._session, element, len(content))))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_remove(self) -> None:
        self.accept()

    @Slot()
    def _on_open(self) -> None:
        self.open_wanted.emit()
        self.reject()

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
