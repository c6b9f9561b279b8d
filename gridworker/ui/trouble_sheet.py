"""What nobody caught, told to the person over whatever is shown."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.question_sheet import QuestionSheet

_TITLE = Words("出了点问题", "Something went wrong")
_COPY = Words("复制编号", "Copy the number")
_CLOSE = Words("关闭", "Close")


class TroubleSheet(QuestionSheet):
    """What went wrong, in words; a fault of ours has a number for the administrator, which can be copied."""

    def __init__(self, trouble: Trouble, language: str, parent: QWidget) -> None:
        title = _TITLE.said(language)
        super().__init__(parent, title, describe(trouble, language))
        self.reference = str(trouble.facts.get("reference", ""))
        self.copy_button = Button(_COPY.said(language), icon="copy")
        self.copy_button.clicked.connect(self._on_copy)
        close = Button(_CLOSE.said(language), Weight.TEXT if self.reference else Weight.PLAIN, key="Esc")
        self.foot(close, *([self.copy_button] if self.reference else []))
        close.setFocus()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.reference)
