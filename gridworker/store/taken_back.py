"""The tables as they were before a version of the program changed them that was taken back since (decision 041).

A version on trial that changes tables leaves its mark beside the database. The mark goes as soon as pages are shown
over it: while it is there nobody can have saved anything, and the copy from before the change holds all there is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.durable_file import sync_folder, write_durably
from gridworker.environment.installation import installation
from gridworker.environment.lock import exclusive
from gridworker.store.connection import MEMORY, open_plain, opens
from gridworker.store.page_copy import copy_pages

log = logging.getLogger("gridworker.store")

_PATIENCE_S = 120.0
"""So long another process may take to put a large store back."""


def mark_trial(path: Path) -> None:
    """Leaves the mark where the version that runs is on trial; it is about to change the tables. Raises `OSError`."""
    here = installation()
    if here is not None and here.on_trial:
        write_durably(_mark(path), here.running.encode())


def trial_left(path: Path) -> bool:
    """Whether the tables were last changed by a version on trial that was taken back since."""
    here = installation()
    try:
        return here is not None and _mark(path).read_text(encoding="utf-8") != here.pointer().version
    except OSError:
        return False


def open_for_good(path: Path) -> None:
    """Takes the mark away where the version that opened the database is not on trial: it may save from now on."""
    if path != MEMORY and _mark(path).exists():
        here = installation()
        if here is None or not here.on_trial:
            settle(path)


def settle(path: Path) -> None:
    """Takes the mark away: what the database holds stays from now on."""
    with suppress(OSError):
        _mark(path).unlink(missing_ok=True)


def put_back(path: Path, key: bytes, copy: Path, is_newer: Callable[[], bool]) -> None:
    """Puts the copy from before the change in the place of the database, and what was there aside.

    In one transaction: killed at any moment it can be repeated, and of several processes one does it. Raises
    `ComputerTrouble` (`database_newer`) where there is no such copy, or none that is sound; `database_busy`.
    """
    with exclusive(path.with_name(f"{path.name}.put-back"), "database_busy", _PATIENCE_S):
        if not is_newer():
            return
        if not _is_sound(copy, key):
            raise ComputerTrouble("database_newer")
        version = _mark(path).read_text(encoding="utf-8")
        copy_pages(copy, path, key, lambda: _keep_aside(path, key, f"aside-{version}"))
        log.warning("%s is as it was before version %s", path.name, version)
        copy.unlink(missing_ok=True)
        sync_folder(path.parent)


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.on-trial")


def _is_sound(copy: Path, key: bytes) -> bool:
    if not opens(copy, key):
        return False
    with closing(open_plain(copy, key)) as tables:
        damage = tables.execute("PRAGMA cipher_integrity_check").fetchone()
        return damage is None and tables.execute("PRAGMA quick_check").fetchone() == ("ok",)


def _keep_aside(path: Path, key: bytes, name: str) -> None:
    """Keeps the database as it is, under `name`; what an earlier try left there goes."""
    aside = path.parent / name / path.name
    aside.parent.mkdir(mode=0o700, exist_ok=True)
    aside.unlink(missing_ok=True)
    copy_pages(path, aside, key)
    sync_folder(aside.parent)
