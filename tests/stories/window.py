"""A worker at the window: the real program in a process of its own, driven by keys and judged by what it shows."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.stories.cast import PASSWORD

PATIENCE_MS = 60_000
MOST_TABS = 60
PROGRAM = [sys.executable, "-X", "faulthandler", "-W", "error", "-m", "tests.stories.window_process"]


class Window:
    """The window of the profile in `folder`.

    `presses` counts keys, a modified one once; `typed` are the texts that were written into fields.
    `shown` is what stood in the window when `looks` was called, `pauses` the times its loop stood longer than it may.
    """

    def __init__(self, folder: Path, language: str = "zh_CN", program: Sequence[str] = ()) -> None:
        self._folder = folder
        self._words = list(program) or [*PROGRAM, str(folder), language]
        self.presses = 0
        self.typed: list[str] = []
        self.focus = ""
        self.shown: list[str] = []
        self.pauses: list[str] = []
        self._told = folder.with_suffix(".told")
        self._process: subprocess.Popen[str] | None = None

    def opens(self) -> None:
        """Starts the program; it shows the lock."""
        with self._told.open("w") as told:
            self._process = subprocess.Popen(
                self._words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=told,
                text=True,
                encoding="utf-8",
            )
        self.sees("本机口令")

    def goes_on_as(self, *words: str) -> None:
        """The program starts itself anew at the same screen and keyboard, and shows these words."""
        process = self._process
        assert process is not None
        watched, until = _children(process.pid), time.monotonic() + 60
        while process.poll() is None and not (watched and not _children(process.pid)):
            assert time.monotonic() < until, "it does not end"
            time.sleep(0.05)
        self._look(words)

    def comes_forward(self) -> None:
        """Is clicked on: a screen without a window manager gives no window the keys by itself."""
        self.is_activated()
        self.is_at("本机口令")

    def is_activated(self) -> None:
        """A window manager would give it the keys back, behind a dialog that was a window of its own."""
        self._order("front")

    def is_in_front(self) -> None:
        """Is clicked on, wherever it stands now."""
        self._order("front")

    def unlocks(self) -> None:
        """Types the password and waits for 今天; from here on its loop is watched."""
        self._order("watch")
        self.press(*PASSWORD, "Return")
        self.sees("今天要做")

    def press(self, *keys: str) -> None:
        """Presses keys one after the other: single characters, or names such as `Ctrl+Return`."""
        for key in keys:
            self.presses += 1
            self._order("press", key=key)

    def write(self, text: str) -> None:
        """Chinese as an input method commits it; not counted."""
        self.typed.append(text)
        self._order("write", text=text)

    def compose(self, text: str) -> None:
        """What an input method shows before it commits."""
        self._order("compose", text=text)

    def copies_photo(self, which: str) -> None:
        """A photo comes to the clipboard: the picture in this file, else another one for each name."""
        self._order("copy", photo=which)

    def copies_text(self, text: str) -> None:
        """A message comes to the clipboard."""
        self._order("copy_text", text=text)

    def drops(self, *files: Path) -> None:
        """Files are dropped on the form that has the focus."""
        self._order("drop", files=[str(file) for file in files])

    def names_file(self, file: Path) -> None:
        """Names a file in the dialog that asks for one."""
        self._order("name", file=str(file))

    def holds(self, name: str, number: int) -> None:
        """Waits until so many things of this name are there, in sight or further down."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while (held := self._order("count", name=name)["held"]) != number:
            assert time.monotonic() < until, (name, held, number)
            time.sleep(0.03)

    def sees(self, *words: str) -> None:
        """Waits until all of these stand somewhere in the window."""
        self._look(words)

    def looks(self) -> None:
        """Takes down everything that stands in the window now."""
        self._look(())

    def does_not_see(self, *words: str) -> None:
        """Waits until none of these stands anywhere in the window."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while held := self._held(words):
            assert time.monotonic() < until, held
            time.sleep(0.03)

    def _held(self, words: Sequence[str]) -> list[str]:
        self.looks()
        return [text for text in self.shown for one in words if one in text]

    def is_at(self, field: str) -> None:
        """Waits until the focus is in the field with this name."""
        self._look((), focus=field)

    def goes_to(self, name: str) -> None:
        """Presses Tab until the focus is on what has this name."""
        met = []
        for _ in range(MOST_TABS):
            if self.focus == name:
                return
            met.append(self.focus)
            self.press("Tab")
            self._comes_through()
        raise AssertionError(f"Tab does not lead to {name!r}, but to {met}")

    def dies(self) -> None:
        """The power fails."""
        assert self._process is not None
        assert self.pauses == [], "\n".join(self.pauses)
        self._process.kill()
        said = self._over()
        assert not said, said

    def closes(self) -> None:
        """Closes the window and waits until the program has ended; it complained of nothing."""
        assert self._process is not None
        self._order("end")
        assert self.pauses == [], "\n".join(self.pauses)
        code = self._process.wait(timeout=30)
        said = self._over()
        assert (code, said) == (0, ""), said

    def ends(self) -> None:
        """Whatever is still running is ended."""
        if self._process is not None:
            self._process.kill()
            self._over()

    def _comes_through(self) -> None:
        """Waits until keys that waited for what they are meant for have been pressed."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while self._order("held")["held"]:
            assert time.monotonic() < until, "keys wait for ever"
            time.sleep(0.01)

    def _look(self, words: tuple[str, ...], focus: str = "") -> None:
        answer = self._order("see", words=words, focus=focus, ms=PATIENCE_MS)
        self.shown = answer["shown"]
        assert answer["seen"], (words, focus, self.focus, self.shown)

    def _order(self, do: str, **facts: Any) -> dict[str, Any]:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"do": do, **facts}) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, self._over()
        answer: dict[str, Any] = json.loads(line)
        self.focus, self.pauses = answer["focus"], answer["pauses"]
        return answer

    def _over(self) -> str:
        """What the program complained of on standard error, once it has ended."""
        process, self._process = self._process, None
        assert process is not None
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        return self._told.read_text(encoding="utf-8")


def _children(process: int) -> list[str]:
    """The processes that a process has started and that have not ended."""
    try:
        return Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
