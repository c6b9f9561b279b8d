"""The installed program with somebody at its keys: `python -m tests.packaging.windowed [--faulty] PROGRAM WORDS…`.

The launcher comes first, as in every installed program; the window is the one of `tests.stories.window_process`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from gridworker.cli.app import main
from gridworker.cli.start import opens_window
from gridworker.environment.launcher import hand_over
from gridworker.ui.start import run
from tests.packaging.planted import break_pages
from tests.stories.window_process import Hands


def program() -> int:
    """What the installed program does."""
    faulty = "--faulty" in sys.argv
    if faulty:
        sys.argv.remove("--faulty")
        break_pages()
    started_as, words = Path(sys.argv[1]), sys.argv[2:]
    code = hand_over(started_as, words, opens_window)
    if code is not None:
        return code
    if not opens_window(words):
        return main(words)
    sys.argv = [str(started_as), *words]
    QApplication(sys.argv[:1])
    hands = Hands()
    hands.setParent(QApplication.instance())
    return run(Path(os.environ["GRIDWORKER_PROFILE"]), "zh_CN")


if __name__ == "__main__":
    sys.exit(program())
