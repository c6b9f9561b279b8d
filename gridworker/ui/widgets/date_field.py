"""A date or time that is typed as people say it: “昨天3点”, “1038”, “11-24”."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from gridworker.ui.widgets.line_field import LineField

Value = TypeVar("Value")
_EDGES = 36
"""What stands around the text of a field: its border and the air in it."""


class DateField(LineField, Generic[Value]):
    """A line field with a meaning.

    `parse` gives the value of a text, or None where it means nothing; `show` is its opposite. `step`, where given,
    moves a value by whole steps with the up and down keys. `picked` fires with the value (or None) when it changed.
    """

    picked = Signal(object)

    def __init__(
        self,
        parse: Callable[[str], Value | None],
        show: Callable[[Value], str],
        *,
        step: Callable[[Value, int], Value] | None = None,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder, parent=parent)
        self._parse, self._show, self._step = parse, show, step
        self._meant: Value | None = None
        self._said = ""
        self.changed.connect(self._read)

    def moment(self) -> Value | None:
        """What the text means; None where it is empty or means nothing."""
        return self._meant

    def set_moment(self, value: Value | None) -> None:
        """Show a value; not a change by the person."""
        self._meant = value
        self._say()

    def _say(self) -> None:
        self._said = "" if self._meant is None else self._show(self._meant)
        self.setText(self._said)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Room for what it says; not for what somebody is typing, lest the form moves under the keys."""
        least = super().minimumSizeHint()
        self.ensurePolished()
        return QSize(
            max(least.width(), self.fontMetrics().horizontalAdvance(self._said) + _EDGES), least.height()
        )

    def is_understood(self) -> bool:
        """False where there is a text and it means nothing."""
        return self._meant is not None or not self.value()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._meant is not None and event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {int(Qt.Key.Key_Up): 1, int(Qt.Key.Key_Down): -1}.get(event.key())
        if steps and self._step and self._meant is not None and not self.is_composing():
            self._take(self._step(self._meant, steps))
            self._say()
            return
        super().keyPressEvent(event)

    def _read(self) -> None:
        self._take(self._parse(self.value()) if self.value() else None)

    def _take(self, value: Value | None) -> None:
        if value != self._meant:
            self._meant = value
            self.picked.emit(value)
