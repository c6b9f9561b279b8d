"""Search and commands over the page (Ctrl+K): type, look, go. Chinese, pinyin, initials and digits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QVBoxLayout,
)

from gridworker.environment.language import Words
from gridworker.operations.visits import CALL_ON
from gridworker.ui.session import Session
from gridworker.ui.shell.offers import LEAST, MOST, VISIT_KEY, Offers
from gridworker.ui.shell.palette_lines import Choice, Lines
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import CARD_RADIUS, SPACE_4, SPACE_8, SPACE_16
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.painting import Painted, box, shadow
from gridworker.ui.widgets.search_box import SearchBox

_NAME = Words("搜索结果", "Results")
WIDTH = 620
_SHADOW, _HEADINGS = 24, 3
_EDGE = 2 * _SHADOW + CARD_RADIUS


class _Results(QListWidget):
    """Opaque, which no style sheet makes a list: what is painted anew has not the page behind it painted too."""

    def __init__(self) -> None:
        super().__init__()
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for part in (self, self.viewport()):
            part.setAttribute(Qt.WidgetAttribute.WA_StaticContents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(theme.current().tokens.surface))
        painter.end()
        super().paintEvent(event)


class Palette(Painted, QFrame):
    """Lies under the search box of the header; arrow keys pick, Enter goes, Escape closes.

    Ctrl+3 begins a visit to whoever is picked, or else to the first who was found.
    """

    def __init__(self, session: Session, window: QMainWindow, search_box: SearchBox) -> None:
        super().__init__(window)
        self._session = session
        self._window, self._box = window, search_box
        self._offers = Offers(session)
        self._wanted: str | None = None
        self._seeking = False
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.hide()
        column = QVBoxLayout(self)
        margin = _SHADOW + SPACE_8
        column.setContentsMargins(margin, margin, margin, margin)
        self._list = _Results()
        self._list.setAccessibleName(session.said(_NAME))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._lines = Lines(self._list)
        self._list.setItemDelegate(self._lines)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._on_clicked)
        self._list.currentRowChanged.connect(self._put_caps)
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
                choices = await self._looked_for(text)
                if self._wanted == text:
                    self._wanted = None
                    if self._box.hasFocus():
                        self._show(choices)
        finally:
            self._seeking = False

    async def _looked_for(self, text: str) -> list[Choice]:
        if text.strip():
            return await self._offers.found(text, self._room())
        return await self._offers.at_first()

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

    def _show(self, choices: list[Choice]) -> None:
        self._list.clear()
        # Before it is filled: else a scroll bar comes and goes.
        self._place(sum(Lines.height(choice) for choice in choices))
        for choice in choices:
            item = QListWidgetItem(choice.title)
            item.setData(Qt.ItemDataRole.UserRole, choice)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{choice.title} {choice.remark}".strip())
            if choice.take is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(item)
        self._list.setCurrentRow(-1)
        self._step(1)
        if not self.isVisible():
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

    def _choices(self) -> list[Choice]:
        items = (self._list.item(row) for row in range(self._list.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items]

    def _whom(self) -> str:
        """To whom the key of a visit begins one: whoever is picked, else the first who may be visited."""
        choices, at = self._choices(), self._list.currentRow()
        offered = [one.visits for one in choices if one.visits]
        picked = [one.visits or one.record for one in choices[max(0, at) : at + 1] if one.visits or one.name]
        return [*picked, *offered][0] if offered else ""

    @Slot()
    def _put_caps(self) -> None:
        """The key of a visit stands where it is offered, else on the line of whom it is for."""
        whom, lines = self._whom(), dict(enumerate(self._choices()))
        offered = [row for row, one in lines.items() if whom and one.visits == whom]
        meant = [row for row, one in lines.items() if whom and one.record == whom]
        self._lines.caps = dict.fromkeys((offered or meant)[:1], VISIT_KEY)
        self._list.viewport().update()

    def _below(self) -> QPoint:
        return self._box.mapTo(self._window, QPoint(0, self._box.height() + SPACE_4))

    def _room(self) -> int:
        """How many lines there is room for, beside their headings."""
        heading, line = Lines.height(Choice("", "")), Lines.height(Choice("", "", "·", self.end))
        room = self._most_high() - 2 * SPACE_8 - _HEADINGS * heading
        return max(LEAST, min(MOST, room // line))

    def _most_high(self) -> int:
        return self._window.height() - self._below().y() - SPACE_16

    def _place(self, high: int) -> None:
        below = self._below()
        right = self._window.width() - SPACE_16
        width = max(self._box.width(), min(theme.current().px(WIDTH), right - below.x()))
        left = max(SPACE_16, min(below.x(), right - width))
        high = min(high + 2 * SPACE_8 + SPACE_4, self._most_high())
        edges = QMargins(_SHADOW, _SHADOW, _SHADOW, _SHADOW)
        self._stretch(QRect(left, below.y(), width, high).marginsAdded(edges))

    def _stretch(self, to: QRect) -> None:
        """Takes its place; where its height alone is new, its lower edge alone is painted anew, and the page there."""
        was = self.geometry()
        self.setGeometry(to)
        if was.topLeft() != to.topLeft() or was.width() != to.width():
            self.update()
        elif was.height() != to.height():
            below = QRect(0, min(was.height(), to.height()) - _EDGE, to.width(), to.height())
            # Not the list: where the dirt of both overlaps, Qt paints all of it from the page up.
            self.update(QRegion(below) - QRegion(self._list.geometry()))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        choice: Choice = item.data(Qt.ItemDataRole.UserRole)
        if choice.take is not None:
            self.end()
            choice.take()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and not self._list.hasFocus():
            self.hide()
        if not isinstance(event, QKeyEvent) or composing() or not self.isVisible():
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.ShortcutOverride and self._visits(event):
            # Without this the key would be the window's, and the visit to nobody.
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress and self._acts(event):
            return True
        return super().eventFilter(watched, event)

    def _visits(self, event: QKeyEvent) -> bool:
        return QKeySequence(event.keyCombination()) == QKeySequence(VISIT_KEY) and bool(self._whom())

    def _acts(self, event: QKeyEvent) -> bool:
        """Whether a key was meant for the list, which then did what it is for."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.end()
        elif self._visits(event):
            whom = self._whom()
            self.end()
            self._session.go("visit", CALL_ON + whom)
        else:
            return False
        return True

    def paint(self, painter: QPainter) -> None:
        t, card = self.tokens, QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        shadow(painter, card, CARD_RADIUS)
        box(painter, card, CARD_RADIUS, t.surface, t.line_strong, t.border)
