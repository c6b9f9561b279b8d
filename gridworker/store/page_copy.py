"""One moment of a database, put in the place of another page by page."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble
from gridworker.store.connection import open_plain

_OK = 0


def copy_pages(path: Path, copy: Path, key: bytes, once_alone: Callable[[], None] | None = None) -> None:
    """Puts one moment of a database in the place of another under the same key, in one transaction.

    `once_alone` is called when nobody else can write to the other any more, and may still change the first. Without it
    the other is a new one, which is looked at page by page.
    """
    if not copy.exists():
        os.close(os.open(copy, os.O_RDWR | os.O_CREAT, 0o600))
    with closing(open_plain(path, key)) as source, closing(open_plain(copy, key)) as target:
        # The first page takes the lock that the last one lets go of; without a call all are taken in one step.
        source.conn.backup(target.conn, pages=1 if once_alone else -1, progress=_calling(once_alone))
        # It looks at the file alone: where others write, pages are rightly missing there that are in the log.
        if once_alone is None and target.execute("PRAGMA cipher_integrity_check").fetchone():
            raise ComputerTrouble("database_damaged")


def _calling(once_alone: Callable[[], None] | None) -> Callable[[int, int, int], None] | None:
    """Calls once, behind the first page; SQLite begins again by itself where the source has changed."""
    if once_alone is None:
        return None
    called = False

    def look(status: int, _left: int, _pages: int) -> None:
        nonlocal called
        if status == _OK and not called:
            called = True
            once_alone()

    return look
