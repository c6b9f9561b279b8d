"""Files on their way: behind the records, thumbnails first, then smallest first, going on after each cut (§5, §7)."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Literal, NamedTuple, TypeVar

from gridworker.environment.room import has_room, require_room
from gridworker.protocol.blobs import Blob, Received
from gridworker.protocol.problems import FAILURE, Failure
from gridworker.store import attached, attachments, outbox
from gridworker.store.attached import Named
from gridworker.store.profile import Profile
from gridworker.sync import core, tokens
from gridworker.sync.pace import Pace
from gridworker.sync.wire import Chunk, NoAnswer, Refusal, Wire

T = TypeVar("T")

_TRIES = 4
_PAUSE_MS = 500
FILES_TOMORROW = "files_tomorrow"
"""The code of a sync that brought every record and as many files as may be brought in a day."""

_SHORT_WAIT_S = 10
"""Files are in no hurry: a district that is busy for longer gets them with the next sync."""
_LONG_WAIT_S = 600
"""Who is to wait longer has brought what may be brought in a day; what rests goes another day."""

_HOUR_MS = 3_600_000
_WEEK_MS = 7 * 24 * _HOUR_MS


class Stopped(Exception):
    """Nothing more is carried now: `cancelled`, or `records` are waiting, which go first."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Load(NamedTuple):
    """What is to be carried: up, in order; down, in order."""

    up: list[Named]
    down: list[Named]


class Carrying(NamedTuple):
    """How far files are: how many are left, their bytes as far as the records say them, the file that is under way,
    and the bytes a second of the line, None while nobody knows.
    """

    left: int
    size: int
    sha256: str
    rate: float | None = None


class Carried(NamedTuple):
    """How many files went and came; how many are here that the district lacks, how many of those it does not take, and
    how many were not fetched."""

    sent: int = 0
    received: int = 0
    waiting: int = 0
    refused: int = 0
    left: int = 0


