"""When a laptop looks for the server and syncs by itself (protocol §9): pure; moments are monotonic ms, chances 0 … 1.

A look is cheap and only keeps the sign of the network true; a sync by itself always begins with a look. A person's own
sync asks nobody here. Laptops are kept apart by chance and by a share, a number from 0 to 1 made of the replica's id.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec

from gridworker.protocol.problems import FAILURE, Failure

LOOK_MS = 60_000
"""So often somebody is looked for whose window is in use."""
FIRST_BACKOFF_MS, LAST_BACKOFF_MS = 5_000, 600_000
LEAST_MS = 1_000
SETTLE_MS, SPREAD_MS = 10_000, 30_000
"""After a start, and when a network comes back, so much passes before a sync, so that not all come at once."""
EVERY_MS = 5 * 60_000
"""Between two syncs while something waits."""
STALE_MS = 30 * 60_000
"""After so long a sync looks for what is new, even if nothing waits."""
UNDO_MS = 2 * 60_000
"""What was just saved stays here for a while, for it can be taken back until it is sent."""

_OFFLINE = frozenset({"server_unreachable"})
_PORTAL = frozenset({"foreign_answer"})
_UNTRUSTED = frozenset({"tls_not_trusted"})


class Link(msgspec.Struct, frozen=True):
    """What is known of the way to the server.

    `found` is `unknown`, `online`, `offline`, `silent` (something is there and gives no answer), `portal` (the network
    wants a login), `untrusted` or `refused`; `code` is the trouble's. `misses` counts the looks in a row that found no
    server, `failures` the syncs that failed. `stopped`: no sync by itself until a person's own has gone well.
    """

    found: str = "unknown"
    code: str = ""
    misses: int = 0
    failures: int = 0
    next_look: int = 0
    next_sync: int = 0
    synced_at: int | None = None
    stopped: bool = False


class Move(NamedTuple):
    """What to do: `look`, `sync` (a look first), or nothing; and in how many ms to ask again."""

    what: str
    wait_ms: int


def share_of(replica: str) -> float:
    """The place of a replica among all, 0 … 1."""
    return int.from_bytes(hashlib.sha256(replica.encode()).digest()[:4], "big") / 2**32


def begun(now: int, share: float, chance: float) -> Link:
    """The profile was opened."""
    return Link(next_look=now, next_sync=now + SETTLE_MS + _spread(share, chance))


def looked(link: Link, code: str, now: int, share: float, chance: float) -> Link:
    """A look ended: `code` is "" or says why no server was found."""
    if link.found == "refused":
        return msgspec.structs.replace(link, next_look=now + LOOK_MS)
    if not code:
        back = now + _spread(share, chance) if link.misses else now
        return msgspec.structs.replace(
            link,
            found="online",
            code="",
            misses=0,
            next_look=now + round(LOOK_MS * (0.8 + 0.4 * chance)),
            next_sync=max(link.next_sync, back),
        )
    misses = link.misses + 1
    wait = min(LOOK_MS, backoff(misses, chance))
    return msgspec.structs.replace(link, found=found_by(code), code=code, misses=misses, next_look=now + wait)


def synced(link: Link, kind: str, code: str, now: int, chance: float) -> Link:
    """A sync ended, whoever began it, with an error of this kind (receipt, `error`) or "" for none."""
    if not kind:
        again = now + round(EVERY_MS * (0.8 + 0.4 * chance))
        look = now + round(LOOK_MS * (0.8 + 0.4 * chance))
        return Link(found="online", next_look=look, next_sync=again, synced_at=now)
    if kind in ("auth", "cancelled"):
        found = "refused" if kind == "auth" else link.found
        return msgspec.structs.replace(link, found=found, code=code, stopped=True)
    found, failures = found_by(code), link.failures + 1
    wait = backoff(failures, chance)
    return msgspec.structs.replace(
        link,
        found=found,
        code=code,
        misses=link.misses + (found != "online"),
        failures=failures,
        next_look=now + min(LOOK_MS, wait),
        next_sync=max(link.next_sync, now + wait),
    )


def woken(link: Link, now: int) -> Link:
    """Something says that the network may be another one now: it is looked for at once."""
    return msgspec.structs.replace(link, next_look=min(link.next_look, now))


def next_move(link: Link, now: int, *, active: bool, waiting: bool, saved_at: int | None) -> Move:
    """What to do now. `active`: somebody has the window before them; `saved_at`: the last save here."""
    sync_at = _sync_at(link, waiting=waiting, saved_at=saved_at)
    if sync_at is not None and sync_at <= now:
        # Where no server was found, a sync by itself comes no sooner than the next look.
        if not link.misses or link.next_look <= now:
            return Move("sync", LEAST_MS)
        return Move("", max(LEAST_MS, link.next_look - now))
    if active and link.next_look <= now:
        return Move("look", LEAST_MS)
    due = [moment - now for moment in (sync_at, link.next_look if active else None) if moment is not None]
    return Move("", min([LOOK_MS, *(max(LEAST_MS, wait) for wait in due)]))


def backoff(misses: int, chance: float) -> int:
    """How long to wait after so many failures in a row, in ms: full jitter under a limit that doubles."""
    limit: int = min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS << min(misses - 1, 20))
    return max(LEAST_MS, round(limit * chance))


def found_by(code: str) -> str:
    """Which state of the network a trouble's code tells of."""
    if code in _OFFLINE:
        return "offline"
    if code in _PORTAL:
        return "portal"
    if code in _UNTRUSTED:
        return "untrusted"
    # A server that answers with a code of its own is there.
    return "online" if FAILURE.get(code, Failure.NETWORK) is not Failure.NETWORK else "silent"


def _sync_at(link: Link, *, waiting: bool, saved_at: int | None) -> int | None:
    if link.stopped:
        return None
    at = link.next_sync
    if not waiting and link.synced_at is not None:
        at = max(at, link.synced_at + STALE_MS)
    return max(at, saved_at + UNDO_MS) if saved_at is not None else at


def _spread(share: float, chance: float) -> int:
    return round(SPREAD_MS * (2 * share + chance) / 3)
