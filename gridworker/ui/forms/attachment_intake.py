"""Photos, recordings and papers on their way in: chosen, pasted or dropped, kept in the store, then handed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.operations.signed_pages import Page, keep_page, keep_pasted
from gridworker.ui.forms.page_filing import Put, take_pages
from gridworker.ui.session import Session

_CHOOSE = Words("选择照片、录音或文件", "Choose photos, recordings or files")
_PASTED = Words("粘贴的照片", "Pasted photo")


class AttachmentIntake(QObject):
    """Ctrl+V anywhere in `form` takes a picture or files from the clipboard; files and folders may be dropped on it.

    A signed page with the mark of a paper goes to its own case instead (`page_filing`).

    `put` is asked when files begin to come in, and gives what takes them: another record may be shown by the time they
    are kept. `why_not` gives the sentence that says why nothing may be added now; "" where it may. `filed` carries the
    case to which a signed page went.
    """

    filed = Signal(str)

    def __init__(
        self,
        session: Session,
        form: QWidget,
        put: Callable[[], Put],
        why_not: Callable[[], str] = lambda: "",
    ) -> None:
        super().__init__(form)
        self._session, self._form, self._put, self._why_not = session, form, put, why_not
        form.setAcceptDrops(True)
        form.installEventFilter(self)

    def watch(self, form: QWidget) -> None:
        """Listens for pictures pasted while somebody types; called when all fields of the form are there."""
        fields: Iterable[QWidget] = form.findChildren(QWidget)
        for field in fields:
            if isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit):
                field.installEventFilter(self)

    def choose(self) -> None:
        """Asks for files and adds them."""
        self._session.background.spawn(self._choose(), self)

    def add_files(self, paths: Sequence[Path]) -> None:
        """Adds files."""
        self._session.background.spawn(self._add_files(paths, self._put()), self)

    def take(self, data: QMimeData) -> bool:
        """Adds what was pasted or dropped; False where there is nothing to add, or where it is a text first."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        image = data.hasImage() and not data.hasText()
        if (paths or image) and (why := self._why_not()):
            self._session.said_done.emit(why, None)
        elif paths:
            self.add_files(paths)
        elif image:
            self._session.background.spawn(self._add_image(QImage(data.imageData()), self._put()), self)
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            pasted = event.matches(QKeySequence.StandardKey.Paste) and self._form.isEnabled()
            return pasted and self.take(QGuiApplication.clipboard().mimeData())
        if event.type() is QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            event.setAccepted(event.mimeData().hasUrls() or event.mimeData().hasImage())
            return True
        if event.type() is QEvent.Type.Drop and isinstance(event, QDropEvent):
            event.acceptProposedAction()
            return self.take(event.mimeData())
        return super().eventFilter(watched, event)

    async def _add_files(self, paths: Sequence[Path], put: Put) -> None:
        """One that cannot be taken is told when the others are in."""
        kept: list[Page] = []
        trouble: Trouble | None = None
        for path in _files(paths):
            try:
                kept.append(await self._session.run(keep_page, path))
            except Trouble as error:
                trouble = trouble or error
        if kept:
            self._tell(await take_pages(self._session, kept, put))
        if trouble is not None:
            raise trouble

    async def _add_image(self, image: QImage, put: Put) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        content, name = bytes(buffer.data().data()), self._session.said(_PASTED)
        kept = await self._session.run(keep_pasted, content, name)
        self._tell(await take_pages(self._session, [kept], put))

    def _tell(self, cases: set[str]) -> None:
        for case in sorted(cases):
            self.filed.emit(case)

    async def _choose(self) -> None:
        put = self._put()
        dialog = QFileDialog(self._form, self._session.said(_CHOOSE))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chosen: list[str] = []
        dialog.filesSelected.connect(chosen.extend)
        if await self._session.background.answered(dialog):
            await self._add_files([Path(file) for file in chosen], put)


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files, and those in a folder that was dropped whole: a telephone's photos, say."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        found += inside
    return found
