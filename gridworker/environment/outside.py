"""Other programs of this computer, as the desktop chooses them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

_FROM_THE_BUNDLE = ("_MEIPASS", "_PYI_", "PYINSTALLER_")
# A desktop that starts the program itself waits for its end.
_PATIENCE_S = 3.0


def open_outside(file: Path) -> bool:
    """Has the desktop show a file with the program it has for it; False where there is none. May block for seconds."""
    if sys.platform == "win32":
        return _started_on_windows(file)
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            [opener, file], env=own_libraries_left_out(), stdin=quiet, stdout=quiet, stderr=quiet
        )
    except OSError:
        return False
    try:
        return process.wait(_PATIENCE_S) == 0
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, daemon=True).start()
        return True


def _started_on_windows(file: Path) -> bool:
    try:
        os.startfile(file)  # type: ignore[attr-defined,unused-ignore]  # noqa: S606 - as the desktop opens it
    except OSError:
        return False
    return True


def own_libraries_left_out() -> dict[str, str]:
    """The environment without what the installed program has put there for itself: it breaks other programs.

    The bundle puts its own libraries in front and keeps what stood there before (PyInstaller).
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith(_FROM_THE_BUNDLE)}
    before = clean.pop("LD_LIBRARY_PATH_ORIG", None)
    if before:
        clean["LD_LIBRARY_PATH"] = before
    elif before is not None or getattr(sys, "frozen", False):
        clean.pop("LD_LIBRARY_PATH", None)
    return clean
