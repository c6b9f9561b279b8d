"""The window as a person meets it, in processes of its own, beside Qt without anything of ours in it."""

from __future__ import annotations

import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import msgspec

from benchmarks.figure import Figure, percentile
from benchmarks.laptop import disputes, save_many
from benchmarks.large_laptop import RECORDS, make_large
from benchmarks.over_the_wire import COUNT, served
from benchmarks.window_walk import LINES, Seen
from gridworker.cli.demo.server_process import ServerProcess
from gridworker.store.profile import open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync

PAIRS = 9
WALKS = 3
PASSWORD = secrets.token_urlsafe(12) + "-7a"


def window_figures(folder: Path) -> list[Figure]:
    """Start, unlocking, pages, lists, typing, pauses of the loop and memory, with 130,000 records."""
    laptop = folder / "window"
    make_large(laptop, PASSWORD)
    started, bare = _starts(laptop)
    seen = typical(laptop, "pages")
    synced = _synced(folder)
    frames, bare_frames = (1000 / percentile(times, 0.95) for times in (seen.frames, seen.bare_frames))
    for story in (seen, synced):
        print(*story.pauses, *story.errors, sep="\n", file=sys.stderr)
    return [
        _held("start to the painted lock", started, "s", bare, "a bare Qt window", 3 * bare, "≤ 3 × bare"),
        _held(
            "password to all of 今天",
            seen.unlocked,
            "ms",
            seen.derived,
            "key derivation alone",
            400,
            "≤ 400 ms",
        ),
        slowest_page(seen),
        _held(
            f"list of {LINES:,} opens", seen.listed, "ms", seen.bare_listed, "Qt's own list", 100, "≤ 100 ms"
        ),
        Figure("it scrolls, p95", frames, "frames/s", bare_frames, "Qt's own list", "≥ 50", frames >= 50),
        typed(seen),
        loop_stands("all pages", seen),
        loop_stands(f"{synced.received:,} received", synced),
        *in_memory(f"{RECORDS:,} records", seen, 160),
    ]


def slowest_page(seen: Seen) -> Figure:
    """The page that took longest to show."""
    page, slowest = max((ms, name) for name, ms in seen.pages.items())
    return _held(f"slowest page ({slowest})", page, "ms", None, "", 100, "≤ 100 ms")


def typed(seen: Seen) -> Figure:
    """From a key in the search box to the picture of what it found."""
    return _held(
        "a key typed into the search, p95", percentile(seen.keys, 0.95), "ms", None, "", 30, "≤ 30 ms"
    )


def loop_stands(name: str, seen: Seen) -> Figure:
    """For how long no key would have been answered."""
    return _held(f"the loop stands, {name}", seen.longest, "ms", None, "", 50, "≤ 50 ms")


def in_memory(name: str, seen: Seen, most: int) -> list[Figure]:
    """What the process holds, beside a window of Qt's own with the same theme and font."""
    command = [sys.executable, "-m", "benchmarks.bare_memory"]
    told = subprocess.run(command, env=environment(), check=True, stdout=subprocess.PIPE)
    bare, bare_private = msgspec.json.decode(told.stdout, type=tuple[float, float])
    return [
        _held(
            f"resident, {name}",
            seen.memory,
            "MiB",
            bare,
            "a bare Qt window, same font",
            most,
            f"≤ {most} MiB",
        ),
        Figure("of it shared with no other process", seen.private, "MiB", bare_private, "that window"),
    ]


def _held(
    name: str, value: float, unit: str, limit: float | None, limit_name: str, most: float, bar: str
) -> Figure:
    return Figure(name, value, unit, limit, limit_name, bar, value <= most)


def _starts(laptop: Path) -> tuple[float, float]:
    """Seconds of a process up to the painted lock, and up to a bare window, in turn."""
    times: dict[tuple[str, ...], list[float]] = {(str(laptop),): [], (): []}
    for _ in range(PAIRS + 1):
        for arguments, taken in times.items():
            began = time.perf_counter()
            command = [sys.executable, "-m", "benchmarks.first_paint", *arguments]
            subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL)
            taken.append(time.perf_counter() - began)
    lock, bare = (statistics.median(taken[1:]) for taken in times.values())
    return lock, bare


def typical(laptop: Path, what: str) -> Seen:
    """What is seen on most walks: of each page, each key and all else the middle of some; of pauses and errors all."""
    walks = [walked(laptop, what) for _ in range(WALKS)]
    return Seen(
        derived=statistics.median(seen.derived for seen in walks),
        unlocked=statistics.median(seen.unlocked for seen in walks),
        pages={name: statistics.median(seen.pages[name] for seen in walks) for name in walks[0].pages},
        listed=statistics.median(seen.listed for seen in walks),
        frames=_middles([seen.frames for seen in walks]),
        bare_listed=statistics.median(seen.bare_listed for seen in walks),
        bare_frames=_middles([seen.bare_frames for seen in walks]),
        keys=_middles([seen.keys for seen in walks]),
        memory=statistics.median(seen.memory for seen in walks),
        private=statistics.median(seen.private for seen in walks),
        longest=statistics.median(seen.longest for seen in walks),
        pauses=[pause for seen in walks for pause in seen.pauses],
        errors=[error for seen in walks for error in seen.errors],
    )


def _middles(rows: Sequence[Sequence[float]]) -> list[float]:
    """Of each place in rows of the same length."""
    return [statistics.median(values) for values in zip(*rows, strict=True)]


def walked(laptop: Path, what: str) -> Seen:
    """What was seen on a walk through the window (`window_walk`)."""
    command = [sys.executable, "-m", "benchmarks.window_walk", str(laptop), what]
    told = subprocess.run(command, env=environment(), check=True, stdout=subprocess.PIPE)
    return msgspec.json.decode(told.stdout, type=Seen)


def environment() -> dict[str, str]:
    """That of a process with a window nobody sees."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "GRIDWORKER_PASSWORD": PASSWORD}


def _synced(folder: Path) -> Seen:
    """A window that receives what another laptop sent before, from a real server."""
    with served(folder / "window-district") as (server, address), ExitStack() as stack:
        # Both before there is anything to receive: an enrolment ends with a sync.
        for name, worker in (("window-sends", "zhoumin"), ("window-receives", "shenguoqiang")):
            _enrolled(folder / name, server, address, worker)
        sends = stack.enter_context(open_profile(folder / "window-sends", PASSWORD))
        save_many(sends, disputes(COUNT))
        sync(sends)
        return walked(folder / "window-receives", "sync")


def _enrolled(laptop: Path, server: ServerProcess, address: str, worker: str) -> None:
    code = server.does("enrol-code", worker)["code"]
    enrol(laptop, address, code, worker, None, lambda _new: PASSWORD)
