"""One sync from start to end, for callers that wait for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from gridworker.store.profile import Profile
from gridworker.sync.engine import Engine, Progress


def sync(
    profile: Profile,
    *,
    until_empty: bool = False,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """One sync from start to end; gives its receipt, with `error: {kind, code}` if it ended early.

    Raises `Trouble` where nothing could be begun: `not_enrolled`, `sync_in_use`, a fault of this computer.
    """
    engine = Engine(profile)
    _ = profile.identity
    future = engine.start(until_empty=until_empty, on_progress=on_progress)
    while not future.done():
        if cancelled is not None and cancelled():
            engine.cancel()
        _wait(future)
    return future.result()


def _wait(future: Future[dict[str, Any]]) -> None:
    try:
        future.exception(timeout=0.1)
    except TimeoutError:
        return
