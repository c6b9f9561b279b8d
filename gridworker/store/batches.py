"""Which ops the next request carries, and in which order: what is urgent goes before all that was saved earlier.

Never before the earlier ops of its own record, nor before those of the records it names (protocol §4, decision 044).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import msgspec

from gridworker.domain.ids import ID_FORM
from gridworker.store import outbox
from gridworker.store.outbox import Kept
from gridworker.store.tables import Tables

_AN_ID = re.compile(ID_FORM)


def batch(
    db: Tables,
    *,
    ops: int,
    size: int,
    asked: Collection[str],
    handing_in: bool = False,
    under_way: Sequence[Kept] = (),
) -> list[Kept]:
    """The ops of the next request: unsent ones first, then those put off longest ago that are not in `asked`.

    Of a laptop that hands in what it holds all that are not in `asked`, in order: the district may have been restored.

    Holds at most `ops` ops and about `size` bytes, but always one. An op is preceded by the earlier ops of its record
    that the server has not accepted. Those `under_way` are left out.
    """
    chosen: dict[int, Kept] = {}
    room = size
    put_off = {row[0] for row in db.execute("SELECT id FROM op WHERE state = 'later'")}
    for kept in _to_hand_in(db, asked)[:ops] if handing_in else _candidates(db, ops, asked, under_way):
        group = [*_earlier(db, kept), kept] if put_off else [kept]
        group = [one for one in group if one.position not in chosen]
        needs = sum(len(one.raw.encode()) + 24 for one in group)
        if chosen and (needs > room or len(chosen) + len(group) > ops):
            break
        chosen.update((one.position, one) for one in group)
        room -= needs
    return [chosen[position] for position in sorted(chosen)]


def _candidates(db: Tables, limit: int, asked: Collection[str], under_way: Sequence[Kept] = ()) -> list[Kept]:
    unsent = _urgent(db, under_way, limit)
    unsent += outbox.select(
        db,
        "state = 'waiting' AND urgent = 0 AND position > ? ORDER BY position LIMIT ?",
        [_last(under_way), limit - len(unsent)],
    )
    if len(unsent) == limit:
        return unsent
    put_off = outbox.select(db, "state = 'later' ORDER BY asked_at, position")
    return unsent + [kept for kept in put_off if kept.id not in asked][: limit - len(unsent)]


_GO_FIRST = (
    "urgent = 1 AND state = 'waiting' AND position NOT IN (SELECT value FROM json_each(?)) "
    "ORDER BY position LIMIT ?"
)


def _urgent(db: Tables, under_way: Sequence[Kept], limit: int) -> list[Kept]:
    """The first unsent ops of those that go before all others."""
    return outbox.select(db, _GO_FIRST, [_positions(under_way), limit])


def _positions(kept: Sequence[Kept]) -> str:
    return msgspec.json.encode([one.position for one in kept]).decode()


def _last(under_way: Sequence[Kept]) -> int:
    """As far as the others are under way: these go in the order they were saved."""
    return max((kept.position for kept in under_way if not kept.urgent), default=0)


def _to_hand_in(db: Tables, asked: Collection[str]) -> list[Kept]:
    held = outbox.select(db, "state NOT IN ('refused', 'replaced') ORDER BY position")
    return [kept for kept in held if kept.id not in asked]


def _earlier(db: Tables, kept: Kept) -> list[Kept]:
    return outbox.select(
        db,
        "record = (SELECT record FROM op WHERE position = ?) "
        "AND position < ? AND state = 'later' ORDER BY position",
        [kept.position, kept.position],
    )


def hurry(db: Tables, record: str) -> None:
    """Lets the unsent ops of a record go before all others, with those of the records they name, and so on."""
    reached, found = set[str](), {record}
    while found:
        reached |= found
        named: set[str] = set()
        for (body,) in db.execute(f"SELECT body FROM op WHERE {_UNSENT_OF}", [_json(found)]):
            named.update(_AN_ID.findall(body))
        rows = db.execute(f"SELECT DISTINCT record FROM op WHERE {_UNSENT_OF}", [_json(named - reached)])
        found = {name for (name,) in rows}
    db.execute(f"UPDATE op SET urgent = 1 WHERE {_UNSENT_OF}", [_json(reached)])


_UNSENT_OF = "+state = 'waiting' AND record IN (SELECT value FROM json_each(?))"


def _json(names: Collection[str]) -> str:
    return msgspec.json.encode(list(names)).decode()


def to_hand_in(db: Tables, asked: Collection[str]) -> int:
    """How many ops a revoked laptop has still to hand in: all that are not yet `asked`."""
    return len(_to_hand_in(db, asked))


def to_ask(db: Tables, asked: Collection[str]) -> int:
    """How many ops a request would still have to carry: the unsent ones and those put off and not yet `asked`."""
    put_off = [row[0] for row in db.execute("SELECT id FROM op WHERE state = 'later'")]
    return outbox.count(db, "waiting") + sum(op not in asked for op in put_off)


def has_unsent(db: Tables, under_way: Sequence[Kept]) -> bool:
    """Whether there is an unsent op besides those under way."""
    first = db.execute(f"SELECT 1 FROM op WHERE {_GO_FIRST}", [_positions(under_way), 1])
    if first.fetchone() is not None:
        return True
    after = "SELECT 1 FROM op WHERE state = 'waiting' AND urgent = 0 AND position > ? LIMIT 1"
    return db.execute(after, [_last(under_way)]).fetchone() is not None


def are_next(db: Tables, batch: Sequence[Kept], under_way: Sequence[Kept]) -> bool:
    """Whether these ops, drawn earlier, would be drawn again: none was taken back, none that is urgent has come."""
    urgent = [kept.position for kept in batch if kept.urgent]
    others = [kept.position for kept in batch if not kept.urgent]
    wanted = len(urgent) + bool(others)
    first = db.execute(f"SELECT position FROM op WHERE {_GO_FIRST}", [_positions(under_way), wanted])
    if [position for (position,) in first] != urgent:
        return False
    if not others:
        return True
    between = "SELECT count(*) FROM op WHERE {} state = 'waiting' AND position BETWEEN ? AND ?"
    reach = [others[0], others[-1]]
    [(all_,), (ahead,)] = (
        db.execute(between.format(only), reach).fetchone() for only in ("", "urgent = 1 AND")
    )
    return bool(all_ - ahead == len(others))
