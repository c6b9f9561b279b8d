"""Whether there is a screen to show a window on."""

from __future__ import annotations

import os
import sys

from gridworker.domain.errors import ComputerTrouble


def require_display() -> None:
    """Raises `ComputerTrouble` (`no_display`) where no window could be shown."""
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    if not sys.platform.startswith("linux"):
        return
    given = [name for name in named if os.environ.get(name)]
    if not given or (given == ["DISPLAY"] and not _x_answers()):
        raise ComputerTrouble("no_display")


def _x_answers() -> bool:
    """Whether there is a screen behind `DISPLAY`: Qt would end the process where there is none."""
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers
