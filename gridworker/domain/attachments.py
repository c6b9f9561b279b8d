"""What a record says of its attachments: elements that name a file, and its thumbnail, by SHA-256 (protocol §7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gridworker.domain.op import Patch
from gridworker.domain.paths import split

ATTACHMENTS = "attachments"
MAX_SIZE = 64 * 1024 * 1024
"""How many bytes one attachment may have."""

ROLES = ("evidence", "signed", "recording", "identity", "receipt", "court", "other")
"""What an attachment may be for, as forms offer it; any text passes (decision 014)."""

_BENEATH = f"{ATTACHMENTS}/"
_NAMING = ("sha256", "thumb")
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def is_sha256(text: object) -> bool:
    """Whether this is a SHA-256 as attachments name it: 64 hex digits in lower case."""
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None


def named_in(patch: Patch) -> set[str]:
    """The files that an op names by its new values, whether they become the record's or a candidate."""
    if _BENEATH not in "/".join(patch):
        return set()
    ours = ((path, new) for path, (_, new) in patch.items() if path.startswith(_BENEATH))
    return {sha256 for path, new in ours for sha256 in _named(path, new) if is_sha256(sha256)}


def _named(path: str, new: Any) -> Iterator[Any]:
    segments = split(path)
    if len(segments) == 2 and isinstance(new, dict):
        yield from (new.get(name) for name in _NAMING)
    elif len(segments) == 3 and segments[2] in _NAMING:
        yield new
