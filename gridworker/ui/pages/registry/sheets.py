"""Questions over a card: who or which, a few fields, and whether it is on file already."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.operations.find import search
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.row_list import RowList
from gridworker.ui.widgets.search_box import SearchBox
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Paragraph
from gridworker.ui.widgets.two_lines import TwoLineDelegate, TwoLineRows, TwoLines

_CANCEL = Words("取消", "Cancel")
_SEARCH = Words("姓名、地址或号码，拼音首字母也可以", "Name, address or number; initials will do")
_CLEAR = Words("清除", "Clear")
_FOUND = Words("搜索结果", "Results")
_BACK = Words("返回修改", "Back")
_ANYWAY = Words("仍然保存", "Save all the same")
_OPEN = Words("打开这一份", "Open that one")
_MAYBE = Words("可能已经登记过", "This may be on file already")
_LIKE = Words("下面的档案与您填写的内容相似。", "These records are like what you have written.")


class PickSheet(Sheet):
    """Finds a record of a kind; accepted with `picked`."""

    def __init__(self, session: Session, title: str, kind: str, besides: str, parent: QWidget) -> None:
        super().__init__(parent, title, 560, 420)
        said = session.said
        self._session, self._kind, self._besides = session, kind, besides
        self.picked = ""
        self._turn = 0
        self.box = SearchBox(said(_SEARCH), said(_CLEAR))
        self.rows = TwoLineRows(self)
        self.list = RowList(said(_FOUND), self.rows, TwoLineDelegate())
        self.column.addWidget(self.box)
        self.column.addWidget(self.list, 1)
        self.foot(Button(said(_CANCEL), Weight.TEXT, key="Esc"))
        self.box.changed.connect(self._on_asked)
        self.box.installEventFilter(self)
        self.list.opened.connect(self._on_opened)
        self.box.setFocus()

    @Slot()
    def _on_asked(self) -> None:
        self._turn += 1
        self._session.background.spawn(self._find(self._turn), self)

    async def _find(self, turn: int) -> None:
        hits = await self._session.run(search, self.box.value(), 30, [self._kind])
        if turn == self._turn:
            found = [
                TwoLines(hit["id"], hit["title"], hit["snippet"])
                for hit in hits
                if hit["id"] != self._besides
            ]
            self.rows.set_rows(found)
            if found:
                self.list.setCurrentIndex(self.rows.index(0, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        key = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not composing()
        if watched is self.box and key and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down and self.rows.rows():
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_opened(self.list.row)
                return True
        return super().eventFilter(watched, event)

    @Slot(object)
    def _on_opened(self, row: TwoLines | None) -> None:
        if row is not None:
            self.picked = row.id
            self.accept()


class DuplicateSheet(Sheet):
    """What may be the same; accepted for “save all the same”, `open_wanted` carries the one to open instead."""

    open_wanted = Signal(str)

    def __init__(self, session: Session, found: Sequence[TwoLines], parent: QWidget) -> None:
        said = session.said
        super().__init__(parent, said(_MAYBE), 560, 320)
        self.rows = TwoLineRows(self)
        self.list = RowList(said(_MAYBE), self.rows, TwoLineDelegate())
        self.rows.set_rows(found)
        self.column.addWidget(Paragraph(said(_LIKE), Type.BODY))
        self.column.addWidget(self.list, 1)
        anyway = Button(said(_ANYWAY), Weight.PLAIN, key="F9")
        there = Button(said(_OPEN), Weight.PRIMARY, "open", "Enter")
        anyway.clicked.connect(self.accept)
        there.clicked.connect(self._on_there)
        self.list.opened.connect(self._on_opened)
        QShortcut(QKeySequence("F9"), self, self.accept)
        self.foot(Button(said(_BACK), Weight.TEXT, key="Esc"), anyway, there)
        self.list.setCurrentIndex(self.rows.index(0, 0))
        self.list.setFocus()

    @Slot()
    def _on_there(self) -> None:
        self._on_opened(self.list.row)

    @Slot(object)
    def _on_opened(self, row: TwoLines | None) -> None:
        if row is not None:
            self.reject()
            self.open_wanted.emit(row.id)
