"""Room on the disk: the last of it stays for records, which are small and exist nowhere else yet."""

from __future__ import annotations

import shutil
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble

KEPT_FREE = 50 * 1024 * 1024
"""Bytes, for some days' work."""


def has_room(folder: Path, size: int) -> bool:
    """Whether a file of so many bytes fits into a database there, which writes it into its log first."""
    return shutil.disk_usage(folder).free >= 2 * size + KEPT_FREE


def require_room(folder: Path, size: int) -> None:
    """Raises `ComputerTrouble` (`no_room_for_file`) where a file of so many bytes would take the room of records."""
    if not has_room(folder, size):
        raise ComputerTrouble("no_room_for_file", free=shutil.disk_usage(folder).free // 1024**2)
