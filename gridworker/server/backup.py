"""Backups of a district, taken while it serves: one SQLite file whatever the database is, and what lies beside it.

A backup is a folder of its own. `safe` of a stream is what the oldest backup holds that the district may still go back
to: the oldest whose folder is still there, and at least the last but one (protocol §8).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Table, delete, insert, select, update

from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.environment.lock import exclusive
from gridworker.server.database import open_database
from gridworker.server.district import BLOBS_FOLDER
from gridworker.server.migrations import LAST, migrate
from gridworker.server.secrets import KEY_FILE, REVOKED_FILE
from gridworker.server.site import Site
from gridworker.server.tables import backup, metadata, stream

COPY_FILE = "district.db"
CARD_FILE = "backup.json"
FORMAT = 1
_CHUNK = 1000
_PATIENCE_S = 600
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BackupCard(msgspec.Struct, kw_only=True):
    """What a backup says of itself, written last: a folder without is none. `streams` has the seq each is held to."""

    format: int = FORMAT
    district: str
    name: str
    epoch: str
    step: str
    made_at: int
    sha256: str
    streams: dict[str, int]


def back_up(site: Site, data: Path, folder: Path) -> Path:
    """Makes a backup in a new folder below `folder`, checks it by opening it, and moves `safe` on. Returns the folder.

    Attachments never change: those that are not there yet go to a folder that all backups below `folder` share.

    Raises `ComputerTrouble` (`backup_damaged`, `district_busy`, disk full, no permission).
    """
    with keeping(data):
        return _back_up(site, data, folder.absolute())


@contextmanager
def keeping(data: Path) -> Iterator[None]:
    """One backup or restore of a district at a time. Raises `ComputerTrouble` (`district_busy`)."""
    with exclusive(data / "keeping.lock", "district_busy", _PATIENCE_S):
        yield


def sweep(parent: Path, pattern: str) -> None:
    """Takes away what a killed process has left half made: it holds people's data."""
    for left in parent.glob(pattern):
        shutil.rmtree(left, ignore_errors=True)


