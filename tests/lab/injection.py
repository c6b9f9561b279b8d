"""Faults put into the system calls of a real process by strace: death, a full disk, a disk that fails."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path


def injecting(*faults: str) -> list[str]:
    """What a command is run under to meet `faults`, each as strace has them: `pwrite64:signal=KILL:when=3`.

    A call is counted in the thread that makes it. The process keeps its own pid.
    """
    calls = ",".join(fault.split(":")[0] for fault in faults)
    injected = [word for fault in faults for word in ("-e", f"inject={fault}")]
    return [*_STRACE, "-e", f"trace={calls}", *injected, "-o", "/dev/null"]


def counting(out: Path, calls: Iterable[str]) -> list[str]:
    """What a command is run under so that `most_calls` can tell how often its busiest thread made each call."""
    return [*_STRACE, "-e", f"trace={','.join(sorted(calls))}", "-o", str(out)]


def most_calls(out: Path) -> dict[str, int]:
    """How often the busiest thread of a process run under `counting` made each call."""
    made = Counter(found.groups() for found in _CALL.finditer(out.read_text(errors="replace")))
    return {call: max(made[key] for key in made if key[1] == call) for call in {call for _, call in made}}


_CALL = re.compile(r"^(\d+) +(\w+)\(", re.MULTILINE)
_STRACE = ("strace", "-D", "-f", "-qq", "-e", "signal=none")


def can_trace() -> bool:
    """Whether this machine lets a process be traced."""
    return (
        subprocess.run(
            [*injecting("fsync:error=EIO:when=9"), "true"], check=False, capture_output=True
        ).returncode
        == 0
    )
