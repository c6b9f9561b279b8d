"""A step of something that is followed: what is said about it, and the button that takes it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.ui.forms.record_form import REQUIRED
from gridworker.ui.forms.sheet_draft import SheetDraft
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text_field import TextField

_SAID = Words("说明", "What is said about it")
_NEEDED = Words("请写明情况。", "Please say what it is about.")
_CANCEL = Words("取消", "Cancel")


class StepSheet(Sheet):
    """Accepted with an `opinion`, which may be empty unless it is `needed`."""

    def __init__(self, session: Session, act: str, parent: QWidget, *, needed: bool, about: str = "") -> None:
        super().__init__(parent, act, 480)
        self.opinion = ""
        self._why = session.said(_NEEDED) if needed else ""
        self.text = TextField(lines=3, most_lines=8)
        required = session.said(REQUIRED) if needed else ""
        self._labelled = LabelledField(session.said(_SAID), self.text, required_word=required)
        go = Button(act, Weight.PRIMARY, "checkmark", "F9")
        go.clicked.connect(self._on_go)
        self.column.addWidget(self._labelled)
        self.foot(Button(session.said(_CANCEL), Weight.TEXT, key="Esc"), go)
        for key in ("F9", "Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self._on_go)
        self.text.setFocus()
        self.draft = SheetDraft(session, self, about)

    @Slot()
    def _on_go(self) -> None:
        if composing():
            return
        self.opinion = self.text.value()
        if self._why and not self.opinion:
            self._labelled.set_error(self._why)
            self.text.setFocus()
        else:
            self.accept()
