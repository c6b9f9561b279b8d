"""Bringing a database to the tables this program knows: a copy first, then every step in one transaction."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.durable_file import sync_folder
from gridworker.store.connection import MEMORY, open_plain
from gridworker.store.tables import Steps, Tables

_OK = 0


def upgrade(tables: Tables, path: Path, key: bytes, steps: Steps, version: int) -> None:
    """Applies the pending `steps`; a process killed at any moment leaves the old database or the new one.

    `version` is the number of `steps`. Before an existing database is changed, a copy of it is left beside it as
    `<name>.before-<number of the first step applied>`; older copies go. Raises `ComputerTrouble` (`database_newer`)
    if the database has steps that are unknown here.
    """
    if not _pending(tables, steps, version):
        return
    tables.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited for the lock.
        if _pending(tables, steps, version):
            if (done := len(steps.applied(tables))) and path != MEMORY:
                copy_before(path, key, done + 1)
            steps.apply(tables)
        tables.execute("COMMIT")
    except BaseException:
        if tables.conn.in_transaction:
            tables.execute("ROLLBACK")
        raise


def copy_before(path: Path, key: bytes, version: int) -> Path:
    """Copies the whole database, encrypted with the same key, to `<name>.before-<version>`, whole or not at all.

    It is read over a connection of its own: SQLite copies from none that is about to write.
    """
    copy = path.with_name(f"{path.name}.before-{version}")
    partial = path.with_name(f"{copy.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        copy_pages(path, partial, key)
        partial.replace(copy)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    for older in set(path.parent.glob(f"{path.name}.before-*")) - {copy}:
        older.unlink(missing_ok=True)
    return copy


class _Not(Exception):
    """What was to be replaced is no longer what it was."""


def copy_pages(path: Path, copy: Path, key: bytes, once_alone: Callable[[], None] | None = None) -> None:
    """Puts one moment of a database in the place of another under the same key, in one transaction.

    `once_alone` is called when nobody else can write to the other any more, and may still change the first. Without it
    the other is a new one, which is looked at page by page.
    """
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


def _pending(tables: Tables, steps: Steps, version: int) -> bool:
    waiting, applied = len(steps.pending(tables)), len(steps.applied(tables))
    if waiting + applied > version:
        raise ComputerTrouble("database_newer")
    return waiting > 0
