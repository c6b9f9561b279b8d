"""The photos, recordings and papers of a record: added by button, paste or drop, seen as small pictures, taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.paths import DELETED
from gridworker.environment.language import Words
from gridworker.operations.attaching import thumbnail
from gridworker.ui.forms.attachment_intake import AttachmentIntake
from gridworker.ui.forms.attachment_opening import open_over
from gridworker.ui.forms.page_filing import Put, Taken
from gridworker.ui.forms.phone_photos_button import PhonePhotosOffer
from gridworker.ui.session import Session
from gridworker.ui.step import Step
from gridworker.ui.theme.measures import SPACE_8
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.picture_tile import PictureTile

_ADDED = Words("照片、文件已放进来，现在共 {count} 个", "Added: {count} photos and files now")
_ADD = Words("添加照片或文件", "Add photos or files")
ADD_KEY = "Alt+I"


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
        self.add = Button(session.said(_ADD), Weight.TEXT, "attach", ADD_KEY)
        self._flow = Flow(SPACE_8)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._flow, 1)
        self._intake = AttachmentIntake(session, form, self._putting)
        self.phone = PhonePhotosOffer(session, self._intake, self, self._place)
        self.add.clicked.connect(self._intake.choose)
        QShortcut(QKeySequence(ADD_KEY), self, self._intake.choose)

    def _place(self, button: Button) -> None:
        """Behind the button that adds, or below it where there is no room; the pictures move on."""
        for one in (self.add, *self._tiles.values()):
            self._row.removeWidget(one)
            self._flow.flow.removeWidget(one)
        for one in (self.add, button, *self._tiles.values()):
            self._flow.flow.addWidget(one)
        self.setTabOrder(self.add, button)

    def watch(self, form: QWidget) -> None:
        """Listens for pictures pasted while somebody types; called when all fields of the form are there."""
        self._intake.watch(form)

    def values(self) -> dict[str, Any]:
        """The elements by id; None for those taken away."""
        return dict(self._elements)

    def shots(self) -> list[tuple[str, dict[str, Any]]]:
        """The record and the elements of its photos, to be compared with others."""
        there = [element for element in self._elements.values() if element is not None]
        return [(self._record, one) for one in there if str(one.get("type") or "").startswith("image/")]

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

    def _putting(self) -> Put:
        return partial(self._put, shown=self._shown)

    async def _put(self, kept: Sequence[dict[str, Any]], shown: int) -> Taken | None:
        # Another record may have been opened meanwhile: what nothing names is removed in a week.
        if shown != self._shown:
            return None
        new: dict[str, dict[str, Any] | None] = {self._session.profile.make_id(): one for one in kept}

        async def put_in() -> None:
            self._still(shown)
            self._change(self._elements | new)

        async def take_out() -> None:
            self._still(shown)
            self._change({name: one for name, one in self._elements.items() if name not in new})

        await put_in()
        # Said, for the strip may be below the edge of the form.
        there = sum(one is not None for one in self._elements.values())
        return Taken(self._session.said(_ADDED, count=there), Step(take_out, put_in))

    def _still(self, shown: int) -> None:
        if shown != self._shown:
            raise PersonCanMend("too_late_to_undo")

    def _change(self, elements: dict[str, dict[str, Any] | None]) -> None:
        self._elements = elements
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
        there = {one: element for one, element in self._elements.items() if element is not None}
        if gone := await open_over(self._session, self._record, there, name, self):
            self._remove(gone)
