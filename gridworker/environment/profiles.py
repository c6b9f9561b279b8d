"""The profiles of one computer: the folder the app was started on, and those of other workers beneath it.

Who was here first has the folder itself, as with one worker; the others have `workers/2`, `workers/3` … in it.
"""

from __future__ import annotations

from pathlib import Path

_OTHERS = "workers"
_KEYS = "keys.json"
"""What every enrolled profile has."""


def home_of(folder: Path) -> Path:
    """The folder that holds the profile in `folder` and all others of this computer."""
    return folder.parent.parent if folder.parent.name == _OTHERS and folder.name.isdecimal() else folder


def profiles_beside(folder: Path) -> list[Path]:
    """Every enrolled profile of the computer that the one in `folder` is of, in the order in which they came."""
    home = home_of(folder)
    return [one for one in (home, *_others(home)) if (one / _KEYS).exists()]


def next_profile(folder: Path) -> Path:
    """Where another worker's profile is to be made: the first place that nobody has enrolled in."""
    home = home_of(folder)
    if not (home / _KEYS).exists():
        return home
    number = 2
    while (home / _OTHERS / str(number) / _KEYS).exists():
        number += 1
    return home / _OTHERS / str(number)


def last_used(folder: Path, mark: str) -> Path:
    """The profile whose file `mark` was written last, `folder` where none was."""
    written = {one: _written(one / mark) for one in profiles_beside(folder)}
    return max(written, key=lambda one: written[one], default=folder)


def _others(home: Path) -> list[Path]:
    try:
        found = [one for one in (home / _OTHERS).iterdir() if one.name.isdecimal()]
    except OSError:
        return []
    return sorted(found, key=lambda one: int(one.name))


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
