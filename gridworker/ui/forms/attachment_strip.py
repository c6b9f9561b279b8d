"""The photos, recordings and papers of a record: added by button, paste or drop, seen as small pictures, taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from gridworker.domain.paths import DELETED
from gridworker.environment.language import Words
from gridworker.operations.attaching import keep_content, keep_file, thumbnail
from gridworker.sync.opening import open_attachment
from gridworker.ui.forms.attachment_view import AttachmentView
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.picture_tile import PictureTile

_ADD = Words("添加照片或文件", "Add photos or files")
_CHOOSE = Words("选择照片、录音或文件", "Choose photos, recordings or files")
_PASTED = Words("粘贴的照片", "Pasted photo")


class AttachmentStrip(QWidget):
    """The attachments of a `form`, which it lies in. `changed` fires for every change by the person.

    Ctrl+V anywhere in the form takes a picture or files from the clipboard; files may be dropped on the form.
    """

    changed = Signal()

    def __init__(self, session: Session, form: QWidget) -> None:
        super().__init__(form)
        self._session = session
        self._elements: dict[str, dict[str, Any] | None] = {}
        self._record = ""
        self._tiles: dict[str, PictureTile] = {}
        self._shown = 0
        self.add = Button(session.said(_ADD), Weight.TEXT, "attach")
        self.add.clicked.connect(self._on_add)
        self._flow = Flow(SPACE_8)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._flow, 1)
        form.setAcceptDrops(True)
        form.installEventFilter(self)

    def watch(self, form: QWidget) -> None:
        """Listens for pictures pasted while somebody types; called when all fields of the form are there."""
        fields: Iterable[QWidget] = form.findChildren(QWidget)
        for field in fields:
            if isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit):
                field.installEventFilter(self)

    def values(self) -> dict[str, Any]:
        """The elements by id; None for those taken away."""
        return dict(self._elements)

    def show_elements(self, elements: Mapping[str, Any] | None, record: str) -> None:
        """Shows what a record has; not a change by the person."""
        self._shown += 1
        self._record = record
        self._elements = {
            name: None if element is None else dict(element)
            for name, element in (elements or {}).items()
            if element is None or not element.get(DELETED)
        }
        self._rebuild()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Adds files, one after another."""
        self._session.background.spawn(self._add_files(paths, self._shown), self)

    def take(self, data: QMimeData) -> bool:
        """Adds what was pasted or dropped; False where there is nothing to add, or where it is a text first."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.add_files(paths)
        elif data.hasImage() and not data.hasText():
            self._session.background.spawn(self._add_image(QImage(data.imageData()), self._shown), self)
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            pasted = event.matches(QKeySequence.StandardKey.Paste) and self.isEnabled()
            return pasted and self.take(QGuiApplication.clipboard().mimeData())
        if event.type() is QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            event.setAccepted(event.mimeData().hasUrls() or event.mimeData().hasImage())
            return True
        if event.type() is QEvent.Type.Drop and isinstance(event, QDropEvent):
            event.acceptProposedAction()
            return self.take(event.mimeData())
        return super().eventFilter(watched, event)

    async def _add_files(self, paths: Sequence[Path], shown: int) -> None:
        for path in paths:
            self._put(await self._session.run(keep_file, path), shown)

    async def _add_image(self, image: QImage, shown: int) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        content, name = bytes(buffer.data().data()), self._session.said(_PASTED)
        self._put(await self._session.run(keep_content, content, name), shown)

    def _put(self, element: dict[str, Any], shown: int) -> None:
        # Another record may have been opened meanwhile: what nothing names is removed in a week.
        if shown == self._shown:
            self._elements[self._session.profile.make_id()] = element
            self._rebuild()
            self.changed.emit()

    def _rebuild(self) -> None:
        there = {name: element for name, element in self._elements.items() if element is not None}
        for name in self._tiles.keys() - there.keys():
            self._tiles.pop(name).deleteLater()
        for name, element in there.items():
            if name not in self._tiles:
                tile = PictureTile(str(element.get("name") or ""), self)
                tile.clicked.connect(self._on_tile)
                tile.removed.connect(self._on_remove)
                self._tiles[name] = tile
                self._flow.flow.addWidget(tile)
                self._session.background.spawn(self._paint(tile, element), tile)

    async def _paint(self, tile: PictureTile, element: dict[str, Any]) -> None:
        content = await self._session.run(thumbnail, element)
        if content is not None:
            tile.set_picture(QImage.fromData(content))

    def _name_of(self, tile: QObject | None) -> str:
        return next(name for name, one in self._tiles.items() if one is tile)

    @Slot()
    def _on_tile(self) -> None:
        self._session.background.spawn(self._open(self._name_of(self.sender())), self)

    @Slot()
    def _on_remove(self) -> None:
        self._remove(self._name_of(self.sender()))

    def _remove(self, name: str) -> None:
        self._elements[name] = None
        self._rebuild()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    async def _open(self, name: str) -> None:
        element = self._elements[name] or {}
        content = await self._session.run(open_attachment, self._record, element)
        view = AttachmentView(self._session, element, content, self)
        if await self._session.background.answered(view):
            self._remove(name)

    @Slot()
    def _on_add(self) -> None:
        self._session.background.spawn(self._choose(), self)

    async def _choose(self) -> None:
        dialog = QFileDialog(self, self._session.said(_CHOOSE))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chosen: list[str] = []
        dialog.filesSelected.connect(chosen.extend)
        if await self._session.background.answered(dialog):
            await self._add_files([Path(file) for file in chosen], self._shown)
