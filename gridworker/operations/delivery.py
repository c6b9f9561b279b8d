"""What is on its way to the district, what came back and why, and the receipts of what was delivered."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from gridworker.domain.paths import CONFLICTS
from gridworker.operations.agenda import name_of
from gridworker.store import attached, attachments, outbox, receipts, record_rows
from gridworker.store.attached import Owed
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.queue import Parts, Queued, names_of, queue, waiting_by_kind, with_files
from gridworker.store.record_rows import RecordRow


class Parcel(NamedTuple):
    """A record of the queue in words: its title, who else changed it, and why it was returned.

    `reasons` are the `(path, reason)` pairs of a refusal, `code` is its code (protocol §9); `by` is a colleague's name,
    if known.
    """

    record: str
    kind: str
    title: str
    by: str = ""
    code: str = ""
    reasons: tuple[tuple[str, str], ...] = ()


class Receipt(NamedTuple):
    """A sync of the past: its number and what it did (interfaces, `sync`)."""

    number: int
    content: dict[str, Any]


def outgoing(profile: Profile) -> list[Queued]:
    """Every record with own work or files that have not come to rest, what needs a person first."""
    rows = profile.read(queue)
    files = outgoing_files(profile)
    return with_files(rows, files) if files else rows


def outgoing_files(profile: Profile) -> dict[str, tuple[str, Parts]]:
    """The kind and the files on their way of every record that has any."""
    if not profile.has_attachments:
        return {}
    owed = profile.read(attached.owed)
    names = {one.sha256 for one in owed}
    here = profile.attachments.read(
        lambda db: {file.sha256 for file in attachments.files(db, whole=True)} & names
    )
    found: dict[str, list[Owed]] = {}
    for one in owed:
        # What a colleague added and is not here yet is not this laptop's to bring.
        if one.code or one.sha256 in here:
            found.setdefault(one.record, []).append(one)
    return {record: (files[0].kind, _parts(files)) for record, files in found.items()}


def _parts(files: list[Owed]) -> Parts:
    waiting = {one.sha256: one for one in files if not one.code}.values()
    photos = sum(one.type.startswith("image/") for one in waiting)
    return Parts(
        photos=photos,
        others=len(waiting) - photos,
        size=sum(one.size for one in waiting),
        names=frozenset(one.sha256 for one in waiting),
        refused=tuple((one.name, one.code) for one in files if one.code),
    )


class FilesWaiting(NamedTuple):
    """How many files wait to be brought to the district, their bytes, and how many it does not take."""

    waiting: int = 0
    size: int = 0
    refused: int = 0


def files_waiting(profile: Profile) -> FilesWaiting:
    """The files on their way, in numbers."""
    parts = [one for _, one in outgoing_files(profile).values()]
    return FilesWaiting(
        sum(one.count for one in parts),
        sum(one.size for one in parts),
        sum(len(one.refused) for one in parts),
    )


def waiting(profile: Profile) -> dict[str, int]:
    """How many records of each kind wait to be delivered, the most first; what needs a person is counted as that."""
    return profile.read(waiting_by_kind)


def anything_waits(profile: Profile) -> bool:
    """Whether a sync would have changes to send: those of a record that needs a person too."""
    return profile.read(lambda db: outbox.count(db, "waiting", "later", "accepted") > 0)


def parcels(profile: Profile, records: Collection[str]) -> list[Parcel]:
    """These records in words, in the same order; one that is gone has no title."""

    def work(db: Tables) -> list[Parcel]:
        rows = [(record, record_rows.load(db, record)) for record in records]
        theirs = {row.id: others(row, profile.identity.worker) for _, row in rows if row}
        names = names_of(db, {worker for workers in theirs.values() for worker in workers})
        return [
            _parcel(db, record, row, [names[one] for one in theirs.get(record, ()) if one in names])
            for record, row in rows
        ]

    return profile.read(work)


def others(row: RecordRow, worker: str) -> list[str]:
    """Who else wrote what is in conflict in a record."""
    sides = [
        side for entry in row.body.get(CONFLICTS, ()) for side in (entry["current"], *entry["candidates"])
    ]
    return list(dict.fromkeys(side["by"] for side in sides if side.get("by") and side["by"] != worker))


def _parcel(db: Tables, record: str, row: RecordRow | None, names: list[str]) -> Parcel:
    if row is None:
        return Parcel(record, "", "")
    refused = outbox.refused(db, record)
    first = next((kept for kept in refused if kept.code != "DEPENDS"), refused[0] if refused else None)
    return Parcel(
        record,
        row.kind,
        name_of(row.kind, row.body),
        "、".join(names),
        first.code if first else "",
        tuple((path, why) for path, why in first.paths) if first else (),
    )


def past_receipts(profile: Profile, limit: int, below: int | None = None) -> list[Receipt]:
    """The receipts of past syncs, newest first, only those numbered under `below`."""
    return [Receipt(*row) for row in profile.read(lambda db: receipts.newest(db, limit, below))]
