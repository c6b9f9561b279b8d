"""The photos in a folder and the folders in it, by their names: nothing is opened."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import NamedTuple

MOST_FILES = 20_000
MOST_FOLDERS = 64
_DEEPEST = 3
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".heic", ".heif", ".tif", ".tiff")


class FolderFile(NamedTuple):
    """A file as its folder lists it: `size` in bytes, `changed_ns` since 1970 by the clock of its disk."""

    path: str
    size: int
    changed_ns: int

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return self.path.rpartition(os.sep)[2]

    @property
    def changed_ms(self) -> int:
        """When it was written, in ms."""
        return self.changed_ns // 1_000_000

    @property
    def mark(self) -> str:
        """A short text that says which file this is, without its name in it."""
        said = f"{self.name}\n{self.size}\n{self.changed_ns}"
        return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:16]


class Listing(NamedTuple):
    """The photos, the latest first; the folders they are in; whether there are more than are looked at."""

    files: list[FolderFile]
    folders: list[str]
    is_cut: bool


def list_photos(folder: str) -> Listing:
    """Lists a folder with those in it. Raises `OSError` where the folder itself cannot be listed."""
    files: list[FolderFile] = []
    waiting, folders = [(folder, 0)], list[str]()
    looked_at = 0
    while waiting and looked_at < MOST_FILES and len(folders) < MOST_FOLDERS:
        here, depth = waiting.pop(0)
        try:
            entries = _entries(here)
        except OSError:
            # One that cannot be opened among others is passed over.
            if here == folder:
                raise
            continue
        folders.append(here)
        for entry in entries:
            looked_at += 1
            if looked_at > MOST_FILES:
                break
            if entry.is_dir(follow_symlinks=False):
                if depth < _DEEPEST:
                    waiting.append((entry.path, depth + 1))
            elif (found := _photo(entry)) is not None:
                files.append(found)
    files.sort(key=lambda file: (-file.changed_ns, file.path))
    return Listing(files, folders, bool(waiting) or looked_at > MOST_FILES)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """What is in a folder; names that begin with a dot are some program's own."""
    with os.scandir(folder) as entries:
        return iter([entry for entry in entries if not entry.name.startswith(".")])


def _photo(entry: os.DirEntry[str]) -> FolderFile | None:
    if not entry.name.lower().endswith(_SUFFIXES):
        return None
    try:
        if not entry.is_file(follow_symlinks=False):
            return None
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    return FolderFile(entry.path, found.st_size, found.st_mtime_ns)
