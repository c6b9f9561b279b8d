"""A story that is typed into a shell, as the pages tell it: from its first line to its end, and nothing of it stays."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.docs.pages import ROOT


def typed_out(story: Path, seconds: int, variables: Mapping[str, str]) -> tuple[int, str]:
    """Runs a story in the working copy; gives its exit code and all that was said."""
    shell = subprocess.Popen(
        ["timeout", str(seconds), "bash", "-euo", "pipefail", str(story)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env={**os.environ, **variables},
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        said, _ = shell.communicate(timeout=seconds + 5)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)
    return shell.returncode, said


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
