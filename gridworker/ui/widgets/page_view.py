"""The opening through which a page is seen: a page that is higher than the window scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from gridworker.ui.widgets.in_sight import InSight


class _AsItMust(QVBoxLayout):
    """Asks for the least height alone.

    Of a page whose height follows from its width, as every text that wraps makes it, Qt would take the height it likes
    best: one banner, and a page that fits would scroll.
    """

    def hasHeightForWidth(self) -> bool:
        return False


class PageView(QScrollArea):
    """Never makes the window higher; as wide as the page must be. What gets the focus is scrolled into sight.

    A page that was left may still be finishing what was begun on it: the focus it takes then is given back, so that no
    key goes where nobody looks, and is the page's own when it is shown again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.inside = QWidget()
        self._column = _AsItMust(self.inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self.inside)
        self.inside.setAutoFillBackground(False)
        InSight(self, self._bring).watch(self.inside)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._give_back)

    def take(self, page: QWidget) -> None:
        """Shows a page, best one that was made `inside`: Qt dresses all that is on it anew each time it moves."""
        self._column.addWidget(page)
        page.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.widget().minimumSizeHint().width(), super().minimumSizeHint().height())

    def _bring(self, field: QWidget) -> None:
        self.ensureWidgetVisible(field, 0, 0)

    def _give_back(self, old: QWidget | None, now: QWidget | None) -> None:
        taken = now is not None and self.widget().isAncestorOf(now)
        if taken and not self.isVisible() and old is not None and old.isVisible():
            old.setFocus(Qt.FocusReason.OtherFocusReason)
