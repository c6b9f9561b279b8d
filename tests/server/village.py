"""西河路社区: its regions, its people, and laptops that speak the protocol to the district without a network."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import msgspec

from gridworker.domain.ids import IdMaker
from gridworker.domain.op import Op
from gridworker.environment.clock import Clock
from gridworker.protocol.messages import (
    Ack,
    Device,
    EnrolRequest,
    Position,
    PullAnswer,
    PullRequest,
    Row,
    SyncAnswer,
    SyncRequest,
    TokenRequest,
    Want,
)
from gridworker.server import workers
from gridworker.server.district import District
from gridworker.server.regions import Entry

TOWN, VILLAGE, GRID, OTHER_GRID = "330109001", "330109001035", "330109001035003", "330109001035004"
REGIONS = [
    Entry(TOWN, "城厢街道", "town", "330109"),
    Entry("330109002", "北干街道", "town", "330109"),
    Entry(VILLAGE, "西河路社区", "village", TOWN),
    Entry("330109002001", "荣庄村委会", "village", "330109002"),
    Entry(GRID, "第三网格", "grid", VILLAGE),
    Entry(OTHER_GRID, "第四网格", "grid", VILLAGE),
    Entry("330109002001001", "荣庄村第一网格", "grid", "330109002001"),
]
PEOPLE = [
    ("zhoumin", "周敏", "grid_worker", GRID),
    ("shenguoqiang", "沈国强", "grid_worker", GRID),
    ("chamei", "查梅", "mediator", VILLAGE),
    ("shilan", "施兰", "village_lead", VILLAGE),
    ("yujianfen", "俞建芬", "town_desk", TOWN),
    ("laiguohua", "来国华", "district_desk", "330109"),
    ("tangjing", "汤静", "auditor", VILLAGE),
    ("hanxue", "韩雪", "admin", "330109"),
]


class Village:
    """A district and the ids of its streams by code."""

    def __init__(self, district: District, clock: Clock) -> None:
        self.district = district
        self.clock = clock
        self.streams = {node.code: node.id for node in district.list_regions()}
        self._laptops = 0

    def enrols(self, worker: str) -> Laptop:
        """A new laptop of a worker."""
        self._laptops += 1
        return Laptop(self.district, worker, self.clock, self._laptops)


def make_village(folder: Path, database_url: str | None, clock: Clock) -> Village:
    """A district with `REGIONS` and `PEOPLE`."""
    district = District.create(
        folder, "萧山区", "330109", entries=REGIONS, database_url=database_url, clock=clock
    )
    for person in PEOPLE:
        # Without telling laptops of 查梅, as before there was word of mediators: the streams begin empty.
        workers.add_worker(district.site, *person)
    return Village(district, clock)


class Laptop:
    """Speaks for one replica: counts its ops, keeps what it pulled. It has no outbox; tests send what they like."""

    def __init__(self, district: District, worker: str, clock: Clock, seed: int) -> None:
        self.district = district
        self.worker = worker
        self.clock = clock
        self.make_id = IdMaker(clock.now, random.Random(f"{worker} {seed}").randbytes)
        code = district.enrol_code(worker).code
        self.enrolled = district.enrol(
            EnrolRequest(code=code, device=Device(name=f"{worker}的电脑", os="UOS", app="0.1.0"))
        )
        self.replica, self.access, self.refresh = (
            self.enrolled.replica,
            self.enrolled.access,
            self.enrolled.refresh,
        )
        self.n = 0
        self.cursors: dict[str, Position] = {}
        self.rows: dict[str, Row] = {}

    def op(
        self, stream: str, kind: str, patch: dict[str, Any], *, record: str | None = None, **others: Any
    ) -> Op:
        """The next op: a create, or with `record` an edit based on what was pulled."""
        self.n += 1
        pulled = self.rows.get(record or "")
        members: dict[str, Any] = {
            "n": self.n,
            "op": self.make_id(),
            "stream": stream,
            "record": record or self.make_id(),
            "kind": kind,
            "schema": 1,
            "at": self.clock.now(),
            "tz": 480,
            "base": (pulled.rev, pulled.mark) if pulled else (0, ""),
            "action": "edit" if record else "create",
            "patch": patch,
        }
        return Op(**members | others)

    def request(self, **members: Any) -> dict[str, Any]:
        """The members of a request as this laptop stands."""
        return {
            "schema": 1,
            "app": "0.1.0",
            "replica": self.replica,
            "epoch": self.enrolled.epoch,
            "now": self.clock.now(),
            "mono": 1,
            "last_n": self.n,
            "cursors": self.cursors,
        } | members

    def sync(self, *ops: Op | bytes, **members: Any) -> SyncAnswer:
        """One sync with these ops."""
        raws = [msgspec.Raw(op if isinstance(op, bytes) else msgspec.json.encode(op)) for op in ops]
        answer = self.district.sync(self.access, SyncRequest(**self.request(ops=raws, **members)))
        self._take(answer)
        return answer

    def send(self, *ops: Op | bytes) -> list[Ack]:
        """The acks of these ops."""
        return self.sync(*ops).acks

    def pull(self, want: Want | None = None) -> PullAnswer:
        """One page."""
        answer = self.district.pull(self.access, PullRequest(**self.request(want=want or Want())))
        self._take(answer)
        return answer

    def pull_all(self, want: Want | None = None) -> dict[str, Row]:
        """Pages until there are no more; returns all rows ever pulled, by record."""
        while self.pull(want).more:
            pass
        return self.rows

    def body(self, record: str) -> Any:
        """The body of a record as it was last pulled."""
        return msgspec.json.decode(self.rows[record].body)

    def take_tokens(self, **members: Any) -> None:
        """Fresh tokens; with `again=True` as a new replica."""
        answer = self.district.token(TokenRequest(replica=self.replica, refresh=self.refresh, **members))
        self.replica, self.access, self.refresh = answer.replica, answer.access, answer.refresh

    def _take(self, answer: PullAnswer) -> None:
        for row in answer.rows:
            self.rows[row.record] = row
        self.cursors = self.cursors | answer.cursors
        if answer.streams:
            self.cursors |= {card.id: (0, "") for card in answer.streams.add}
            for dropped in answer.streams.drop:
                self.cursors.pop(dropped, None)


def patrol(text: str = "楼道堆放杂物，已当场清理", **others: Any) -> dict[str, Any]:
    """The patch of a patrol."""
    return {
        "at": (None, 1_795_320_000_000),
        "tz": (None, 480),
        "place": (None, {"text": "西河路12号", "region": GRID}),
        "categories/fire": (None, True),
        "text": (None, text),
    } | others


def dispute(party: str, title: str = "楼上漏水", status: str = "lead", **others: Any) -> dict[str, Any]:
    """The patch of a dispute; `party` is the id of its one party."""
    return {
        "type": (None, "neighbour"),
        "title": (None, title),
        "status": (None, status),
        f"parties/{party}": (None, {"name": "单大伟", "role": "applicant"}),
    } | others
