"""Adding files to records: photos, recordings, scans. The file is on the disk before the op that names it is saved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from gridworker.domain.attachments import ATTACHMENTS, MAX_SIZE
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.paths import DELETED, join
from gridworker.environment.room import require_room
from gridworker.operations.changes import Changes
from gridworker.operations.file_types import HEIC, JPEG, PHOTOS, named_as, type_of
from gridworker.operations.records import Edited, edit_record
from gridworker.operations.saving import editable
from gridworker.store import attachments
from gridworker.store.profile import Profile

_FIELDS = ("sha256", "size", "type", "name", "taken_at", "position", "thumb", "paper", "page")


class Attached(NamedTuple):
    """A file added to a record: the record, the element that names the file, its SHA-256."""

    id: str
    element: str
    sha256: str
    changes: Changes


def attach(profile: Profile, record: str, path: Path, *, element: str | None = None) -> Attached:
    """Adds a file to a record, as the element of an id, whose file it then replaces, or as a new one.

    Raises `PersonCanMend`: as `keep_file`, `unknown_record`, `sealed`; `InvalidRecord` for an id that is none.
    """
    row = profile.read(lambda db: editable(db, record))
    element = element or profile.make_id()
    kept = keep_file(profile, path)
    path_of = join(ATTACHMENTS, element)
    if element in (row.body.get(ATTACHMENTS) or {}):
        # What takes the place of another file has nothing of it left, no place and no thumbnail, and is shown.
        kept = dict.fromkeys((*_FIELDS, DELETED)) | kept
    edited = edit_record(profile, record, {path_of: kept})
    return Attached(record, element, kept["sha256"], edited.changes)


def attach_kept(profile: Profile, record: str, kept: Sequence[Mapping[str, Any]]) -> tuple[list[str], Edited]:
    """Adds files that `keep_file` has kept to a record, in one op; gives the ids of their elements.

    Raises as `edit_record`.
    """
    named = {profile.make_id(): dict(element) for element in kept}
    edited = edit_record(profile, record, {join(ATTACHMENTS, name): one for name, one in named.items()})
    return list(named), edited


def give_role(profile: Profile, record: str, element: str, role: str, paper: str = "") -> Changes:
    """Says what an attachment is for; "" for nothing. Of a signed page, `paper` is the key of its paper.

    Raises as `edit_record`.
    """
    said = {"role": role or None, "paper": paper or None, "page": None}
    fields = {join(ATTACHMENTS, element, name): value for name, value in said.items()}
    return edit_record(profile, record, fields).changes


def detach(profile: Profile, record: str, element: str, *, seen: Mapping[str, Any] | None = None) -> Edited:
    """Takes a file from a record; it stays in the history. `seen`, and what is raised, as of `edit_record`."""
    return edit_record(profile, record, {join(ATTACHMENTS, element): None}, seen=seen)


def thumbnail(profile: Profile, element: Mapping[str, Any]) -> bytes | None:
    """The small picture of an element, None where it has none or it is not here yet."""
    return profile.file(element["thumb"]) if "thumb" in element else None


def keep_file(profile: Profile, path: Path) -> dict[str, Any]:
    """Keeps a file and gives the element that names it; what no record names in a week is removed again.

    A photo is made smaller and upright, its time and place read and taken out of it; other files stay as they are.
    Raises `PersonCanMend`: `file_missing`, `file_unreadable`, `file_too_large`, `attachment_empty`, `attachment_type`,
    `attachment_changed`, `photo_heic`, `photo_broken`, `photo_too_large`; `ComputerTrouble` (`no_room_for_file`,
    `disk_full`).
    """
    try:
        with path.open("rb") as file:
            return _received(profile, _keep(profile, file, path.name))
    except FileNotFoundError as error:
        raise PersonCanMend("file_missing", file=path.name) from error
    except OSError as error:
        raise PersonCanMend("file_unreadable", file=path.name) from error


def keep_content(profile: Profile, content: bytes, name: str) -> dict[str, Any]:
    """Keeps what was pasted, under a name, as `keep_file` does. Raises likewise."""
    return _received(profile, _keep(profile, BytesIO(content), name))


def _received(profile: Profile, element: dict[str, Any]) -> dict[str, Any]:
    """Who took it in; when says its id."""
    return element | {"by_name": profile.identity.name}


def _keep(profile: Profile, file: BinaryIO, name: str) -> dict[str, Any]:
    size = file.seek(0, 2)
    if size == 0:
        raise PersonCanMend("attachment_empty", file=name)
    if size > MAX_SIZE:
        raise PersonCanMend("file_too_large", file=name, most=MAX_SIZE // 1024 // 1024)
    require_room(profile.folder, size)
    media_type = type_of(file)
    if media_type == HEIC:
        raise PersonCanMend("photo_heic", file=name)
    if media_type is None:
        raise PersonCanMend("attachment_type", file=name)
    if media_type in PHOTOS:
        return _keep_photo(profile, file, name)
    element = {"size": size, "type": media_type, "name": named_as(name, media_type)}
    if media_type == "image/tiff":
        element["thumb"] = _keep_thumb(profile, file, name)
    return element | {"sha256": _keep_as_is(profile, file, size, name)}


def _keep_photo(profile: Profile, file: BinaryIO, name: str) -> dict[str, Any]:
    from gridworker.operations.photos import make_photo

    file.seek(0)
    photo = make_photo(file.read(), name, profile.clock.tz)
    element: dict[str, Any] = {
        "sha256": _keep_bytes(profile, photo.content),
        "size": len(photo.content),
        "type": JPEG,
        "name": named_as(name, JPEG),
        "thumb": _keep_bytes(profile, photo.thumb),
    }
    taken = {"taken_at": photo.taken.at, "position": photo.taken.position}
    return element | {name: value for name, value in taken.items() if value is not None}


def _keep_thumb(profile: Profile, file: BinaryIO, name: str) -> str:
    from gridworker.operations.photos import make_thumb

    file.seek(0)
    return _keep_bytes(profile, make_thumb(file.read(), name))


def _keep_bytes(profile: Profile, content: bytes) -> str:
    sha256, now = hashlib.sha256(content).hexdigest(), profile.clock.now()
    profile.attachments.write(lambda db: attachments.keep(db, sha256, len(content), [content], now))
    return sha256


def _keep_as_is(profile: Profile, file: BinaryIO, size: int, name: str) -> str:
    file.seek(0)
    digest, now = hashlib.sha256(), profile.clock.now()
    for piece in _pieces(file):
        digest.update(piece)
    sha256 = digest.hexdigest()
    file.seek(0)
    try:
        profile.attachments.write(lambda db: attachments.keep(db, sha256, size, _pieces(file), now))
    except attachments.WrongContent as error:
        raise PersonCanMend("attachment_changed", file=name) from error
    return sha256


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(attachments.PIECE):
        yield piece
