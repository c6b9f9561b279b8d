"""A task or a note in full, with what one may do about it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.operations.agenda import Errand
from gridworker.ui.pages.today.agenda_list import WHAT, Line
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Paragraph

_BY = Words("{name}交办", "given by {name}")
_NO_TEXT = Words("没有别的说明。", "There is nothing more to it.")
_DONE, _AGAIN = Words("完成", "Done"), Words("恢复为未完成", "Not done yet")
_ABOUT = Words("打开相关记录", "Open the record")
_CLOSE = Words("关闭", "Close")


class ErrandSheet(Sheet):
    """Accepted for 完成; `about_wanted` asks for the record it is about."""

    about_wanted = Signal(str, str)

    def __init__(self, session: Session, line: Line, errand: Errand, parent: QWidget) -> None:
        said = session.said
        super().__init__(parent, said(WHAT[line.item.what][0]), 520, 340, headed=False)
        self._errand = errand
        column = self.column
        column.addWidget(Paragraph(errand.title or said(WHAT[line.item.what][0]), Type.TITLE, bold=True))
        by = said(_BY, name=errand.by) if errand.by and line.item.what == "task" else ""
        meta = " · ".join(filter(None, (by, line.time, line.due[0])))
        if meta:
            column.addWidget(Paragraph(meta, Type.META))
        scroll = ScrollColumn()
        scroll.column.addWidget(Paragraph(errand.text or said(_NO_TEXT), Type.BODY))
        scroll.column.addStretch(1)
        column.addWidget(scroll, 1)
        close = Button(said(_CLOSE), Weight.TEXT, key="Esc")
        about = Button(said(_ABOUT), Weight.PLAIN, "open")
        self.done_button = Button(said(_AGAIN if line.done else _DONE), Weight.PRIMARY, "checkmark")
        about.setVisible(bool(errand.about[1]))
        about.clicked.connect(self._on_about)
        self.done_button.clicked.connect(self.accept)
        self.foot(close, about, self.done_button)
        close.setFocus()

    @Slot()
    def _on_about(self) -> None:
        self.reject()
        self.about_wanted.emit(*self._errand.about)