class Lane:
    """Carries the files of one profile until `cancelled` is set, and if it `gives_way`, until a record is saved."""

    def __init__(self, profile: Profile, wire: Wire, cancelled: Event, *, gives_way: bool = True) -> None:
        self._profile, self._wire, self._cancelled, self._gives_way = profile, wire, cancelled, gives_way
        self._pace = Pace()
        self._refreshed = False
        self._done: set[tuple[str, str]] = set()
        self.sent = self.received = 0
        self.on_progress: Callable[[str, Carrying], None] = lambda _stage, _carrying: None
        self._stage, self._behind = "", Carrying(0, 0, "")

    def run(self) -> None:
        """Carries everything that can be carried now. Raises `Stopped`, `NoAnswer`, `Refusal`."""
        _sweep(self._profile)
        load = find_load(self._profile)
        for small in (True, False):
            self._send_all([one for one in load.up if (one.size is None) is small])
            self._fetch_all([one for one in load.down if (one.size is None) is small])

    def carried(self) -> Carried:
        """What was carried, and what is left."""
        load = find_load(self._profile)
        there = self._profile.read(attached.delivered)
        refused = sum(code != "" for code in there.values())
        return Carried(self.sent, self.received, len(load.up), refused, len(load.down))

    def fetch(self, named: Named) -> None:
        """Fetches one file, however long it takes. Raises as `run`, and `ComputerTrouble` (`no_room_for_file`)."""
        require_room(self._profile.folder, named.size or 0)
        self._fetch(named)

    def _send_all(self, files: list[Named]) -> None:
        for number, named in enumerate(files):
            self._begin("sending_files", files[number:])
            if (named.stream, named.sha256) not in self._done:
                self._send(named)
                self._done.add((named.stream, named.sha256))

    def _fetch_all(self, files: list[Named]) -> None:
        for number, named in enumerate(files):
            self._begin("receiving_files", files[number:])
            self._fetch(named, unasked=True)

    def _begin(self, stage: str, files: list[Named]) -> None:
        """The first of these is carried now, the others behind it."""
        self._stage = stage
        self._behind = Carrying(len(files), sum(one.size or 0 for one in files[1:]), files[0].sha256)
        self._tell(files[0].size or 0)

    def _tell(self, left: int) -> None:
        """So many bytes are left of the file under way."""
        now = self._behind._replace(size=self._behind.size + left, rate=self._pace.rate)
        self.on_progress(self._stage, now)

    def _send(self, named: Named) -> None:
        blob = Blob(named.stream, named.sha256)
        size = self._profile.attachments.read(lambda db: attachments.sizes(db, [named.sha256])).get(
            named.sha256
        )
        there = self._call(lambda token: self._wire.blob_arrived(blob, token=token))
        wrong = 0
        while there is not None and not there.complete and size is not None:
            try:
                there = self._send_chunk(blob, there.offset, size)
            except Refusal as error:
                code, wrong = error.problem.code, wrong + 1
                if code in ("NOT_FOUND", "OUT_OF_SCOPE"):
                    return
                if code == "TOO_LARGE" or (code == "WRONG_HASH" and not self._is_sound(named.sha256)):
                    self._settle(blob, code)
                    return
                if code not in ("WRONG_OFFSET", "WRONG_CHECKSUM", "WRONG_HASH") or wrong == _TRIES:
                    raise
                there = self._call(lambda token: self._wire.blob_arrived(blob, token=token))
        if there is not None and there.complete:
            self._settle(blob)
            self.sent += 1

    def _send_chunk(self, blob: Blob, start: int, size: int) -> Received:
        # Where all bytes are there and were not looked at yet, no more of them ask the district to do so.
        start = min(start, size)
        piece = self._profile.attachments.read(
            lambda db: attachments.read(db, blob.sha256, start, self._pace.chunk)
        )
        chunk = Chunk(start, size, piece)
        there = self._timed(len(piece), lambda token: self._wire.blob_append(blob, chunk, token=token))
        self._tell(0 if there.complete else max(0, size - there.offset))
        return there

    def _fetch(self, named: Named, *, unasked: bool = False) -> None:
        blob, files = Blob(named.stream, named.sha256), self._profile.attachments
        whole = False
        while not whole:
            start = files.read(lambda db: attachments.received(db, blob.sha256))
            if unasked and not self._is_welcome((named.size or 0) - start):
                return
            try:
                whole = self._take(blob, self._ask_for(blob, start))
            except Refusal as error:
                if error.problem.code == "NO_SUCH_RANGE":
                    files.write(lambda db: attachments.remove(db, [blob.sha256]))
                elif error.problem.code not in ("NOT_FOUND", "OUT_OF_SCOPE"):
                    raise
                return
        self._settle(blob)
        self.received += 1

    def _is_welcome(self, left: int) -> bool:
        """Whether a file nobody asked for, with so many bytes left, comes soon and leaves room for records."""
        return self._pace.is_quick(left) and has_room(self._profile.folder, left)

    def _ask_for(self, blob: Blob, start: int) -> Chunk:
        size = self._pace.chunk
        return self._timed(size, lambda token: self._wire.blob_read(blob, start, size, token=token))

    def _take(self, blob: Blob, chunk: Chunk) -> bool:
        files = self._profile.attachments
        try:
            return files.write(
                lambda db: attachments.arrive(db, blob.sha256, chunk.length, chunk.offset, chunk.content)
            )
        except attachments.WrongContent as error:
            files.write(lambda db: attachments.remove(db, [blob.sha256]))
            raise NoAnswer("answer_cut") from error

    def _is_sound(self, sha256: str) -> bool:
        return self._profile.attachments.read(lambda db: attachments.is_sound(db, sha256))

    def _settle(self, blob: Blob, code: str = "") -> None:
        self._profile.write(lambda db: attached.deliver(db, blob.stream, blob.sha256, code))

    def _timed(self, size: int, call: Callable[[str], T]) -> T:
        """A call that carries a chunk: what it takes sets the pace."""

        def timed(token: str) -> T:
            began = self._profile.clock.monotonic()
            try:
                answer = call(token)
            except NoAnswer:
                self._pace = self._pace.slower()
                raise
            carried = len(answer.content) if isinstance(answer, Chunk) else size
            self._pace = self._pace.after(carried, self._profile.clock.monotonic() - began)
            return answer

        return self._call(timed)

    def _call(self, call: Callable[[str], T]) -> T:
        """A call, tried again where the line was cut or the server busy, and with a fresh token where one ended."""
        for attempt in range(_TRIES):
            self._look_up()
            try:
                answer = call(tokens.access_token(self._profile, self._wire))
            except NoAnswer:
                if attempt == _TRIES - 1:
                    raise
                self._cancelled.wait(_PAUSE_MS * 2**attempt * self._chance() / 1000)
            except Refusal as error:
                problem, wait = error.problem, error.problem.retry_after or 2
                if problem.code in ("EXPIRED", "BAD_TOKEN") and not self._refreshed:
                    self._refreshed = True
                    tokens.refresh(self._profile, self._wire)
                elif problem.code == "BUSY" and wait <= _SHORT_WAIT_S and attempt < _TRIES - 1:
                    self._cancelled.wait(wait * (1 + self._chance() / 2))
                else:
                    raise
            else:
                self._refreshed = False
                return answer
        raise NoAnswer("network_too_slow")

    def _look_up(self) -> None:
        """Raises `Stopped` where the person wants it, or where a record was saved meanwhile."""
        if self._cancelled.is_set():
            raise Stopped("cancelled")
        if self._gives_way and self._profile.read(lambda db: outbox.count(db, "waiting")):
            raise Stopped("records")

    def _chance(self) -> float:
        return self._profile.clock.randomness(1)[0] / 255


