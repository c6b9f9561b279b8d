"""Starts the version that is to start, and goes back to the one before where a new one does not come up.

Every installed program begins here, before anything else of it is imported: the base looks which version the pointer
names and hands over to it. A version on trial is watched: it has two starts to show the lock in.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.installation import (
    BASE_VARIABLE,
    PROGRAM,
    RUNS_VARIABLE,
    Installation,
    home_folder,
    read_card,
    version_order,
)
from gridworker.environment.outside import own_libraries_left_out

MOST_STARTS = 2
PATIENCE_S = 180.0
"""So long a new version may take to show the lock: a cold start on an old disk with a scanner takes a minute."""

_LOOK_S = 0.2
_CANNOT_WRITE: tuple[type[Exception], ...] = (OSError, ComputerTrouble)


def hand_over(
    program: Path, arguments: Sequence[str], opens_window: Callable[[Sequence[str]], bool]
) -> int | None:
    """The exit code of the version that was started; None where the program that runs is itself the one.

    `program` is the file that runs; `opens_window` says whether arguments open the window, which alone is a trial.
    """
    base = program.resolve().parent
    if BASE_VARIABLE in os.environ:
        return None
    here = Installation(base, home_folder())
    os.environ[BASE_VARIABLE] = os.environ[RUNS_VARIABLE] = str(base)
    if here.pointer().proved:
        return _start(here, _sound(here, here.pointer().version), arguments)
    if not opens_window(arguments):
        return _start(here, _sound(here, here.pointer().before), arguments)
    return _try(here, arguments)


def environment_of(here: Installation, version: str) -> dict[str, str]:
    """What a version is started with: nothing of this program's own libraries, which are another version's."""
    names = {BASE_VARIABLE: str(here.base), RUNS_VARIABLE: str(here.folder(version))}
    return own_libraries_left_out() | names | {"PYINSTALLER_RESET_ENVIRONMENT": "1"}


def _sound(here: Installation, version: str) -> str:
    """The version if it lies there and is not older than the base: the installer was run with a newer one."""
    if not version or not here.has(version):
        return ""
    with suppress(ValueError):
        if version_order(read_card(here.base)[0]) > version_order(version):
            return ""
    return version


def _start(here: Installation, version: str, arguments: Sequence[str]) -> int | None:
    if not version:
        return None
    words, environment = [str(here.folder(version) / PROGRAM), *arguments], environment_of(here, version)
    try:
        if sys.platform == "win32":
            return subprocess.run(words, env=environment, check=False).returncode
        os.execve(words[0], words, environment)  # noqa: S606 - there is no shell to start it with
    except OSError:
        # It lies there and cannot be started, whatever was done to it: the base can.
        return None


def _try(here: Installation, arguments: Sequence[str]) -> int | None:
    """Starts the version on trial until it has come up, or has failed to twice; then the one before it."""
    if here.pointer().reached:
        # The computer went off in the middle of a start that came up: no failure of the program.
        with suppress(*_CANNOT_WRITE):
            here.change(starts=0, reached=False)
    while not (now := here.pointer()).proved:
        if now.starts >= MOST_STARTS or not here.has(now.version):
            with suppress(*_CANNOT_WRITE):
                now = here.take_back("start")
                return _start(here, _sound(here, now.version), arguments)
            return _start(here, _sound(here, now.before), arguments)
        try:
            here.change(starts=now.starts + 1, reached=False)
        except _CANNOT_WRITE:
            # What cannot be counted is not tried.
            return _start(here, _sound(here, now.before), arguments)
        code = _watched(here, now.version, arguments)
        if code == 0 and here.pointer().reached:
            return 0
        if here.pointer().proved and not here.pointer().failed:
            return code
    return _start(here, _sound(here, here.pointer().version), arguments)


def _watched(here: Installation, version: str, arguments: Sequence[str]) -> int:
    """Runs a version on trial to its end; one that does not show the lock in time is ended."""
    words = [str(here.folder(version) / PROGRAM), *arguments]
    until = time.monotonic() + PATIENCE_S
    try:
        child = subprocess.Popen(words, env=environment_of(here, version))
    except OSError:
        return -1
    while child.poll() is None:
        now = here.pointer()
        if now.reached or now.proved:
            return child.wait()
        if time.monotonic() > until:
            child.kill()
            return child.wait() or -1
        time.sleep(_LOOK_S)
    return child.returncode
