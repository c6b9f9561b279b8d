"""Phrases below a text: the likeliest as chips, all of them with F2, a digit each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from gridworker.environment.language import Words
from gridworker.operations.phrases import Phrase, in_order, list_phrases, note_use
from gridworker.ui.forms.popup import KEY, dress, open_at
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import DIGITS, Chip
from gridworker.ui.widgets.text import Label
from gridworker.ui.widgets.text_field import TextField

PHRASES = Words("常用语", "Phrases")
_MORE = Words("更多", "More")
_COUNT = Words("{count} 字", "{count} characters")
_SHOWN = 4
_SHORT = 9
_MOST = 8


class PhraseMenu(QListWidget):
    """All phrases in one list over the form. A digit or Enter takes one, Escape none; the focus then goes back."""

    chosen = Signal(int)

    def __init__(self, name: str, back_to: QWidget) -> None:
        super().__init__(back_to.window())
        self.setAccessibleName(name)
        self._back_to = back_to
        self.itemClicked.connect(self._on_clicked)
        dress(self)

    def open_over(self, texts: Sequence[str]) -> None:
        """Shows these below (or above) the field."""
        self.clear()
        for number, text in enumerate(texts):
            item = QListWidgetItem(text)
            item.setData(KEY, DIGITS[number])
            self.addItem(item)
        open_at(self, self._back_to, len(texts), theme.current().px(320))
        self.setCurrentRow(0)
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = DIGITS.find(event.text()) if event.text() else -1
        if 0 <= place < self.count():
            self._choose(place)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentRow())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F2):
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide()

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._choose(self.row(item))

    def _choose(self, row: int) -> None:
        self._close()
        if row >= 0:
            self.chosen.emit(row)

    def _close(self) -> None:
        self.hide()
        self._back_to.setFocus(Qt.FocusReason.PopupFocusReason)


class PhraseRow(QWidget):
    """Phrases for the text field `field` of a record of `kind`. `inserted` fires when one was put into it.

    `fill` puts place and time into a phrase that asks for them.
    """

    inserted = Signal()

    def __init__(
        self, session: Session, kind: str, field: TextField, fill: Callable[[str], str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._kind, self._field, self._fill = session, kind, field, fill
        self._phrases: list[Phrase] = []
        self._ordered: list[Phrase] = []
        self._about: Collection[str] = ()
        self._menu: PhraseMenu | None = None
        self._chips = [Chip("", slim=True, parent=self) for _ in range(_SHOWN)]
        self._more = Button(session.said(_MORE), Weight.TEXT, key="F2")
        self._count = Label("", Type.META)
        self._lay_out()
        self._more.clicked.connect(self.open_menu)
        field.textChanged.connect(self._on_text)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        row.addWidget(Label(self._session.said(PHRASES), Type.META))
        for chip in self._chips:
            chip.setVisible(False)
            # The digits of F2 are the way by keyboard; Tab goes on to the next field.
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(self._on_chip)
            row.addWidget(chip)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self._more)
        row.addStretch(1)
        row.addWidget(self._count)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    async def load(self) -> None:
        """Reads the phrases and what was learned of them."""
        self._phrases = await self._session.run(list_phrases, self._kind)
        self._arrange()

    def set_about(self, about: Collection[str]) -> None:
        """What was picked in the form: phrases for it come first."""
        self._about = about
        self._arrange()

    @Slot()
    def open_menu(self) -> None:
        """All phrases, to be taken with a digit."""
        if not self._ordered:
            return
        if self._menu is None or self._menu.parentWidget() is not self.window():
            self._menu = PhraseMenu(self._session.said(PHRASES), self._field)
            self._menu.chosen.connect(self._on_chosen)
            self.destroyed.connect(self._menu.deleteLater)
        self._menu.open_over([phrase.text for phrase in self._ordered])

    def _arrange(self) -> None:
        self._ordered = in_order(self._phrases, self._about)[:_MOST]
        for number, chip in enumerate(self._chips):
            phrase = self._ordered[number] if number < len(self._ordered) else None
            chip.setVisible(phrase is not None)
            if phrase is not None:
                chip.setText(_short(phrase.text))
                chip.setAccessibleName(phrase.text)
                chip.setToolTip(phrase.text)
                chip.updateGeometry()

    @Slot()
    def _on_chip(self) -> None:
        self._on_chosen(next(number for number, chip in enumerate(self._chips) if chip is self.sender()))

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        phrase = self._ordered[number]
        cursor = self._field.textCursor()
        cursor.insertText(self._fill(phrase.text))
        self._field.setTextCursor(cursor)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._phrases = [p._replace(uses=p.uses + 1) if p.text == phrase.text else p for p in self._phrases]
        self._session.background.spawn(self._remember(phrase.text), self)
        self.inserted.emit()

    async def _remember(self, text: str) -> None:
        await self._session.run(note_use, self._kind, text)

    @Slot()
    def _on_text(self) -> None:
        length = len(self._field.toPlainText().strip())
        self._count.setText(self._session.said(_COUNT, count=length) if length else "")


def _short(text: str) -> str:
    """The beginning of a phrase up to its first stop, as a chip shows it."""
    for stop in "，。；":
        text = text.partition(stop)[0]
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
