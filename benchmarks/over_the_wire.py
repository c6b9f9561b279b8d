"""10,000 records from one laptop to a real server, and from there to an empty laptop."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.figure import Figure, timed
from benchmarks.laptop import disputes, save_many
from benchmarks.peers.rates import Rates
from gridworker.cli.demo.server_process import ServerProcess
from gridworker.domain.changes import create_patch
from gridworker.domain.ids import IdMaker
from gridworker.domain.kinds import KINDS
from gridworker.domain.op import Op
from gridworker.environment.clock import Clock
from gridworker.protocol import codec
from gridworker.protocol.messages import (
    decode_op,
)
from gridworker.store.database import Tables
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.engine import Engine
from gridworker.sync.enrolment import enrol

COUNT = 10_000
GRID = "330109001035003"
REGIONS = Path(__file__).parents[1] / "resources" / "regions" / "330109.csv"
PASSWORD = secrets.token_urlsafe(12) + "-7a"


@contextmanager
def served(folder: Path, database: str | None = None) -> Iterator[tuple[ServerProcess, str]]:
    """A district that serves, with two workers in one grid."""
    server = ServerProcess(folder, database)
    server.does("init", "--name", "萧山区", "--code", "330109", "--regions", str(REGIONS))
    server.does("region", "add", GRID, "第三网格", "--parent", GRID[:12], "--level", "grid")
    for worker in ("zhoumin", "shenguoqiang"):
        server.does(
            "worker", "add", "--id", worker, "--name", worker, "--role", "grid_worker", "--scope", GRID
        )
    with server.serving() as address:
        yield server, address


def wire_figures(
    folder: Path, database: str | None, name: str, others: Mapping[str, Rates]
) -> tuple[list[Figure], Rates]:
    """Push and pull of 10,000 records, without the index, beside `others`, and bytes per record, on one database."""
    folder.mkdir()
    floor = COUNT / _floor(folder)
    with served(folder / "server", database) as (server, address), ExitStack() as stack:
        sends = stack.enter_context(enrolled(folder / "sends", server, address, "zhoumin"))
        receives = stack.enter_context(enrolled(folder / "receives", server, address, "shenguoqiang"))
        save_many(sends, disputes(COUNT))
        sent, push = synced(sends)
        received, pull = synced(receives)
        plain = receives.read(_mean_body)
    rates = Rates(COUNT / push, COUNT / pull)
    up, down = sent["bytes_up"] / COUNT, received["bytes_down"] / COUNT
    figures = [
        *_rate_figures(
            f"push, {name}", rates.push, floor, {who: rate.push for who, rate in others.items()}, 0
        ),
        *_rate_figures(
            f"pull, {name}", rates.pull, floor, {who: rate.pull for who, rate in others.items()}, 1
        ),
        _bytes_figure(f"up per record, {name}", up, plain),
        _bytes_figure(f"down per record, {name}", down, plain),
    ]
    return figures, rates


_FRACTIONS = {"Anki": (0.4, 0.6), "PouchDB": (1.5, 3.0), "SQLite": (0.5, 0.0)}
"""What push and pull must reach of another's rate in the same run."""


def _rate_figures(
    name: str, rate: float, floor: float, others: Mapping[str, float], which: int
) -> Iterator[Figure]:
    yield Figure(name, rate, "records/s", floor, "encode, zstd, decode, insert")
    for who, theirs in others.items():
        fraction = _FRACTIONS[who][which]
        if fraction:
            holds = rate >= fraction * theirs
            yield Figure(name, rate, "records/s", theirs, who, f"≥ {fraction:g} ×", holds)


def _bytes_figure(name: str, size: float, plain: float) -> Figure:
    return Figure(name, size, "B", plain, "the record's JSON", "≤ 0.24 ×", size <= 0.24 * plain)


def _mean_body(db: Tables) -> float:
    return float(db.execute("SELECT avg(length(CAST(base AS BLOB))) FROM record").fetchone()[0])


@contextmanager
def enrolled(folder: Path, server: ServerProcess, address: str, worker: str) -> Iterator[Profile]:
    """An enrolled laptop that knows its streams and holds nothing."""
    code = server.does("enrol-code", worker)["code"]
    enrol(folder, address, code, worker, None, lambda _new: PASSWORD)
    with open_profile(folder, PASSWORD) as profile:
        yield profile


def synced(profile: Profile) -> tuple[dict[str, Any], float]:
    """One sync: its receipt, and the seconds until its last answer was written; the index comes after that."""
    began = time.perf_counter()
    seen = [began]
    receipt = Engine(profile).start(on_progress=lambda _: seen.append(time.perf_counter())).result()
    assert "error" not in receipt, receipt
    return receipt, seen[-1] - began


def _floor(folder: Path) -> float:
    """Seconds that nobody can go below: encode, compress, inflate, decode typed, insert, one transaction."""
    records = disputes(COUNT)
    make_id = IdMaker(Clock().now, Clock().randomness)
    ops = [make_op(fields, number, "s", make_id) for number, fields in enumerate(records)]
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE op (id TEXT PRIMARY KEY, body TEXT)")

    def work() -> None:
        connection.execute("BEGIN")
        for start in range(0, COUNT, 500):
            raws = [msgspec.Raw(msgspec.json.encode(op)) for op in ops[start : start + 500]]
            body = codec.encode(raws, codec.ZSTD, codec.APP_LEVEL)
            back = codec.decode(body, codec.ZSTD, list[msgspec.Raw], limit=8 * 1024 * 1024)
            read = [(decode_op(raw).op, bytes(raw)) for raw in back]
            connection.executemany("INSERT INTO op VALUES (?, ?)", read)
        connection.execute("COMMIT")

    seconds = timed(work)
    connection.close()
    return seconds


def make_op(fields: dict[str, Any], number: int, stream: str, make_id: IdMaker) -> Op:
    """The op of a laptop that saves a new dispute as its `number`th, counted from 0."""
    clock = Clock()
    return Op(
        n=number + 1,
        op=make_id(),
        stream=stream,
        record=make_id(),
        kind="dispute",
        schema=1,
        at=clock.now(),
        tz=480,
        base=(0, ""),
        action="create",
        patch=create_patch(KINDS["dispute"], fields, make_id),
    )
