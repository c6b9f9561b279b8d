"""One sync: ops up, their acks and the first page down (protocol §4)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import groupby

import msgspec
from sqlalchemy import Connection, insert, select

from gridworker.domain.errors import Trouble
from gridworker.domain.fields import MAX_INTEGER
from gridworker.domain.ids import is_id
from gridworker.domain.kinds import FLOOR
from gridworker.domain.merge import Author
from gridworker.protocol.messages import Ack, Limits, PullAnswer, PullRequest, SyncAnswer, SyncRequest
from gridworker.server.admission import Caller, admit, authenticate, check_numbers
from gridworker.server.arrival import Arrived, read_ops
from gridworker.server.group import Delivery, apply_delivery, apply_group
from gridworker.server.ledger import Sender
from gridworker.server.pages import read_bucket, read_heads, read_page
from gridworker.server.rejection import Rejected
from gridworker.server.site import Site
from gridworker.server.standing import standing_of
from gridworker.server.tables import evidence, purged
from gridworker.server.tokens import open_access

LIMITS = Limits()

log = logging.getLogger("gridworker.server")


def sync(site: Site, token: str, request: SyncRequest) -> SyncAnswer:
    """Applies the request's ops and answers with their acks and a page. Raises `Rejected`.

    For a revoked replica the ops are kept for the supervisor, and `Rejected("REVOKED")` carries their acks.
    """
    if len(request.ops) > LIMITS.ops:
        raise Rejected("TOO_LARGE", "too many ops")
    check_numbers(request)
    access = open_access(site.secrets, token)
    ops = read_ops(request.ops)
    try:
        caller = authenticate(site, token, request.replica)
        n_seen, acks, page = _carry_out(site, caller, request, ops)
    except Rejected as rejected:
        if rejected.code != "REVOKED":
            raise
        acks = _apply(site, Caller(access.replica, access.worker), request, ops, deposit=True)
        raise Rejected("REVOKED", acks=acks) from rejected
    if request.schema < FLOOR and acks:
        # Whatever its age its work is taken; that more waits makes it ask, and be told (protocol §9).
        card = site.database.read(site.card)
        return SyncAnswer(epoch=card.epoch, now=site.now(), n_seen=n_seen, acks=acks, more=True)
    _check_age(request)
    page = page or _answer(site, caller, request, n_seen, {op.stream for op in ops})
    return SyncAnswer(**{name: getattr(page, name) for name in page.__struct_fields__}, acks=acks)


def pull(site: Site, token: str, request: PullRequest) -> PullAnswer:
    """The next page, or one bucket of a stream.

    Raises `Rejected`: `OUT_OF_SCOPE` for another's bucket; `UPGRADE_REQUIRED` for an app too old to understand it.
    """
    check_numbers(request)
    caller = authenticate(site, token, request.replica)
    n_seen = _admit(site, caller, request, [])
    _check_age(request)
    return _answer(site, caller, request, n_seen, set())


def _check_age(request: PullRequest) -> None:
    if request.schema < FLOOR:
        raise Rejected("UPGRADE_REQUIRED")


def _carry_out(
    site: Site, caller: Caller, request: SyncRequest, ops: Sequence[Arrived]
) -> tuple[int, list[Ack], PullAnswer | None]:
    """Admits the request and applies its ops; where all are of one stream, as most are, in one transaction, and with
    the page that answers it."""
    groups = _groups(site, caller, request, ops)
    if len(groups) == 1 and request.schema >= FLOOR:
        [(places, delivery)] = groups

        def work(connection: Connection) -> tuple[int, list[Ack]]:
            return _noted(site, connection, caller, request, ops), apply_group(connection, site, delivery)

        def look(connection: Connection, done: tuple[int, list[Ack]]) -> PullAnswer:
            return _page(site, connection, caller, request, done[0], {delivery.stream})

        try:
            (n_seen, acks), page = site.database.write_then_read(work, look)
        except (Rejected, Trouble):
            raise
        except Exception as error:  # noqa: BLE001 - whatever an op breaks, its group finds out which one it was
            log.warning("stream %s: not in one go (%s)", delivery.stream, type(error).__name__)
        else:
            return n_seen, _in_order([(places, acks)]), page
    return _admit(site, caller, request, ops), _apply(site, caller, request, ops), None


def _admit(site: Site, caller: Caller, request: PullRequest, ops: Sequence[Arrived]) -> int:
    return site.database.write(lambda connection: _noted(site, connection, caller, request, ops))


def _noted(
    site: Site, connection: Connection, caller: Caller, request: PullRequest, ops: Sequence[Arrived]
) -> int:
    now = site.now()
    n_seen = admit(connection, caller, request, ops, now)
    _keep_evidence(connection, caller, request, now)
    return n_seen


def _apply(
    site: Site, caller: Caller, request: SyncRequest, ops: Sequence[Arrived], *, deposit: bool = False
) -> list[Ack]:
    """Applies all ops, stream by stream, and returns the acks in the order of the request."""
    groups = _groups(site, caller, request, ops, deposit=deposit)
    return _in_order([(places, apply_delivery(site, delivery)) for places, delivery in groups])


def _groups(
    site: Site, caller: Caller, request: SyncRequest, ops: Sequence[Arrived], *, deposit: bool = False
) -> list[tuple[list[int], Delivery]]:
    """The ops by their streams, these in order, each with its ops' places in the request."""
    sender = Sender(Author(caller.worker, caller.replica), request.now - site.now())
    order = sorted(range(len(ops)), key=lambda place: (ops[place].stream, ops[place].n))
    groups = [
        (stream, list(places)) for stream, places in groupby(order, key=lambda place: ops[place].stream)
    ]
    return [
        (places, Delivery(stream, sender, [ops[place] for place in places], deposit))
        for stream, places in groups
    ]


