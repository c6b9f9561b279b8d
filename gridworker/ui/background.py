"""The window's one door to threads and to asyncio: the only module that touches qasync.

Pages are written as coroutines that await blocking work: `rows = await background.run(work)`. A task belongs to a
widget and ends with it; what it raises reaches the person. qasync's own slots are not used: their tasks may be
collected while they run (qasync issue 98), and a modal dialog inside one stops another (issues 59, 82).
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

os.environ.setdefault("QT_API", "pyside6")

import qasync

from gridworker.environment.memory import be_sparing, give_back, look_here_alone, look_through
from gridworker.ui.typed_ahead import TypedAhead

T = TypeVar("T")

_WORKERS = 4
_REST_S = 0.05
_BUSY_S = 1.0
_BETWEEN_LOOKS_MS = 5
# How long a thread that computes keeps the interpreter while the window wants it: Python's own 5 ms, several times in
# one turn, are felt under a key.
_TURN_S = 0.0005


class Answer(asyncio.Future[int]):
    """What a person will say to a dialog."""


class Background:
    """Runs blocking work beside the window. `on_error` is told what a task did not catch."""

    def __init__(self, loop: asyncio.AbstractEventLoop, on_error: Callable[[BaseException], None]) -> None:
        self._loop = loop
        self._on_error = on_error
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="window")
        self._tasks: set[asyncio.Task[None]] = set()
        self.typed_ahead = TypedAhead()
        # The tasks that bring something under the keys, each with where.
        self._bringing: dict[asyncio.Task[Any], QWidget] = {}
        self._rest: asyncio.TimerHandle | None = None
        self._busy: asyncio.TimerHandle | None = None
        self._computing = 0
        self._closed = False
        be_sparing()
        look_here_alone()

    def run(self, work: Callable[..., T], *args: Any, **named: Any) -> Awaitable[T]:
        """The result of `work`, done in a thread."""
        result = self._loop.run_in_executor(self._pool, partial(work, *args, **named))
        self._computing += 1
        result.add_done_callback(self._computed)
        # The window may have gone meanwhile, and with it whoever waited: nobody is left to be told of a failure.
        result.add_done_callback(lambda over: over.cancelled() or over.exception())
        return result

    def _computed(self, _result: asyncio.Future[Any]) -> None:
        self._computing -= 1

    async def threads_rest(self) -> None:
        """Waits until no thread does what `run` gave it."""
        while self._computing:
            await self.pause(_BETWEEN_LOOKS_MS)

    def joined(self, future: Future[T]) -> Awaitable[T]:
        """The result of what already runs in a thread of its own, such as a sync."""
        return asyncio.wrap_future(future, loop=self._loop)

    def spawn(self, work: Coroutine[Any, Any, None], owner: QObject) -> asyncio.Task[None] | None:
        """Starts a task that ends with `owner`; none where everything ends already."""
        if self._closed:
            work.close()
            return None
        task = self._loop.create_task(work)
        self._tasks.add(task)
        if self._busy is None:
            self._busy = self._loop.call_later(_BUSY_S, self._look_through)
        owner.destroyed.connect(task.cancel)
        task.add_done_callback(partial(self._finished, owner))
        return task

    def bring(self, work: Coroutine[Any, Any, None], owner: QWidget) -> None:
        """Starts a task that brings something else under the keys: from now on they wait, until it has."""
        if (task := self.spawn(work, owner)) is None:
            return
        self._bringing[task] = owner
        self.typed_ahead.wait(task, owner)
        task.add_done_callback(self._brought)

    def is_bringing(self, place: QWidget) -> bool:
        """Whether something is on its way to a place or to what is in it."""
        return any(place is there or place.isAncestorOf(there) for there in self._bringing.values())

    def _brought(self, task: asyncio.Task[None]) -> None:
        del self._bringing[task]
        self.typed_ahead.over(task)

    def pause(self, ms: int) -> Awaitable[None]:
        """Waits without holding anything up."""
        # asyncio.sleep would ask for a running loop, and a task may also go on while only Qt's turns.
        over: asyncio.Future[None] = self._loop.create_future()

        def ring() -> None:
            # The task may have been ended in the same turn.
            if not over.done():
                over.set_result(None)

        bell = self._loop.call_later(ms / 1000, ring)
        over.add_done_callback(lambda _over: bell.cancel())
        return over

    def answered(self, dialog: QDialog) -> Awaitable[int]:
        """Opens a dialog over its window and gives its result; nothing else stops meanwhile.

        The keys are the dialog's; behind it they wait again for the task that brought it.
        """
        answer = Answer(loop=self._loop)
        task = asyncio.current_task(self._loop)
        place = self._bringing.get(task) if task is not None else None

        def finished(result: int) -> None:
            if task in self._bringing and place is not None and isValid(place):
                self.typed_ahead.wait(task, place)
            if not answer.done():
                answer.set_result(result)

        dialog.finished.connect(finished)
        dialog.open()
        self.typed_ahead.over(task)
        return answer

    def promise(self) -> asyncio.Future[None]:
        """Something that a task will make true and others wait for."""
        return self._loop.create_future()

    async def idle(self) -> None:
        """Waits until no task is running, and the keys that waited for one have been pressed."""
        here = asyncio.current_task()
        while True:
            if tasks := [task for task in self._tasks if task is not here and not task.done()]:
                await asyncio.wait(tasks)
            elif self.typed_ahead.is_waiting:
                await self.pause(_BETWEEN_LOOKS_MS)
            else:
                return

    def _rest_soon(self) -> None:
        """Where nothing runs, and nothing begins right away, memory is given back."""
        if self._rest is not None:
            self._rest.cancel()
        quiet = not self._tasks and not self._closed
        self._rest = self._loop.call_later(_REST_S, give_back) if quiet else None

    def _look_through(self) -> None:
        """While something runs there is no rest, and what dies meanwhile is to go all the same."""
        look_through()
        running = bool(self._tasks) and not self._closed
        self._busy = self._loop.call_later(_BUSY_S, self._look_through) if running else None

    async def close(self) -> None:
        """Ends what runs and lets the threads finish."""
        self._closed = True
        self._rest_soon()
        if self._busy is not None:
            self._busy.cancel()
        here = asyncio.current_task()
        tasks = [task for task in self._tasks if task is not here]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._pool.shutdown()

    def _finished(self, owner: QObject, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._rest_soon()
        if isValid(owner):
            owner.destroyed.disconnect(task.cancel)
        if not task.cancelled() and (error := task.exception()) is not None and isValid(owner):
            self._on_error(error)


def make_loop(app: QApplication) -> asyncio.AbstractEventLoop:
    """The event loop in which Qt's and the tasks' turns alternate."""
    sys.setswitchinterval(_TURN_S)
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app, already_running=False)
    asyncio.set_event_loop(loop)
    return loop


def run_until_quit(loop: asyncio.AbstractEventLoop, begin: Callable[[Callable[[], None]], None]) -> None:
    """Runs the window. `begin` starts it and is handed what ends it."""

    async def life() -> None:
        over = asyncio.Event()
        begin(over.set)
        await over.wait()

    try:
        loop.run_until_complete(life())
    finally:
        loop.close()
