"""A lock between processes that the system lets go of when its holder dies."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gridworker.domain.errors import ComputerTrouble


@contextmanager
def exclusive(path: Path, code: str, wait_s: float = 5.0) -> Iterator[None]:
    """Holds the lock file at `path`. Raises `ComputerTrouble` with `code` if another holds it for `wait_s` seconds."""
    with path.open("a+b") as file:
        until = time.monotonic() + wait_s
        while not _try_lock(file):
            if time.monotonic() > until:
                raise ComputerTrouble(code)
            time.sleep(0.05)
        try:
            yield
        finally:
            _unlock(file)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
