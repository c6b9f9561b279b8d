"""Copies of a whole profile in one file, and going back to one.

A copy is a zip without compression of what lies in the profile's folder: the keys, the records, the attachments. All of
it is encrypted as it is there, and opens with the password of the day it was made.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import msgspec

from gridworker.domain.errors import ComputerTrouble, NotAllowed, PersonCanMend
from gridworker.domain.merge import Author
from gridworker.environment.durable_file import sync_folder, write_durably
from gridworker.environment.lock import exclusive
from gridworker.store import attachments, meta, outbox, record_rows, streams
from gridworker.store.database import Database
from gridworker.store.profile import ATTACHMENTS_NAME, DATABASE_NAME, Profile
from gridworker.store.tables import Tables
from gridworker.store.trouble import telling_troubles
from gridworker.store.vault import KEYS_NAME, open_vault

_NAMES = (KEYS_NAME, DATABASE_NAME, ATTACHMENTS_NAME)
_PATIENCE_S = 60
_ONGOING = ("op", "meta", "receipt", "lost_stream", "evidence")
_Moment = tuple[int | None, int, int | None, str | None]
_LATER_SEEN = "state = 'retained' AND seq > COALESCE((SELECT seq FROM stream WHERE id = op.stream), seq)"


def write_copy(profile: Profile, file: Path, *, with_attachments: bool = True) -> None:
    """Writes a copy of the profile to `file`, checked by opening it, whole or not at all; work may go on meanwhile.

    Raises `ComputerTrouble` as `Database`, and `database_damaged` where the profile itself is.
    """
    with telling_troubles(file), _made_beside(profile.folder, file) as folder:
        profile.database.copy_to(folder / DATABASE_NAME)
        if with_attachments and (profile.folder / ATTACHMENTS_NAME).exists():
            profile.attachments.copy_to(folder / ATTACHMENTS_NAME)
        shutil.copyfile(profile.folder / KEYS_NAME, folder / KEYS_NAME)
        packed = folder / "copy"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name in _NAMES:
                if (folder / name).exists():
                    archive.write(folder / name, name)
        _make_durable(packed)
        packed.replace(file)
        sync_folder(file.parent)


@contextmanager
def _made_beside(profile: Path, file: Path) -> Iterator[Path]:
    """A folder for the halves of a copy, beside where it is to be. One copy of a profile is made at a time."""
    name = hashlib.sha256(str(profile.resolve()).encode()).hexdigest()[:8]
    with (
        exclusive(profile / "copy.lock", "database_busy", _PATIENCE_S),
        _fresh(file.parent, f".copy-{name}-") as folder,
    ):
        yield folder


@contextmanager
def _fresh(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder that is gone afterwards, as are those of processes that were killed: whoever calls holds a lock."""
    for left in parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent) as made:
        yield Path(made)


def restore_copy(folder: Path, file: Path, password: str) -> None:
    """Puts a copy in the place of what the profile's folder holds; `password` is the copy's.

    Where the present store opens, what was done in it since then goes along: its ops, its drafts, who it is. Where it
    does not, it is moved aside into a folder of its own. Raises `PersonCanMend` (`file_missing`), `NotAllowed`
    (`wrong_password`), `ComputerTrouble` (`copy_damaged`, `database_newer`, `sync_in_use`, and as `Database`).
    """
    with _checked(folder, file, password) as (copy, key):
        if _opens(folder / DATABASE_NAME, key):
            _put_into(folder, copy, key)
            _mend_keys(folder, copy, password)
        else:
            _put_in_place(folder, copy)


def restore_into(profile: Profile, file: Path, password: str, before: Callable[[], object]) -> None:
    """Puts a copy in the place of what an open profile holds; work goes on in it, and what was done since goes along.

    `before` is called when the copy was found good, and nothing is changed if it raises. Raises as `restore_copy`, and
    `PersonCanMend` (`copy_of_another`) where the copy is another profile's.
    """
    folder = profile.folder
    with _checked(folder, file, password) as (copy, key):
        if not _opens(folder / DATABASE_NAME, key):
            raise PersonCanMend("copy_of_another", file=file.name)
        before()
        _put_into(folder, copy, key)
        _mend_keys(folder, copy, password)
    profile.reread_identity()


