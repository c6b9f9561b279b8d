"""Buttons: one main action, the others quieter, each with an icon and its key where it has them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import CONTROL_RADIUS, ICON, Type
from gridworker.ui.theme.tokens import Tokens
from gridworker.ui.widgets.painting import Painted, box, focus_ring, write


class Weight(StrEnum):
    """How much a button asks for attention. One `PRIMARY` a page."""

    PRIMARY = "primary"
    PLAIN = "plain"
    SOFT = "soft"
    TEXT = "text"
    QUIET = "quiet"
    DANGER = "danger"


# Without a ground or a border of their own.
_BARE = (Weight.TEXT, Weight.QUIET)


class Button(Painted, QPushButton):
    """A push button. `key` is shown behind the word ("完成  F9") and said in the description, but not installed."""

    def __init__(
        self,
        text: str,
        weight: Weight = Weight.PLAIN,
        icon: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._weight = weight
        self._icon = icon
        self._key = key
        self._is_filled = False
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def key(self) -> str:
        """The key that does the same, as it is shown; "" for none."""
        return self._key

    def set_text(self, text: str) -> None:
        """Change the word, also for screen readers."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def bar(self, why: str) -> None:
        """Put to sleep for a reason, which is read out and shown to who points at it; "" wakes it."""
        self.setEnabled(not why)
        self.setAccessibleDescription(why or self._key)
        self.setToolTip(why)

    def set_icon(self, icon: str, *, filled: bool = False) -> None:
        """Change the icon; empty for none."""
        self._icon, self._is_filled = icon, filled
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = self.theme.px(12 if self._weight in _BARE else 18)
        return QSize(max(round(self._content()) + 2 * side, self.theme.target), self.theme.control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def paint(self, painter: QPainter) -> None:
        ground, line, ink = self._colours(self.tokens)
        whole = QRectF(self.rect())
        box(painter, whole, CONTROL_RADIUS, ground, line, self.tokens.border)
        space = min(self._content(), whole.width() - 2 * self.theme.px(8))
        left = (whole.width() - space) / 2
        side = self.theme.px(ICON)
        if self._icon:
            draw_icon(painter, QRectF(left, 0, side, whole.height()), self._icon, ink, self._is_filled)
            left += side + (self._gap if self.text() else 0)
            space -= side + (self._gap if self.text() else 0)
        painter.setFont(self._font())
        key_width = self._key_width()
        word = self.fit(self.text(), painter, space - key_width + 1)
        write(painter, QRectF(left, 0, space + 2, whole.height()), word, ink)
        if self._key:
            painter.setFont(self.theme.font(Type.LABEL))
            right = QRectF(left, 0, space + 1, whole.height())
            write(painter, right, self._key, ink, Qt.AlignmentFlag.AlignRight)
        if self.focus_shown:
            focus_ring(painter, whole, CONTROL_RADIUS, self.tokens)

    @property
    def _gap(self) -> int:
        return self.theme.px(8)

    def _font(self) -> QFont:
        return self.theme.font(Type.BODY, bold=self._weight in (Weight.PRIMARY, Weight.SOFT))

    def _key_width(self) -> int:
        return self.theme.metrics(Type.LABEL).horizontalAdvance(self._key) + self._gap if self._key else 0

    def _content(self) -> float:
        bold = self._weight in (Weight.PRIMARY, Weight.SOFT)
        width = self.theme.metrics(Type.BODY, bold).horizontalAdvance(self.text()) + self._key_width()
        if self._icon:
            width += self.theme.px(ICON) + (self._gap if self.text() else 0)
        return width + 2

    def _colours(self, t: Tokens) -> tuple[str | None, str | None, str]:
        """Ground, border and ink, as it is now."""
        pressed, over = self.isDown(), self.underMouse() and self.isEnabled()
        if not self.isEnabled():
            return (None if self._weight in _BARE else t.surface3), None, t.text3
        if self._weight is Weight.PRIMARY:
            ground = t.primary_press if pressed else t.primary_hover if over else t.primary
            return ground, None, t.on_strong
        if self._weight is Weight.SOFT:
            return t.primary_soft, t.primary if over or t.border > 1 else None, t.primary_text
        hovered = t.surface3 if pressed else t.surface2 if over else None
        if self._weight is Weight.TEXT:
            return t.primary_soft if over or pressed else None, None, t.primary_text
        if self._weight is Weight.QUIET:
            return t.surface3 if over or pressed else None, None, t.text2
        if self._weight is Weight.DANGER:
            return t.danger_soft if over or pressed else None, t.danger, t.danger_text
        return hovered or t.surface, t.line_strong, t.text


class IconButton(Button):
    """A button that shows only its icon; `name` is read out and is its tooltip."""

    def __init__(self, icon: str, name: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", Weight.QUIET, icon, "", parent)
        self._named = key
        self.setAccessibleDescription(key)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Change what is read out and shown to who points at it."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {self._named}".rstrip())

    @property
    def key(self) -> str:
        return self._named

    def sizeHint(self) -> QSize:
        return QSize(self.theme.control, self.theme.control)
