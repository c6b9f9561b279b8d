"""What nobody caught, told to the person over whatever is shown."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.ui.theme.measures import SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.signs import Plate
from gridworker.ui.widgets.text import Label, Paragraph

_TITLE = Words("出了点问题", "Something went wrong")
_COPY = Words("复制编号", "Copy the number")
_CLOSE = Words("关闭", "Close")


class TroubleSheet(Sheet):
    """What went wrong, in words; a fault of ours has a number for the administrator, which can be copied."""

    def __init__(self, trouble: Trouble, language: str, parent: QWidget) -> None:
        title = _TITLE.said(language)
        super().__init__(parent, title, 520, headed=False)
        self.reference = str(trouble.facts.get("reference", ""))
        head = QHBoxLayout()
        head.setSpacing(SPACE_16)
        head.addWidget(Plate("warning", Tone.WARN, 46))
        head.addWidget(Label(title, Type.TITLE, bold=True), 1)
        self.column.addLayout(head)
        self.column.addWidget(Paragraph(describe(trouble, language), Type.BODY))
        self.copy_button = Button(_COPY.said(language), icon="copy")
        self.copy_button.clicked.connect(self._on_copy)
        close = Button(_CLOSE.said(language), Weight.TEXT if self.reference else Weight.PLAIN, key="Esc")
        self.foot(close, *([self.copy_button] if self.reference else []))
        close.setFocus()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.reference)
