"""Small signs as widgets: tag, key cap, network pill, state of a record, initials, the sign of a kind."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.drawing import StateLook
from gridworker.ui.widgets.painting import PaintedWidget, box, write

_FIXED = (QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Tag(PaintedWidget):
    """A word on a soft ground: a category, a due date."""

    def __init__(self, text: str, tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(*_FIXED)

    def set(self, text: str, tone: Tone) -> None:
        """Show another word."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.restyle()

    def sizeHint(self) -> QSize:
        return QSize(drawing.tag_width(self._text), drawing.tag_height())

    def paint(self, painter: QPainter) -> None:
        drawing.draw_tag(painter, 0, self.height() / 2, self._text, self._tone)


class KeyCap(PaintedWidget):
    """The key beside a control, as “Ctrl+K”."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setAccessibleName(key)
        self.setSizePolicy(*_FIXED)

    def sizeHint(self) -> QSize:
        return QSize(drawing.key_width(self._key), drawing.key_height())

    def paint(self, painter: QPainter) -> None:
        drawing.draw_key(painter, 0, self.height() / 2, self._key)


class Pill(PaintedWidget):
    """The state of the network: icon and words on a long round ground."""

    def __init__(self, icon: str, text: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._text, self._tone = icon, text, tone
        self.setSizePolicy(*_FIXED)
        self.setAccessibleName(text)

    def set(self, icon: str, text: str, tone: Tone) -> None:
        """Show another state."""
        self._icon, self._text, self._tone = icon, text, tone
        self.setAccessibleName(text)
        self.restyle()

    def sizeHint(self) -> QSize:
        words = self.theme.metrics(Type.LABEL).horizontalAdvance(self._text)
        height = max(self.theme.metrics(Type.LABEL).height() + 8, self.theme.px(30))
        return QSize(words + self.theme.px(12 + 18 + 6 + 14) + 2, height)

    def paint(self, painter: QPainter) -> None:
        colours = self.tokens.tone(self._tone)
        whole = QRectF(self.rect())
        line = colours.strong if self.tokens.border > 1 else None
        box(painter, whole, whole.height() / 2, colours.soft, line, self.tokens.border)
        left, side = self.theme.px(12), self.theme.px(18)
        draw_icon(painter, QRectF(left, 0, side, whole.height()), self._icon, colours.strong)
        painter.setFont(self.theme.font(Type.LABEL))
        left += side + self.theme.px(6)
        write(painter, QRectF(left, 0, whole.width() - left, whole.height()), self._text, colours.text)


class Status(PaintedWidget):
    """Icon, colour and a few words: saved at 10:42, 9 sent. Of a `plain` one only the icon is coloured."""

    def __init__(
        self, look: StateLook, word: str, parent: QWidget | None = None, *, plain: bool = False
    ) -> None:
        super().__init__(parent)
        self._look, self._word, self._plain = look, word, plain
        self.setAccessibleName(word)
        self.setSizePolicy(*_FIXED)

    def show_status(self, look: StateLook, word: str) -> None:
        """Show another one."""
        self._look, self._word = look, word
        self.setAccessibleName(word)
        self.restyle()

    def sizeHint(self) -> QSize:
        height = max(self.theme.metrics(Type.META).height(), self.theme.px(18))
        return QSize(drawing.state_width(self._word) + 2, height)

    def paint(self, painter: QPainter) -> None:
        drawing.draw_status(painter, 0, self.height() / 2, self._look, self._word, plain=self._plain)


class StateLabel(Status):
    """The state of a record. `state` is a code of `drawing.STATES`."""

    def __init__(self, state: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(drawing.STATES[state], word, parent)

    def set(self, state: str, word: str) -> None:
        """Show another state."""
        self.show_status(drawing.STATES[state], word)


class Plate(PaintedWidget):
    """The sign of a kind: its icon on a soft ground. Says nothing itself; the words stand beside it."""

    def __init__(self, icon: str, tone: Tone, side: int = 44, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._side = icon, tone, side
        self.setSizePolicy(*_FIXED)

    def sizeHint(self) -> QSize:
        side = self.theme.px(self._side)
        return QSize(side, side)

    def paint(self, painter: QPainter) -> None:
        drawing.draw_plate(painter, QRectF(self.rect()).center(), self.width(), self._icon, self._tone)


class Avatar(PaintedWidget):
    """The first character of a name on a disc; the name is read out."""

    def __init__(
        self, name: str, tone: Tone = Tone.PRIMARY, side: int = 36, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone, self._side = tone, side
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(*_FIXED)

    def sizeHint(self) -> QSize:
        side = self.theme.px(self._side)
        return QSize(side, side)

    def paint(self, painter: QPainter) -> None:
        drawing.draw_avatar(painter, QRectF(self.rect()).center(), self.width(), self._name, self._tone)


class Divider(PaintedWidget):
    """A thin line across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(1, self.tokens.border)

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.theme.colour("line"))
