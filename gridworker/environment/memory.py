"""Memory that is free goes back to the system (glibc keeps it otherwise; other systems see to it themselves)."""

from __future__ import annotations

import ctypes
import gc
import sys
from functools import cache

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 256 * 1024
_RINGS_DUE = 10
"""So many times young objects were looked through: by then Python looks through the old ones as well."""


def be_sparing() -> None:
    """From now on what is large goes back as soon as it is free, and threads, which take turns, share one heap.

    By itself glibc learns to keep room for the like of it, and gives each thread a heap of its own.
    """
    if library := _glibc():
        library.mallopt(_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Gives back what is free by now; takes half a millisecond, and twenty where rings of dead objects are due."""
    if gc.get_count()[2] >= _RINGS_DUE:
        gc.collect()
    if library := _glibc():
        library.malloc_trim(ctypes.c_size_t(0))


def stay_loaded() -> None:
    """What is loaded by now stays until the end; rings of dead objects are not looked for among it again.

    Nobody else has the interpreter meanwhile, whichever thread looks: it is done at rest (`give_back`), and by Python
    itself only where there is no rest for long.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 25 * _RINGS_DUE)


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
