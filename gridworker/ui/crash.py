"""What nobody caught: told to the person with a reference number, written to the log without names."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gridworker.domain.errors import OurFault, Trouble
from gridworker.environment.logs import open_log, write_fault
from gridworker.environment.trouble import as_trouble
from gridworker.environment.wording import describe

if TYPE_CHECKING:
    from gridworker.ui.trouble_sheet import TroubleSheet


class Teller(Protocol):
    """Somebody who can tell the person in place, and knows the person's language."""

    @property
    def language(self) -> str:
        """The language of the window, which may change."""

    def tell(self, trouble: Trouble) -> bool:
        """Tells, or says that nobody is there to be told."""


class Crashes:
    """Takes every exception that would otherwise be lost, from Python's hooks and from tasks."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder, self._language = folder, language
        self._frame: Teller | None = None
        self._parent: QWidget | None = None
        self._sheet: TroubleSheet | None = None
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        qInstallMessageHandler(self._on_qt)

    def watch(self, frame: Teller, parent: QWidget) -> None:
        """From now on the person is told by `frame`, in a sheet over `parent`."""
        self._frame, self._parent = frame, parent

    def close(self) -> None:
        """Puts everything back."""
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(None)

    def tell(self, error: BaseException) -> None:
        """Tells of an error: in place where it is this computer or the network, else in a sheet with a number."""
        if not isinstance(error, Exception):
            raise error
        trouble = as_trouble(error)
        if isinstance(trouble, OurFault):
            trouble = OurFault("our_fault", reference=write_fault(self._folder, error, "window"))
        # Where the display died, the window goes while tasks still run.
        if self._parent is not None and not isValid(self._parent):
            self._frame = self._parent = None
        if self._frame is None or not self._frame.tell(trouble):
            self._show(trouble)

    def _show(self, trouble: Trouble) -> None:
        """One sheet at a time: who fails again and again must not bury the window. The log has them all."""
        if self._frame is None or self._parent is None:
            sys.stderr.write(describe(trouble, self._language) + "\n")
        elif self._sheet is None or not isValid(self._sheet):
            from gridworker.ui.trouble_sheet import TroubleSheet

            self._sheet = TroubleSheet(trouble, self._frame.language, self._parent)
            self._sheet.open()

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            raise SystemExit(130)
        self.tell(error)

    def _on_thread(self, happened: threading.ExceptHookArgs) -> None:
        if isinstance(happened.exc_value, Exception):
            write_fault(self._folder, happened.exc_value, "thread")

    def _on_qt(self, kind: QtMsgType, _where: object, text: str) -> None:
        level = "info" if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else "warning"
        getattr(open_log(self._folder), level)("Qt: %s", text)
