"""How much memory this process holds."""

from __future__ import annotations

from pathlib import Path


def resident() -> tuple[float, float]:
    """MiB of this process that are in memory, and how much of them no other process could share."""
    told = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    held = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in told}
    return held["Rss"], held["Private_Clean"] + held["Private_Dirty"]
