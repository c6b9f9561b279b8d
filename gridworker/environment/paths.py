"""Where the app keeps a worker's data."""

from __future__ import annotations

import os
from pathlib import Path

PROFILE_VARIABLE = "GRIDWORKER_PROFILE"


def profile_folder(chosen: str | None) -> Path:
    """The profile folder: the one chosen, else `GRIDWORKER_PROFILE`, else the platform's folder for user data.

    It is only named here, never made.
    """
    named = chosen or os.environ.get(PROFILE_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("gridworker", appauthor=False)
