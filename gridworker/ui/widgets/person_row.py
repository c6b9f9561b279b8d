"""A person to choose: the disc with the first character, the name, a quiet line below, and the digit that does it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.measures import CONTROL_RADIUS, SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.painting import PaintedButton, box, focus_ring, write

_DISC = 40


class PersonRow(PaintedButton):
    """`remark` is the quiet line, `key` the digit that is drawn at the right."""

    def __init__(self, name: str, remark: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remark, self._key = remark, key
        self.setText(name)
        self.setAccessibleName(" · ".join(filter(None, (name, remark))))
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = self.theme.metrics(Type.BODY, bold=True).horizontalAdvance(self.text())
        quiet = self.theme.metrics(Type.META).horizontalAdvance(self._remark)
        around = self.theme.px(_DISC) + 3 * SPACE_12 + drawing.key_width(self._key) + SPACE_12
        return QSize(max(words, quiet) + around, self.theme.px(_DISC) + 2 * SPACE_8)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.sizeHint().height())

    def paint(self, painter: QPainter) -> None:
        t, whole = self.tokens, QRectF(self.rect())
        ground = t.surface3 if self.underMouse() or self.isDown() else t.surface2
        box(painter, whole, CONTROL_RADIUS, ground, t.line, t.border)
        if self.focus_shown:
            focus_ring(painter, whole, CONTROL_RADIUS, t)
        disc = self.theme.px(_DISC)
        centre = QPointF(SPACE_12 + disc / 2, whole.center().y())
        drawing.draw_avatar(painter, centre, disc, self.text(), Tone.PRIMARY)
        key = drawing.key_width(self._key) + SPACE_12 if self._key else 0
        left = SPACE_12 + disc + SPACE_12
        room = whole.width() - left - key - SPACE_12
        name, quiet = self.theme.metrics(Type.BODY, bold=True), self.theme.metrics(Type.META)
        top = (whole.height() - name.height() - (quiet.height() if self._remark else 0)) / 2
        painter.setFont(self.theme.font(Type.BODY, bold=True))
        write(painter, QRectF(left, top, room, name.height()), self.fit(self.text(), painter, room), t.text)
        if self._remark:
            painter.setFont(self.theme.font(Type.META))
            line = QRectF(left, top + name.height(), room, quiet.height())
            write(painter, line, self.fit(self._remark, painter, room), t.text2)
        if self._key:
            at = whole.right() - key
            drawing.draw_key(painter, at, whole.center().y(), self._key)
