"""A worker's profile on this computer: the folder, the opened store and the handed-in clock and ids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.ids import IdMaker
from gridworker.domain.merge import Author
from gridworker.environment.clock import Clock
from gridworker.store import attachments, meta
from gridworker.store.database import Database
from gridworker.store.tables import Tables
from gridworker.store.vault import KEYS_NAME, open_vault

T = TypeVar("T")

DATABASE_NAME = "records.db"
ATTACHMENTS_NAME = "attachments.db"


class Profile:
    """The opened store of one worker, used by operations and sync alike; close it, or use it with `with`."""

    def __init__(self, folder: Path, database: Database, clock: Clock, make_id: Callable[[], str]) -> None:
        self.folder = folder
        self.database = database
        self.clock = clock
        self.make_id = make_id
        self.counted: tuple[tuple[int, int], int] | None = None
        self._identity: meta.Identity | None = None
        self._attachments: Database | None = None
        self._opening = Lock()
        self.reread_identity()

    def write(self, work: Callable[[Tables], T], *, lasting: bool = True) -> T:
        """Runs `work` in one transaction on the writer's thread; nothing of it stays if it raises. As `Database`."""
        return self.database.write(work, lasting=lasting)

    def read(self, work: Callable[[Tables], T]) -> T:
        """Runs `work` on a connection that cannot write."""
        return self.database.read(work)

    @property
    def attachments(self) -> Database:
        """The files of this profile (`store.attachments`), opened when first needed. Raises as `Database`."""
        with self._opening:
            if self._attachments is None:
                self._attachments = self.database.beside(
                    ATTACHMENTS_NAME, attachments.migrations, attachments.VERSION
                )
            return self._attachments

    @property
    def has_attachments(self) -> bool:
        """Whether there ever was a file in this profile."""
        return self._attachments is not None or (self.folder / ATTACHMENTS_NAME).exists()

    def kept(self, name: str, default: Any = None) -> Any:
        """A value of `meta`."""
        return self.read(lambda db: meta.get(db, name, default))

    def reread_identity(self) -> None:
        """Looks up again whose profile this is, after an enrolment wrote it."""
        found = self.kept("identity")
        self._identity = None if found is None else msgspec.convert(found, meta.Identity)

    @property
    def enrolled(self) -> bool:
        """Whether a district server knows this profile."""
        return self._identity is not None

    @property
    def identity(self) -> meta.Identity:
        """Whose profile this is. Raises `PersonCanMend` (`not_enrolled`)."""
        if self._identity is None:
            raise PersonCanMend("not_enrolled")
        return self._identity

    @property
    def author(self) -> Author:
        """Who the ops saved here are by."""
        identity = self.identity
        return Author(identity.worker, identity.replica)

    @property
    def server(self) -> meta.ServerAddress:
        """Where the district server is."""
        return msgspec.convert(self.kept("server", {"url": ""}), meta.ServerAddress)

    def close(self) -> None:
        """Closes the store; the writer finishes what it began."""
        with self._opening:
            if self._attachments is not None:
                self._attachments.close()
        self.database.close()

    def file(self, sha256: str) -> bytes | None:
        """A whole file of a record, None where it is not on this laptop."""
        if not self.has_attachments:
            return None
        return self.attachments.read(lambda db: attachments.content(db, sha256))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_profile(
    folder: Path, password: str, *, clock: Clock | None = None, make_id: Callable[[], str] | None = None
) -> Profile:
    """Opens the profile in `folder`.

    Raises `NotAllowed` (`wrong_password`), `PersonCanMend` (`not_enrolled`, where there is no profile) and
    `ComputerTrouble` (database damaged, newer, in use).
    """
    if not (folder / KEYS_NAME).exists():
        raise PersonCanMend("not_enrolled")
    return open_with_key(folder, open_vault(folder, password), clock=clock, make_id=make_id)


def open_with_key(
    folder: Path, key: bytes, *, clock: Clock | None = None, make_id: Callable[[], str] | None = None
) -> Profile:
    """The profile in `folder` with the key its vault gave. Raises `ComputerTrouble` as `open_profile`."""
    database = Database(folder / DATABASE_NAME, key, create=False)
    return profile_on(folder, database, clock=clock, make_id=make_id)


def profile_on(
    folder: Path, database: Database, *, clock: Clock | None = None, make_id: Callable[[], str] | None = None
) -> Profile:
    """The profile in `folder` on its opened database."""
    clock = clock or Clock()
    return Profile(folder, database, clock, make_id or IdMaker(clock.now, clock.randomness))
