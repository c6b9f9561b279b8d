"""Retention carried out: what is past its time goes for good, from the records, the op log and the files (protocol §4).

A record goes by an op of the server's own, so that its stream has a sequence for it and laptops take it away with their
next pull. What is left is in `purged`: ids, kind, the day its time was over, why. The op log keeps the digests of the
ops, so that chains still hold and a retry is still known, and loses what they said. A stream is one transaction.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.kinds import KINDS, SCHEMA
from gridworker.domain.merge import Author, Merged
from gridworker.domain.op import Op
from gridworker.domain.retention import POLICY, Kept, due_on, is_open, kept, read_rules, read_years
from gridworker.domain.roles import SERVER
from gridworker.protocol.blobs import Blob
from gridworker.protocol.messages import decode_op
from gridworker.server.append_only import lifted
from gridworker.server.arrival import arrived
from gridworker.server.blobs import places_of
from gridworker.server.ledger import Ledger, Sender
from gridworker.server.references import in_force
from gridworker.server.site import Site
from gridworker.server.tables import attached, evidence, oplog, purged, record, refused, relay, waiting

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_MAX_WHY = 2000
_AT_ONCE = 500


class Due(NamedTuple):
    """A record whose time is over since `due_on`; `kept` says why it stays all the same, None where it goes."""

    id: str
    stream: str
    kind: str
    due_on: date
    kept: Kept | None
    rev: int


class Gone(NamedTuple):
    """A record that was purged: nothing else of it is left."""

    record: str
    kind: str
    due_on: str
    why: str
    at: int


def look(site: Site) -> list[Due]:
    """What the district's `policy/retention` lets go today and what of it stays, longest due first; nothing changes."""
    return site.database.read(lambda connection: _due(connection, site))


def purge(site: Site, why: str) -> list[Due]:
    """Takes away what `look` lets go, and gives it. Raises `PersonCanMend` (`reason_needed`)."""
    if not why.strip() or len(why) > _MAX_WHY:
        raise PersonCanMend("reason_needed")
    going = sorted((one for one in look(site) if one.kept is None), key=lambda one: one.stream)
    done: list[Due] = []
    for _, of_stream in groupby(going, key=lambda one: one.stream):
        all_of_it = list(of_stream)
        for start in range(0, len(all_of_it), _AT_ONCE):
            part = all_of_it[start : start + _AT_ONCE]
            done += site.database.write(partial(_purge, site=site, going=part, why=why))
    site.database.write(partial(_take_files, site=site))
    return done


def list_purged(site: Site) -> list[Gone]:
    """What was ever purged, the oldest first."""
    asked = select(purged).order_by(purged.c.at, purged.c.stream, purged.c.seq)
    rows = site.database.read(lambda connection: connection.execute(asked).all())
    return [Gone(row.record, row.kind, row.due_on, row.why, row.at) for row in rows]


def _due(connection: Connection, site: Site) -> list[Due]:
    references = in_force(connection, site.trees.tree(connection).reference)
    rules, years = read_rules(references.get(POLICY)), read_years(references.get("policy/mediation"))
    today, found = local_day(site.now(), CHINA_MINUTES), dict[str, Due]()
    open_ones = dict[str, set[str]]()  # with the ids each of them names
    rechecked = set[str]()
    asked = select(record.c.record, record.c.stream, record.c.kind, record.c.rev, record.c.body)
    for row in connection.execute(asked):
        body, rule = msgspec.json.decode(row.body), rules.get(row.kind)
        if row.kind == "patrol" and body.get("rechecks_id"):
            rechecked.add(body["rechecks_id"])
        day = due_on(row.kind, body, rule) if rule else None
        if day is not None and day <= today:
            why = kept(row.kind, body, today, years)
            found[row.record] = Due(row.record, row.stream, row.kind, day, why, row.rev)
        if row.kind in KINDS and is_open(row.kind, body, today):
            open_ones[row.record] = set(_ID.findall(row.body))
    _leave_to_the_later(rechecked, open_ones, found)
    named = {id_ for one, ids in open_ones.items() for id_ in ids if id_ != one}
    held = _held_back(connection)
    judged = [one._replace(kept=one.kept or held.get(one.id) or _named(one, named)) for one in found.values()]
    return sorted(judged, key=lambda one: (one.due_on, one.id))


def _leave_to_the_later(
    rechecked: Collection[str], open_ones: dict[str, set[str]], found: dict[str, Due]
) -> None:
    """A hazard that was looked at again is for the later patrol to say; that one names it while it is open."""
    for one in rechecked & open_ones.keys():
        due = found.get(one)
        if due is not None and due.kind == "patrol" and due.kept is Kept.OPEN:
            found[one] = due._replace(kept=None)
        del open_ones[one]


def _named(one: Due, named: Collection[str]) -> Kept | None:
    """A record that something open names stays with it."""
    return Kept.NAMED if one.id in named else None


def _held_back(connection: Connection) -> dict[str, Kept]:
    """What waits for a supervisor, was shown after a restore, or is still on its way to another grid."""
    undone = select(relay.c.record).where(relay.c.done.is_(False))
    places = (
        (undone, Kept.HANDED_OVER),
        (select(evidence.c.record), Kept.EVIDENCE),
        (select(waiting.c.record), Kept.REVIEW),
    )
    return {id_: why for asked, why in places for id_ in connection.execute(asked).scalars()}


