"""Search and commands over the page (Ctrl+K): type, look, go. Chinese, pinyin, initials and digits."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QVBoxLayout,
)

from gridworker.environment.language import Words
from gridworker.operations.find import search
from gridworker.operations.recent import pinned, recent
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import APART, ENTRIES, NEW, NEW_RECORD
from gridworker.ui.shell.palette_lines import Choice, Lines
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import CARD_RADIUS, SPACE_4, SPACE_8, SPACE_16
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.kind_signs import sign_of
from gridworker.ui.widgets.painting import Painted, box
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
_ACTIONS = Words("操作", "Actions")
_RECENT, _PINNED = Words("最近看过", "Recent"), Words("收藏", "Pinned")
_PEOPLE, _RECORDS = (
    Words("人房企 · {count}", "Registry · {count}"),
    Words("记录 · {count}", "Records · {count}"),
)
_NEW_PERSON = Words("登记人员", "Register a person")
_REGISTRY = ("person", "household", "place", "enterprise")
MOST = 8
WIDTH = 560


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
        self._list.setItemDelegate(Lines(self._list))
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
        self._wanted = text
        if not self._seeking:
            self._seeking = True
            self._session.background.spawn(self._seek(), self)

    async def _seek(self) -> None:
        try:
            while (text := self._wanted) is not None:
                choices = await (self._found(text) if text.strip() else self._offered())
                if self._wanted == text:
                    self._wanted = None
                    if self._box.hasFocus():
                        self._show(choices)
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

    async def _offered(self) -> list[Choice]:
        """Before anything is typed: what was pinned, what was looked at last, and what one may begin; the pages where
        that is little."""
        said, run = self._session.said, self._session.run
        kept, last = await run(pinned), await run(recent)
        pins = [self._of_record(one.kind, one.id, one.title, "") for one in kept]
        seen = [self._of_record(one.kind, one.id, one.title, "") for one in last if one not in kept]
        acts = [*self._acts(), *(self._pages() if not (pins or seen) else ())][:MOST]
        return [*_under(said(_PINNED), pins), *_under(said(_RECENT), seen), *_under(said(_ACTIONS), acts)]

    async def _found(self, text: str) -> list[Choice]:
        """What matches: commands, then people, homes and places, then records; the newest first."""
        said = self._session.said
        commands = [
            one for one in (*self._acts(), *self._pages()) if text.strip().lower() in one.title.lower()
        ]
        hits = await self._session.run(search, text, MOST)
        groups = [
            [self._of_hit(hit) for hit in hits if (hit["kind"] in _REGISTRY) is registry]
            for registry in (True, False)
        ]
        found = [
            *_under(said(_ACTIONS), commands),
            *_under(said(_PEOPLE, count=len(groups[0])), groups[0]),
            *_under(said(_RECORDS, count=len(groups[1])), groups[1]),
        ]
        person = partial(self._session.go, "person", NEW_RECORD)
        nothing = Choice("search", said(_NOTHING, text=text))
        return found or [nothing, Choice("person", said(_NEW_PERSON), take=person)]

    def _acts(self) -> list[Choice]:
        said, go = self._session.said, self._session.go
        keys = {code: key for key, code in NEW.items()}
        made = [
            Choice(icon, said(_NEW[code]), "", partial(go, code, NEW_RECORD), tone, keys[code])
            for code, (icon, tone) in ((code, sign_of(code)) for code in _NEW)
        ]
        return [*made, Choice("arrow_sync", said(_SYNC_NOW), "", self._session.sync, key="F5")]

    def _pages(self) -> list[Choice]:
        said, go = self._session.said, self._session.go
        return [
            Choice(entry.icon, said(entry.word), "", partial(go, entry.code, ""), Tone.NEUTRAL, entry.key)
            for entry in (*ENTRIES, *APART)
        ]

    def _of_hit(self, hit: dict[str, Any]) -> Choice:
        return self._of_record(hit["kind"], hit["id"], hit["title"], hit["snippet"])

    def _of_record(self, kind: str, record: str, title: str, snippet: str) -> Choice:
        word, (icon, tone) = self._session.labels.kind(kind), sign_of(kind)
        remark = " · ".join(filter(None, (word, snippet)))
        return Choice(icon, title or word, remark, partial(self._session.go, kind, record), tone)

    def _show(self, choices: list[Choice]) -> None:
        self._list.clear()
        for choice in choices:
            item = QListWidgetItem(choice.title)
            item.setData(Qt.ItemDataRole.UserRole, choice)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{choice.title} {choice.remark}".strip())
            if choice.take is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(item)
        self._list.setCurrentRow(-1)
        self._step(1)
        self._place(sum(Lines.height(choice) for choice in choices))
        self.show()
        self.raise_()

    def _step(self, step: int) -> None:
        """To the next line that can be taken, round and round."""
        count = self._list.count()
        at = self._list.currentRow()
        for _ in range(count):
            at = (at + step) % count
            if self._list.item(at).flags() & Qt.ItemFlag.ItemIsEnabled:
                self._list.setCurrentRow(at)
                return

    def _place(self, high: int) -> None:
        search_box = self._box
        below = search_box.mapTo(self._window, QPoint(0, search_box.height() + SPACE_4))
        width = max(search_box.width(), theme.current().px(WIDTH))
        left = max(SPACE_16, min(below.x(), self._window.width() - width - SPACE_16))
        most = self._window.height() - below.y() - SPACE_16
        self.setGeometry(left, below.y(), width, min(high + 2 * SPACE_8 + SPACE_4, most))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        choice: Choice = item.data(Qt.ItemDataRole.UserRole)
        if choice.take is not None:
            self.end()
            choice.take()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress or composing():
            if event.type() is QEvent.Type.FocusOut and not self._list.hasFocus():
                self.hide()
            return super().eventFilter(watched, event)
        if self.isVisible() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if self.isVisible() and event.key() == Qt.Key.Key_Escape:
            self.end()
            return True
        return super().eventFilter(watched, event)

    def paint(self, painter: QPainter) -> None:
        t = self.tokens
        box(painter, QRectF(self.rect()), CARD_RADIUS, t.surface, t.line_strong, 1)


def _under(heading: str, choices: list[Choice]) -> list[Choice]:
    """Lines under a heading; nothing for none."""
    return [Choice("", heading), *choices] if choices else []
