"""Where the district keeps the bytes of attachments: behind a small interface, by default a folder beside the database.

A file is kept per stream and named by its SHA-256: `<stream>/<first two digits>/<sha256>`, with `.part` while it is
arriving. Bytes that turned out not to be what their name says are kept aside as `.wrong`, the last of them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.durable_file import sync_folder
from gridworker.environment.lock import exclusive
from gridworker.environment.trouble import as_trouble
from gridworker.protocol.blobs import Blob, Received

_PIECE = 1024 * 1024
_MOST_RESERVED = 2 * 1024**3


NOTHING = Received(0, complete=False)


class WrongOffset(Exception):
    """The bytes would not join on to what is there; `arrived` says what is."""

    def __init__(self, arrived: Received) -> None:
        super().__init__(arrived)
        self.arrived = arrived


class WrongHash(Exception):
    """The file came whole and is not what its name says; it starts again from nothing."""


class Storage(Protocol):
    """A place for files. All methods are safe across threads and processes; they raise `ComputerTrouble`."""

    def arrived(self, blob: Blob) -> Received:
        """How much of a file is there."""

    def append(self, blob: Blob, offset: int, chunk: bytes, length: int) -> Received:
        """Adds the bytes from `offset` of a file of `length`; the last of them make it complete, and durable.

        No bytes make a file complete whose last bytes are there. Raises `WrongOffset`, `WrongHash`.
        """

    def read(self, blob: Blob, start: int, size: int) -> bytes:
        """A piece of a complete file."""

    def copy(self, blob: Blob, stream: str) -> None:
        """Puts a complete file into another stream as well."""

    def remove(self, blob: Blob) -> None:
        """Takes a file away, what has come of it too; nothing where there is none."""


class BlobFolder:
    """The storage in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def arrived(self, blob: Blob) -> Received:
        """How much of a file is there."""
        with _telling_troubles():
            whole = self._path(blob)
            for path, complete in ((whole, True), (_part(whole), False)):
                if path.exists():
                    return Received(path.stat().st_size, complete)
            # It may have been completed between the two looks.
            return Received(whole.stat().st_size, complete=True) if whole.exists() else NOTHING

    def append(self, blob: Blob, offset: int, chunk: bytes, length: int) -> Received:
        """Adds the bytes from `offset`. Raises `WrongOffset`, `WrongHash`, and `ComputerTrouble` (`disk_full`)."""
        with _telling_troubles(), self._locked(blob):
            there = self.arrived(blob)
            if not there.complete and there.offset >= length > 0 and not chunk:
                # The last bytes came, and then this server was killed; or somebody brought too many.
                _complete(self._path(blob))
                return Received(length, complete=True)
            if there.complete or there.offset != offset:
                raise WrongOffset(there)
            self._keep_room_for_records(len(chunk))
            whole = self._path(blob)
            whole.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _part(whole).open("ab") as file:
                file.write(chunk)
            if offset + len(chunk) < length:
                return Received(offset + len(chunk), complete=False)
            _complete(whole)
            return Received(length, complete=True)

    def read(self, blob: Blob, start: int, size: int) -> bytes:
        """A piece of a complete file."""
        with _telling_troubles(), self._path(blob).open("rb") as file:
            file.seek(start)
            return file.read(size)

    def copy(self, blob: Blob, stream: str) -> None:
        """Puts a complete file into another stream as well; one that is damaged by now is put aside there."""
        # One lock is that of both: they have one name.
        with _telling_troubles(), self._locked(blob), suppress(WrongHash):
            whole = self._path(blob._replace(stream=stream))
            if not whole.exists():
                whole.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copyfile(self._path(blob), _part(whole))
                _complete(whole)

    def remove(self, blob: Blob) -> None:
        """Takes a file away, whole or in part."""
        with _telling_troubles(), self._locked(blob):
            whole = self._path(blob)
            for path in (whole, _part(whole), whole.with_name(f"{whole.name}.wrong")):
                path.unlink(missing_ok=True)

    def _path(self, blob: Blob) -> Path:
        return self._folder / blob.stream / blob.sha256[:2] / blob.sha256

    @contextmanager
    def _locked(self, blob: Blob) -> Iterator[None]:
        """One writer for a file; 256 locks serve all files and are never removed."""
        locks = self._folder / "locks"
        locks.mkdir(mode=0o700, parents=True, exist_ok=True)
        with exclusive(locks / blob.sha256[:2], "district_busy"):
            yield

    def _keep_room_for_records(self, size: int) -> None:
        """Attachments never take the last space on a disk that records need as well."""
        disk = shutil.disk_usage(self._folder)
        if disk.free - size < min(disk.total // 20, _MOST_RESERVED):
            raise ComputerTrouble("disk_full")


def _part(whole: Path) -> Path:
    return whole.with_name(f"{whole.name}.part")


def _complete(whole: Path) -> None:
    """Gives the file its name if it deserves it, else puts it aside."""
    part, digest = _part(whole), hashlib.sha256()
    with part.open("r+b") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
        if right := digest.hexdigest() == whole.name:
            os.fsync(file.fileno())
    part.replace(whole if right else whole.with_name(f"{whole.name}.wrong"))
    if not right:
        raise WrongHash
    for folder in (whole.parent, whole.parent.parent, whole.parent.parent.parent):
        sync_folder(folder)


@contextmanager
def _telling_troubles() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise as_trouble(error) from error
