"""A release in one file: three lines of text that say what it is and who signed it, then the program as a tar.xz.

    gridworker release 1
    {"version":"0.2.0","platform":"linux-x86_64","size":…,"sha256":"…",…}
    <public key, base64> <signature, base64>

The signature is Ed25519 (RFC 8032) over the first two lines, and the second names length and SHA-256 of what follows:
so it is known who made a release before more than its first bytes have come.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import msgspec

from gridworker.domain.attachments import is_sha256
from gridworker.domain.errors import ComputerTrouble, NotAllowed, PersonCanMend
from gridworker.environment.installation import version_order

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEYS_FILE = "release-keys.txt"
"""In the folder of a program: the public keys whose releases may take its place, one a line."""

MOST_HEAD = 64 * 1024
MOST_BYTES = 1024**3
"""A program that is larger is none of ours: a laptop's disk is not filled by a number in a file."""

MOST_FILES = 50_000

_MAGIC = b"gridworker release 1\n"
_PIECE = 1024 * 1024


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What a release says of itself: `size` and `sha256` are of the archive, `unpacked` bytes and `files` of what is in
    it; `notes` by language; `replaces` are the newer versions it may take the place of.
    """

    version: str
    platform: str
    size: int
    sha256: str
    unpacked: int
    files: int
    made_at: int
    notes: dict[str, str] = {}
    replaces: tuple[str, ...] = ()

    def may_follow(self, version: str) -> bool:
        """Whether it may take the place of `version`: a newer one, or an older one that names it."""
        return version_order(self.version) > version_order(version) or (
            self.version != version and version in self.replaces
        )


class Head(NamedTuple):
    """The card, the public key that signed it (base64), and at which byte the archive begins."""

    card: Card
    key: str
    length: int


def write_head(card: Card, key: Ed25519PrivateKey) -> bytes:
    """The first three lines of a release, signed."""
    signed = _MAGIC + msgspec.json.encode(card) + b"\n"
    public = base64.b64encode(key.public_key().public_bytes_raw())
    return signed + public + b" " + base64.b64encode(key.sign(signed)) + b"\n"


def read_head(file: BinaryIO) -> Head:
    """The head of the release that begins here; its signature is good. Raises `ComputerTrouble` (`release_damaged`)."""
    start = file.read(MOST_HEAD)
    lines = start.split(b"\n", 3)
    if not start.startswith(_MAGIC) or len(lines) < 4:
        raise ComputerTrouble("release_damaged")
    signed = b"\n".join(lines[:2]) + b"\n"
    public, _, signature = lines[2].partition(b" ")
    _check_signature(signed, public, signature)
    try:
        card = msgspec.json.decode(lines[1], type=Card)
        version_order(card.version)
        [version_order(version) for version in card.replaces]
    except (msgspec.DecodeError, ValueError) as error:
        raise ComputerTrouble("release_damaged") from error
    bounded = 0 < card.size <= MOST_BYTES and 0 < card.unpacked <= MOST_BYTES and 0 < card.files <= MOST_FILES
    if not bounded or not is_sha256(card.sha256):
        raise ComputerTrouble("release_damaged")
    return Head(card, public.decode("ascii"), len(signed) + len(lines[2]) + 1)


def _check_signature(signed: bytes, public: bytes, signature: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), signed)
    except (InvalidSignature, ValueError, binascii.Error) as error:
        raise ComputerTrouble("release_damaged") from error


def require_trusted(head: Head, trusted: Collection[str]) -> None:
    """Raises `NotAllowed` (`release_not_trusted`) unless one of these keys signed it."""
    if head.key not in trusted:
        raise NotAllowed("release_not_trusted", version=head.card.version)


def check_archive(path: Path) -> Head:
    """Reads a release from end to end.

    Raises `ComputerTrouble` (`release_damaged`), `PersonCanMend` (`file_missing`).
    """
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise PersonCanMend("file_missing", file=str(path)) from error
    with file:
        head = read_head(file)
        file.seek(head.length)
        digest, size = hashlib.sha256(), 0
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    if size != head.card.size or digest.hexdigest() != head.card.sha256:
        raise ComputerTrouble("release_damaged")
    return head


def trusted_keys(folder: Path) -> frozenset[str]:
    """The keys a program was built with; none where it was built with none."""
    try:
        lines = (folder / KEYS_FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return frozenset()
    return frozenset(line.split()[0] for line in lines if line.strip() and not line.startswith("#"))
