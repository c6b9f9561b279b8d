"""Bringing a database to the tables this program knows: a copy first, then every step in one transaction."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.durable_file import sync_folder
from gridworker.store.connection import MEMORY
from gridworker.store.page_copy import copy_pages
from gridworker.store.tables import Steps, Tables
from gridworker.store.taken_back import mark_trial, open_for_good, put_back, trial_left


def upgrade(tables: Tables, path: Path, key: bytes, steps: Steps, version: int) -> None:
    """Applies the pending `steps`; a process killed at any moment leaves the old database or the new one.

    `version` is the number of `steps`. Before an existing database is changed, a copy of it is left beside it as
    `<name>.before-<number of the first step applied>`; older copies go. Where a version on trial did so that was taken
    back since, the copy takes its place again. Raises `ComputerTrouble` (`database_newer`) if the database has other
    steps that are unknown here.
    """
    if _is_newer(tables, steps, version) and trial_left(path):
        put_back(path, key, copy_name(path, version + 1), lambda: _is_newer(tables, steps, version))
    if not _pending(tables, steps, version):
        open_for_good(path)
        return
    tables.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited for the lock.
        if _pending(tables, steps, version):
            if (done := len(steps.applied(tables))) and path != MEMORY:
                copy_before(path, key, done + 1)
                mark_trial(path)
            steps.apply(tables)
        tables.execute("COMMIT")
    except BaseException:
        if tables.conn.in_transaction:
            tables.execute("ROLLBACK")
        raise


def copy_name(path: Path, version: int) -> Path:
    """The copy from before step `version`."""
    return path.with_name(f"{path.name}.before-{version}")


def copy_before(path: Path, key: bytes, version: int) -> Path:
    """Copies the whole database, encrypted with the same key, to `<name>.before-<version>`, whole or not at all.

    It is read over a connection of its own: SQLite copies from none that is about to write.
    """
    copy = copy_name(path, version)
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


def _is_newer(tables: Tables, steps: Steps, version: int) -> bool:
    """Whether it has steps that are unknown here."""
    return len(steps.pending(tables)) + len(steps.applied(tables)) > version


def _pending(tables: Tables, steps: Steps, version: int) -> bool:
    if _is_newer(tables, steps, version):
        raise ComputerTrouble("database_newer")
    return len(steps.pending(tables)) > 0
