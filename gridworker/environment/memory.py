"""Memory that is free goes back to the system (glibc keeps it otherwise; other systems see to it themselves)."""

from __future__ import annotations

import ctypes
import gc
import sys
from functools import cache

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 256 * 1024
_YOUNG_DUE = 7000
"""So many more objects than at the last look: by then Python would have looked through the young ones by itself."""
_RINGS_DUE = 10
"""So many times young objects were looked through: by then Python looks through the old ones as well."""


def be_sparing() -> None:
    """From now on what is large goes back as soon as it is free, and threads, which take turns, share one heap.

    By itself glibc learns to keep room for the like of it, and gives each thread a heap of its own.
    """
    if library := _glibc():
        library.mallopt(_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_ARENA_MAX, 1)


def look_here_alone() -> None:
    """From now on rings of dead objects are looked for only where this is asked for: in the window's thread.

    By itself Python looks in whichever thread makes an object, and what is Qt's may not end in another than its own.
    """
    gc.disable()


def look_through() -> None:
    """Takes rings of dead objects away where they are due among the young ones; takes a few milliseconds then."""
    if gc.get_count()[0] >= _YOUNG_DUE:
        gc.collect(1)


def give_back() -> None:
    """Gives back what is free by now; takes half a millisecond, and twenty where rings of dead objects are due."""
    if gc.get_count()[2] >= _RINGS_DUE:
        gc.collect()
    else:
        look_through()
    if library := _glibc():
        library.malloc_trim(ctypes.c_size_t(0))


def stay_loaded() -> None:
    """What is loaded by now stays until the end; rings of dead objects are not looked for among it again."""
    gc.collect()
    gc.freeze()


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