def _purge(connection: Connection, site: Site, going: Sequence[Due], why: str) -> list[Due]:
    """Some records of one stream, those that nobody has written to meanwhile; their files are still to go."""
    stream = going[0].stream
    ledger, held = Ledger(connection, stream, site.now()), _held_back(connection)
    same = [one for one in going if one.id not in held and ledger.open_record(one.id).rev == one.rev]
    rows = [_leave(ledger, site, one, why) for one in same]
    ledger.flush()
    ids = [one.id for one in same]
    if rows:
        _bring_home(connection, site, stream, ids)
        connection.execute(insert(purged), rows)
        with lifted(connection):
            for table in (oplog, refused):
                _silence(connection, table, stream, ids)
    return same


def _bring_home(connection: Connection, site: Site, stream: str, going: Sequence[str]) -> None:
    """Copies files that others name still to these others' streams, where these records were the way to them: what came
    along with a hand-over is found by what its record said."""
    mine = (attached.c.stream == stream) & attached.c.record.in_(going)
    came = select(relay.c.to_record).where(relay.c.to_stream == stream, relay.c.to_record.in_(going))
    files = select(attached.c.sha256).where(mine, attached.c.record.in_(came))
    gone = attached.c.record.in_(going) | attached.c.record.in_(select(purged.c.record))
    others = select(attached.c.stream, attached.c.sha256).where(attached.c.sha256.in_(files), ~gone)
    for row in connection.execute(others.distinct()).all():
        places = places_of(connection, Blob(row.stream, row.sha256))
        there = next((place for place in places if site.blobs.arrived(place).complete), None)
        if there is not None and there.stream != row.stream:
            site.blobs.copy(there, row.stream)


def _take_files(connection: Connection, site: Site) -> None:
    """Takes away the files that only purged records named: of this purge, and of one that was killed before it came to
    them; also from where such a record was handed over. What no record names stays: after a restore the ops that do may
    still come back."""
    of_purged = attached.c.record.in_(select(purged.c.record))
    going = connection.execute(select(attached.c.stream, attached.c.sha256).where(of_purged).distinct()).all()
    if not going:
        return
    places = {stream: _with_origins(connection, stream) for stream in {row.stream for row in going}}
    # While its stream is locked nobody names a file again and finds it there.
    for stream in sorted({place for all_places in places.values() for place in all_places}):
        Ledger(connection, stream, site.now())
    kept = set(connection.execute(select(attached.c.sha256).where(~of_purged).distinct()).scalars())
    for row in going:
        if row.sha256 not in kept:
            for stream in places[row.stream]:
                site.blobs.remove(Blob(stream, row.sha256))
    connection.execute(delete(attached).where(of_purged))


def _with_origins(connection: Connection, stream: str) -> list[str]:
    """A stream and those from which records came to it, or on their way to it: where the bytes of its files may be."""
    found = [stream]
    for to in found:
        asked = select(relay.c.stream).where(relay.c.to_stream == to).distinct()
        found += sorted(set(connection.execute(asked).scalars()).difference(found))
    return found


def _leave(ledger: Ledger, site: Site, one: Due, why: str) -> dict[str, Any]:
    """Appends the op by which a record goes, and gives what is noted of it."""
    held = ledger.open_record(one.id)
    op = Op(
        n=ledger.seq + 1, op=site.make_id(), stream=one.stream, record=one.id, kind=one.kind, schema=SCHEMA,
        at=ledger.now, tz=CHINA_MINUTES, base=(held.rev, held.mark), action="delete", patch={}, why=POLICY,
    )  # fmt: skip
    sender = Sender(Author(SERVER, SERVER))
    ledger.append(held, arrived(op, msgspec.json.encode(op)), op, sender, Merged("ok", {}, {}))
    ledger.drop(held)
    return {
        "record": one.id,
        "stream": one.stream,
        "seq": ledger.seq,
        "kind": one.kind,
        "due_on": one.due_on.isoformat(),
        "why": why.strip(),
        "at": ledger.now,
    }


def _silence(connection: Connection, table: Table, stream: str, records: Sequence[str]) -> None:
    """Takes out of the ops of these records what they said; what says that they were, stays."""
    mine = (table.c.stream == stream) & table.c.record.in_(records)
    found = connection.execute(select(table.c.op, table.c.digest, table.c.sent).where(mine)).all()
    silent = [
        {"this": row.op, "same": row.digest, "new": new}
        for row, new in zip(found, _silent(found), strict=True)
    ]
    if silent:
        where = (
            (table.c.stream == stream)
            & (table.c.op == bindparam("this"))
            & (table.c.digest == bindparam("same"))
        )
        changes: dict[str, Any] = {"sent": bindparam("new")} | ({"effects": ""} if table is oplog else {})
        connection.execute(update(table).where(where).values(changes), silent)


def _silent(rows: Sequence[Any]) -> Iterator[Any]:
    for row in rows:
        raw = row.sent if isinstance(row.sent, bytes) else row.sent.encode()
        try:
            op = decode_op(raw)
            new = msgspec.json.encode(msgspec.structs.replace(op, patch={}, settles=[], why=""))
        except (msgspec.MsgspecError, ValueError):
            # A refused op may be anything; nothing of it can be told from what a person wrote.
            new = b"{}"
        yield new if isinstance(row.sent, bytes) else new.decode()
