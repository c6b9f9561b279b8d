"""The program of a release, packed and unpacked: files, folders and links that stay inside, and nothing else.

Python's own filter for archives is not enough here: it lets later members be written through earlier links, and knows
no bounds.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tarfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from gridworker.domain.errors import ComputerTrouble
from gridworker.protocol.release import MOST_BYTES, MOST_FILES, Card, Head

_PIECE = 1024 * 1024
_RESERVED = frozenset('<>:"|?*\\')
"""What no name on Windows may hold; a backslash would be a folder there."""


class Packed(NamedTuple):
    """An archive as the card of its release says it."""

    size: int
    sha256: str
    unpacked: int
    files: int


def pack(folder: Path, archive: Path) -> Packed:
    """Packs the program in a folder, always in the same order, owned by nobody."""
    unpacked = files = 0
    with tarfile.open(archive, "w:xz", preset=6) as tar:
        for path in _below(folder):
            member = tar.gettarinfo(path, str(path.relative_to(folder)))
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            files += 1
            if member.islnk():
                # A second name of the same file is a file of its own where it is unpacked.
                member.type, member.linkname, member.size = tarfile.REGTYPE, "", path.stat().st_size
            if member.isreg():
                unpacked += member.size
                with path.open("rb") as content:
                    tar.addfile(member, content)
            else:
                tar.addfile(member)
    with archive.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Packed(archive.stat().st_size, digest, unpacked, files)


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)


def unpack(release: Path, head: Head, into: Path) -> None:
    """Unpacks a release into a new folder; on the disk when this returns.

    Raises `ComputerTrouble` (`release_damaged`) for whatever is not as a program is, and `OSError`.
    """
    into.mkdir(mode=0o755)
    try:
        with release.open("rb") as file:
            file.seek(head.length)
            with tarfile.open(fileobj=file, mode="r|xz") as tar:
                _Unpacking(head.card, into).run(tar)
    except (tarfile.TarError, LZMAError, EOFError, zlib.error, UnicodeError, ValueError) as error:
        raise ComputerTrouble("release_damaged") from error
    if sys.platform != "win32":
        os.sync()


class _Unpacking:
    """One archive on its way to a folder; counts what it writes, and knows what it has written."""

    def __init__(self, card: Card, into: Path) -> None:
        self._into = into
        self._bytes, self._files = min(card.unpacked, MOST_BYTES), min(card.files, MOST_FILES)
        self._folders: set[tuple[str, ...]] = {()}
        self._others: set[tuple[str, ...]] = set()

    def run(self, tar: tarfile.TarFile) -> None:
        for member in tar:
            parts = _parts(member.name)
            self._take_place(parts, is_folder=member.isdir())
            path = self._into.joinpath(*parts)
            if member.isdir():
                path.mkdir(mode=0o755)
            elif member.issym():
                _check_link(parts, member.linkname)
                path.symlink_to(member.linkname)
            elif member.isreg() and (content := tar.extractfile(member)):
                self._write(path, content, executable=bool(member.mode & 0o100))
            else:
                raise ComputerTrouble("release_damaged")
        if self._bytes or self._files:
            raise ComputerTrouble("release_damaged")

    def _take_place(self, parts: tuple[str, ...], *, is_folder: bool) -> None:
        """Each name once, whatever the case of its letters, and only below folders that this archive made."""
        place = tuple(part.casefold() for part in parts)
        self._files -= 1
        if self._files < 0 or place[:-1] not in self._folders or place in self._folders | self._others:
            raise ComputerTrouble("release_damaged")
        (self._folders if is_folder else self._others).add(place)

    def _write(self, path: Path, content: IO[bytes], *, executable: bool) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags, 0o755 if executable else 0o644), "wb") as file:
            while piece := content.read(_PIECE):
                self._bytes -= len(piece)
                if self._bytes < 0:
                    raise ComputerTrouble("release_damaged")
                file.write(piece)
            if sys.platform == "win32":
                file.flush()
                os.fsync(file.fileno())


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a member's name. Raises `ComputerTrouble` for one that could lead out of the folder."""
    path = PurePosixPath(name)
    is_strange = any(sign in _RESERVED or ord(sign) < 32 for sign in name)
    if is_strange or path.is_absolute() or not path.parts or ".." in path.parts:
        raise ComputerTrouble("release_damaged")
    return path.parts


def _check_link(parts: tuple[str, ...], target: str) -> None:
    """A link leads to somewhere below the folder, by steps that stay in it."""
    if not target or target.startswith("/") or "\\" in target or ":" in target:
        raise ComputerTrouble("release_damaged")
    depth = len(parts) - 1
    for step in PurePosixPath(target).parts:
        depth += -1 if step == ".." else 1
        if depth < 0:
            raise ComputerTrouble("release_damaged")
