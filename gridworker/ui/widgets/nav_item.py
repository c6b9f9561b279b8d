"""An entry of the rail: icon, word, and how many things wait there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import CARD_RADIUS, ICON, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.painting import PaintedButton, box, focus_ring, write

MOST_SHOWN = 99


class NavItem(PaintedButton):
    """A page of the rail, checkable and exclusive. `short` is the word of the narrow rail.

    The words of a count ("18 条待同步") come with it and are read out after the page's name.
    """

    def __init__(
        self, icon: str, word: str, short: str = "", key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._short, self._key = icon, short or word, key
        self._count, self._tone, self._told = 0, Tone.PRIMARY, ""
        self._compact = False
        self.setText(word)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(word)
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def set_count(self, count: int, tone: Tone = Tone.PRIMARY, told: str = "") -> None:
        """Show how many things wait; none is no badge."""
        self._count, self._tone, self._told = count, tone, told
        self.setAccessibleDescription("\n".join(part for part in (told, self._key) if part))
        self.update()

    def set_compact(self, compact: bool) -> None:
        """The word below the icon, for a narrow rail."""
        self._compact = compact
        self.restyle()

    def sizeHint(self) -> QSize:
        if self._compact:
            word = self.theme.metrics(Type.META, bold=True)
            height = self.theme.px(ICON) + word.height() + 2 * SPACE_8
            return QSize(word.horizontalAdvance(self._short) + SPACE_16, height)
        word = self.theme.metrics(Type.BODY, bold=True)
        width = SPACE_12 + self.theme.px(ICON) + SPACE_12 + word.horizontalAdvance(self.text())
        badge = SPACE_8 + drawing.badge_width(str(MOST_SHOWN)) + SPACE_8
        return QSize(width + badge, max(self.theme.target, word.height() + 2 * 9))

    def minimumSizeHint(self) -> QSize:
        """In the narrow rail of a large text the pages stand closer before the window grows beyond the screen."""
        whole = self.sizeHint()
        return QSize(whole.width(), whole.height() - SPACE_12) if self._compact else whole

    def paint(self, painter: QPainter) -> None:
        t, whole = self.tokens, QRectF(self.rect())
        if self.isChecked():
            line = t.line_strong if t.border > 1 else t.line
            box(painter, whole, CARD_RADIUS - 2, t.surface, line, t.border)
        elif self.underMouse():
            box(painter, whole, CARD_RADIUS - 2, t.surface3)
        if self._compact:
            self._paint_compact(painter, whole)
        else:
            self._paint_wide(painter, whole)
        if self.focus_shown:
            focus_ring(painter, whole, CARD_RADIUS - 2, t)

    def _inks(self) -> tuple[str, str]:
        """Colours of icon and word."""
        t = self.tokens
        return (t.primary, t.primary_text) if self.isChecked() else (t.text2, t.text2)

    @property
    def _shown_count(self) -> str:
        return str(self._count) if self._count <= MOST_SHOWN else f"{MOST_SHOWN}+"

    def _paint_wide(self, painter: QPainter, whole: QRectF) -> None:
        icon_ink, word_ink = self._inks()
        side, left = self.theme.px(ICON), SPACE_12 + 2
        where = QRectF(left, 0, side, whole.height())
        draw_icon(painter, where, self._icon, icon_ink, self.isChecked())
        left += side + SPACE_12
        right = whole.width() - SPACE_12
        if self._count:
            right -= drawing.badge_width(self._shown_count)
            badge = drawing.Badge(self._shown_count, self._tone, self.isChecked())
            drawing.draw_badge(painter, right, whole.height() / 2, badge)
            right -= SPACE_8
        painter.setFont(self.theme.font(Type.BODY, bold=self.isChecked()))
        word = self.fit(self.text(), painter, right - left)
        write(painter, QRectF(left, 0, right - left + 2, whole.height()), word, word_ink)

    def _paint_compact(self, painter: QPainter, whole: QRectF) -> None:
        icon_ink, word_ink = self._inks()
        side = self.theme.px(ICON)
        word_height = self.theme.metrics(Type.META).height()
        top = (whole.height() - side - word_height - 2) / 2
        where = QRectF((whole.width() - side) / 2, top, side, side)
        draw_icon(painter, where, self._icon, icon_ink, self.isChecked())
        painter.setFont(self.theme.font(Type.META, bold=self.isChecked()))
        word = self.fit(self._short, painter, whole.width() - 4)
        below = QRectF(0, where.bottom() + 2, whole.width(), word_height)
        write(painter, below, word, word_ink, Qt.AlignmentFlag.AlignHCenter)
        if self._count:
            badge = drawing.Badge(self._shown_count, self._tone, strong=True, type=Type.CAPTION)
            width = drawing.badge_width(badge.count, badge.type)
            left = min(where.center().x() + side * 0.35, whole.width() - width - 2)
            drawing.draw_badge(painter, left, max(top + 2, drawing.badge_height(badge.type) / 2 + 1), badge)
