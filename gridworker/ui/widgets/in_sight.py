"""Keeps in sight what has the focus in an area that scrolls: when keys lead there, and when the layout moves it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

_MOVES = (QEvent.Type.LayoutRequest, QEvent.Type.Resize)


class InSight(QObject):
    """`bring` scrolls a widget into sight. Whoever turns the wheel looks elsewhere, until the focus moves on.

    By itself Qt scrolls for Tab alone, and before a row that was just added has its place.
    """

    def __init__(self, area: QScrollArea, bring: Callable[[QWidget], None]) -> None:
        super().__init__(area)
        self._area, self._bring = area, bring
        self._follows = False
        self._laid_out = QTimer(self, singleShot=True, interval=0)
        self._laid_out.timeout.connect(self._keep)
        area.verticalScrollBar().actionTriggered.connect(self._on_scrolled)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def watch(self, inside: QWidget) -> None:
        """Follows what is laid out in the area anew; called when it gets its widget."""
        inside.installEventFilter(self)
        self._area.viewport().installEventFilter(self)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _left: QWidget | None, now: QWidget | None) -> None:
        self._follows = now is not None and self._has(now)
        self._keep()

    @Slot()
    def _on_scrolled(self) -> None:
        self._follows = False

    @Slot()
    def _keep(self) -> None:
        field: QWidget | None = QApplication.focusWidget()
        if self._follows and field is not None and self._has(field) and self._area.isVisible():
            self._bring(field)

    def _has(self, field: QWidget) -> bool:
        inside: QWidget | None = self._area.widget()
        return inside is not None and inside.isAncestorOf(field)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._follows and event.type() in _MOVES:
            # The layout has its turn first.
            self._laid_out.start()
        return False
