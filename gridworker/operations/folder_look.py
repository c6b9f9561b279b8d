"""The folder of a phone's photos at one moment, as `folder_photos` finds it."""

from __future__ import annotations

from typing import NamedTuple

from gridworker.domain.errors import PersonCanMend
from gridworker.operations.folder_listing import FolderFile

MOST_NEW = 99
MOST_SHOWN = 300
"""The others are there to be chosen as any file is: nobody looks through thousands of small pictures."""

STILL_S = 1.0


class Seen(NamedTuple):
    """What was found in a file: SHA-256 of it, when it was taken in ms, or why it cannot be put into a record."""

    original: str = ""
    taken_at: int | None = None
    trouble: PersonCanMend | None = None


class FolderPhoto(NamedTuple):
    """A photo of the folder; `seen` is None until somebody looked into the file."""

    file: FolderFile
    seen: Seen | None = None
    is_new: bool = False
    is_used: bool = False

    @property
    def moment(self) -> int:
        """When it was taken, as far as that is known; else when the file was written. In ms."""
        taken = self.seen.taken_at if self.seen else None
        return self.file.changed_ms if taken is None else taken


class Look(NamedTuple):
    """The folder at one moment: "" for none chosen. New photos come first, then the latest; `earlier` are left out.

    `arriving` files are still being copied. `trouble` is `gone` or `closed` where the folder cannot be listed. Where it
    is not `finished`, more was there than is looked into at once: look again.
    """

    folder: str = ""
    photos: tuple[FolderPhoto, ...] = ()
    new: int = 0
    arriving: int = 0
    folders: tuple[str, ...] = ()
    earlier: int = 0
    trouble: str = ""
    is_cut: bool = False
    finished: bool = True
