"""A file that a person asked for: it is there whole, or what was there before is untouched."""

from __future__ import annotations

import os
from pathlib import Path

from gridworker.domain.errors import PersonCanMend


def check_place(out: Path) -> None:
    """Raises `PersonCanMend` (`folder_missing`, `out_is_a_folder`) where no file can be written to `out`."""
    if out.is_dir():
        raise PersonCanMend("out_is_a_folder", file=str(out))
    if not out.absolute().parent.is_dir():
        raise PersonCanMend("folder_missing", folder=str(out.parent))


def write_whole(out: Path, content: bytes) -> None:
    """Writes `content` to `out`. Raises as `check_place`, and `OSError` from the disk."""
    check_place(out)
    draft = out.with_name(f".{out.name}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
