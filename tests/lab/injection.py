"""Faults put into the system calls of a real process by strace: death, a full disk, a disk that fails."""

from __future__ import annotations

import subprocess
from pathlib import Path

WRITES = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "unlink")


def injecting(*faults: str) -> list[str]:
    """What a command is run under to meet `faults`, each as strace has them: `pwrite64:signal=KILL:when=3`.

    A call is counted in the thread that makes it. The process keeps its own pid.
    """
    calls = ",".join(fault.split(":")[0] for fault in faults)
    injected = [word for fault in faults for word in ("-e", f"inject={fault}")]
    return [*_STRACE, "-e", f"trace={calls}", *injected, "-o", "/dev/null"]


def counting(call: str, out: Path) -> list[str]:
    """What a command is run under so that `most_calls` can tell how often its busiest thread made a call."""
    return [*_STRACE, "-e", f"trace={call}", "-o", str(out)]


def most_calls(out: Path) -> int:
    """How often the busiest thread of a process run under `counting` made the call."""
    threads = [line.split()[0] for line in out.read_text(errors="replace").splitlines()]
    return max(map(threads.count, set(threads)), default=0)


_STRACE = ("strace", "-D", "-f", "-qq", "-e", "signal=none")


def can_trace() -> bool:
    """Whether this machine lets a process be traced."""
    return (
        subprocess.run(
            [*injecting("fsync:error=EIO:when=9"), "true"], check=False, capture_output=True
        ).returncode
        == 0
    )