def _in_order(answered: Sequence[tuple[Sequence[int], Sequence[Ack]]]) -> list[Ack]:
    """The acks of all groups, each at its op's place."""
    acks = {place: ack for places, given in answered for place, ack in zip(places, given, strict=True)}
    return [acks[place] for place in range(len(acks))]


def _answer(site: Site, caller: Caller, request: PullRequest, n_seen: int, answered: set[str]) -> PullAnswer:
    return site.database.read(lambda connection: _page(site, connection, caller, request, n_seen, answered))


def _page(
    site: Site,
    connection: Connection,
    caller: Caller,
    request: PullRequest,
    n_seen: int,
    answered: set[str],
) -> PullAnswer:
    tree = site.trees.tree(connection)
    standing = standing_of(connection, tree, caller.worker, site.now())
    told = {*standing.laptop(), *request.heads, *answered} - {""}
    heads, safe = read_heads(connection, told)
    if request.stream:
        page = read_bucket(connection, standing, request.stream, request.bucket)
    else:
        page = read_page(connection, standing, request, heads)
    return PullAnswer(
        epoch=site.card(connection).epoch,
        now=site.now(),
        n_seen=n_seen,
        streams=page.streams if page.streams.add or page.streams.drop else None,
        rows=page.rows,
        gone=page.gone,
        cursors=page.cursors,
        heads=heads,
        more=page.more,
        safe=safe,
    )


def _keep_evidence(connection: Connection, caller: Caller, request: PullRequest, now: int) -> None:
    """Keeps what a laptop shows of an old base, once; it is never applied."""
    if not request.evidence:
        return
    rows = {}
    for shown in request.evidence:
        if not isinstance(shown, list) or len(shown) != 8:
            raise Rejected("BAD_REQUEST", "evidence that is no row")
        stream, _, record, _, rev = shown[:5]
        if not (is_id(stream) and is_id(record) and isinstance(rev, int) and 0 <= rev <= MAX_INTEGER):
            raise Rejected("BAD_REQUEST", "evidence that is no row")
        rows[stream, record, rev] = msgspec.json.encode(shown)
    mine = evidence.c.replica == caller.replica
    # What retention took away does not come back by a laptop that was restored.
    asked = select(purged.c.record).where(purged.c.record.in_({record for _, record, _ in rows}))
    gone = set(connection.execute(asked).scalars())
    for (stream, record, rev), sent in rows.items():
        if record in gone:
            continue
        same = (evidence.c.stream == stream) & (evidence.c.record == record) & (evidence.c.rev == rev)
        if connection.execute(select(evidence.c.rev).where(same, mine)).first() is None:
            connection.execute(
                insert(evidence).values(
                    stream=stream, record=record, rev=rev, replica=caller.replica, server_at=now, sent=sent
                )
            )