def _back_up(site: Site, data: Path, folder: Path) -> Path:
    made_at = site.now()
    name = datetime.fromtimestamp(made_at / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    made = _free_name(folder / name)
    partial_ = made.with_name(f".{made.name}.partial")
    sweep(folder, ".*.partial")
    try:
        partial_.mkdir(parents=True, mode=0o700)
        card = _fill(site, data, partial_, made_at)
        partial_.rename(made)
        _sync(made.parent)
    except BaseException:
        shutil.rmtree(partial_, ignore_errors=True)
        raise
    copy_attachments(data / BLOBS_FOLDER, made.parent / BLOBS_FOLDER)
    site.database.write(partial(note_backup, folder=made, card=card))
    return made


def find_backup(folder: Path) -> tuple[Path, BackupCard]:
    """The backup in `folder`: itself, or the newest below it.

    Raises `PersonCanMend("no_backup_here")`, `ComputerTrouble("backup_damaged")`.
    """
    if (folder / CARD_FILE).is_file():
        return folder, read_card(folder)
    below = [(place, read_card(place)) for place in folder.glob("*/") if (place / CARD_FILE).is_file()]
    if not below:
        raise PersonCanMend("no_backup_here", folder=str(folder))
    return max(below, key=lambda one: (one[1].made_at, one[0].name))


def read_card(folder: Path) -> BackupCard:
    """What a backup says of itself. Raises `ComputerTrouble`: `backup_damaged`, `district_newer`."""
    try:
        card = msgspec.json.decode((folder / CARD_FILE).read_bytes(), type=BackupCard)
    except msgspec.DecodeError as error:
        raise ComputerTrouble("backup_damaged", folder=str(folder)) from error
    if card.format > FORMAT:
        raise ComputerTrouble("district_newer")
    return card


def note_backup(connection: Connection, folder: Path, card: BackupCard) -> None:
    """Writes down that there is a backup, and how far each stream is safe now."""
    streams = msgspec.json.encode(card.streams).decode()
    connection.execute(delete(backup).where(backup.c.folder == str(folder)))
    connection.execute(insert(backup).values(folder=str(folder), made_at=card.made_at, streams=streams))
    known = connection.execute(select(backup).order_by(backup.c.made_at.desc())).all()
    kept = [row for place, row in enumerate(known) if place < 2 or (Path(row.folder) / CARD_FILE).is_file()]
    for row in known:
        if row not in kept:
            connection.execute(delete(backup).where(backup.c.folder == row.folder))
    held = [msgspec.json.decode(row.streams, type=dict[str, int]) for row in kept] if len(kept) > 1 else []
    for name in card.streams:
        seq = min((streams_.get(name, 0) for streams_ in held), default=0)
        connection.execute(
            update(stream).where(stream.c.stream == name, stream.c.safe < seq).values(safe=seq)
        )


def copy_attachments(source: Path, target: Path, named: Collection[str] | None = None) -> None:
    """Copies the complete attachments that the target does not have, all or those `named` by SHA-256."""
    for path in sorted(source.glob("*/*/*")):
        copy = target / path.relative_to(source)
        is_wanted = _SHA256.fullmatch(path.name) and (named is None or path.name in named)
        if not is_wanted or copy.exists():
            continue
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial_ = copy.with_name(f".{copy.name}.partial")
        shutil.copyfile(path, partial_)
        _sync(partial_)
        partial_.replace(copy)
        _sync(copy.parent)


def file_digest(path: Path) -> str:
    """SHA-256 of a file, 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fill(site: Site, data: Path, folder: Path, made_at: int) -> BackupCard:
    copy = folder / COPY_FILE
    if site.database.is_sqlite:
        _copy_pages(Path(str(site.database.engine.url.database)), copy)
    else:
        _copy_rows(site, copy)
    for name in (KEY_FILE, REVOKED_FILE):
        if (data / name).exists():
            shutil.copyfile(data / name, folder / name)
            (folder / name).chmod(0o600)
    card = _checked(copy, made_at)
    (folder / CARD_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1))
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)
    return card


def _copy_pages(source: Path, copy: Path) -> None:
    """One moment of a SQLite database, page by page, in one step: writers need not wait."""
    with closing(sqlite3.connect(source)) as opened, closing(sqlite3.connect(copy)) as target:
        opened.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def _copy_rows(site: Site, copy: Path) -> None:
    """One snapshot of a PostgreSQL database, row by row."""
    target = open_database(copy, None, site.clock.randomness)
    try:
        target.write(migrate)
        site.database.read(lambda connection: target.write(partial(_copy_tables, connection)))
        target.put_into_one_file()
    finally:
        target.close()


def _copy_tables(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        for rows in chunks(source, table):
            target.execute(insert(table), rows)


def chunks(source: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    """All rows of a table, a thousand at a time."""
    found = source.execution_options(yield_per=_CHUNK).execute(select(table)).mappings()
    for part in found.partitions(_CHUNK):
        yield [dict(row) for row in part]


def _checked(copy: Path, made_at: int) -> BackupCard:
    """Opens the copy, has SQLite look at every page, and reads from it what it holds."""
    with closing(sqlite3.connect(copy)) as opened:
        if opened.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise ComputerTrouble("backup_damaged", folder=str(copy.parent))
        district = opened.execute("SELECT code, name, epoch FROM district").fetchone()
        streams = dict(opened.execute("SELECT stream, seq FROM stream").fetchall())
    code, name, epoch = district
    return BackupCard(
        district=code,
        name=name,
        epoch=epoch,
        step=LAST,
        made_at=made_at,
        sha256=file_digest(copy),
        streams=streams,
    )


def _free_name(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free, number = path.with_name(f"{path.name}-{number}"), number + 1
    return free


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
