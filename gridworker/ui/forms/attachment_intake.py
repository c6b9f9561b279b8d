"""Photos, recordings and papers on their way in: chosen, pasted or dropped, kept in the store, then handed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
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
from gridworker.store.profile import Profile
from gridworker.ui.forms.page_filing import Put, take_pages
from gridworker.ui.phone_photos import phone_photos_of
from gridworker.ui.session import Session

_CHOOSE = Words("选择照片、录音或文件", "Choose photos, recordings or files")
_PASTED = Words("粘贴的照片", "Pasted photo")
_PATIENCE_MS = 400
"""So long the keys wait for a look at the phone's photos, at most."""


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
        self._phone = phone_photos_of(session)
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

    async def choose_from_phone(self) -> None:
        """Asks which of the phone's photos (`phone_photos`) and adds them."""
        from gridworker.operations.folder_photos import keep_from_folder
        from gridworker.ui.forms.phone_photos_sheet import PhonePhotosSheet

        put = self._put()
        await self._phone.looked(_PATIENCE_MS)
        sheet = PhonePhotosSheet(self._session, self._form)
        if await self._session.background.answered(sheet):
            keeps = [partial(keep_from_folder, file=file, original=seen) for file, seen in sheet.wanted]
            # Not waited for: whoever goes on writing need not wait for the photos.
            self._session.background.spawn(self._add(keeps, put), self)

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
        await self._add([partial(keep_page, path=path) for path in _files(paths)], put)

    async def _add_image(self, image: QImage, put: Put) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        content, name = bytes(buffer.data().data()), self._session.said(_PASTED)
        await self._add([partial(keep_pasted, content=content, name=name)], put)

    async def _add(self, keeps: Sequence[Callable[[Profile], Page]], put: Put) -> None:
        """One that cannot be taken is told when the others are in."""
        kept: list[Page] = []
        trouble: Trouble | None = None
        for keep in keeps:
            try:
                kept.append(await self._session.run(keep))
            except Trouble as error:
                trouble = trouble or error
        if kept:
            originals = [page.original for page in kept if page.original]
            self._tell(await take_pages(self._session, kept, self._phone.remembering(put, originals)))
            await self._phone.note_used([page.original for page in kept if page.mark is not None])
        if trouble is not None:
            raise trouble

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
