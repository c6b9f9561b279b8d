"""What is being typed into a sheet: kept as a form's draft is, and there again when the same sheet is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gridworker.environment.language import Words
from gridworker.operations.drafts import SHEET, list_drafts
from gridworker.ui.forms.drafting import Drafting
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text_field import TextField

_FOUND_AGAIN = Words("上次没写完的内容还在，接着写就行。", "What you had begun is still here; just go on.")
_AFRESH = Words("重新写", "Start afresh")

_VALUES = "values"

Input = LineField | TextField | PickList | SegmentedChoice


class SheetDraft(QObject):
    """Keeps every field of `sheet` that is there when this is made, but for passwords and what cannot be changed.

    `about` is the record that the sheet is about. A note and a task have a `kind` and an `id` of their own, so that
    今天 lists them. What was typed stays when the sheet is put aside, and goes when it is accepted.
    """

    def __init__(
        self, session: Session, sheet: Sheet, about: str = "", *, kind: str = SHEET, id_: str = ""
    ) -> None:
        super().__init__(sheet)
        self._session, self._sheet, self._kind = session, sheet, kind
        self.id = id_ or f"{type(sheet).__name__}/{sheet.windowTitle()}/{about}"
        self._inputs = inputs_of(sheet)
        self._began = self._read()
        self._found: FoundAgain | None = None
        self.drafting = Drafting(session, kind, sheet, self._content)
        self.drafting.begin(self.id, record=about or None)
        for field in self._inputs:
            field.changed.connect(self.drafting.touch)
        sheet.accepted.connect(self.drafting.drop_behind)
        session.background.bring(self._find(), sheet)

    def _read(self) -> list[str]:
        return [_held(field) for field in self._inputs]

    def _content(self) -> Mapping[str, Any]:
        values = self._read()
        text = next((value for value, field in zip(values, self._inputs, strict=True) if value), "")
        return {_VALUES: values, "text": text, "title": text}

    async def _find(self) -> None:
        cards = await self._session.run(list_drafts, self._kind)
        kept: Any = next((card.content.get(_VALUES) for card in cards if card.id == self.id), None)
        if not isinstance(kept, list) or len(kept) != len(self._inputs) or self.drafting.is_dirty:
            return
        if kept not in (self._began, self._read()):
            self._write(kept)
            self._say_found()

    def _write(self, values: Iterable[str]) -> None:
        for field, value in zip(self._inputs, values, strict=True):
            _put(field, value)
            field.changed.emit()

    def _say_found(self) -> None:
        self._found = FoundAgain(self._session)
        self._found.afresh.clicked.connect(self._on_afresh)
        self._sheet.column.insertWidget(1, self._found)

    @Slot()
    def _on_afresh(self) -> None:
        if self._found is not None:
            self._found.hide()
        self._write(self._began)
        self._session.background.spawn(self.drafting.drop(), self)
        if self._inputs:
            self._inputs[0].setFocus()


class FoundAgain(QWidget):
    """Says that what was begun is still there; `afresh` is the way to throw it away."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        told = SignLine("info", Tone.INFO, session.said(_FOUND_AGAIN), Type.LABEL)
        row.addWidget(told, 1, Qt.AlignmentFlag.AlignVCenter)
        self.afresh = Button(session.said(_AFRESH), Weight.TEXT)
        self.afresh.setAutoDefault(False)
        row.addWidget(self.afresh)


def inputs_of(sheet: QWidget) -> list[Input]:
    """The fields of a sheet in the order in which they were made."""
    widgets: Iterable[QWidget] = sheet.findChildren(QWidget)
    return [field for field in widgets if isinstance(field, Input) and not _is_closed(field)]


def _is_closed(field: Input) -> bool:
    shows = QLineEdit.EchoMode.Normal
    return isinstance(field, LineField) and (field.isReadOnly() or field.echoMode() is not shows)


def _held(field: Input) -> str:
    if isinstance(field, LineField):
        return field.text()
    return field.toPlainText() if isinstance(field, TextField) else field.value()


def _put(field: Input, value: str) -> None:
    field.set_value(value)
