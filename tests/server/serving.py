"""The real program `gridworker-server`, serving, and a laptop that speaks with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import msgspec
import requests

from gridworker.protocol.messages import SyncRequest
from gridworker.server.district import District
from tests.server.conftest import Place
from tests.server.village import GRID, Laptop, Village

PROGRAM = Path(sys.executable).parent / "gridworker-server"


@contextmanager
def serving(
    place: Place, *words: str, told: TextIO | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program, serving, and its address; killed at the end if it still runs. `told` gets its standard error."""
    common = ["--data", str(place.folder), *(["--database", place.url] if place.url else [])]
    process = subprocess.Popen(
        [str(PROGRAM), *common, "serve", "--port", "0", *words],
        stdout=subprocess.PIPE,
        stderr=told,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("listening on http"), line
        yield process, line.split()[-1]
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def enrolled(place: Place) -> Laptop:
    """周敏's laptop, enrolled at a district on the real clock."""
    district = District.open(place.folder, place.url)
    laptop = Village(district, district.site.clock).enrols("zhoumin")
    laptop.sync()
    district.close()
    return laptop


def sync_over(address: str, laptop: Laptop, ops: list[Any], **settings: Any) -> dict[str, Any]:
    """One sync over HTTP."""
    members = msgspec.to_builtins(SyncRequest(**laptop.request(cursors={}))) | {"ops": ops}
    answer = requests.post(
        f"{address}/v1/sync",
        data=msgspec.json.encode(members),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {laptop.access}"},
        timeout=30,
        **settings,
    )
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def grid_of(laptop: Laptop) -> str:
    """The stream of the laptop's grid."""
    node = laptop.district.site.trees._kept
    assert node is not None
    region = node[1].by_code(GRID)
    assert region is not None
    return region.id


def hired(process: subprocess.Popen[str]) -> list[int]:
    """The processes that serve for the program."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
