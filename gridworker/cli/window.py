"""`gridworker` without a command: opens the window."""

from __future__ import annotations

from gridworker.cli.frame import Call
from gridworker.environment.paths import profile_folder


def window(call: Call) -> int:
    """Opens the window on this profile; a second start raises the first. Raises `ComputerTrouble` (`no_display`)."""
    from gridworker.ui.application import run
    from gridworker.ui.display import require_display

    require_display()
    return run(call.folder or profile_folder(None), call.language)
