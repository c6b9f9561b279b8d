"""10,000 records from one laptop to a real server, and from there to an empty laptop, in turn with the peers."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import msgspec

from benchmarks.figure import Figure, timed
from benchmarks.laptop import disputes, save_many
from benchmarks.peers.rates import Rates, installed, write_records
from gridworker.cli.demo.server_process import ServerProcess, postgresql
from gridworker.domain.changes import create_patch
from gridworker.domain.ids import IdMaker
from gridworker.domain.kinds import KINDS
from gridworker.domain.op import Op
from gridworker.environment.clock import Clock
from gridworker.protocol import codec
from gridworker.protocol.messages import decode_op
from gridworker.store.database import Tables
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.engine import Engine
from gridworker.sync.enrolment import enrol

COUNT = 10_000
ROUNDS = 3
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


class Run(NamedTuple):
    """One push and one pull of our own: rates, the limit of that moment, bytes a record up, down and plain."""

    rates: Rates
    floor: float
    up: float
    down: float
    plain: float


def wire_figures(folder: Path) -> list[Figure]:
    """Push and pull beside the peers.

    All take turns, round by round, and a ratio is the median of the rounds': what else the machine does weighs on all.
    """
    folder.mkdir()
    records = folder / "records"
    write_records(records, disputes(COUNT))
    others = installed()
    theirs: dict[str, list[Rates]] = {peer.name: [] for peer in others}
    ours: dict[str, list[Run]] = {"SQLite": [], "PostgreSQL": []}
    for number in range(ROUNDS):
        here = folder / str(number)
        for peer in others:
            theirs[peer.name].append(peer.run(records, here / peer.name))
        ours["SQLite"].append(_run(here / "sqlite", None))
        with postgresql(here / "postgresql") as address:
            ours["PostgreSQL"].append(_run(here / "on-postgresql", address))
    on_sqlite = {"SQLite": [run.rates for run in ours["SQLite"]]}
    return [
        *_figures("SQLite", ours["SQLite"], theirs),
        *_figures("PostgreSQL", ours["PostgreSQL"], on_sqlite),
    ]


def _run(folder: Path, database: str | None) -> Run:
    """10,000 records from a full laptop to a new district on one database, and from there to an empty laptop.

    A push ends when the laptop has its own records back, which no peer waits for; the index follows after that.
    """
    folder.mkdir(parents=True)
    floor = COUNT / _floor(folder)
    with served(folder / "server", database) as (server, address), ExitStack() as stack:
        sends = stack.enter_context(enrolled(folder / "sends", server, address, "zhoumin"))
        receives = stack.enter_context(enrolled(folder / "receives", server, address, "shenguoqiang"))
        save_many(sends, disputes(COUNT))
        sent, push = synced(sends)
        received, pull = synced(receives)
        plain = receives.read(_mean_body)
    up, down = sent["bytes_up"] / COUNT, received["bytes_down"] / COUNT
    return Run(Rates(COUNT / push, COUNT / pull), floor, up, down, plain)


_FRACTIONS = {"Anki": Rates(0.4, 0.6), "PouchDB": Rates(1.5, 3.0), "SQLite": Rates(0.5, 0.0)}
"""What push and pull must reach of another's rate in the same round."""


def _figures(name: str, runs: Sequence[Run], others: Mapping[str, Sequence[Rates]]) -> Iterator[Figure]:
    for way in Rates._fields:
        mine = [getattr(run.rates, way) for run in runs]
        floors = [run.floor for run in runs]
        yield beside(f"{way}, {name}", mine, floors, "encode, zstd, decode, insert")
        for who, rates in others.items():
            if least := getattr(_FRACTIONS[who], way):
                yield beside(f"{way}, {name}", mine, [getattr(rate, way) for rate in rates], who, least)
    last = runs[-1]
    yield _bytes_figure(f"up per record, {name}", last.up, last.plain)
    yield _bytes_figure(f"down per record, {name}", last.down, last.plain)


def beside(
    name: str, ours: Sequence[float], theirs: Sequence[float], who: str, least: float | None = None
) -> Figure:
    """Records a second beside another's in the same rounds: medians, and the median of the rounds' ratios."""
    ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
    figure = Figure(name, median(ours), "records/s", median(theirs), who, ratio=ratio)
    return figure._replace(bar=f"≥ {least:g} ×", holds=ratio >= least) if least else figure


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
