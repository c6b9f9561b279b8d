"""The network of the demo's window: out of reach at first, plugged in and out by whoever sits at the terminal."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from gridworker.cli.demo.server_process import ServerProcess
from gridworker.environment.language import Words

_OUT = Words(
    "网络现在断开。在这个终端按回车就接上，再按一次又断开。",
    "There is no network now. Enter in this terminal plugs it in, once more pulls it out.",
)
_IN = Words("网络已接上。", "The network is plugged in.")
_PULLED = Words("网络已断开。", "The network is pulled out.")


@contextmanager
def in_the_hand(server: ServerProcess, address: str, tell: Callable[[Words], None]) -> Iterator[None]:
    """Whoever has a terminal begins without a network and has its plug; without a terminal it is always in."""
    if not (sys.stdin and sys.stdin.isatty()):
        yield
        return
    plug = _Plug(server, address)
    plug.turn()
    tell(_OUT)
    threading.Thread(target=_follow, args=(plug, sys.stdin.fileno(), tell), daemon=True).start()
    try:
        yield
    finally:
        plug.rest()


def _follow(plug: _Plug, terminal: int, tell: Callable[[Words], None]) -> None:
    # Read without Python's buffer: its lock, held by a thread that waits, would be missed at the end.
    with suppress(OSError):
        while os.read(terminal, 1024):
            plugged = plug.turn()
            if plugged is None:
                return
            tell(_IN if plugged else _PULLED)


class _Plug:
    """The server is there or not; after `rest` it stays as it is."""

    def __init__(self, server: ServerProcess, address: str) -> None:
        self._server, self._port = server, address.rsplit(":", 1)[1]
        self._is_in, self._rests = True, False
        self._lock = threading.Lock()

    def turn(self) -> bool | None:
        """Plugs in what is out and the other way round; says which it is now, None at rest."""
        with self._lock:
            if self._rests:
                return None
            if self._is_in:
                self._server.stops()
            else:
                self._server.starts(self._port)
            self._is_in = not self._is_in
            return self._is_in

    def rest(self) -> None:
        with self._lock:
            self._rests = True
