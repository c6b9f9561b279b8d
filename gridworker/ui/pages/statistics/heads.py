"""What stands above a table: who and where it is from, known to the laptop or typed once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot

from gridworker.documents.filled import Cell, Table
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.painting import Themed

_NARROWEST, _WIDEST = 160, 320


class Heads(Themed, Flow):
    """A field for each head of a table. `typed` fires with the key of a head and what was typed into it."""

    typed = Signal(object, str)

    def __init__(self, session: Session) -> None:
        super().__init__(SPACE_12)
        self._session = session
        self.fields: dict[str, LineField] = {}
        self._cells: Sequence[Cell] = ()

    def show_heads(self, table: Table) -> bool:
        """Shows the heads of a table, in new fields where they are other heads, which it says.

        A field that somebody is typing into is left alone.
        """
        are_others = [word for word, _ in table.heads] != list(self.fields)
        if are_others:
            self._make([word for word, _ in table.heads])
        self._cells = [cell for _, cell in table.heads]
        for field, cell in zip(self.fields.values(), self._cells, strict=True):
            field.setEnabled(not self._session.barred)
            if not field.isModified():
                field.set_value(cell.text)
                field.set_carried(cell.carried)
        self._fit()
        self.setVisible(bool(self.fields))
        return are_others

    def settle(self) -> None:
        """Whatever is being typed counts as typed."""
        for field, cell in zip(self.fields.values(), self._cells, strict=True):
            if field.isModified():
                field.setModified(False)
                if field.value() != cell.text:
                    self.typed.emit(cell.key, field.value())

    def restyle(self) -> None:
        super().restyle()
        self._fit()

    def _fit(self) -> None:
        """The name of a committee is longer than that of a person."""
        metrics, around = self.theme.metrics(Type.BODY), self.theme.px(2 * SPACE_16 + SPACE_8)
        for field in self.fields.values():
            words = metrics.horizontalAdvance(field.text()) + around
            field.setFixedWidth(min(max(words, self.theme.px(_NARROWEST)), self.theme.px(_WIDEST)))

    def _make(self, words: Sequence[str]) -> None:
        while (item := self.flow.takeAt(0)) is not None:
            item.widget().deleteLater()
        self.fields = {word: LineField() for word in words}
        for word, field in self.fields.items():
            field.editingFinished.connect(self._on_finished)
            self.flow.addWidget(LabelledField(word, field))

    @Slot()
    def _on_finished(self) -> None:
        self.settle()
