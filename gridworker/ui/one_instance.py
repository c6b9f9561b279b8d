"""One window a profile: a second start raises the first."""

from __future__ import annotations

import hashlib
import time
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.lock import exclusive

_WAIT_MS, _TRIES = 200, 10


class OneInstance(QObject):
    """`raised` fires when another start of the profile in `folder` asks for the window."""

    raised = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]
        self._name = f"gridworker-{digest}"
        self._lock, self._held = folder / "window.lock", ExitStack()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def first(self) -> bool:
        """Whether this is the first; where it is not, the first has been asked to come forward.

        Who holds the lock is the first, also of two that start in the same moment; the system lets go of it when its
        holder dies.
        """
        try:
            self._held.enter_context(exclusive(self._lock, "window_is_open", wait_s=0))
        except ComputerTrouble:
            self._ask_forward()
            return False
        # What a killed program left behind would keep the name.
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def close(self) -> None:
        """Gives the name back."""
        self._server.close()
        self._held.close()

    def _ask_forward(self) -> None:
        """The first may itself be just starting: it is given a while to listen."""
        for _ in range(_TRIES):
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(_WAIT_MS):
                socket.disconnectFromServer()
                return
            time.sleep(_WAIT_MS / 1000)

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.deleteLater()
        self.raised.emit()
