"""The profile that a command works on."""

from __future__ import annotations

from pathlib import Path

from gridworker.cli.frame import Call
from gridworker.cli.passwords import password
from gridworker.domain.errors import PersonCanMend
from gridworker.store.profile import Profile, open_profile
from gridworker.store.vault import KEYS_NAME


def folder_of(call: Call) -> Path:
    """The folder of the profile. Raises `PersonCanMend` (`not_enrolled`) where there is none."""
    folder = call.folder
    if folder is None or not (folder / KEYS_NAME).exists():
        raise PersonCanMend("not_enrolled")
    return folder


def opened(call: Call) -> Profile:
    """The profile, opened with the password; to be closed by the caller. Raises as `open_profile` does."""
    return open_profile(folder_of(call), password(call))
