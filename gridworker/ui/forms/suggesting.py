"""A line field that offers what may be meant: “dly3” and Enter is 东篱苑3幢. It never takes the focus away."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from gridworker.operations.matching import Book, Entry
from gridworker.ui.forms.popup import dress, open_at
from gridworker.ui.theme import theme
from gridworker.ui.widgets.line_field import LineField

T = TypeVar("T")

_MOST = 7
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Offers(QListView):
    """The list below the field."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = QStringListModel(self)
        self.setModel(self.words)
        dress(self)

    def offer(self, words: list[str], field: QWidget) -> None:
        """Shows these words below a field, or above it where there is no room."""
        self.words.setStringList(words)
        open_at(self, field, len(words), theme.current().px(300))


class SuggestField(LineField, Generic[T]):
    """A line field over a `Book`. Letters and digits preselect the first match: Enter or Tab takes it.

    Chinese characters preselect nothing, for they may be meant as they stand. With a `separator` the field holds
    several names and the last one is completed. `picked` fires in place of `changed` when a match was
    taken, `entered` for Enter, after that.
    """

    picked = Signal()
    entered = Signal()

    def __init__(self, placeholder: str = "", *, separator: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder, enter_moves=False, parent=parent)
        self._separator = separator
        self._book: Book[T] = Book(())
        self._matches: list[Entry[T]] = []
        self._picked: Entry[T] | None = None
        self._offers: _Offers | None = None
        self.changed.connect(self._on_changed)

    def set_book(self, book: Book[T]) -> None:
        """What is offered from now on, also for what was typed already."""
        self._book = book
        asked = self._asked()
        if self.hasFocus() and asked and self._picked is None and not self.is_composing():
            self._offer(asked)

    def thing(self) -> T | None:
        """What was picked, as long as its words stand as they were picked."""
        if self._picked is not None and self._picked.shown == self.value():
            return self._picked.thing
        return None

    def set_thing(self, shown: str, thing: T | None) -> None:
        """Shows something as if it had been picked; not a change by the person."""
        self._picked = None if thing is None else Entry(shown, thing)
        self.set_value(shown)

    def values(self) -> list[str]:
        """The names in a field with a separator, each once."""
        text = self.value()
        for sign in "，,;；":
            text = text.replace(sign, self._separator)
        return list(dict.fromkeys(name.strip() for name in text.split(self._separator) if name.strip()))

    @property
    def is_open(self) -> bool:
        """Whether matches are shown."""
        return self._offers is not None and self._offers.isVisible()

    def event(self, event: QEvent) -> bool:
        # Escape closes the list; the key of the window waits its turn.
        override = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride
        if override and self.is_open and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.is_composing():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers():
            self._move(1 if key is Qt.Key.Key_Down else -1)
        elif key is Qt.Key.Key_Escape and self.is_open:
            self.close_offers()
        elif key in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._take()
            self.close_offers()
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next_: bool) -> bool:
        if next_:
            self._take()
        return super().focusNextPrevChild(next_)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_offers()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_offers()

    def close_offers(self) -> None:
        """Takes the list away."""
        if self._offers is not None:
            self._offers.hide()

    @Slot()
    def _on_changed(self) -> None:
        self._picked = None
        asked = self._asked()
        if asked:
            self._offer(asked)
        else:
            self.close_offers()

    def _asked(self) -> str:
        """What is to be completed: all of it, or behind the last separator."""
        return self.value().rpartition(self._separator)[2].strip() if self._separator else self.value()

    def _offer(self, asked: str) -> None:
        self._matches = [entry for entry in self._book.matching(asked, _MOST) if entry.shown != asked]
        if not self._matches:
            self.close_offers()
            return
        if self._offers is None or self._offers.parentWidget() is not self.window():
            self._offers = _Offers(self.window())
            self._offers.setAccessibleName(self.accessibleName())
            self._offers.clicked.connect(self._on_clicked)
            self.destroyed.connect(self._offers.deleteLater)
        self._offers.offer([entry.shown for entry in self._matches], self)
        row = 0 if asked.isascii() and asked else -1
        self._offers.setCurrentIndex(self._offers.words.index(row))

    def _move(self, step: int) -> None:
        if not self.is_open or self._offers is None:
            self._offer(self._asked())
            if self._offers is not None and self.is_open:
                self._offers.setCurrentIndex(self._offers.words.index(0))
            return
        row = self._offers.currentIndex().row() + step
        self._offers.setCurrentIndex(self._offers.words.index(row % len(self._matches)))

    def _take(self) -> None:
        """Puts the current match into the field, if the list is open and one is current."""
        if self._offers is None or not self.is_open:
            return
        row = self._offers.currentIndex().row()
        if row >= 0:
            self._put(self._matches[row])

    def _put(self, entry: Entry[T]) -> None:
        before = self.value().rpartition(self._separator)[0] if self._separator else ""
        self._picked = entry
        self.setText(f"{before}{self._separator}{entry.shown}" if before else entry.shown)
        self.close_offers()
        self.set_carried(False)
        self.picked.emit()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._put(self._matches[index.row()])
