"""A question of a few fields over a page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import SignalInstance, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from gridworker.environment.language import Words
from gridworker.ui.forms.inputs import held
from gridworker.ui.forms.record_form import REQUIRED, Missing
from gridworker.ui.forms.sheet_draft import SheetDraft
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12, Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Paragraph
from gridworker.ui.widgets.text_field import TextField

_CANCEL = Words("取消", "Cancel")
_FILL = Words("请填写{name}。", "Please fill in: {name}.")
_NO_DATE = Words("日期看不明白，请写成2026-03-01。", "This is no date; write 2026-03-01.")

_FEW = 3
"""So many fields stand below each other; more stand in two columns."""


class Asked(NamedTuple):
    """A field of a sheet."""

    name: str
    label: str
    field: QWidget
    required: bool = False


class FieldsSheet(Sheet):
    """A few fields; accepted with `answers` by its button or F9."""

    def __init__(
        self,
        session: Session,
        title: str,
        asked: Sequence[Asked],
        act: str,
        parent: QWidget,
        note: str = "",
        *,
        about: str = "",
    ) -> None:
        """`about` is the id of what the fields are about: what is typed is kept for it."""
        many = len(asked) > _FEW
        super().__init__(parent, title, 640 if many else 480)
        self._session = session
        self.answers: dict[str, Any] = {}
        if note:
            self.column.addWidget(Paragraph(note, Type.LABEL))
        required = session.said(REQUIRED)
        self._fields = [
            (one, LabelledField(one.label, one.field, required_word=required if one.required else ""))
            for one in asked
        ]
        for one, labelled in self._fields:
            if isinstance(changed := getattr(one.field, "changed", None), SignalInstance):
                changed.connect(partial(labelled.set_error, ""))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_12)
        grid.setVerticalSpacing(SPACE_12)
        place = 0
        for one, labelled in self._fields:
            wide = not many or isinstance(one.field, TextField)
            place += place % 2 if wide else 0
            grid.addWidget(labelled, place // 2, place % 2, 1, 2 if wide else 1)
            place += 2 if wide else 1
        self.column.addLayout(grid)
        self.act = Button(act, Weight.PRIMARY, "checkmark", "F9")
        self.act.clicked.connect(self._on_act)
        self.foot(Button(session.said(_CANCEL), Weight.TEXT, key="Esc"), self.act)
        QShortcut(QKeySequence("F9"), self, self._on_act)
        asked[0].field.setFocus()
        self.draft = SheetDraft(session, self, about)

    def _missing(self) -> list[Missing]:
        found = []
        for one, labelled in self._fields:
            if isinstance(one.field, DateField) and not one.field.is_understood():
                found.append(Missing(labelled, self._session.said(_NO_DATE)))
            elif one.required and not held(one.field):
                found.append(Missing(labelled, self._session.said(_FILL, name=one.label)))
        return found

    @Slot()
    def _on_act(self) -> None:
        if composing():
            return
        missing = {id(wrong.field): wrong for wrong in self._missing()}
        for _, labelled in self._fields:
            wrong = missing.get(id(labelled))
            labelled.set_error(wrong.sentence if wrong else "")
        if missing:
            next(iter(missing.values())).field.focus_field()
            return
        self.answers = {one.name: held(one.field) for one, _ in self._fields}
        self.accept()
