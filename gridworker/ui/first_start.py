"""A version on trial at its first start, the way back from it, and another version started in place of this one."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.installation import BASE_VARIABLE, RUNS_VARIABLE, Installation, installation
from gridworker.environment.logs import open_log
from gridworker.store.profile import Profile, open_with_key
from gridworker.store.taken_back import put_back


def on_trial(here: Installation | None) -> bool:
    """Whether the version that runs has not shown its pages before."""
    return here is not None and not here.pointer().proved and here.runs == here.folder(here.pointer().version)


def give_up(here: Installation | None) -> bool:
    """Takes the version back that runs on trial, because it could not open this store; False where it is on none."""
    if here is None or not on_trial(here):
        return False
    open_log(None).exception("version %s could not show the pages", here.running)
    with suppress(OSError, ComputerTrouble):
        here.take_back("store")
    return True


def open_or_put_back(folder: Path, key: bytes) -> Profile:
    """The profile; where a version that was taken back has changed its tables, as before. Raises as `put_back`."""
    try:
        return open_with_key(folder, key)
    except ComputerTrouble as trouble:
        here = installation()
        if trouble.code != "database_newer" or here is None or here.pointer().told:
            raise
    put_back(folder, key)
    return open_with_key(folder, key)


def start_anew() -> None:
    """Starts whichever version is to start now, as this one was started."""
    here = installation()
    if here is not None:
        own = (BASE_VARIABLE, RUNS_VARIABLE)
        environment = {name: value for name, value in os.environ.items() if name not in own}
        subprocess.Popen([str(here.launcher), *sys.argv[1:]], env=environment, start_new_session=True)
