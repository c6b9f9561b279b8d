"""Chips: a few choices in sight at once, picked by a digit, the mouse, or the arrow keys and the space bar."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.painting import PaintedButton, Themed, box, focus_ring, write

# The tenth choice has the key 0; what comes after has none.
DIGITS = "1234567890"
_ARROWS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True)
class Choice:
    """One thing to pick: its code, its word, and what it means where that is more than a choice."""

    code: str
    word: str
    tone: Tone = Tone.PRIMARY


class Chip(PaintedButton):
    """One choice, checkable. `key` is drawn before the word; the group installs it. `slim` ones insert phrases.

    `entered` fires when the focus comes.
    """

    entered = Signal()

    def __init__(
        self,
        word: str,
        key: str = "",
        tone: Tone = Tone.PRIMARY,
        *,
        slim: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._tone, self._slim = key, tone, slim
        self.setText(word)
        self.setCheckable(not slim)
        self.setAccessibleName(word)
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt's own buttons take the arrow keys to move among those of their parent: here that is the group's.
        if Qt.Key(event.key()) in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        # Measured bold, so that nothing moves when a chip is picked.
        words = self.theme.metrics(self._type, bold=True).horizontalAdvance(self._shown)
        side = self.theme.px(12 if self._slim else 14)
        height = max(self.theme.metrics(self._type).height() + SPACE_8, self.theme.target)
        return QSize(max(words + 2 * side, self.theme.target), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self.theme.px(120)), self.sizeHint().height())

    def paint(self, painter: QPainter) -> None:
        t, colours = self.tokens, self.tokens.tone(self._tone)
        whole = QRectF(self.rect())
        # A slim chip keeps the height of a target and draws itself smaller.
        drawn = whole.adjusted(0, 3, 0, -3) if self._slim else whole
        ground, line, ink = t.surface, t.line if self._slim else t.line_strong, t.text2
        if self.isChecked():
            ground, line, ink = colours.soft, colours.strong, colours.text
        elif self.isEnabled() and (self.underMouse() or self.isDown()):
            ground, ink = t.surface3 if self.isDown() else t.surface2, t.text
        width = t.border + 0.5 if self.isChecked() else t.border
        box(painter, drawn, drawn.height() / 2, ground, line, width)
        painter.setFont(self.theme.font(self._type, bold=self.isChecked()))
        word = self.fit(self._shown, painter, whole.width() - self.theme.px(16))
        write(painter, drawn, word, ink if self.isEnabled() else t.text3, Qt.AlignmentFlag.AlignHCenter)
        if self.focus_shown:
            focus_ring(painter, drawn, drawn.height() / 2, t)

    @property
    def _shown(self) -> str:
        return f"{self._key} {self.text()}".lstrip()

    @property
    def _type(self) -> Type:
        return Type.LABEL if self._slim else Type.BODY


class ChipGroup(Themed, Flow):
    """Chips of which one or several are picked; one stop for Tab.

    `multi` allows several. Codes in `alone` (nothing found) stand for themselves: picking one clears the others. With
    `optional` a single choice is taken back by picking it again.
    """

    changed = Signal()

    def __init__(
        self,
        choices: Sequence[Choice],
        *,
        multi: bool = False,
        optional: bool = False,
        alone: Collection[str] = (),
        keys: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._multi, self._optional, self._alone = multi, optional, frozenset(alone)
        self._chips: dict[str, Chip] = {}
        for number, choice in enumerate(choices):
            key = DIGITS[number] if keys and number < len(DIGITS) else ""
            chip = Chip(choice.word, key, choice.tone)
            chip.clicked.connect(self._on_clicked)
            chip.entered.connect(self._on_entered)
            self.flow.addWidget(chip)
            self._chips[choice.code] = chip
        self._keys = keys
        if self._chips:
            self._rove(next(iter(self._chips.values())))

    def chips(self) -> list[Chip]:
        """The chips in their order."""
        return list(self._chips.values())

    def value(self) -> list[str]:
        """The picked codes, in the order of the choices."""
        return [code for code, chip in self._chips.items() if chip.isChecked()]

    def set_value(self, codes: Collection[str]) -> None:
        """Pick these; not a change by the person. Unknown codes are left out. Tab comes to the first that is picked."""
        for code, chip in self._chips.items():
            chip.setChecked(code in codes)
        stops = [chip for chip in self.chips() if chip.isChecked()] or self.chips()
        if stops:
            self._rove(stops[0])

    def pick(self, code: str) -> None:
        """Do what a press on that chip does."""
        self._chips[code].click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chips = self.chips()
        place = DIGITS.find(event.text()) if self._keys and event.text() else -1
        if 0 <= place < len(chips) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            chips[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
            chips[place].click()
            return
        step = _ARROWS.get(Qt.Key(event.key()))
        focused = [number for number, chip in enumerate(chips) if chip.hasFocus()]
        if step and focused:
            chips[(focused[0] + step) % len(chips)].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _rove(self, chip: Chip) -> None:
        """Make `chip` the one that Tab stops at."""
        for other in self._chips.values():
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is chip else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(chip)

    @Slot()
    def _on_entered(self) -> None:
        chip = self.sender()
        assert isinstance(chip, Chip)
        self._rove(chip)

    @Slot()
    def _on_clicked(self) -> None:
        clicked = self.sender()
        code = next(code for code, chip in self._chips.items() if chip is clicked)
        chip = self._chips[code]
        if not self._multi and not chip.isChecked() and not self._optional:
            chip.setChecked(True)
            return
        if chip.isChecked():
            for other, other_chip in self._chips.items():
                apart = not self._multi or code in self._alone or other in self._alone
                if other != code and apart:
                    other_chip.setChecked(False)
        self.changed.emit()
