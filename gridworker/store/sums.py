"""What this laptop holds of a stream, as sums that the server can be asked for as well (protocol §8)."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from gridworker.domain.canonical import record_sum
from gridworker.store import meta
from gridworker.store.record_rows import BASE
from gridworker.store.tables import Tables

DAY_MS = 24 * 3_600_000
_SUMS = 1 << 64


class Total(NamedTuple):
    """How many pulled records, and their sum mod 2^64 as 16 hex digits."""

    records: int
    sum64: str


def bucket_sums(db: Tables, stream: str) -> dict[str, Total]:
    """The pulled records of a stream by the last two hex digits of their ids; sealed ones are not the server's."""
    found: dict[str, list[int]] = {}
    rows = db.execute(
        f"SELECT id, rev, {BASE} AS pulled FROM record WHERE stream = ? AND pulled IS NOT NULL AND sealed = ''",
        [stream],
    )
    for record, rev, base in rows:
        found.setdefault(record[-2:], []).append(record_sum(record, rev, msgspec.json.decode(base)))
    return {bucket: Total(len(sums), f"{sum(sums) % _SUMS:016x}") for bucket, sums in found.items()}


def whole_sum(buckets: dict[str, Total]) -> Total:
    """The sum of a stream from those of its buckets."""
    total = sum(int(bucket.sum64, 16) for bucket in buckets.values())
    return Total(sum(bucket.records for bucket in buckets.values()), f"{total % _SUMS:016x}")


def is_due(db: Tables, now: int) -> bool:
    """Whether a day has passed since the last comparison, or something happened that asks for one."""
    last = meta.get(db, "verified_at")
    if last is None:
        meta.put(db, "verified_at", now)
        return False
    return not 0 <= now - int(last) < DAY_MS


def ask_for_comparison(db: Tables) -> None:
    """The next sync compares, unless there was none yet."""
    if meta.get(db, "verified_at") is not None:
        meta.put(db, "verified_at", 0)


def note_comparison(db: Tables, now: int) -> None:
    """A comparison was made."""
    meta.put(db, "verified_at", now)
