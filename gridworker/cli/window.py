"""`gridworker` without a command: opens the window."""

from __future__ import annotations

import os

from gridworker.cli.frame import Call
from gridworker.environment.paths import PROFILE_VARIABLE, profile_folder
from gridworker.environment.profiles import last_used
from gridworker.environment.settings import LANGUAGE, read_setting


def window(call: Call) -> int:
    """Opens the window; a second start raises the first. Raises `ComputerTrouble` (`no_display`).

    Where no folder is named, that is the window of whoever worked at this computer last.
    """
    from gridworker.ui.display import require_display
    from gridworker.ui.entry.card import CARD_NAME
    from gridworker.ui.start import run

    require_display()
    folder = call.folder or profile_folder(None)
    if not (call.common.get("--profile") or os.environ.get(PROFILE_VARIABLE)):
        folder = last_used(folder, CARD_NAME)
    return run(folder, str(call.common.get("--lang") or read_setting(folder, LANGUAGE)))
