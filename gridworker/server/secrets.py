"""What is kept beside the database and not in it: the server's key, the revoked replicas, the unlocked laptops.

A database that is restored from a backup must neither make new tokens void nor give revoked laptops back their right.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble

KEY_FILE = "server.key"
REVOKED_FILE = "revoked-replicas"
UNLOCKED_FILE = "unlocked-laptops"


class Secrets:
    """The key and the list of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._revoked_path = folder / REVOKED_FILE
        self._unlocked_path = folder / UNLOCKED_FILE
        self._revoked: tuple[tuple[int, int], frozenset[str]] = ((0, 0), frozenset())
        try:
            self._key = (folder / KEY_FILE).read_bytes()
        except FileNotFoundError as error:
            raise ComputerTrouble("no_district_here") from error
        if len(self._key) != 32:
            raise ComputerTrouble("server_key_damaged")

    @staticmethod
    def create(folder: Path, randomness: Callable[[int], bytes]) -> None:
        """Makes the key of a new district; it is never overwritten."""
        descriptor = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(randomness(32))
            file.flush()
            os.fsync(file.fileno())

    def sign(self, purpose: str, content: bytes) -> bytes:
        """HMAC-SHA-256 of `content`, of another value for every purpose."""
        return hmac.digest(self._key, purpose.encode() + b"\0" + content, hashlib.sha256)

    def is_revoked(self, replica: str) -> bool:
        """Whether a replica is on the list, as the list stands now, whichever process has added to it."""
        try:
            state = self._revoked_path.stat()
        except FileNotFoundError:
            return False
        version = (state.st_size, state.st_mtime_ns)
        if self._revoked[0] != version:
            lines = self._revoked_path.read_text(encoding="utf-8").split("\n")
            self._revoked = (version, frozenset(line for line in lines if line))
        return replica in self._revoked[1]

    def revoke(self, replica: str) -> None:
        """Adds a replica to the list, for good."""
        _append(self._revoked_path, replica)

    def unlock_key(self) -> bytes:
        """The private key (X25519) that laptops seal their database key for (decision 042)."""
        return self.sign("unlock", b"x25519")

    def note_unlocked(self, line: str) -> None:
        """Puts an unlocking on record, for good."""
        _append(self._unlocked_path, line)

    def unlocked(self) -> list[str]:
        """The record of unlockings, a line each, without what a power failure cut."""
        try:
            lines = self._unlocked_path.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return []
        return [line for line in lines if line.startswith("{") and line.endswith("}")]


def _append(path: Path, line: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        # A line that was cut by a power failure must not swallow this one.
        file.write(b"\n" + line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
