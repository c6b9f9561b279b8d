"""Whoever plays the demo at a terminal has the plug of its network."""

from __future__ import annotations

import os
import pty
import socket
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from gridworker.cli.demo.network import in_the_hand
from gridworker.cli.demo.server_process import ServerProcess
from gridworker.environment.language import Words

PATIENCE_S = 60


@pytest.fixture
def server(tmp_path: Path) -> ServerProcess:
    made = ServerProcess(tmp_path / "server", None)
    made.does("init", "--name", "萧山区", "--code", "330109")
    return made


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where somebody types what the program reads."""
    keyboard, screen = pty.openpty()
    with os.fdopen(screen) as reads:
        monkeypatch.setattr("sys.stdin", reads)
        yield keyboard
    os.close(keyboard)


def answers(address: str) -> bool:
    host, port = address.removeprefix("http://").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


def test_it_is_out_until_enter_is_pressed(server: ServerProcess, terminal: int) -> None:
    told: Queue[Words] = Queue()
    with server.serving() as address:
        with in_the_hand(server, address, told.put):
            assert "断开" in told.get(timeout=PATIENCE_S).said("zh_CN")
            assert not answers(address)
            os.write(terminal, b"\n")
            assert told.get(timeout=PATIENCE_S).said("zh_CN") == "网络已接上。"
            assert answers(address)
            os.write(terminal, b"\n")
            assert told.get(timeout=PATIENCE_S).said("zh_CN") == "网络已断开。"
            assert not answers(address)
        os.write(terminal, b"\n")
    assert told.empty()
    assert not answers(address)


def test_without_a_terminal_it_is_in(server: ServerProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with server.serving() as address, in_the_hand(server, address, lambda _words: None):
        assert answers(address)
