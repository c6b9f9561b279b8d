"""What a file is, by its first bytes: its name may say anything."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

HEAD = 64
"""How many bytes tell what a file is."""

JPEG = "image/jpeg"
HEIC = "image/heic"
PHOTOS = frozenset({JPEG, "image/png", "image/webp", "image/bmp", "image/gif"})
"""What is made into a photo of ours; a scanner's TIFF is kept as it is."""

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"%OFD-", "application/ofd"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xfa", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_PARTS = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OFFICE = {
    "docx": f"{_OPEN_XML}wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}presentationml.presentation",
}
_SUFFIXES = {
    JPEG: (".jpg", ".jpeg"),
    "image/tiff": (".tif", ".tiff"),
    "application/pdf": (".pdf",),
    "application/ofd": (".ofd",),
    "audio/mpeg": (".mp3",),
    "audio/aac": (".aac",),
    "audio/amr": (".amr",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/flac": (".flac",),
    "audio/wav": (".wav",),
    "audio/mp4": (".m4a",),
    "video/mp4": (".mp4", ".m4v", ".mov", ".3gp"),
    "video/x-msvideo": (".avi",),
    **{media_type: (f".{suffix}",) for suffix, media_type in _OFFICE.items()},
}


def type_of(file: BinaryIO) -> str | None:
    """The media type of a file, None for one that is not taken. Reads from its start."""
    file.seek(0)
    head = file.read(HEAD)
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12], file)
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:4] == b"PK\x03\x04":
        return _of_archive(file)
    return next((media_type for start, media_type in _STARTS if head.startswith(start)), None)


def named_as(name: str, media_type: str) -> str:
    """A file's own name without folders and unprintable characters, ending as its type does."""
    plain = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())
    suffixes = _SUFFIXES[media_type]
    path = PurePath(plain.strip() or "附件")
    if path.suffix.lower() in suffixes:
        return path.name[-_LONGEST:]
    stem = path.stem if 0 < len(path.suffix) <= 5 else path.name
    return f"{stem[:_LONGEST]}{suffixes[0]}"


def name_outside(name: str, content: bytes) -> str:
    """The name under which another program may be given a file, "" where it may not: nothing that runs is opened."""
    media_type = type_of(BytesIO(content))
    return named_as(name, media_type) if media_type in _SUFFIXES else ""


_LONGEST = 120


def _of_brand(brand: bytes, file: BinaryIO) -> str | None:
    """ISO base media files tell their kind by a brand (ISO/IEC 14496-12 §4.3); recorders may write that of any film."""
    if brand in _HEIC_BRANDS:
        return HEIC
    if brand == b"avif":
        return None
    return "audio/mp4" if brand in (b"M4A ", b"M4B ") or _has_sound_only(file) else "video/mp4"


def _has_sound_only(file: BinaryIO) -> bool:
    """Whether the tracks of a film are all sound: each says what handles it (ISO/IEC 14496-12 §8.4.3)."""
    handlers = set(_HANDLER.findall(_film_of(file)))
    return b"soun" in handlers and b"vide" not in handlers


def _film_of(file: BinaryIO) -> bytes:
    """The box that describes the tracks, wherever among the others it stands; empty where there is none."""
    start = 0
    for _ in range(_MOST_BOXES):
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            break
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if kind == b"moov":
            file.seek(start)
            return file.read(min(size, _MOST_FILM))
        start += int.from_bytes(head[8:16], "big") if size == 1 else size
        if size == 0 or start > _MOST_OFFSET:
            break
    return b""


_HANDLER = re.compile(rb"hdlr.{8}(soun|vide)", re.DOTALL)
_MOST_BOXES, _MOST_FILM, _MOST_OFFSET = 1000, 4 * 1024 * 1024, 2**40


def _of_archive(file: BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            folders = {name.partition("/")[0] for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if "[Content_Types].xml" in folders:
        return next((_OFFICE[kind] for part, kind in _PARTS.items() if part in folders), None)
    return "application/ofd" if "OFD.xml" in folders else None
