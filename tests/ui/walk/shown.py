"""Watches which widgets are shown as windows of their own."""

from __future__ import annotations

from types import TracebackType

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QWidget

_OF_THEMSELVES = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


class Shown(QObject):
    """Between `with` and its end notes every widget that is shown without a parent and is no window by nature."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def __enter__(self) -> Shown:
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            meant = isinstance(watched, QMainWindow | QDialog | QMenu)
            if not meant and watched.windowType() not in _OF_THEMSELVES:
                self.windows.append(f"{type(watched).__name__} {watched.accessibleName()}".rstrip())
        return False
