"""A case as somebody types it, to be printed, signed and handed over."""

from __future__ import annotations

import subprocess
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage

from gridworker.operations.papers import (
    case_of,
    find_paper,
    printed,
)
from gridworker.store.profile import Profile
from tests.documents.cases import LEAK
from tests.documents.photographs import printed_pages

COLLECTIONS = ("parties", "mediators", "investigations", "sessions", "clauses", "followups")
FIELDS = {
    name: list(value.values()) if name in COLLECTIONS else value
    for name, value in LEAK.items()
    if name not in ("id", "number", "created_by_name", "status", "archive_number", "closed_on")
} | {"status": "accepted"}


def photo(folder: Path, name: str) -> Path:
    file = folder / name
    Image.new("RGB", (1600, 1200), (90, 120, 100)).save(file)
    return file


TO_SIGN = {name: value for name, value in FIELDS.items() if name != "agreement"}


def pages(profile: Profile, record: str, paper: str, folder: Path, most: int = 1) -> list[QImage]:
    """The first pages of a paper of a case, printed."""
    case = case_of(profile, record)
    return printed_pages(printed(case, find_paper(case, paper), "pdf").content, folder, most)


def checked(folder: Path) -> list[str]:
    """What sha256sum says of each file; every file there is must be in the list."""
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    there = [file for file in folder.rglob("*") if file.is_file() and file.name != "SHA256SUMS"]
    assert len(lines) == len(there)
    return lines
