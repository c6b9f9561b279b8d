"""What lies in the folder of a phone's photos: which photos are whole, which are new, what each looks like."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from gridworker.domain.attachments import MAX_SIZE
from gridworker.domain.errors import PersonCanMend
from gridworker.operations.file_types import HEIC, JPEG, PHOTOS, type_of
from gridworker.operations.folder_listing import FolderFile, Listing, list_photos
from gridworker.operations.folder_look import MOST_NEW, MOST_SHOWN, STILL_S, FolderPhoto, Look, Seen
from gridworker.operations.phone_folder import FRESH_MS, Choice, chosen, lay_there_before
from gridworker.operations.signed_pages import Page, keep_pasted
from gridworker.store.profile import Profile

_BROKEN_S = 10.0
"""A photo that stood for so long and is not whole will not become so by itself."""

_LONG_AGO_MS = 60_000
_TAIL = 64
_END_OF_JPEG = b"\xff\xd9"


class Looker:
    """Looks at the folder again and again, one look at a time, and remembers what it found in each file.

    `elapsed` gives seconds on a clock that only goes forward.
    """

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._seen: dict[FolderFile, Seen] = {}
        self._since: dict[FolderFile, float] = {}

    def look(self, profile: Profile, most: int = 8) -> Look:
        """The folder as it is now; at most so many files are opened in one look."""
        choice = chosen(profile)
        if choice is None:
            self._forget([])
            return Look()
        try:
            listing = list_photos(choice.folder)
        except OSError as error:
            self._forget([])
            return Look(choice.folder, trouble="closed" if isinstance(error, PermissionError) else "gone")
        self._forget(listing.files)
        return self._sorted(profile, choice, listing, most)

    def glimpse(self, profile: Profile, file: FolderFile) -> tuple[Seen, bytes | None]:
        """Looks into a file: what it is, and a small picture of it as JPEG, None where it shows none."""
        seen, thumb = _look_into(profile, file)
        if not (_is_gone(seen) or self._may_become_whole(profile, file, seen)):
            self._seen[file] = seen
        return seen, thumb

    def _forget(self, there: list[FolderFile]) -> None:
        """What is there no more is forgotten; what was not there before is waited for."""
        now = self._elapsed()
        self._since = {file: self._since.get(file, now) for file in there}
        # Listed first: another thread may look into a file meanwhile.
        self._seen = {file: seen for file, seen in list(self._seen.items()) if file in self._since}

    def _sorted(self, profile: Profile, choice: Choice, listing: Listing, most: int) -> Look:
        young = profile.clock.now() - FRESH_MS
        new: list[FolderPhoto] = []
        rest: list[FolderPhoto] = []
        originals: set[str] = set()
        arriving, opened, unopened = 0, 0, 0
        for file in listing.files:
            seen = self._seen.get(file)
            may_be_new = (
                file.changed_ms >= young and len(new) < MOST_NEW and not lay_there_before(choice, file)
            )
            still = self._is_still(profile, file)
            if still and may_be_new and seen is None:
                if opened < most:
                    opened += 1
                    seen, _ = self.glimpse(profile, file)
                    still = file in self._seen or _is_gone(seen)
                else:
                    unopened += 1
            if not still:
                arriving += 1
            elif not _is_double(seen, originals):
                photo = _judged(FolderPhoto(file, seen), choice, young)
                photo = photo._replace(is_new=photo.is_new and may_be_new)
                (new if photo.is_new else rest).append(photo)
        rest.sort(key=lambda photo: -photo.moment)
        found = (*new, *rest)
        return Look(
            choice.folder,
            found[:MOST_SHOWN],
            len(new),
            arriving,
            tuple(listing.folders),
            max(0, len(found) - MOST_SHOWN),
            is_cut=listing.is_cut,
            finished=not unopened,
        )

    def _is_still(self, profile: Profile, file: FolderFile) -> bool:
        """Whether nobody has written into a file for a moment: it is as it was, or was written long ago."""
        stood = self._elapsed() - self._since[file] >= STILL_S
        return stood or _was_long_ago(profile, file)

    def _may_become_whole(self, profile: Profile, file: FolderFile, seen: Seen) -> bool:
        """Whether a file that cannot be read to its end may be one that is still being copied."""
        if seen.trouble is None or seen.trouble.code not in _UNFINISHED or _was_long_ago(profile, file):
            return False
        return self._elapsed() - self._since.get(file, self._elapsed()) < _BROKEN_S


_UNFINISHED = ("photo_broken", "attachment_empty", "attachment_changed", "file_unreadable", "attachment_type")


def keep_from_folder(profile: Profile, file: FolderFile, original: str = "") -> Page:
    """Keeps a photo of the folder as `keep_page` does; the file itself is only read. `original` is what was seen.

    Raises as `keep_page`; `attachment_changed` where it is not what was seen, or not whole yet.
    """
    content = _content(file)
    if original and hashlib.sha256(content).hexdigest() != original:
        raise PersonCanMend("attachment_changed", file=file.name)
    _check_whole(content, file.name)
    return keep_pasted(profile, content, file.name)


def _was_long_ago(profile: Profile, file: FolderFile) -> bool:
    return profile.clock.now() - file.changed_ms > _LONG_AGO_MS


def _is_gone(seen: Seen) -> bool:
    """Whether a file was there when it was listed, and not when it was opened."""
    return seen.trouble is not None and seen.trouble.code == "file_missing"


def _is_double(seen: Seen | None, originals: set[str]) -> bool:
    """Whether the same photo came already under another name, or is gone; notes it else."""
    if seen is None or not seen.original:
        return seen is not None and _is_gone(seen)
    is_double = seen.original in originals
    originals.add(seen.original)
    return is_double


def _judged(photo: FolderPhoto, choice: Choice, young: int) -> FolderPhoto:
    seen = photo.seen
    if seen is None or not seen.original:
        return photo
    is_used = seen.original in choice.used
    wanted = seen.trouble is None and not is_used and seen.original not in choice.passed
    return photo._replace(is_new=wanted and photo.moment >= young, is_used=is_used)


def _look_into(profile: Profile, file: FolderFile) -> tuple[Seen, bytes | None]:
    original = ""
    try:
        content = _content(file)
        original = hashlib.sha256(content).hexdigest()
        media_type = type_of(BytesIO(content))
        if media_type == HEIC:
            raise PersonCanMend("photo_heic", file=file.name)
        if media_type is None:
            raise PersonCanMend("attachment_type", file=file.name)
        if media_type not in PHOTOS and media_type != "image/tiff":
            return Seen(original), None
        _check_whole(content, file.name)
        from gridworker.operations.photos import glimpse

        thumb, taken = glimpse(content, file.name, profile.clock.tz)
    except PersonCanMend as trouble:
        # Anew: what it carries along of where it was raised has the whole file in it.
        return Seen(original, trouble=PersonCanMend(trouble.code, **trouble.facts)), None
    return Seen(original, taken.at), thumb


def _content(file: FolderFile) -> bytes:
    """The whole file, no more of it than its folder said."""
    if file.size > MAX_SIZE:
        raise PersonCanMend("file_too_large", file=file.name, most=MAX_SIZE // 1024 // 1024)
    try:
        with Path(file.path).open("rb") as opened:
            content = opened.read(file.size + 1)
    except FileNotFoundError as error:
        raise PersonCanMend("file_missing", file=file.name) from error
    except OSError as error:
        raise PersonCanMend("file_unreadable", file=file.name) from error
    if not content:
        raise PersonCanMend("attachment_empty", file=file.name)
    if len(content) != file.size:
        raise PersonCanMend("attachment_changed", file=file.name)
    return content


def _check_whole(content: bytes, name: str) -> None:
    """A copy may give a file its whole length before it has its bytes: it then ends in nothing."""
    is_hollow = len(content) > _TAIL and not content[-_TAIL:].strip(b"\0")
    if is_hollow and type_of(BytesIO(content)) == JPEG and not content.rstrip(b"\0").endswith(_END_OF_JPEG):
        raise PersonCanMend("photo_broken", file=name)
