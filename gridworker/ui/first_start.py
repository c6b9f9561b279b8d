"""A version on trial at its first start, the way back from it, and another version started in place of this one."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.installation import (
    BASE_VARIABLE,
    RUNS_VARIABLE,
    Installation,
    installation,
    note_start,
)
from gridworker.environment.logs import open_log
from gridworker.store.profile import ATTACHMENTS_NAME, DATABASE_NAME, Profile
from gridworker.store.taken_back import settle


def give_up(here: Installation | None) -> bool:
    """Takes the version back that runs on trial, because it could not open this store; False where it is on none."""
    if here is None or not here.on_trial:
        return False
    open_log(None).exception("version %s could not show the pages", here.running)
    with suppress(OSError, ComputerTrouble):
        here.take_back("store")
    return True


def prove(here: Installation | None, profile: Profile) -> None:
    """The pages are shown: the version that runs stays, and so do the tables as it made them."""
    note_start(here, Installation.prove)
    for name in (DATABASE_NAME, ATTACHMENTS_NAME):
        settle(profile.folder / name)


def start_anew() -> None:
    """Starts whichever version is to start now, as this one was started."""
    here = installation()
    if here is not None:
        own = (BASE_VARIABLE, RUNS_VARIABLE)
        environment = {name: value for name, value in os.environ.items() if name not in own}
        subprocess.Popen([str(here.launcher), *sys.argv[1:]], env=environment, start_new_session=True)
