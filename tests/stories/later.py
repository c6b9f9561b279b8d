"""A program whose clock a story sets: `python -m tests.stories.later gridworker-server …`.

The file that `STORY_CLOCK` names holds how many ms its clock is ahead; all programs of a story share it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from gridworker.environment.clock import Clock

VARIABLE = "STORY_CLOCK"
_MAINS = {"gridworker": "gridworker.cli.app", "gridworker-server": "gridworker.cli.server"}


def live_later() -> None:
    """From here on the clocks of this process are as far ahead as the story's."""
    if VARIABLE not in os.environ:
        return
    ahead, now = Path(os.environ[VARIABLE]), Clock.now

    def later(self: Clock) -> int:
        return now(self) + int(ahead.read_text(encoding="ascii"))

    Clock.now = later  # type: ignore[method-assign]


def command(program: str) -> list[str]:
    """The words that start a program of this story."""
    if VARIABLE in os.environ:
        return [sys.executable, "-m", "tests.stories.later", program]
    return [str(Path(sys.executable).parent / program)]


if __name__ == "__main__":
    live_later()
    program = sys.argv.pop(1)
    main: Callable[[], int] = import_module(_MAINS[program]).main
    sys.exit(main())
