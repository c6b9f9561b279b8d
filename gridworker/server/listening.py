"""Taking requests: one socket, one process or several, until SIGTERM lets them finish what is in flight."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import uvicorn

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.logs import open_log
from gridworker.server.appointments import publish_appointments
from gridworker.server.district import District
from gridworker.server.face import make_app
from gridworker.server.handover import carry_out
from gridworker.server.request_head import BoundedProtocol

_BACKLOG = 2048
_MOST_FILES = 65_536
_GRACE_SECONDS = 30
_POLL_SECONDS = 0.5


class Address(NamedTuple):
    """Where to listen, with which certificate, and with how many processes. Port 0 picks a free one."""

    host: str = "127.0.0.1"
    port: int = 8520
    workers: int = 1
    tls_cert: Path | None = None
    tls_key: Path | None = None


def serve(folder: Path, database_url: str | None, address: Address, ready: Callable[[str], None]) -> None:
    """Serves the district in `folder` until SIGTERM or SIGINT; `ready` gets the URL once requests are taken.

    Raises `ComputerTrouble`: `address_in_use`, `tls_files`, `workers_failed`; and as `District.open`.
    """
    district = District.open(folder, database_url)
    try:
        carry_out(district.site)
        # A district from before laptops were told, one that was restored, a grant that has run out meanwhile.
        publish_appointments(district.site)
    finally:
        district.close()
    _allow_many_connections()
    listener = _bind(address)
    scheme = "https" if address.tls_cert else "http"
    host = f"[{address.host}]" if ":" in address.host else address.host
    url = f"{scheme}://{host}:{listener.getsockname()[1]}"
    try:
        if address.workers == 1:
            _serve_here(folder, database_url, address, listener, lambda: ready(url))
        else:
            _Crew(folder, database_url, address, listener).work(lambda: ready(url))
    finally:
        listener.close()


def _allow_many_connections() -> None:
    """As many open files as the system gives us: else a thousand that only connect would keep every laptop out."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def _bind(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        raise ComputerTrouble("address_in_use", address=f"{address.host}:{address.port}") from error
    listener.set_inheritable(True)
    return listener


class _Server(uvicorn.Server):
    """Tells when it takes requests, and leaves the ending of the process to us."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], told: threading.Event) -> None:
        super().__init__(config)
        self._ready = ready
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._told.is_set():
            self.should_exit = True
        if self.started:
            self._ready()


def _serve_here(
    folder: Path,
    database_url: str | None,
    address: Address,
    listener: socket.socket,
    ready: Callable[[], None],
) -> None:
    told = _told_to_end()
    config = _config(folder, database_url, address)
    # What is loaded by now stays, and a request makes many objects but hardly a cycle: the collector may look seldom.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    _Server(config, ready, told).run(sockets=[listener])


def _told_to_end() -> threading.Event:
    """Is set once a signal tells this process to end."""
    told = threading.Event()

    def remember(_number: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        # Until uvicorn listens for signals one would be lost; when it has finished it raises them again, for nobody.
        signal.signal(number, remember)
    return told


def _config(folder: Path, database_url: str | None, address: Address) -> uvicorn.Config:
    """The district's face, loaded. Raises `ComputerTrouble("tls_files")`."""
    try:
        config = uvicorn.Config(
            make_app(folder, database_url),
            http=BoundedProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            backlog=_BACKLOG,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            ssl_certfile=address.tls_cert,
            ssl_keyfile=address.tls_key,
        )
        config.load()
    except (OSError, ValueError) as error:
        if address.tls_cert is None:
            raise
        raise ComputerTrouble("tls_files", path=str(address.tls_cert)) from error
    return config


def _work(
    folder: Path, database_url: str | None, address: Address, listener: socket.socket, up: Event
) -> None:
    open_log(folder)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _serve_here(folder, database_url, address, listener, up.set)


def _end_with_parent() -> None:
    """Finishes what is in flight when the process that hired this one is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


class _Crew:
    """Several processes on one socket; one that dies is replaced."""

    def __init__(
        self, folder: Path, database_url: str | None, address: Address, listener: socket.socket
    ) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._task = (folder, database_url, address, listener)
        self._size = address.workers
        self._members: list[tuple[BaseProcess, Event]] = []
        self._is_over = False

    def work(self, ready: Callable[[], None]) -> None:
        """Serves until a signal comes. Raises `ComputerTrouble("workers_failed")` if they do not all start."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self._members = [self._hire() for _ in range(self._size)]
        try:
            if not all(self._is_up(*member) for member in self._members):
                raise ComputerTrouble("workers_failed")
            ready()
            while not self._is_over:
                self._replace_the_dead()
        finally:
            for process, _ in self._members:
                process.terminate()
            for process, _ in self._members:
                process.join()

    def _is_up(self, process: BaseProcess, up: Event) -> bool:
        while not up.wait(_POLL_SECONDS) and process.is_alive() and not self._is_over:
            pass
        return up.is_set() or self._is_over

    def _replace_the_dead(self) -> None:
        for place, (process, _) in enumerate(self._members):
            process.join(_POLL_SECONDS / self._size)
            if not process.is_alive() and not self._is_over:
                self._members[place] = self._hire()

    def _hire(self) -> tuple[BaseProcess, Event]:
        up = self._context.Event()
        process = self._context.Process(target=_work, args=(*self._task, up), daemon=True)
        process.start()
        return process, up

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._is_over = True
