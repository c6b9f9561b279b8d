"""Several lines of text that grow with what is written, up to a limit; the keys of the form stay the form's."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.composing import Composing
from gridworker.ui.widgets.marked import Marked
from gridworker.ui.widgets.painting import Themed
from gridworker.ui.widgets.text_block import TextBlock


class TextField(Composing, Marked, Themed, QPlainTextEdit):
    """Plain text. Tab leaves the field; Ctrl+Enter goes to the form. `changed` never fires while composing."""

    changed = Signal()

    def __init__(
        self,
        placeholder: str = "",
        *,
        lines: int = 2,
        most_lines: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines, self._most = lines, most_lines
        self._silent = False
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(SPACE_8 / 2)
        self.textChanged.connect(self._on_changed)

    def value(self) -> str:
        """The text without outer blanks."""
        return self.toPlainText().strip()

    def set_value(self, text: str) -> None:
        """Show `text`; not a change by the person, and forgets what could be undone."""
        self._silent = True
        self.setPlainText(text)
        self._silent = False

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(240), self._height(self._lines, self._most))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self._height(self._lines, self._lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def can_go(self, *, back: bool) -> bool:
        return self.document().isUndoAvailable() if back else self.document().isRedoAvailable()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _height(self, least: int, most: int) -> int:
        """For the lines there are, but no fewer than `least` and no more than `most`."""
        shown = round(self.document().size().height()) if self.width() > 1 else least
        lines = min(max(shown, least), most)
        text = TextBlock("\n".join("网" * lines), self.theme.font(Type.BODY)).height(1000)
        return text + round(2 * self.document().documentMargin()) + 2 * SPACE_8 + 2

    @Slot()
    def _on_changed(self) -> None:
        more = self.document().size().height() > self._most
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(on if more else off)
        self.updateGeometry()
        if self._silent or self.is_composing():
            return
        self.set_carried(False)
        self.changed.emit()
