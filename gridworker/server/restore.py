"""Going back to a backup, while the district serves or before there is one (protocol §8).

The key and the list of revoked laptops are not taken back in time: the list only grows, and the backup's key must be
the district's own. The restored district has a new epoch; laptops notice by their positions and bring back
what it lost.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, delete, insert, update

from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.environment.clock import Clock
from gridworker.environment.durable_file import write_durably
from gridworker.server.append_only import lifted
from gridworker.server.backup import (
    COPY_FILE,
    BackupCard,
    chunks,
    copy_attachments,
    file_digest,
    find_backup,
    keeping,
    note_backup,
    sweep,
)
from gridworker.server.database import open_database
from gridworker.server.district import BLOBS_FOLDER, DATABASE_FILE
from gridworker.server.migrations import bring_up, is_empty, migrate
from gridworker.server.secrets import KEY_FILE, REVOKED_FILE, Secrets
from gridworker.server.tables import district, enrol_code, metadata

_PATIENCE_MS = 30_000


def restore(data: Path, database_url: str | None, folder: Path, clock: Clock) -> tuple[Path, BackupCard]:
    """Puts the backup in `folder` (itself, or the newest below it) in the place of what the district holds.

    Raises `PersonCanMend`: `no_backup_here`, `backup_of_another_district`;
    `ComputerTrouble`: `backup_damaged`, `district_newer`; and as `Database.write`.
    """
    found, card = find_backup(folder)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with keeping(data), _prepared(data) as prepared:
        copy = prepared / COPY_FILE
        shutil.copyfile(found / COPY_FILE, copy)
        if file_digest(copy) != card.sha256:
            raise ComputerTrouble("backup_damaged", folder=str(found))
        _bring_secrets(data, found)
        _renew(copy, found, card, clock)
        named = _named(copy)
        if database_url is None:
            _put_pages(copy, data / DATABASE_FILE)
        else:
            _put_rows(copy, database_url, clock)
    # All backups there share their files: one that no record names here was purged, or comes with its laptop.
    copy_attachments(found.parent / BLOBS_FOLDER, data / BLOBS_FOLDER, named)
    return found, card


@contextmanager
def _prepared(data: Path) -> Iterator[Path]:
    sweep(data, "restore-*")
    with tempfile.TemporaryDirectory(prefix="restore-", dir=data) as prepared:
        yield Path(prepared)


def _bring_secrets(data: Path, found: Path) -> None:
    if not (data / KEY_FILE).exists():
        write_durably(data / KEY_FILE, (found / KEY_FILE).read_bytes())
    elif (data / KEY_FILE).read_bytes() != (found / KEY_FILE).read_bytes():
        raise PersonCanMend("backup_of_another_district")
    secrets = Secrets(data)
    if (found / REVOKED_FILE).exists():
        for replica in (found / REVOKED_FILE).read_text(encoding="utf-8").split():
            if not secrets.is_revoked(replica):
                secrets.revoke(replica)


def _renew(copy: Path, found: Path, card: BackupCard, clock: Clock) -> None:
    """What must be different after going back: a new epoch, and no enrolment code that may have been used since."""
    database = open_database(copy, None, clock.randomness)

    def work(connection: Connection) -> None:
        connection.execute(update(district).values(epoch=clock.randomness(8).hex()))
        connection.execute(
            update(enrol_code).where(enrol_code.c.used_at.is_(None)).values(used_at=clock.now())
        )
        note_backup(connection, found.absolute(), card)

    try:
        bring_up(database, copy)
        database.write(work)
        database.put_into_one_file()
    finally:
        database.close()


def _named(copy: Path) -> set[str]:
    """The files that the records of a restored database name, or ever did."""
    with closing(sqlite3.connect(copy)) as opened:
        return {sha256 for (sha256,) in opened.execute("SELECT DISTINCT sha256 FROM attached")}


def _put_pages(copy: Path, path: Path) -> None:
    """Writes all pages in one transaction: whoever has the database open sees the old one or the restored one."""
    with (
        closing(sqlite3.connect(copy)) as source,
        closing(sqlite3.connect(path, timeout=_PATIENCE_MS / 1000)) as target,
    ):
        target.execute("PRAGMA journal_mode = WAL")
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target)


def _put_rows(copy: Path, database_url: str, clock: Clock) -> None:
    source = open_database(copy, None, clock.randomness)
    target = open_database(copy, database_url, clock.randomness)
    try:
        source.read(lambda connection: target.write(partial(_replace_rows, connection)))
    finally:
        target.close()
        source.close()


def _replace_rows(source: Connection, target: Connection) -> None:
    if is_empty(target):
        migrate(target)
    # TRUNCATE would show empty tables to whoever reads an older snapshot.
    with lifted(target):
        for table in metadata.sorted_tables:
            target.execute(delete(table))
            for rows in chunks(source, table):
                target.execute(insert(table), rows)
