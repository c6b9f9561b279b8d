"""All laptops of a district at 17:00: each brings fifteen records and pulls; one connection in twenty fails.

The laptops are simulated: they speak the protocol and remember what they sent, and have no store.
"""

from __future__ import annotations

import http.client
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import select

from gridworker.domain.ids import IdMaker
from gridworker.domain.op import Op
from gridworker.environment.clock import Clock
from gridworker.protocol.codec import ZSTD, decode, encode
from gridworker.protocol.messages import (
    Device,
    EnrolAnswer,
    EnrolRequest,
    Position,
    SyncAnswer,
    SyncRequest,
)
from gridworker.server.district import District as Books
from gridworker.server.regions import Entry
from gridworker.server.tables import oplog
from tests.lab.tally import Tally
from tests.stories.cast import District

VILLAGE = "330109001035"
PER_GRID = 4
OPS_EACH = 15
IN_FLIGHT = 32
FAULTS = 0.05
TRIES = 60
"""A laptop that has not come through after so many requests is stuck."""


class Simulated(NamedTuple):
    """A laptop: what enrolling gave it, its grid's stream, and its ops."""

    card: EnrolAnswer
    stream: str
    ops: list[Op]


class Fleet:
    """Trial after trial, so many new laptops come at once to one district; `first` of them the first time."""

    def __init__(self, folder: Path, seed: int, tally: Tally, size: int, first: int = 0) -> None:
        self._seed = seed
        self._tally = tally
        self._size, self._next = size, first or size
        self._made = 0
        self._make_id = IdMaker(Clock().now, random.Random(seed).randbytes)
        self._district = District(folder / "district")
        self._district.set_up()
        self._district.opens()

    def close(self) -> None:
        """Ends the district."""
        self._district.dies()

    def __iter__(self) -> Iterator[None]:
        while True:
            laptops = self._enrolled()
            with ThreadPoolExecutor(IN_FLIGHT) as crew:
                ends = list(crew.map(self._comes, laptops, range(self._made - len(laptops), self._made)))
            broken = [end for end in ends if end]
            self._tally.found(f"fleet of {len(laptops)}", broken + self._missing(laptops))
            self._tally.counts["laptops at 17:00"] += len(laptops)
            yield

    def _enrolled(self) -> list[Simulated]:
        books = Books.open(self._district.folder)
        try:
            first, self._made = self._made, self._made + self._next
            self._next = self._size
            grids = {_grid(number): f"第 {number} 网格" for number in range(first, self._made)}
            known = {region.code: region.id for region in books.list_regions()}
            books.add_regions(
                [Entry(code, name, "grid", VILLAGE) for code, name in grids.items() if code not in known]
            )
            streams = {region.code: region.id for region in books.list_regions()}
            return [
                self._laptop(books, number, streams[_grid(number)]) for number in range(first, self._made)
            ]
        finally:
            books.close()

    def _laptop(self, books: Books, number: int, stream: str) -> Simulated:
        worker = f"worker{number}"
        books.add_worker(worker, f"网格员{number}", "grid_worker", _grid(number))
        request = EnrolRequest(code=books.enrol_code(worker).code, device=Device(name=worker))
        return Simulated(books.enrol(request), stream, [self._op(stream, n) for n in range(1, OPS_EACH + 1)])

    def _op(self, stream: str, n: int) -> Op:
        now = Clock().now()
        values = {"text": f"第 {n} 条：楼道堆物已清理。", "at": now, "tz": 480, "status": "open"}
        return Op(
            n=n,
            op=self._make_id(),
            stream=stream,
            record=self._make_id(),
            kind="note",
            schema=1,
            at=now,
            tz=480,
            base=(0, ""),
            action="create",
            patch={path: (None, value) for path, value in values.items()},
        )

    # --- one laptop ---

    def _comes(self, laptop: Simulated, number: int) -> str:
        """Syncs until all is acknowledged and pulled; gives what went wrong, or nothing."""
        dice = random.Random(f"{self._seed} {number}")
        address = urlsplit(self._district.address).netloc
        waiting = {op.op for op in laptop.ops}
        cursors: dict[str, Position] = {laptop.stream: (0, "")}
        seen: set[str] = set()
        for _ in range(TRIES):
            ops = [op for op in laptop.ops if op.op in waiting]
            answer = self._asks(address, laptop, ops, cursors, dice)
            if answer is None:
                continue
            bad = [ack.result for ack in answer.acks if ack.result != "ok"]
            if bad:
                return f"worker{number}: {bad}"
            waiting -= {ack.op for ack in answer.acks}
            seen |= {row.record for row in answer.rows}
            cursors |= answer.cursors
            if not waiting and not answer.more:
                missing = {op.record for op in laptop.ops} - seen
                return f"worker{number}: {len(missing)} records never came back" if missing else ""
        return f"worker{number}: stuck"

    def _asks(
        self,
        address: str,
        laptop: Simulated,
        ops: list[Op],
        cursors: dict[str, Position],
        dice: random.Random,
    ) -> SyncAnswer | None:
        """One request; None where it or its answer was lost, or the district was busy."""
        body = _body(laptop, ops, cursors)
        fault = dice.choice(("cut", "lost")) if dice.random() < FAULTS else ""
        line = http.client.HTTPConnection(address, timeout=60)
        try:
            line.putrequest("POST", "/v1/sync")
            for name, value in _headers(laptop, body).items():
                line.putheader(name, value)
            line.endheaders(body[: len(body) // 2] if fault == "cut" else body)
            if fault:
                self._tally.counts["network faults"] += 1
                time.sleep(dice.random() / 20)
                return None
            response = line.getresponse()
            content = response.read()
        finally:
            line.close()
        self._tally.counts["syncs"] += 1
        if response.status == http.HTTPStatus.OK:
            return decode(content, ZSTD, SyncAnswer, limit=1 << 26, answer=True)
        assert response.status in (409, 503), (response.status, content)
        self._tally.counts["busy"] += 1
        time.sleep(dice.random())
        return None

    def _missing(self, laptops: list[Simulated]) -> list[str]:
        """What the district's log does not hold exactly once."""
        books = Books.open(self._district.folder)
        try:
            held = books.site.database.read(
                lambda connection: Counter(connection.execute(select(oplog.c.op)).scalars().all())
            )
        finally:
            books.close()
        sent = [op.op for laptop in laptops for op in laptop.ops]
        return [f"{op} is {held[op]} times in the log" for op in sent if held[op] != 1]


def _grid(number: int) -> str:
    return f"{VILLAGE}{100 + number // PER_GRID % 900:03d}"


def _body(laptop: Simulated, ops: list[Op], cursors: dict[str, Position]) -> bytes:
    request = SyncRequest(
        schema=1,
        app="0.1.0",
        replica=laptop.card.replica,
        epoch=laptop.card.epoch,
        now=Clock().now(),
        mono=0,
        last_n=OPS_EACH,
        cursors=cursors,
        ops=[msgspec.Raw(msgspec.json.encode(op)) for op in ops],
    )
    return encode(request, ZSTD, 6)


def _headers(laptop: Simulated, body: bytes) -> dict[str, str]:
    return {
        "Content-Type": ZSTD,
        "Content-Length": str(len(body)),
        "Authorization": f"Bearer {laptop.card.access}",
    }
