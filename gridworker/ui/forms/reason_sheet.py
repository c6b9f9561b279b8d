"""Asks why sensitive data is to be seen or taken; the answer goes into the access log."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.ui.forms.record_form import REQUIRED
from gridworker.ui.forms.sheet_draft import SheetDraft
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import Chip
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.sign_line import SignLine

_NOTED = Words(
    "谁在什么时候、为什么查看，会留下查阅记录。", "Who looks, when and why is kept in the access log."
)
_WHY = Words("查看原因", "Reason")
_NEEDED = Words("请写明原因。", "Please give the reason.")
_CANCEL = Words("取消", "Cancel")


class ReasonSheet(Sheet):
    """Accepted only with a `reason`; `offered` are reasons to pick, `act` is the word of the button."""

    def __init__(
        self,
        session: Session,
        title: str,
        act: str,
        icon: str,
        offered: Sequence[str],
        parent: QWidget,
        *,
        about: str = "",
    ) -> None:
        said = session.said
        super().__init__(parent, title, 480)
        self.reason = ""
        self._needed = said(_NEEDED)
        self.field = LineField(enter_moves=False)
        self._labelled = LabelledField(said(_WHY), self.field, required_word=said(REQUIRED))
        chips = Flow()
        for words in offered:
            chip = Chip(words, slim=True)
            chip.clicked.connect(self._on_chip)
            chips.flow.addWidget(chip)
        go = Button(act, Weight.PRIMARY, icon, "Enter")
        go.clicked.connect(self._on_go)
        self.field.returnPressed.connect(self._on_go)
        self.column.addWidget(SignLine("shield_lock", Tone.NEUTRAL, said(_NOTED), Type.LABEL))
        self.column.addWidget(self._labelled)
        self.column.addWidget(chips)
        self.foot(Button(said(_CANCEL), Weight.TEXT, key="Esc"), go)
        self.field.setFocus()
        self.draft = SheetDraft(session, self, about)

    @Slot()
    def _on_chip(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self.field.set_value(chip.text())
            self.field.setFocus()

    @Slot()
    def _on_go(self) -> None:
        if composing():
            return
        self.reason = self.field.value()
        if self.reason:
            self.accept()
        else:
            self._labelled.set_error(self._needed)
            self.field.setFocus()
