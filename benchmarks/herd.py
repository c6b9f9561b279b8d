"""Ten thousand laptops at five o'clock: each with 15 new records and a pull, all at one server process."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from benchmarks.figure import Figure, percentile, timed
from benchmarks.laptop import disputes
from benchmarks.over_the_wire import make_op, served
from gridworker.domain.ids import IdMaker
from gridworker.environment.clock import Clock
from gridworker.protocol.messages import Device, SyncAnswer, SyncRequest
from gridworker.server.admission import add_replica
from gridworker.server.bulk import insert_rows
from gridworker.server.district import District
from gridworker.server.regions import Entry
from gridworker.server.tables import permission, worker
from gridworker.server.tokens import ACCESS_MS, Access, seal
from gridworker.sync.transport import Transport
from gridworker.sync.wire import Refusal

LAPTOPS = 10_000
IN_FLIGHT = 64
OPS_EACH = 15
A_GRID = 4
"""Laptops in one grid: each pulls what the others of its grid have sent."""


def herd_figures(folder: Path, laptops: int = LAPTOPS) -> list[Figure]:
    """How long they take together, and how long one waits; a server that is busy is asked again, as the app does."""
    with served(folder / "herd", None) as (server, address):
        turn, guard, waits = _requests(server.data, laptops), threading.Lock(), list[float]()
        ready = list(turn)

        def work() -> None:
            transport = Transport(address)
            while True:
                with guard:
                    if not ready:
                        return
                    token, request = ready.pop()
                waits.append(timed(partial(_ask, transport, token, request)))

        threads = [threading.Thread(target=work) for _ in range(IN_FLIGHT)]
        total = timed(lambda: [*map(threading.Thread.start, threads), *map(threading.Thread.join, threads)])
    assert len(waits) == laptops
    median, worst = percentile(waits, 0.5), percentile(waits, 0.99)
    most = 40 * laptops / LAPTOPS
    return [
        Figure(
            f"herd of {laptops:,}, altogether", total, "s", bar=f"≤ {most:g} s", holds=total <= most,
            elsewhere="a prototype 10.6 s",
        ),
        Figure("herd, a laptop waits, p50", median, "s", elsewhere="a prototype 0.067"),
        Figure(
            "herd, a laptop waits, p99", worst, "s", bar="< 2 s", holds=worst < 2,
            elsewhere="a prototype 0.127",
        ),
    ]  # fmt: skip


def _ask(transport: Transport, token: str, request: SyncRequest) -> None:
    while True:
        try:
            answer = transport.post("/v1/sync", request, SyncAnswer, token=token)
        except Refusal as refusal:
            if refusal.problem.code not in ("BUSY", "BUSY_REPLICA"):
                raise
            time.sleep((refusal.problem.retry_after or 2) * random.uniform(1, 1.5))
        else:
            assert all(ack.result == "ok" for ack in answer.acks)
            return


def _requests(data: Path, laptops: int) -> Iterator[tuple[str, SyncRequest]]:
    """Each laptop's token and its sync, as if all had worked offline since the morning."""
    district = District.open(data)
    villages = [region for region in district.list_regions() if region.level == "village"]
    entries = [
        Entry(f"{village.code}{900 + number:03d}", f"第{number + 1}网格", "grid", village.code)
        for number in range(-(-laptops // A_GRID // len(villages)))
        for village in villages
    ]
    grids = [region.id for region in district.add_regions(entries)]
    replicas = district.site.database.write(lambda connection: _enrol(connection, district, grids, laptops))
    with_epoch = district.hello().epoch
    expires = district.site.now() + ACCESS_MS
    make_id = IdMaker(Clock().now, Clock().randomness)
    for number, replica in enumerate(replicas):
        stream = grids[number // A_GRID]
        fields = disputes(OPS_EACH, seed=number)
        ops = [make_op(each, n, stream, make_id) for n, each in enumerate(fields)]
        request = SyncRequest(
            schema=1,
            app="bench",
            replica=replica,
            epoch=with_epoch,
            now=district.site.now(),
            mono=0,
            last_n=OPS_EACH,
            cursors={stream: (0, "")},
            ops=[msgspec.Raw(msgspec.json.encode(op)) for op in ops],
        )
        yield seal(district.site.secrets, Access(replica, f"worker{number}", expires)), request
    district.close()


def _enrol(connection: Connection, district: District, grids: list[str], laptops: int) -> list[str]:
    """Workers with a grid and a laptop each, in one transaction; gives the replicas."""
    now, make_id = district.site.now(), district.site.make_id
    names = [f"worker{number}" for number in range(laptops)]
    people = [{"worker": name, "name": name, "role": "grid_worker", "created_at": now} for name in names]
    insert_rows(connection, worker, people)
    grants = [
        {"worker": name, "region": grids[number // A_GRID], "role": "grid_worker", "from_at": now - 1}
        for number, name in enumerate(names)
    ]
    insert_rows(connection, permission, grants)
    replicas = list(islice(iter(make_id, ""), laptops))
    for replica, name in zip(replicas, names, strict=True):
        add_replica(connection, replica, name, Device(name=name), now)
    return replicas
