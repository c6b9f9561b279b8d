"""Files of the encrypted store lent to other programs of this computer, and taken back when the store is locked."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path


def lend(profile: Path, name: str, content: bytes) -> Path:
    """A copy that this user alone may read and nobody may change, where possible in memory; `name` is a bare name.

    Raises `OSError` from the disk, and where somebody else holds the place.
    """
    place = lending_place(profile)
    place.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and (place.is_symlink() or place.stat().st_uid != os.getuid()):
        raise PermissionError(place)
    copy = Path(tempfile.mkdtemp(dir=place)) / name
    copy.write_bytes(content)
    copy.chmod(0o400)
    return copy


def take_back(profile: Path) -> None:
    """Removes what was lent, also by a program that was killed. What another program holds goes the next time."""
    shutil.rmtree(lending_place(profile), ignore_errors=True)


def lending_place(profile: Path) -> Path:
    """Where copies from the profile in this folder lie: in memory where the system gives each user a place there."""
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    user = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    own = hashlib.sha256(os.fsencode(profile.absolute())).hexdigest()[:16]
    base = given if given and Path(given).is_dir() else tempfile.gettempdir()
    return Path(base) / f"gridworker{user}-{own}"