@contextmanager
def _checked(folder: Path, file: Path, password: str) -> Iterator[tuple[Path, bytes]]:
    """A copy, unpacked in the folder it is to go into and found good, and its key; no sync runs meanwhile."""
    if not file.is_file():
        raise PersonCanMend("file_missing", file=str(file))
    with telling_troubles(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with exclusive(folder / "sync.lock", "sync_in_use"), _fresh(folder, ".restore-") as copy:
            yield copy, _unpacked(file, copy, password)


def _unpacked(file: Path, folder: Path, password: str) -> bytes:
    """Unpacks a copy, opens it, and looks at every page. Returns its key."""
    try:
        with zipfile.ZipFile(file) as archive:
            for name in set(archive.namelist()) & set(_NAMES):
                archive.extract(name, folder)
    except (zipfile.BadZipFile, EOFError) as error:
        raise ComputerTrouble("copy_damaged", file=str(file)) from error
    try:
        key = open_vault(folder, password)
        with _opened(folder / DATABASE_NAME, key) as database:
            if database.find_damage():
                raise ComputerTrouble("copy_damaged", file=str(file))
    except ComputerTrouble as trouble:
        if trouble.code in ("database_damaged", "database_missing", "keys_missing", "keys_damaged"):
            raise ComputerTrouble("copy_damaged", file=str(file)) from trouble
        raise
    return key


def _opens(path: Path, key: bytes) -> bool:
    """Whether there is a sound store at `path` that this key opens."""
    try:
        with _opened(path, key) as database:
            return not database.find_damage()
    except ComputerTrouble as trouble:
        if trouble.code in ("database_damaged", "database_missing"):
            return False
        raise


def _put_into(folder: Path, copy: Path, key: bytes) -> None:
    """Into the present store, in one transaction: whoever has it open sees the old one or the restored one."""
    with _opened(folder / DATABASE_NAME, key) as present, _opened(copy / DATABASE_NAME, key) as restored:
        drafts = restored.read(_drafts)

        def carry(old: Tables) -> _Moment:
            restored.write(lambda new: _carry_over(old, new, drafts))
            return _moment(old)

        def carry_the_rest() -> None:
            if present.read(_moment) != carried:
                present.read(carry)

        carried = present.read(carry)
        restored.copy_to(folder / DATABASE_NAME, once_alone=carry_the_rest)
        if (copy / ATTACHMENTS_NAME).exists():
            _add_attachments(present, restored)


def _moment(db: Tables) -> _Moment:
    """What changes with whatever a person does; a sync does nothing while a copy goes back."""
    moment: _Moment = db.execute(
        """SELECT (SELECT MAX(position) FROM op), (SELECT COUNT(*) FROM draft), (SELECT MAX(saved_at) FROM draft),
        (SELECT group_concat(name || value) FROM meta)"""
    ).fetchone()
    return moment


def _drafts(db: Tables) -> set[str]:
    return {row[0] for row in db.execute("SELECT id FROM draft").fetchall()}


def _carry_over(old: Tables, new: Tables, drafts: set[str]) -> None:
    """What was done in the present store since the copy was made, which has `drafts`, goes on in the restored one."""
    for table in _ONGOING:
        new.execute(f"DELETE FROM {table}")
        _insert(old, new, table)
    new.conn.executemany("DELETE FROM draft WHERE id = ?", [[one] for one in _drafts(new) - drafts])
    _insert(old, new, "draft")
    new.execute(f"UPDATE op SET state = 'accepted' WHERE {_LATER_SEEN}")
    for stream in streams.all_streams(old):
        streams.move(new, {}, {stream.id: stream.head}, {})
    identity = msgspec.convert(meta.get(new, "identity"), meta.Identity)
    records = new.execute(f"SELECT DISTINCT record FROM op WHERE state IN {outbox.OPEN}").fetchall()
    for (record,) in records:
        record_rows.refresh(new, record, Author(identity.worker, identity.replica))


def _insert(old: Tables, new: Tables, table: str) -> None:
    rows = old.execute(f"SELECT * FROM {table}").fetchall()
    if rows:
        marks = ",".join("?" * len(rows[0]))
        new.conn.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)


def _add_attachments(present: Database, restored: Database) -> None:
    steps = (ATTACHMENTS_NAME, attachments.migrations, attachments.VERSION)
    with closing(present.beside(*steps)) as here, closing(restored.beside(*steps)) as there:
        known = {file.sha256 for file in here.read(lambda db: attachments.files(db, whole=True))}
        for file in there.read(lambda db: attachments.files(db, whole=True)):
            if file.sha256 not in known:
                here.write(partial(_keep, there=there, file=file))


def _keep(db: Tables, there: Database, file: attachments.File) -> None:
    starts = range(0, file.size, attachments.PIECE)
    pieces = (there.read(partial(_piece, file=file.sha256, start=start)) for start in starts)
    attachments.keep(db, file.sha256, file.size, pieces, file.kept_at)


def _piece(db: Tables, file: str, start: int) -> bytes:
    return attachments.read(db, file, start, attachments.PIECE)


def _mend_keys(folder: Path, copy: Path, password: str) -> None:
    """The copy's keys open the store as well: they take the place of those that are gone or damaged."""
    try:
        open_vault(folder, password)
    except NotAllowed:
        # The password was changed since: the present one stays.
        return
    except ComputerTrouble:
        write_durably(folder / KEYS_NAME, (copy / KEYS_NAME).read_bytes())


def _put_in_place(folder: Path, copy: Path) -> None:
    """Into a folder where no store opens; what lies there is moved aside first, and kept."""
    there = [path for name in _NAMES for path in folder.glob(f"{name}*")]
    if there:
        aside = Path(tempfile.mkdtemp(prefix="aside-", dir=folder))
        for path in there:
            path.rename(aside / path.name)
    # The keys come last: a folder without them holds no profile yet.
    for name in reversed(_NAMES):
        if (copy / name).exists():
            _make_durable(copy / name)
            (copy / name).rename(folder / name)
    sync_folder(folder)


@contextmanager
def _opened(path: Path, key: bytes) -> Iterator[Database]:
    with closing(Database(path, key, create=False)) as database:
        yield database


def _make_durable(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
