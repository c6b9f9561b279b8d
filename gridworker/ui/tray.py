"""The sign in the desktop's tray: the window, a patrol, a sync, the lock, without looking for the window first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from gridworker.environment.language import Words
from gridworker.ui.app_name import APP_NAME
from gridworker.ui.session import Session
from gridworker.ui.widgets.mark import mark_icon

if TYPE_CHECKING:
    from gridworker.ui.shell.window import MainWindow

_OPEN = Words("打开", "Open")
_PATROL = Words("记巡查", "Record a patrol")
_SYNC = Words("立即同步", "Sync now")
_LOCK = Words("锁定", "Lock")


class Front(Protocol):
    """What the tray acts on."""

    def come_forward(self) -> None:
        """Shows the window."""

    def lock(self) -> None:
        """Shows the lock."""

    @property
    def is_locked(self) -> bool:
        """Whether the lock is shown."""

    @property
    def window_of_pages(self) -> MainWindow | None:
        """The pages."""


class Tray(QSystemTrayIcon):
    """Lives as long as `parent`; `speak` puts its words into another language."""

    def __init__(self, session: Session, front: Front, parent: QWidget) -> None:
        super().__init__(mark_icon(), parent)
        self._session, self._front = session, front
        self.menu = QMenu(parent)
        self._open, self._patrol, self._sync, self._lock = (self.menu.addAction("") for _ in range(4))
        self._open.triggered.connect(front.come_forward)
        self._patrol.triggered.connect(self._on_patrol)
        self._sync.triggered.connect(self._on_sync)
        self._lock.triggered.connect(front.lock)
        self.activated.connect(self._on_activated)
        self.setContextMenu(self.menu)
        self.speak()

    def speak(self) -> None:
        """The words in the language of the window."""
        said = self._session.said
        self.setToolTip(said(APP_NAME))
        for action, words in (
            (self._open, _OPEN),
            (self._patrol, _PATROL),
            (self._sync, _SYNC),
            (self._lock, _LOCK),
        ):
            action.setText(said(words))

    @Slot()
    def _on_patrol(self) -> None:
        # Behind the lock nothing is begun: the password comes first.
        self._front.come_forward()
        pages = self._front.window_of_pages
        if pages is not None and not self._front.is_locked:
            pages.open_page("patrol", "new")

    @Slot()
    def _on_sync(self) -> None:
        self._session.sync()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._front.come_forward()
