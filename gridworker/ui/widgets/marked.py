"""What the style sheet shows of a field besides its text: an error, and a value carried over from last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object


class Marked(_Base):
    """Mixin for fields."""

    def set_invalid(self, invalid: bool) -> None:
        """Draw the border of an error. The words belong to the `LabelledField` around it."""
        self._mark("invalid", invalid)

    def set_carried(self, carried: bool) -> None:
        """Tint the field: its value is last time's. Ends by itself when the person types."""
        self._mark("carried", carried)

    def is_carried(self) -> bool:
        """Whether the value is last time's."""
        return bool(self.property("carried"))

    def _mark(self, name: str, on: bool) -> None:
        if bool(self.property(name)) == on:
            return
        self.setProperty(name, on)
        self.style().unpolish(self)
        self.style().polish(self)
