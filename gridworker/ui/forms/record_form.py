"""What a form owes its page: its values, a way to show some, and what still keeps them from being saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from gridworker.environment.language import Words
from gridworker.ui.session import Session
from gridworker.ui.widgets.chips import Chip
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.segments import Segment

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


NOT_GIVEN = Words("未填", "Not given")
REQUIRED = Words("必填", "required")


class Missing(NamedTuple):
    """A field that is not right yet, and the sentence that says so."""

    field: LabelledField
    sentence: str


class RecordForm(QWidget):
    """A form for records of one kind. `changed` fires for every change by the person; `fields` go by their names."""

    changed = Signal()
    at: DateField[int] | None = None
    """When it was, in kinds that say so."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.fields: dict[str, LabelledField] = {}
        self._told: list[LabelledField] = []
        # What the district returned, by the name of the field: the field, and what stood in it then.
        self._returned: dict[str, tuple[LabelledField, Any]] = {}
        self.changed.connect(self._on_changed)

    def values(self) -> dict[str, Any]:
        """What the form says, by field; None where a field is empty."""
        raise NotImplementedError

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        """Shows a record (or a draft, or what a new record begins with); not a change by the person."""
        raise NotImplementedError

    def begin_now(self, begun: int, now: int) -> None:
        """A new form stood open and untouched since `begun`: it is of now, unless it says another time."""
        if self.at is not None and self.at.moment() == begun:
            self.at.set_moment(now)

    def missing(self) -> list[Missing]:
        """What keeps the form from being saved, in the order of the fields."""
        raise NotImplementedError

    def first_field(self) -> QWidget:
        """Where the focus goes when a new record is begun."""
        raise NotImplementedError

    def field_of(self, path: str) -> LabelledField | None:
        """The field that a path of a patch was typed in."""
        return self.fields.get(path) or self.fields.get(path.partition("/")[0])

    def mark_returned(self, reasons: Mapping[str, str]) -> None:
        """Says at each field that the district returned why, until something else stands in it."""
        now = self.values()
        for path, said in reasons.items():
            labelled, name = self.field_of(path), path.partition("/")[0]
            if labelled is not None:
                labelled.set_error(said)
                self._returned[name] = labelled, now.get(name)

    def begin_at(self) -> QWidget:
        """Where the focus goes when a record is opened: to what was returned, if anything was."""
        there = (labelled.field for labelled, _ in self._returned.values() if not labelled.isHidden())
        return next(there, self.first_field())

    def is_complete(self) -> bool:
        """Whether it may be saved; says what is missing and goes to the first of it where it may not."""
        missing = self.missing()
        self._tell(missing)
        if missing:
            missing[0].field.focus_field()
        return not missing

    def forget_errors(self) -> None:
        """Nothing is wrong with a form that was just opened."""
        self._tell([])
        for labelled, _ in self._returned.values():
            labelled.set_error("")
        self._returned = {}

    @Slot()
    def _on_changed(self) -> None:
        if self._returned:
            self._forget_mended()
        # What was said goes as soon as it is mended; nothing new is said while somebody types.
        if self._told:
            self._tell([missing for missing in self.missing() if missing.field in self._told])

    def _forget_mended(self) -> None:
        now = self.values()
        for name, (labelled, then) in list(self._returned.items()):
            if now.get(name) != then:
                labelled.set_error("")
                del self._returned[name]

    def _tell(self, missing: list[Missing]) -> None:
        wrong = [one.field for one in missing]
        for field in self._told:
            if field not in wrong:
                field.set_error("")
        for field, sentence in missing:
            field.set_error(sentence)
        self._told = wrong

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Chips, segments and lists leave Enter to the form: it goes to the next field.
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        focused = self.focusWidget()
        if event.key() in _ENTER and plain and isinstance(focused, Chip | Segment | QComboBox):
            self.focusNextChild()
            return
        super().keyPressEvent(event)
