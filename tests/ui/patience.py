"""Waiting for the window: for what will be so, never for a time; and never for what will not come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from gridworker.ui.background import Answer, Background

T = TypeVar("T")
Failed = Callable[[], bool]

PATIENCE_S = 60.0
"""So long something may take on a machine that has much else to do."""
_AFTER_FAILURE_S = 5.0
_LOOK_S = 0.25


async def until(seen: Callable[[], T], every_s: float = 0.01) -> T:
    """What `seen` gives, once that is true; fails where it does not become so."""
    over = time.monotonic() + PATIENCE_S
    while not (found := seen()):
        assert time.monotonic() < over, f"not within {PATIENCE_S:.0f} s"
        await asyncio.sleep(every_s)
    return found


async def quiet(background: Background) -> None:
    """Until nothing is under way but what waits for somebody's answer, and keys that waited have been pressed."""
    here = asyncio.current_task()

    def rests(task: asyncio.Task[None]) -> bool:
        waits_for = getattr(task, "_fut_waiter", None)
        asks = isinstance(waits_for, Answer) and not waits_for.done()
        return task is here or task.done() or asks

    def is_quiet() -> bool:
        return all(map(rests, tuple(background._tasks))) and not background.typed_ahead.is_waiting

    await until(is_quiet, every_s=0.001)


class Patience:
    """Runs stories in a loop as `run_until_complete` does, but not for ever.

    One that stands at the same place for `PATIENCE_S` fails and says what every task waits for: mostly the answer to a
    question that nobody expected. After a failure there is nothing left to be patient for.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, failed: Failed) -> None:
        self._loop, self._failed = loop, failed
        self._run = loop.run_until_complete

    def run(self, story: Awaitable[T]) -> T:
        """What the story returns."""
        task: Any = asyncio.ensure_future(story, loop=self._loop)
        watch = _Watch(task, self._loop, self._failed)
        try:
            return self._run(task)  # type: ignore[no-any-return]  # a task has no type here
        except asyncio.CancelledError:
            if not watch.told:
                raise
            raise AssertionError("nothing goes on any more:\n" + "\n".join(watch.told)) from None
        finally:
            watch.end()


class _Watch:
    """Cancels a task that stands still; `told` says then where every task stood."""

    def __init__(self, task: Any, loop: asyncio.AbstractEventLoop, failed: Failed) -> None:
        self.told: list[str] = []
        self._task, self._loop, self._failed = task, loop, failed
        self._at, self._since = None, time.monotonic()
        self._bell = loop.call_later(_LOOK_S, self._look)

    def end(self) -> None:
        """Looks no more."""
        self._bell.cancel()

    def _look(self) -> None:
        # What a task awaits is another future each time it has gone on.
        at, now = getattr(self._task, "_fut_waiter", None), time.monotonic()
        if at is None or at is not self._at:
            self._at, self._since = at, now
        if now - self._since > (_AFTER_FAILURE_S if self._failed() else PATIENCE_S):
            self.told = [_standing(task) for task in asyncio.all_tasks(self._loop)]
            self._task.cancel()
        else:
            self._bell = self._loop.call_later(_LOOK_S, self._look)


def break_off(loop: asyncio.AbstractEventLoop, tasks: set[asyncio.Task[Any]]) -> None:
    """Ends tasks that would otherwise be there when the loop is not."""
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks, timeout=_AFTER_FAILURE_S))


def _standing(task: asyncio.Task[Any]) -> str:
    """Where a task stands: from its own coroutine to the innermost one it waits for."""
    places: list[str] = []
    inner: Any = task.get_coro()
    while (frame := getattr(inner, "cr_frame", None)) is not None:
        places.append(f"{frame.f_code.co_qualname}:{frame.f_lineno}")
        inner = getattr(inner, "cr_await", None)
    return f"  {' > '.join(places)}"
