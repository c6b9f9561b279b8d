"""Measures how long Qt's loop did not turn: for so long a key would have gone unanswered."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer

LIMIT_MS = 50
_TICK_MS = 4
_FRAMES_SHOWN = 8
_SCHEDULED = Path("/proc/thread-self/schedstat")


class Pause(NamedTuple):
    """One time the loop stood: how long, how much of it this machine let others run instead, and where the code was.

    `cpu_ms` is what the loop's own thread computed, which leaves out what other threads and disks took as well.
    """

    ms: float
    others_ms: float
    where: str
    cpu_ms: float = 0

    @property
    def own_ms(self) -> float:
        """What the program itself is to blame for."""
        return self.ms - self.others_ms

    def __str__(self) -> str:
        return (
            f"{self.own_ms:.0f} ms of its own, {self.cpu_ms:.0f} ms computed, "
            f"{self.others_ms:.0f} ms waiting for a core\n{self.where}"
        )


class Watchdog:
    """Watches the loop of the thread it is made in, from `with` to its end.

    `with Watchdog() as dog: story()`, then `assert dog.longest.own_ms <= LIMIT_MS, dog.longest`. What a story does
    itself on the loop, such as waiting for another process, it does `with dog.aside():`.
    """

    def __init__(self) -> None:
        self.pauses: list[Pause] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._watched = threading.get_ident()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)
        self._where = ""
        self._ticked = self._waited = self._computed = 0.0
        self._aside = True

    def __enter__(self) -> Watchdog:
        self._begin()
        self._timer.start(_TICK_MS)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._tick()
        self._timer.stop()
        self._over.set()
        self._thread.join()

    @property
    def longest(self) -> Pause:
        """The pause that was longest without what others on this machine took."""
        return max(self.pauses, key=lambda pause: pause.own_ms, default=Pause(0, 0, ""))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is done inside is the story's doing, not the window's."""
        self._tick()
        self._aside = True
        try:
            yield
        finally:
            self._begin()

    def _begin(self) -> None:
        self._where, self._ticked, self._waited, self._aside = "", time.perf_counter(), _waited(), False
        self._computed = time.thread_time()

    def _tick(self) -> None:
        if self._aside:
            return
        ms = (time.perf_counter() - self._ticked) * 1000 - _TICK_MS
        if ms > _TICK_MS:
            computed = (time.thread_time() - self._computed) * 1000
            self.pauses.append(Pause(ms, (_waited() - self._waited) * 1000, self._where, computed))
        self._begin()

    def _look(self) -> None:
        while not self._over.wait(0.01):
            late = time.perf_counter() - self._ticked > LIMIT_MS / 2000
            if late and not self._where and not self._aside:
                self._where = _stacks(self._watched)


def _stacks(watched: int) -> str:
    """Where the watched thread is, and what the others do meanwhile, who may hold the interpreter."""
    frames = sys._current_frames()
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    # The program may be at its end, and the loop's thread gone.
    shown: list[tuple[str, FrameType | None, int]] = [("the loop", frames.pop(watched, None), _FRAMES_SHOWN)]
    shown += [
        (names.get(thread, "?"), frame, 2)
        for thread, frame in frames.items()
        if thread != threading.get_ident() and not _rests(frame)
    ]
    return "\n".join(f"{name}: {_lines(frame, count)}" for name, frame, count in shown)


def _rests(frame: FrameType) -> bool:
    return frame.f_code.co_filename.endswith(("threading.py", "queue.py", "thread.py", "selectors.py"))


def _lines(frame: FrameType | None, count: int) -> str:
    # Read by hand: the traceback module would open source files, and the pause be over before it is done.
    steps: list[str] = []
    while frame is not None and len(steps) < count:
        steps.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_qualname}")
        frame = frame.f_back
    return " > ".join(reversed(steps))


def _waited() -> float:
    """Seconds in which this thread could have run, had a core been free; 0 where the system does not tell."""
    try:
        return int(_SCHEDULED.read_bytes().split()[1]) / 1e9
    except OSError:
        return 0.0
