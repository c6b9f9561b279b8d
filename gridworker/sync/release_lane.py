"""A new version on its way here: behind records and files, chunk by chunk, going on after each cut (protocol §11)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import NamedTuple

from gridworker.domain.errors import ComputerTrouble, Trouble
from gridworker.environment.installation import Installation, platform_name
from gridworker.environment.room import KEPT_FREE
from gridworker.operations.updating import downloads, require_fit
from gridworker.protocol.messages import ReleaseOffer
from gridworker.protocol.release import MOST_BYTES, MOST_HEAD, Card, Head, check_archive, read_head
from gridworker.store.profile import Profile
from gridworker.sync.lane import Lane
from gridworker.sync.transport import Transport
from gridworker.sync.wire import Chunk, Refusal

FINISHED = ".release"
_UNDER_WAY = ".part"


class Fetched(NamedTuple):
    """A version that has come whole: its file, and what it says of itself."""

    file: Path
    card: Card


class Coming(NamedTuple):
    """How far a version is: bytes here, bytes in all."""

    version: str
    here: int
    size: int


class ReleaseLane(Lane):
    """Fetches what the district offers, until `cancelled` is set or a record waits to be sent."""

    def __init__(
        self,
        profile: Profile,
        wire: Transport,
        cancelled: Event,
        here: Installation,
        *,
        gives_way: bool = True,
    ) -> None:
        super().__init__(profile, wire, cancelled, gives_way=gives_way)
        self._transport, self._here = wire, here
        self.on_coming: Callable[[Coming], None] = lambda _coming: None

    def offer(self) -> ReleaseOffer | None:
        """What the district offers this laptop. Raises `Stopped`, `NoAnswer`, `Refusal`."""
        running = self._here.running
        try:
            return self._call(
                lambda token: self._transport.release_offer(platform_name(), running, token=token)
            )
        except Refusal as error:
            # A district of before there were releases.
            if error.problem.code == "NOT_FOUND":
                return None
            raise

    def fetch_release(self, offer: ReleaseOffer) -> Fetched:
        """Fetches a version, from where the last try ended. Its signature is looked at as soon as its head is here.

        Raises as `offer`, `ComputerTrouble` (`release_damaged`, `no_room_for_release`), `NotAllowed`,
        `PersonCanMend` (as `updating.require_fit`), `OSError`.
        """
        folder = downloads(self._here)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole, partial = (folder / f"{offer.sha256}{end}" for end in (FINISHED, _UNDER_WAY))
        _remove_others(folder, whole, partial)
        if not whole.exists():
            self._require_room(offer, partial)
            self._fetch_into(offer, partial)
            self._check(partial, offer, check_archive)
            partial.replace(whole)
        return Fetched(whole, self._check(whole, offer, _head_of).card)

    def _fetch_into(self, offer: ReleaseOffer, partial: Path) -> None:
        with partial.open("ab") as file:
            while (start := file.tell()) < offer.size:
                chunk = self._chunk(offer, start)
                if chunk.offset != start or chunk.length != offer.size:
                    raise _refused(partial)
                file.write(chunk.content)
                file.flush()
                if start < MOST_HEAD <= file.tell():
                    self._check(partial, offer, _head_of)
                self.on_coming(Coming(offer.version, file.tell(), offer.size))
            os.fsync(file.fileno())

    def _chunk(self, offer: ReleaseOffer, start: int) -> Chunk:
        size = self._pace.chunk
        return self._timed(
            size, lambda token: self._transport.release_read(offer.sha256, start, size, token=token)
        )

    def _check(self, partial: Path, offer: ReleaseOffer, read: Callable[[Path], Head]) -> Head:
        """What has come, if it is what was offered and may be used here; else nothing of it stays."""
        try:
            head = read(partial)
            if (head.card.sha256, head.card.version) != (offer.sha256, offer.version):
                raise ComputerTrouble("release_damaged")
            require_fit(self._here, head)
        except Trouble:
            partial.unlink(missing_ok=True)
            raise
        return head

    def _require_room(self, offer: ReleaseOffer, partial: Path) -> None:
        there = partial.stat().st_size if partial.exists() else 0
        needed, free = offer.size - there + KEPT_FREE, shutil.disk_usage(partial.parent).free
        if not 0 < offer.size <= MOST_BYTES + MOST_HEAD or free < needed:
            raise ComputerTrouble("no_room_for_release", needed=needed >> 20, free=free >> 20)


def _head_of(file: Path) -> Head:
    with file.open("rb") as content:
        return read_head(content)


def _refused(partial: Path) -> ComputerTrouble:
    partial.unlink(missing_ok=True)
    return ComputerTrouble("release_damaged")


def _remove_others(folder: Path, *kept: Path) -> None:
    """What was on its way is of no use once the district offers another."""
    for file in folder.iterdir():
        if file not in kept:
            file.unlink(missing_ok=True)
