"""How things stand on this laptop, in a few numbers: for the rail, the status bar and 今天."""

from __future__ import annotations

from typing import NamedTuple

from gridworker.operations.delivery import FilesWaiting, files_waiting
from gridworker.store import lists, meta, outbox, receipts, record_rows, streams
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.queue import waiting_by_kind


class Overview(NamedTuple):
    """`place` is where this laptop's grid is; `waiting` counts records, `files` what waits beside them.

    `last_sync` is when the last sync that came to its end ended, ms UTC.
    """

    place: str
    held: int
    waiting: int
    conflicts: int
    refused: int
    last_sync: int
    files: FilesWaiting = FilesWaiting()

    @property
    def needing(self) -> int:
        """How many records need a person before they are at rest."""
        return self.conflicts + self.refused + self.files.refused


def overview(profile: Profile) -> Overview:
    """Counts what is here, what waits and what needs a person."""

    def work(db: Tables) -> Overview:
        grids = [stream for stream in streams.all_streams(db) if stream.kind == "grid"]
        return Overview(
            place=grids[0].name if len(grids) == 1 else str(meta.get(db, "identity", {}).get("district", "")),
            held=_held(db, profile),
            waiting=sum(waiting_by_kind(db).values()),
            conflicts=len(record_rows.in_conflict(db)),
            refused=len(outbox.refused_records(db)),
            last_sync=receipts.last_finished(db),
        )

    return profile.read(work)._replace(files=files_waiting(profile))


def _held(db: Tables, profile: Profile) -> int:
    """How many records are here: asked after every change and whenever somebody looks, counted once for each change."""
    mark = lists.change_mark(db)
    if profile.counted is None or profile.counted[0] != mark:
        profile.counted = (mark, record_rows.count(db))
    return profile.counted[1]
