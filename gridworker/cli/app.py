"""The command `gridworker`: the app of a grid worker or mediator."""

from __future__ import annotations

from collections.abc import Sequence

from gridworker.cli.commands import COMMANDS, GROUPS
from gridworker.cli.declaration import Program, argument
from gridworker.cli.frame import run
from gridworker.environment.language import Words
from gridworker.environment.paths import profile_folder

PROGRAM = Program(
    name="gridworker",
    about=Words(
        "网格员和调解员的工作台：没有网络照常记录，联网后同步。",
        "The workbench of grid workers and mediators: records without a network, syncs when there is one.",
    ),
    example="gridworker record add patrol patrol.json",
    place=argument(
        "--profile",
        metavar="DIR",
        about=Words("资料夹，默认看 GRIDWORKER_PROFILE", "the profile folder, else GRIDWORKER_PROFILE"),
    ),
    folder=profile_folder,
    commands=COMMANDS,
    groups=GROUPS,
    alone="gridworker.cli.window:window",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command that `argv` names (the process's own arguments if None) and returns the exit code."""
    return run(PROGRAM, argv)
