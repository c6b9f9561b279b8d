"""A copy of the records for a program to try itself on: under a password of its own, and gone afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from gridworker.store import outbox
from gridworker.store.database import Tables
from gridworker.store.profile import DATABASE_NAME, Profile
from gridworker.store.vault import lock_up


class Holds(NamedTuple):
    """What a profile holds: records, ops the district has not accepted, drafts."""

    records: int
    unsent: int
    drafts: int

    def __str__(self) -> str:
        return "/".join(map(str, self))


def write_trial_copy(profile: Profile, folder: Path, password: str) -> None:
    """Copies the records into a new folder, which `password` opens. Raises as `Database.copy_to`."""
    folder.mkdir(mode=0o700)
    profile.database.copy_to(folder / DATABASE_NAME)
    lock_up(folder, profile.database.key, password, profile.clock.randomness)


def what_it_holds(profile: Profile) -> Holds:
    """Counts what a profile holds, at one moment."""

    def count(db: Tables) -> Holds:
        one = "SELECT COUNT(*) FROM {}".format
        records, drafts = (db.execute(one(table)).fetchone()[0] for table in ("record", "draft"))
        return Holds(records, outbox.count(db, "waiting", "later", "refused"), drafts)

    return profile.read(count)