def find_load(profile: Profile) -> Load:
    """What is to be carried, smallest first: up what is here and not there, down what is named and not here."""
    named, there = profile.read(lambda db: (attached.named(db), attached.delivered(db)))
    if not named:
        return Load([], [])
    wanted = {one.sha256 for one in named}
    here = profile.attachments.read(
        lambda db: {file.sha256 for file in attachments.files(db, whole=True)} & wanted
    )
    up = [one for one in named if one.sha256 in here and (one.stream, one.sha256) not in there]
    down = {one.sha256: one for one in named if one.sha256 not in here and one.shown}
    return Load(sorted(set(up), key=_order), sorted(down.values(), key=_order))


def _order(named: Named) -> tuple[int, str, str]:
    return named.size or 0, named.sha256, named.stream


def carry(lane: Lane) -> core.End | None:
    """Runs a lane and gives how the sync ends with it; None where records were saved meanwhile, which go first."""
    try:
        lane.run()
    except Stopped as stopped:
        return core.End("cancelled") if stopped.why == "cancelled" else None
    except NoAnswer as error:
        return core.End("network", error.code)
    except Refusal as error:
        failure = FAILURE.get(error.problem.code)
        how: Literal["auth", "busy", "network"] = "network"
        if failure in (Failure.AUTH, Failure.BUSY):
            how = "auth" if failure is Failure.AUTH else "busy"
        later = how == "busy" and (error.problem.retry_after or 0) > _LONG_WAIT_S
        return core.End(how, FILES_TOMORROW if later else error.problem.code)
    return core.End("done")


def _sweep(profile: Profile) -> None:
    """Removes files that nothing names any more: those let go of, and those added a week ago and never saved.

    One added within the hour may be about to be named, whatever was let go of it before.
    """
    if not profile.has_attachments:
        return
    now = profile.clock.now()
    loose, kept = profile.read(attached.loose), profile.attachments.read(attachments.files)
    recent = {file.sha256 for file in kept if file.kept_at > now - _HOUR_MS}
    old = {file.sha256 for file in kept if 0 < file.kept_at < now - _WEEK_MS}
    asked = (set(loose) | old) - recent
    if asked:
        needed = profile.read(lambda db: attached.needed(db, asked))
        profile.attachments.write(lambda db: attachments.remove(db, asked - needed))
        profile.attachments.write(lambda db: attachments.belong(db, old & needed))
        profile.write(lambda db: attached.settle(db, asked))
