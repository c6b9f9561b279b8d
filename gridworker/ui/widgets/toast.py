"""A short word about what has just happened, with the way back: over the page, one action, eight seconds."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from shiboken6 import isValid

from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import (
    CARD_RADIUS,
    FADE_MS,
    SPACE_8,
    SPACE_12,
    SPACE_16,
    SPACE_24,
    TOAST_MS,
    Type,
)
from gridworker.ui.widgets.painting import PaintedButton, PaintedWidget, box, write


class ToastAction(PaintedButton):
    """The one thing to do from a toast, as “撤销  Ctrl+Z”."""

    def __init__(self, toast: Toast) -> None:
        super().__init__(toast)
        self._toast = toast
        self._key = ""

    def say(self, word: str, key: str) -> None:
        """Another action."""
        self._key = key
        self.setText(word)
        self.setAccessibleName(word)
        self.setAccessibleDescription(key)
        self.setVisible(bool(word))
        self.adjustSize()

    @property
    def _shown(self) -> str:
        return f"{self.text()}  {self._key}".rstrip()

    def sizeHint(self) -> QSize:
        words = self.theme.metrics(Type.LABEL, bold=True).horizontalAdvance(self._shown)
        return QSize(words + 2 * SPACE_8 + 2, self.theme.target)

    def paint(self, painter: QPainter) -> None:
        t, whole = self.tokens, QRectF(self.rect())
        painter.setOpacity(self._toast.opacity)
        painter.setFont(self.theme.font(Type.LABEL, bold=True))
        write(painter, whole, self._shown, t.toast_action, Qt.AlignmentFlag.AlignHCenter)
        if self.underMouse() or self.focus_shown:
            box(painter, whole, 6, None, t.toast_action, 2 if self.focus_shown else 1)


class Toast(PaintedWidget):
    """Lies over `window`, `lift` pixels above its bottom, never more than one.

    Where the focus is in what it would lie over it stands above that. It waits while the mouse is on it or the focus in
    it. Not for errors that need the person: those stay on the page.
    """

    acted = Signal()
    closed = Signal()

    def __init__(self, window: QWidget, lift: int = SPACE_24) -> None:
        super().__init__(window)
        self._lift = lift
        self._icon, self._text = "", ""
        self.action = ToastAction(self)
        self.action.clicked.connect(self._act)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.close_toast)
        self._followed: QItemSelectionModel | None = None
        self.opacity = 1.0
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(self._on_fade)
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self.hide()

    def say(self, text: str, *, icon: str = "checkmark_circle", action: str = "", key: str = "") -> None:
        """Show `text` for eight seconds, in place of what was there. `acted` fires if the action is pressed."""
        self._icon, self._text = icon, text
        self.setAccessibleName(text)
        self.action.say(action, key)
        self._place()
        self.update()
        self.show()
        self.raise_()
        self._timer.start()
        if QApplication.isEffectEnabled(Qt.UIEffect.UI_General):
            self._fade.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @Slot()
    def close_toast(self) -> None:
        """Take it away now, unless someone is on it."""
        if self.isVisible() and (self.underMouse() or self.action.hasFocus()):
            self._timer.start()
            return
        self.dismiss()

    def dismiss(self) -> None:
        """Take it away, whoever is on it."""
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def sizeHint(self) -> QSize:
        words = self.theme.metrics(Type.LABEL).horizontalAdvance(self._text)
        width = SPACE_16 + self.theme.px(20) + SPACE_12 + words + SPACE_16
        if not self.action.isHidden():
            width += self.action.sizeHint().width()
        return QSize(width + 2, self.theme.target + 2 * 4)

    def restyle(self) -> None:
        super().restyle()
        self._place()

    def paint(self, painter: QPainter) -> None:
        t, whole = self.tokens, QRectF(self.rect())
        painter.setOpacity(self.opacity)
        box(painter, whole, CARD_RADIUS - 2, t.toast)
        side = self.theme.px(20)
        draw_icon(painter, QRectF(SPACE_16, 0, side, whole.height()), self._icon, t.toast_text, filled=True)
        left = SPACE_16 + side + SPACE_12
        right = self.action.x() - SPACE_8 if not self.action.isHidden() else whole.width() - SPACE_16
        painter.setFont(self.theme.font(Type.LABEL))
        words = self.fit(self._text, painter, right - left + 2)
        write(painter, QRectF(left, 0, right - left + 2, whole.height()), words, t.toast_text)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.isVisible():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        hint = self.sizeHint()
        width = min(hint.width(), window.width() - 2 * SPACE_24)
        left = (window.width() - width) // 2
        where = QRect(left, window.height() - hint.height() - self._lift, width, hint.height())
        here = self._worked_on()
        if where.intersects(here):
            where.moveBottom(here.top() - SPACE_8)
        self.setGeometry(where)
        action = self.action.sizeHint()
        self.action.setGeometry(width - action.width() - SPACE_8, 4, action.width(), action.height())

    @Slot(QWidget, QWidget)
    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible():
            # A form scrolls to the field only after the focus came to it.
            QTimer.singleShot(0, self, self._make_way)

    def _follow(self, chosen: QItemSelectionModel) -> None:
        """Makes way for the next row too."""
        if chosen is self._followed:
            return
        if self._followed is not None and isValid(self._followed):
            self._followed.currentChanged.disconnect(self._on_row)
        self._followed = chosen
        chosen.currentChanged.connect(self._on_row)

    @Slot()
    def _on_row(self) -> None:
        if self.isVisible():
            # A list scrolls to the row only after it was chosen.
            QTimer.singleShot(0, self, self._make_way)

    @Slot()
    def _make_way(self) -> None:
        if self.isVisible() and not (self.underMouse() or self.action.hasFocus()):
            self._place()

    def _worked_on(self) -> QRect:
        """Where in the window somebody works: the field or button with the focus, of a list the row that is chosen."""
        window, now = self.parentWidget(), QApplication.focusWidget()
        if window is None or now is None or now is self.action or not window.isAncestorOf(now):
            return QRect()
        if isinstance(now, QAbstractItemView):
            self._follow(now.selectionModel())
            port, row = now.viewport(), now.visualRect(now.currentIndex())
            whole = QRect(0, row.top(), port.width(), row.height()) & port.rect()
            return whole.translated(port.mapTo(window, QPoint()))
        return (
            QRect(now.mapTo(window, QPoint()), now.size())
            if now.height() < 3 * self.sizeHint().height()
            else QRect()
        )

    @Slot()
    def _act(self) -> None:
        self.dismiss()
        self.acted.emit()

    @Slot(object)
    def _on_fade(self, opacity: float) -> None:
        self.opacity = opacity
        self.update()
