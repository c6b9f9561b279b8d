"""Two photos side by side over the window: as it was, and as it is now; they come nearer together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.sync.opening import open_attachment
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.picture_view import PictureView
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Label

_TITLE = Words("整改前后对照", "Before and after")
_BEFORE, _AFTER = Words("整改前", "Before"), Words("整改后", "After")
_COUNT = Words("{side} {at}/{all}", "{side} {at} of {all}")
_KEYS = Words(
    "＋ − 放大缩小，0 看全图，R 旋转，翻页键换一张整改后的照片",
    "+ and − zoom, 0 shows all, R turns, PgUp and PgDn change the photo after",
)
_CLOSE = Words("关闭", "Close")
_ROOM = QSize(430, 420)
_STEPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
Shot = tuple[str, Mapping[str, Any]]


class CompareView(Sheet):
    """`before` is a record's id and an element of it; `after` are those to compare it with."""

    def __init__(self, session: Session, before: Shot, after: Sequence[Shot], parent: QWidget) -> None:
        said = session.said
        super().__init__(parent, said(_TITLE), 2 * _ROOM.width() + 80)
        self._session, self._after, self.at = session, after, 0
        self.before, self.after = PictureView(_ROOM), PictureView(_ROOM)
        self._captions = [Label(said(_BEFORE), Type.LABEL, bold=True), Label("", Type.LABEL, bold=True)]
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        for caption, view in zip(self._captions, (self.before, self.after), strict=True):
            side = QVBoxLayout()
            side.setSpacing(SPACE_8)
            side.addWidget(caption)
            side.addWidget(view, 1)
            row.addLayout(side, 1)
        self.column.addLayout(row)
        self.column.addWidget(Label(said(_KEYS), Type.META))
        self.foot(Button(said(_CLOSE), key="Esc"))
        self.before.zoomed.connect(self.after.set_zoom)
        self.after.zoomed.connect(self.before.set_zoom)
        session.background.spawn(self._load(self.before, before, said(_BEFORE)), self)
        self._show_after()
        self.after.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step:
            self.at = (self.at + step) % len(self._after)
            self._show_after()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _show_after(self) -> None:
        said = self._session.said
        words = said(_AFTER)
        if len(self._after) > 1:
            words = said(_COUNT, side=words, at=self.at + 1, all=len(self._after))
        self._captions[1].setText(words)
        self._session.background.spawn(self._load(self.after, self._after[self.at], words), self)

    async def _load(self, view: PictureView, shot: Shot, name: str) -> None:
        content = await self._session.run(open_attachment, *shot)
        view.show_image(QImage.fromData(content), name)
