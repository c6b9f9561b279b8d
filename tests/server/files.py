"""A photo that a patrol names, and a laptop that brings it chunk by chunk."""

from __future__ import annotations

import hashlib
import random
from typing import Any

from gridworker.protocol.blobs import Blob, checksum
from gridworker.server.blobs import Chunk
from tests.server.village import Laptop

PHOTO = random.Random(3).randbytes(700_000)
SHA = hashlib.sha256(PHOTO).hexdigest()
ELEMENT = "01930000-0000-7000-8000-0000000000e1"


def attachment(content: bytes = PHOTO, **others: Any) -> dict[str, Any]:
    """The patch that adds a photo to a record."""
    element = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "type": "image/jpeg"}
    return {f"attachments/{ELEMENT}": (None, element | {"name": "柴岭山.jpg"} | others)}


def chunk(whole: bytes, start: int, stop: int, **others: Any) -> Chunk:
    """The bytes from `start` to `stop` as a laptop sends them."""
    piece = whole[start:stop]
    return Chunk(start, len(whole), checksum(piece), piece)._replace(**others)


def bring(laptop: Laptop, blob: Blob, content: bytes = PHOTO, size: int = 300_000) -> None:
    """Brings a whole file."""
    for start in range(0, len(content), size):
        laptop.district.blob_append(laptop.access, blob, chunk(content, start, start + size))


def content_of(laptop: Laptop, blob: Blob) -> bytes:
    found = laptop.district.blob_find(laptop.access, blob)
    return b"".join(laptop.district.blob_read(found, 0, found.size))
