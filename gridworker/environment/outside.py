"""Other programs of this computer, as the desktop chooses them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

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
            [opener, file], env=_own_libraries_left_out(), stdin=quiet, stdout=quiet, stderr=quiet
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
        os.startfile(file)  # type: ignore[attr-defined,unused-ignore]  # noqa: S606
    except OSError:
        return False
    return True


def _own_libraries_left_out() -> dict[str, str]:
    """The environment without the installed program's own libraries, which break other programs (PyInstaller)."""
    own = dict(os.environ)
    before = own.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        own["LD_LIBRARY_PATH"] = before
    elif getattr(sys, "frozen", False):
        own.pop("LD_LIBRARY_PATH", None)
    return own
