"""Search and commands over the page (Ctrl+K): type, look, go. Chinese, pinyin, initials and digits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from gridworker.environment.language import Words
from gridworker.operations.find import search
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import ENTRIES, NEW_RECORD, entry_for
from gridworker.ui.theme import theme
from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import CARD_RADIUS, ICON, SPACE_4, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.painting import Painted, box, write
from gridworker.ui.widgets.search_box import SearchBox

_NAME = Words("搜索结果", "Results")
_NOTHING = Words(
    "没有找到“{text}”。换个字，或用拼音首字母再试。",
    'Nothing found for "{text}". Try other words or initials.',
)
_NEW = {
    "patrol": Words("记一次巡查", "Record a patrol"),
    "dispute": Words("登记一件纠纷", "Register a dispute"),
    "visit": Words("记一次走访", "Record a visit"),
}
_SYNC_NOW = Words("立即同步", "Sync now")
MOST = 8


class Choice(NamedTuple):
    """One line of the list: its icon, what it says, and what taking it does."""

    icon: str
    title: str
    remark: str
    take: Callable[[], None]


class Palette(Painted, QFrame):
    """Lies under the search box of the header; arrow keys pick, Enter goes, Escape closes."""

    def __init__(self, session: Session, window: QMainWindow, search_box: SearchBox) -> None:
        super().__init__(window)
        self._session = session
        self._window, self._box = window, search_box
        self._wanted: str | None = None
        self._seeking = False
        self.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_8, SPACE_8, SPACE_8, SPACE_8)
        self._list = QListWidget()
        self._list.setAccessibleName(session.said(_NAME))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setItemDelegate(_Line(self._list))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._on_clicked)
        column.addWidget(self._list)
        self._box.installEventFilter(self)

    def begin(self) -> None:
        """Brings the focus to the search box and shows what one may do without typing."""
        self._box.setFocus()
        self._box.selectAll()
        self.ask(self._box.text())

    def ask(self, text: str) -> None:
        """Looks for a text at once; of what is typed while that goes on, the last is looked for next."""
        if not text.strip():
            self._wanted = None
            self._show(self._commands())
            return
        self._wanted = text
        if not self._seeking:
            self._seeking = True
            self._session.background.spawn(self._seek(), self)

    async def _seek(self) -> None:
        try:
            while (text := self._wanted) is not None:
                hits = await self._session.run(search, text, MOST)
                if self._wanted == text:
                    self._wanted = None
                    if self._box.hasFocus():
                        self._show([*self._matching_commands(text), *map(self._of_hit, hits)], text)
        finally:
            self._seeking = False

    def take_first(self, _text: str) -> None:
        """Goes where the picked line leads, or the first."""
        if self.isVisible() and self._list.count():
            self._on_clicked(self._list.item(max(0, self._list.currentRow())))

    def end(self) -> None:
        """Closes the list and clears the box."""
        self._wanted = None
        self.hide()
        self._box.clear()
        self._box.clearFocus()

    def _commands(self) -> list[Choice]:
        said, go = self._session.said, self._session.go
        made = [
            Choice(entry.icon, said(_NEW[entry.code]), "", partial(go, entry.code, NEW_RECORD))
            for entry in ENTRIES
            if entry.code in _NEW
        ]
        pages = [
            Choice(entry.icon, said(entry.word), entry.key, partial(go, entry.code, "")) for entry in ENTRIES
        ]
        return [*made, Choice("arrow_sync", said(_SYNC_NOW), "F5", self._session.sync), *pages][:MOST]

    def _matching_commands(self, text: str) -> list[Choice]:
        return [choice for choice in self._commands() if text.strip().lower() in choice.title.lower()]

    def _of_hit(self, hit: dict[str, Any]) -> Choice:
        entry = entry_for(hit["kind"])
        kind = self._session.labels.kind(hit["kind"])
        remark = " · ".join(part for part in (kind, hit["snippet"]) if part)
        icon = entry.icon if entry else "document"
        return Choice(icon, hit["title"] or kind, remark, lambda: self._session.go(hit["kind"], hit["id"]))

    def _show(self, choices: list[Choice], text: str = "") -> None:
        self._list.clear()
        if not choices:
            choices = [Choice("search", self._session.said(_NOTHING, text=text), "", lambda: None)]
        for choice in choices:
            item = QListWidgetItem(choice.title)
            item.setData(Qt.ItemDataRole.UserRole, choice)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{choice.title} {choice.remark}")
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._place(len(choices))
        self.show()
        self.raise_()

    def _place(self, lines: int) -> None:
        search_box = self._box
        below = search_box.mapTo(self._window, QPoint(0, search_box.height() + SPACE_4))
        width = max(search_box.width(), theme.current().px(460))
        left = min(below.x(), self._window.width() - width - SPACE_16)
        height = lines * _Line.height() + 2 * SPACE_8 + SPACE_4
        self.setGeometry(left, below.y(), width, min(height, self._window.height() - below.y() - SPACE_16))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        choice = item.data(Qt.ItemDataRole.UserRole)
        self.end()
        choice.take()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress or composing():
            if event.type() is QEvent.Type.FocusOut and not self._list.hasFocus():
                self.hide()
            return super().eventFilter(watched, event)
        if self.isVisible() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % max(1, self._list.count()))
            return True
        if self.isVisible() and event.key() == Qt.Key.Key_Escape:
            self.end()
            return True
        return super().eventFilter(watched, event)

    def paint(self, painter: QPainter) -> None:
        t = self.tokens
        box(painter, QRectF(self.rect()), CARD_RADIUS, t.surface, t.line_strong, 1)


class _Line(QStyledItemDelegate):
    @staticmethod
    def height() -> int:
        now = theme.current()
        return now.metrics(Type.BODY).height() + now.metrics(Type.META).height() + SPACE_12

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Any) -> QSize:
        return QSize(100, self.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        now, choice = theme.current(), index.data(Qt.ItemDataRole.UserRole)
        t, where = now.tokens, QRectF(option.rect)  # type: ignore[attr-defined]  # the stubs leave the fields out
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            box(painter, where, CARD_RADIUS - 4, t.primary_soft)
        side = now.px(ICON)
        sign = QRectF(where.left() + SPACE_12, where.center().y() - side / 2, side, side)
        draw_icon(painter, sign, choice.icon, t.primary)
        text = where.adjusted(SPACE_12 + side + SPACE_12, SPACE_4, -SPACE_12, -SPACE_4)
        painter.setFont(now.font(Type.BODY))
        title = painter.fontMetrics().elidedText(choice.title, Qt.TextElideMode.ElideRight, int(text.width()))
        lines = text.height() / 2 if choice.remark else text.height()
        write(painter, QRectF(text.left(), text.top(), text.width(), lines), title, t.text)
        if choice.remark:
            painter.setFont(now.font(Type.META))
            remark = painter.fontMetrics().elidedText(
                choice.remark.replace("\n", " "), Qt.TextElideMode.ElideRight, int(text.width())
            )
            write(painter, QRectF(text.left(), text.top() + lines, text.width(), lines), remark, t.text2)
        painter.restore()
