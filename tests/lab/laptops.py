"""A worker's laptop in the laboratory: a process that is given work and may die over it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Said(NamedTuple):
    """What was asked of a laptop, and what it said had become of it; None if it died over it."""

    asked: list[Any]
    answer: Any


class AtWork:
    """A worker's process; `under` is a program that runs it, `strace` for one."""

    def __init__(self, folder: Path, under: Sequence[str] = ()) -> None:
        self.process = subprocess.Popen(
            [*under, sys.executable, "-m", "tests.lab.worker", str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.said: list[Said] = []

    def asks(self, *lines: list[Any]) -> list[Said]:
        """Gives it work line by line until it is done or dead; all that it has said so far."""
        if self.said or self._hears() == "open":
            for line in lines:
                self.said.append(Said(line, self._asks(line)))
                if self.said[-1].answer is None:
                    break
        return self.said

    def ends(self) -> int:
        """Lets it go home; how it ended (negative: by that signal)."""
        self.process.communicate()
        return self.process.returncode

    def dies(self) -> None:
        """The battery is empty."""
        self.process.kill()
        self.process.communicate()

    def _asks(self, line: list[Any]) -> Any:
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps(line, ensure_ascii=False) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        return self._hears()

    def _hears(self) -> Any:
        assert self.process.stdout
        heard = self.process.stdout.readline()
        return json.loads(heard) if heard.endswith("\n") else None
