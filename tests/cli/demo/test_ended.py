"""Somebody ends the demo in the middle of it: nothing of it goes on, and its folder is gone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


def test_a_demo_that_is_ended_takes_its_server_along(tmp_path: Path) -> None:
    demo = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "gridworker", "demo", "--no-window"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        text=True,
        encoding="utf-8",
    )
    assert demo.stderr is not None
    line = next(line for line in demo.stderr if "http://" in line)
    port = int("".join(filter(str.isdigit, line.split("http://")[1].split(":")[1][:5])))
    demo.send_signal(signal.SIGTERM)
    demo.stderr.read()
    assert demo.wait(timeout=60) == -signal.SIGTERM
    demo.stderr.close()
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.1)
    else:
        raise AssertionError("the server goes on")
    assert list(tmp_path.glob("gridworker-demo-*")) == []
