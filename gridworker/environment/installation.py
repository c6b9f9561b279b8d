"""Which versions of the program lie on this computer, and which of them starts.

The base is what the installer laid down; it is never changed and stays the way back. Versions from the district lie
beside one another in one folder of the person's own, whole or not at all, and `pointer.json` there names the one that
starts. A version is on trial until it has shown the pages of the profile once (decision 041).
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.durable_file import write_durably
from gridworker.environment.lock import exclusive

PROGRAM = "gridworker.exe" if sys.platform == "win32" else "gridworker"
CARD_FILE = "version.json"
"""In the folder of a program: its version and the platform it is for."""

BASE_VARIABLE, RUNS_VARIABLE = "GRIDWORKER_BASE", "GRIDWORKER_RUNS"
"""Set by the launcher for what it starts: the folder of the base, and that of the version which runs."""

_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}", re.ASCII)
_POINTER, _VERSIONS, _LOCK = "pointer.json", "versions", "pointer.lock"


class Pointer(NamedTuple):
    """Which version starts, "" for the base, and which one did `before`.

    While it is not `proved`: how often it was started without having shown the pages, and whether the start under way
    `reached` the lock. `failed` is a version that was taken back, `why` is `start`, `check` or `store`; `told` whether
    the person knows.
    """

    version: str = ""
    before: str = ""
    proved: bool = True
    starts: int = 0
    reached: bool = False
    failed: str = ""
    why: str = ""
    told: bool = True


def version_order(version: str) -> tuple[int, ...]:
    """Numbers by which versions are compared; `1.2` is `1.2.0`. Raises `ValueError` for what is no version."""
    if not _VERSION.fullmatch(version):
        raise ValueError(version)
    numbers = [int(part) for part in version.split(".")]
    return (*numbers, *[0] * (4 - len(numbers)))


def platform_name() -> str:
    """What programs for this computer are called, as in `linux-x86_64`."""
    import platform

    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    return f"{'windows' if sys.platform == 'win32' else sys.platform}-{machine}"


def read_card(folder: Path) -> tuple[str, str]:
    """Version and platform of the program in a folder. Raises `ValueError` where it does not say so."""
    try:
        card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
        version, platform = str(card["version"]), str(card["platform"])
    except (OSError, TypeError, KeyError) as error:
        raise ValueError(str(folder)) from error
    version_order(version)
    return version, platform


class Installation:
    """The program as it lies on this computer: the `base`, and the person's own folder, which may not exist yet."""

    def __init__(self, base: Path, home: Path, runs: Path | None = None) -> None:
        self.base, self.home = base, home
        self.runs = runs or base

    @property
    def running(self) -> str:
        """The version of the program that runs."""
        return read_card(self.runs)[0]

    @property
    def on_trial(self) -> bool:
        """Whether the version that runs has not shown its pages before."""
        now = self.pointer()
        return not now.proved and self.runs == self.folder(now.version)

    @property
    def launcher(self) -> Path:
        """What starts whichever version is to start."""
        return self.base / PROGRAM

    def folder(self, version: str) -> Path:
        """Where a version lies; "" is the base."""
        return self.home / _VERSIONS / version if version else self.base

    def has(self, version: str) -> bool:
        """Whether a version lies there and can be started."""
        return os.access(self.folder(version) / PROGRAM, os.X_OK)

    def pointer(self) -> Pointer:
        """What starts; the base where nothing, or nothing that can be understood, is written."""
        try:
            written = json.loads((self.home / _POINTER).read_text(encoding="utf-8"))
            known = {name: written[name] for name in Pointer._fields if name in written}
            found = Pointer(**known)
        except (OSError, ValueError, TypeError):
            return Pointer()
        defaults = Pointer()
        sound = all(type(value) is type(standard) for value, standard in zip(found, defaults, strict=True))
        named = [name for name in (found.version, found.before) if name]
        return found if sound and all(_VERSION.fullmatch(name) for name in named) else defaults

    def change(self, **changes: Any) -> Pointer:
        """Writes a changed pointer, durably. Raises `OSError`, `ComputerTrouble` (`program_busy`)."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with exclusive(self.home / _LOCK, "program_busy"):
            changed = self.pointer()._replace(**changes)
            write_durably(self.home / _POINTER, json.dumps(changed._asdict(), indent=1).encode())
        return changed

    def put_on_trial(self, version: str) -> None:
        """From the next start on this version is tried; what runs now is the way back. Raises as `change`."""
        now = "" if self.runs == self.base else self.running
        self.change(
            version=version, before=now, proved=False, starts=0, reached=False, failed="", why="", told=True
        )

    def take_back(self, why: str) -> Pointer:
        """The version on trial goes; the one before it starts again. Raises as `change`."""
        gone = self.pointer()
        return self.change(
            version=gone.before, before="", proved=True, starts=0, reached=False, failed=gone.version, why=why,
            told=False,
        )  # fmt: skip

    def reach(self) -> None:
        """The version on trial shows the lock."""
        if self.on_trial:
            self.change(reached=True)

    def prove(self) -> None:
        """The version on trial shows the pages: it is the one that starts from now on."""
        if self.on_trial:
            self.change(proved=True, starts=0, reached=False)


def note_start(here: Installation | None, how_far: Callable[[Installation], None]) -> None:
    """Notes how far a start came. On a full disk it is not noted, and the worst is that an older version starts."""
    if here is not None:
        with suppress(OSError, ComputerTrouble):
            how_far(here)


def home_folder() -> Path:
    """The folder of the person's own versions of the program."""
    from platformdirs import user_data_path

    return user_data_path("gridworker-program", appauthor=False)


def installation(environ: Mapping[str, str] = os.environ) -> Installation | None:
    """What the launcher started this program from; None in a working copy, which no release renews."""
    base, runs = environ.get(BASE_VARIABLE), environ.get(RUNS_VARIABLE)
    if not base or not runs:
        return None
    return Installation(Path(base), home_folder(), Path(runs))
