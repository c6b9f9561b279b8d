"""10,000 records from one laptop to a real server and to an empty laptop; and many laptops at once."""

from __future__ import annotations

import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.figure import Figure, percentile, timed
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
    Device,
    EnrolAnswer,
    EnrolRequest,
    SyncAnswer,
    SyncRequest,
    decode_op,
)
from gridworker.server.district import District
from gridworker.server.regions import Entry
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.engine import Engine
from gridworker.sync.enrolment import enrol
from gridworker.sync.transport import Transport

COUNT = 10_000
JSON_BYTES = 601
LAPTOPS = 400
IN_FLIGHT = 16
OPS_EACH = 15
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
        sends = stack.enter_context(_laptop(folder / "sends", server, address, "zhoumin"))
        receives = stack.enter_context(_laptop(folder / "receives", server, address, "shenguoqiang"))
        save_many(sends, disputes(COUNT))
        sent, push = _synced(sends)
        received, pull = _synced(receives)
    rates = Rates(COUNT / push, COUNT / pull)
    up, down = sent["bytes_up"] / COUNT, received["bytes_down"] / COUNT
    figures = [
        *_rate_figures(
            f"push, {name}", rates.push, floor, {who: rate.push for who, rate in others.items()}, 0
        ),
        *_rate_figures(
            f"pull, {name}", rates.pull, floor, {who: rate.pull for who, rate in others.items()}, 1
        ),
        _bytes_figure(f"up per record, {name}", up),
        _bytes_figure(f"down per record, {name}", down),
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


def _bytes_figure(name: str, size: float) -> Figure:
    share = size / JSON_BYTES
    return Figure(name, size, "B", JSON_BYTES, "as JSON", "≤ 0.24 ×", share <= 0.24)


@contextmanager
def _laptop(folder: Path, server: ServerProcess, address: str, worker: str) -> Iterator[Profile]:
    """An enrolled laptop that knows its streams and holds nothing."""
    code = server.does("enrol-code", worker)["code"]
    enrol(folder, address, code, worker, None, lambda _new: PASSWORD)
    with open_profile(folder, PASSWORD) as profile:
        yield profile


def _synced(profile: Profile) -> tuple[dict[str, Any], float]:
    """One sync: its receipt, and the seconds until its last answer was written; the index comes after that."""
    began = time.perf_counter()
    seen = [began]
    receipt = Engine(profile).start(on_progress=lambda _: seen.append(time.perf_counter())).result()
    assert "error" not in receipt, receipt
    return receipt, seen[-1] - began


def _floor(folder: Path) -> float:
    """Seconds that nobody can go below: encode, compress, inflate, decode typed, insert, one transaction."""
    records = disputes(COUNT)
    ops = [_op(fields, number) for number, fields in enumerate(records)]
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


def _op(fields: dict[str, Any], number: int, stream: str = "s") -> Op:
    clock = Clock()
    make_id = _MAKE_ID
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


_MAKE_ID = IdMaker(Clock().now, Clock().randomness)


def herd_figures(folder: Path) -> list[Figure]:
    """Many laptops at once, each with 15 new records and a pull: syncs in a second, and how long one waits."""
    with served(folder / "herd", None) as (server, address):
        requests = _requests(server.data)
        turn, waits = iter(requests), list[float]()

        def work() -> None:
            transport = Transport(address)
            for token, request in turn:
                waits.append(timed(partial(transport.post, "/v1/sync", request, SyncAnswer, token=token)))

        threads = [threading.Thread(target=work) for _ in range(IN_FLIGHT)]
        total = timed(lambda: [*map(threading.Thread.start, threads), *map(threading.Thread.join, threads)])
    assert len(waits) == LAPTOPS
    return [
        Figure("herd, syncs of 15 records", LAPTOPS / total, "syncs/s", elsewhere="a prototype 940"),
        Figure("herd, a laptop waits, p50", percentile(waits, 0.5) * 1000, "ms", elsewhere="a prototype 67"),
        Figure(
            "herd, a laptop waits, p99", percentile(waits, 0.99) * 1000, "ms", elsewhere="a prototype 127"
        ),
    ]


def _requests(data: Path) -> Iterator[tuple[str, SyncRequest]]:
    """Each laptop's token and its sync, four laptops a grid, as if all had worked offline since the morning."""
    district = District.open(data)
    cards = [_laptop_of(district, number) for number in range(LAPTOPS)]
    streams = {region.code: region.id for region in district.list_regions()}
    district.close()
    made = []
    for number, card in enumerate(cards):
        stream = streams[_grid(number)]
        ops = [_op(fields, n, stream) for n, fields in enumerate(disputes(OPS_EACH, seed=number))]
        request = SyncRequest(
            schema=1,
            app="bench",
            replica=card.replica,
            epoch=card.epoch,
            now=Clock().now(),
            mono=0,
            last_n=OPS_EACH,
            cursors={stream: (0, "")},
            ops=[msgspec.Raw(msgspec.json.encode(op)) for op in ops],
        )
        made.append((card.access, request))
    return iter(made)


def _laptop_of(district: District, number: int) -> EnrolAnswer:
    worker, grid = f"worker{number}", _grid(number)
    if number % 4 == 0:
        district.add_regions([Entry(grid, f"第{number // 4}网格", "grid", GRID[:12])])
    district.add_worker(worker, worker, "grid_worker", grid)
    return district.enrol(EnrolRequest(code=district.enrol_code(worker).code, device=Device(name=worker)))


def _grid(number: int) -> str:
    return f"{GRID[:12]}{number // 4 + 100:03d}"
