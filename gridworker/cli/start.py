"""Where the installed programs begin: the launcher first, then the command that was called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def start(program: str) -> int:
    """Runs `gridworker-server` where the program was called by that name, else whichever `gridworker` is to run."""
    if Path(sys.argv[0]).stem == "gridworker-server":
        from gridworker.cli.server import main as serve

        return serve()
    from gridworker.environment.launcher import hand_over

    code = hand_over(Path(program), sys.argv[1:], opens_window)
    if code is not None:
        return code
    if bundle := getattr(sys, "_MEIPASS", None):
        from gridworker.environment.spare_libraries import SPARE, stand_in

        stand_in(Path(bundle) / SPARE)
    from gridworker.cli.app import main

    return main()


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments name no command: then the window opens."""
    from gridworker.cli.app import PROGRAM
    from gridworker.cli.usage import take_common

    typed = take_common(PROGRAM, arguments)
    return not typed.rest and not {"--version", "--help"} & typed.common.keys()
