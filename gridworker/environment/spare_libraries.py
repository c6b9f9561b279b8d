"""Libraries that every computer with a screen has and a bare one lacks: copies of ours stand in for them.

A system's own go first, for its OpenGL fits its driver. What is loaded already is what Qt finds when it is loaded.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from pathlib import Path

SPARE = "spare"
"""The folder in the installed program."""

SPARE_LIBRARIES = (
    "libmd.so.0",
    "libbsd.so.0",
    "libXau.so.6",
    "libXdmcp.so.6",
    "libxcb.so.1",
    "libGLdispatch.so.0",
    "libGLX.so.0",
    "libGL.so.1",
    "libEGL.so.1",
)
"""Each behind those it needs itself."""


def stand_in(folder: Path) -> list[str]:
    """Loads the copies of what this computer lacks; gives their names."""
    lent = []
    for name in SPARE_LIBRARIES:
        own = folder / name
        if own.exists() and not _load(name) and _load(str(own)):
            lent.append(name)
    return lent


def _load(name: str) -> bool:
    with suppress(OSError):
        return bool(ctypes.CDLL(name))
    return False
