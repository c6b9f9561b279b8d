"""Real laptops and a real district in one process: the wire is a direct call that can lose what it carries."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from gridworker.domain.ids import IdMaker
from gridworker.protocol.blobs import Blob, Received, checksum
from gridworker.protocol.codec import Begun, inflate
from gridworker.protocol.messages import (
    Device,
    EnrolRequest,
    HistoryOp,
    Message,
    PullRequest,
    SyncRequest,
    TokenRequest,
    VerifyRequest,
)
from gridworker.server import regions
from gridworker.server.backup import back_up
from gridworker.server.blobs import Chunk as SentChunk
from gridworker.server.district import District
from gridworker.server.rejection import Rejected
from gridworker.server.restore import restore
from gridworker.store import meta
from gridworker.store.database import Database, Tables
from gridworker.store.profile import Profile
from gridworker.sync.engine import Connect, Engine
from gridworker.sync.tokens import keep_tokens, take_replica
from gridworker.sync.wire import Chunk, M, NoAnswer, Refusal
from tests.laptop import GRID_CODE, SetClock
from tests.store.cabinet import table_names

OTHER_GRID_CODE = "330109001035004"
GRID = regions.Entry(GRID_CODE, "第三网格", "grid", "330109001035")
TREE = [
    regions.Entry("330109001", "城厢街道", "town", "330109"),
    regions.Entry("330109001035", "西河路社区", "village", "330109001"),
    GRID,
    regions.Entry(OTHER_GRID_CODE, "第四网格", "grid", "330109001035"),
]


class DirectWire:
    """A wire to a district in this process. Faults, in turn: `request`, `reply` are lost, `twice` is heard twice."""

    def __init__(
        self, district: District, faults: deque[str], heard: Callable[[str], object] = lambda _path: None
    ) -> None:
        self._heard = heard
        self.bytes_up = self.bytes_down = 0
        self._district = district
        self._faults = faults

    def post(
        self, path: str, message: Message, into: type[M], *, token: str = "", begun: Begun | None = None
    ) -> M:
        """The answer to a message, unless a fault stands in between."""
        fault = self._faults.popleft() if self._faults else ""
        if fault == "request":
            raise NoAnswer("server_unreachable", left=False)
        self._heard(path)
        raw = msgspec.json.encode(message)
        if begun is not None and isinstance(message, SyncRequest):
            raw = inflate(begun.finished(message.without_ops()), limit=8 * 1024 * 1024)
        if fault == "twice":
            self._ask(path, raw, token)
        if fault == "reply":
            with suppress(Refusal):
                self._ask(path, raw, token)
            raise NoAnswer("answer_cut")
        return msgspec.json.decode(self.tell(self._ask(path, raw, token)), type=into)

    def tell(self, answer: bytes) -> bytes:
        """The answer as it is heard; a district that lies says something else."""
        return answer

    def blob_arrived(self, blob: Blob, *, token: str) -> Received | None:
        """How much of a file the district has."""
        try:
            return Received(*self._carry(blob, 0, self._district.blob_arrived, token))
        except Refusal as error:
            if error.problem.code != "NOT_FOUND":
                raise
            return None

    def blob_append(self, blob: Blob, chunk: Chunk, *, token: str) -> Received:
        """Brings a chunk."""
        sent = SentChunk(chunk.offset, chunk.length, checksum(chunk.content), chunk.content)
        size = len(chunk.content)
        answer = self._carry(blob, size, self._district.blob_append, token, sent)
        return Received(answer.offset, answer.complete)

    def blob_read(self, blob: Blob, start: int, size: int, *, token: str) -> Chunk:
        """Fetches a chunk."""
        found = self._carry(blob, 0, self._district.blob_find, token)
        content = b"".join(self._district.blob_read(found, start, min(start + size, found.size)))
        self.bytes_down += len(content)
        return Chunk(start, found.size, content)

    def _carry(self, blob: Blob, size: int, call: Callable[..., Any], token: str, *sent: Any) -> Any:
        request = (token, blob, *sent)
        fault = self._faults.popleft() if self._faults else ""
        if fault == "request":
            raise NoAnswer("server_unreachable", left=False)
        self._heard(f"/v1/blobs/{blob.sha256}")
        self.bytes_up += size
        try:
            answer = call(*request)
            if fault == "twice":
                answer = call(*request)
        except Rejected as error:
            raise Refusal(error.problem()) from error
        if fault == "reply":
            raise NoAnswer("answer_cut")
        return answer

    def close(self) -> None:
        """Nothing is open."""

    def _ask(self, path: str, raw: bytes, token: str) -> bytes:
        calls: dict[str, tuple[Callable[..., Any], type[Any], bool]] = {
            "/v1/sync": (self._district.sync, SyncRequest, True),
            "/v1/pull": (self._district.pull, PullRequest, True),
            "/v1/verify": (self._district.verify, VerifyRequest, True),
            "/v1/token": (self._district.token, TokenRequest, False),
        }
        call, shape, signed = calls[path]
        request = msgspec.json.decode(raw, type=shape)
        try:
            return msgspec.json.encode(call(token, request) if signed else call(request))
        except Rejected as error:
            raise Refusal(error.problem()) from error


def copy_rows(old: Tables, new: Tables) -> None:
    """Everything in one store into an empty one, but for the search index, which makes itself."""
    for name in table_names(old):
        if not name.startswith(("search", "_", "sqlite")):
            rows = old.execute(f"SELECT * FROM {name}").fetchall()
            if rows:
                marks = ",".join("?" * len(rows[0]))
                new.conn.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    new.execute("UPDATE record SET indexed = 0")


class Town:
    """A district and the laptops of its workers, all in memory but for the district's database."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gridworker-town-")
        self.folder = Path(self._folder.name)
        self.clock = SetClock()
        self.district = self.found()
        self.laptops: list[Profile] = []
        self.faults: deque[str] = deque()
        self.heard: Callable[[str], object] = lambda _path: None
        for worker, name in (("zhoumin", "周敏"), ("shenguoqiang", "沈国强")):
            self.district.add_worker(worker, name, "grid_worker", GRID_CODE)
        self.district.add_worker("yujianfen", "俞建芬", "town_desk", "330109001")

    def found(self) -> District:
        """A new district, on the embedded database."""
        return District.create(self.folder / "district", "萧山区", "330109", entries=TREE, clock=self.clock)

    def close(self) -> None:
        """Shuts everything down."""
        for profile in self.laptops:
            profile.close()
        self.district.close()
        self._folder.cleanup()

    def laptop(self, worker: str) -> Profile:
        """A newly enrolled laptop of a worker, which has pulled nothing yet."""
        number = len(self.laptops) + 1
        clock = SetClock(number)
        folder = self.folder / f"laptop-{number}"
        folder.mkdir()
        profile = Profile(folder, Database.in_memory(), clock, IdMaker(clock.now, clock.randomness))
        code = self.district.enrol_code(worker).code
        answer = self.district.enrol(EnrolRequest(code=code, device=Device(name=f"{worker} 的电脑")))
        identity = meta.Identity(
            replica=answer.replica,
            worker=worker,
            name=answer.worker.name,
            role=answer.worker.role,
            device=f"{worker} 的电脑",
            district="萧山区",
            district_code="330109",
        )

        def work(db: Tables) -> None:
            meta.put(db, "identity", identity)
            keep_tokens(db, answer.access, answer.access_expires, answer.refresh)

        profile.write(work)
        profile.reread_identity()
        self.laptops.append(profile)
        return profile

    def sync(self, profile: Profile, *faults: str, until_empty: bool = False) -> dict[str, Any]:
        """One sync of a laptop over a wire with these faults; gives the receipt."""
        self.faults = deque(faults)
        engine = Engine(profile, lambda _url, _ca: DirectWire(self.district, self.faults, self.heard))
        return engine.start(until_empty=until_empty).result(timeout=60)

    def enrols_again(self, profile: Profile) -> None:
        """A laptop whose token is dead gets a new code, and keeps its store."""
        code = self.district.enrol_code(profile.identity.worker).code
        answer = self.district.enrol(EnrolRequest(code=code, device=Device(name=profile.identity.device)))

        def work(db: Tables) -> None:
            take_replica(db, msgspec.structs.replace(profile.identity, replica=answer.replica))
            keep_tokens(db, answer.access, answer.access_expires, answer.refresh)

        profile.write(work)
        profile.reread_identity()

    def moves(self, worker: str, away_from: str, to: str) -> None:
        """A worker looks after another grid from now on."""
        self.clock.at += 1
        self.district.revoke(worker, away_from)
        self.district.grant(worker, to)

    def later(self, profile: Profile, ms: int) -> None:
        """Time goes by on a laptop."""
        assert isinstance(profile.clock, SetClock)
        profile.clock.at += ms

    def copies(self, profile: Profile) -> Profile:
        """Another laptop that begins with a copy of this one's store."""
        number = len(self.laptops) + 1
        clock = SetClock(number)
        clock.at = profile.clock.now()
        database = Database.in_memory()
        profile.read(lambda old: database.write(lambda new: copy_rows(old, new)))
        folder = self.folder / f"laptop-{number}"
        folder.mkdir()
        copy = Profile(folder, database, clock, IdMaker(clock.now, clock.randomness))
        self.laptops.append(copy)
        return copy

    def backs_up(self) -> Path:
        """A backup of the district, as its administrator makes one; gives its folder."""
        return back_up(self.district.site, self.folder / "district", self.folder / "backups")

    def goes_back(self, backup: Path) -> None:
        """The district is restored from a backup while it serves."""
        data = self.folder / "district"
        restore(data, None, backup, self.clock)

    def wires(self, heard: Callable[[str], object] = lambda _path: None) -> Connect:
        """Wires on which nothing is lost."""
        return lambda _url, _ca: DirectWire(self.district, deque(), heard)

    def history(self, record: str) -> list[HistoryOp]:
        """What the district's log holds of a record."""
        return self.district.record_history(record)
