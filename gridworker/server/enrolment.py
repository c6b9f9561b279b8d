"""How a laptop comes in: codes that work once, replicas, tokens (protocol §3, §8)."""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.width import fold_width
from gridworker.protocol.messages import (
    Device,
    DistrictCard,
    EnrolAnswer,
    EnrolRequest,
    TokenAnswer,
    TokenRequest,
    WorkerCard,
)
from gridworker.server.admission import Caller, add_replica, lock_replica
from gridworker.server.rejection import Rejected
from gridworker.server.site import Site
from gridworker.server.standing import MAX_GRIDS, standing_of
from gridworker.server.tables import enrol_code, replica, worker
from gridworker.server.tokens import ACCESS_MS, REFRESH_MS, Access, Refresh, open_refresh, seal
from gridworker.server.unlocking import district_key
from gridworker.server.workers import find_worker

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP = 3, 4
_MAX_HOURS = 24 * 90
_MAX_NAME = 200
_HOUR_MS = 3_600_000


class Code(NamedTuple):
    """An enrolment code and when it ends, ms UTC."""

    code: str
    expires_at: int


def make_code(site: Site, worker_id: str, hours: int) -> Code:
    """A code for one laptop of a worker. Raises `PersonCanMend`: unknown_worker, hours."""
    if not 0 < hours <= _MAX_HOURS:
        raise PersonCanMend("code_hours", hours=hours, most=_MAX_HOURS)
    letters = "".join(_letter(site) for _ in range(_GROUPS * _GROUP))
    code = Code(
        "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP)),
        site.now() + hours * _HOUR_MS,
    )

    def work(connection: Connection) -> Code:
        find_worker(connection, site, worker_id)
        connection.execute(
            insert(enrol_code).values(
                digest=_digest(site, code.code), worker=worker_id, expires_at=code.expires_at, used_at=None
            )
        )
        return code

    return site.database.write(work)


def enrol(site: Site, request: EnrolRequest) -> EnrolAnswer:
    """Takes a code and makes a replica of it.

    Raises `Rejected`: `BAD_CODE` (unknown, used, expired), `TOO_MANY_GRIDS` (the code stays good).
    """
    replica_id = site.make_id()
    device = Device(
        name=_plain(request.device.name), os=_plain(request.device.os), app=_plain(request.device.app)
    )

    def work(connection: Connection) -> EnrolAnswer:
        now = site.now()
        owner = _use_code(connection, site, request.code, now)
        grids = [card for card in _laptop(connection, site, owner, now) if card == "grid"]
        if len(grids) > MAX_GRIDS:
            raise Rejected("TOO_MANY_GRIDS", f"{len(grids)} grids, at most {MAX_GRIDS} on one laptop")
        add_replica(connection, replica_id, owner, device, now)
        tokens = _issue(connection, site, Caller(replica_id, owner), 1, now)
        return _welcome(connection, site, replica_id, owner, tokens)

    return site.database.write(work)


def _welcome(
    connection: Connection, site: Site, replica_id: str, owner: str, tokens: TokenAnswer
) -> EnrolAnswer:
    """All that a laptop needs to know of its worker, of us and of itself."""
    person = connection.execute(
        select(worker.c.worker, worker.c.name, worker.c.role).where(worker.c.worker == owner)
    ).one()
    card = site.card(connection)
    return EnrolAnswer(
        replica=replica_id,
        worker=WorkerCard(id=person.worker, name=person.name, role=person.role),
        access=tokens.access,
        access_expires=tokens.access_expires,
        refresh=tokens.refresh,
        epoch=card.epoch,
        district=DistrictCard(name=card.name, code=card.code),
        unlock=b64encode(district_key(site)).decode(),
    )


def refresh_tokens(site: Site, request: TokenRequest) -> TokenAnswer:
    """Fresh tokens for a refresh token; with `again` for a new replica of the same worker, the old one closed.

    Raises `Rejected`: `BAD_TOKEN`, `REVOKED`, `EXPIRED`.
    """
    content = open_refresh(site.secrets, request.refresh)
    if content.replica != request.replica:
        raise Rejected("BAD_TOKEN", "the token is another replica's")
    if site.secrets.is_revoked(content.replica):
        raise Rejected("REVOKED")
    new_id = site.make_id()

    def work(connection: Connection) -> TokenAnswer:
        now = site.now()
        if content.issued + REFRESH_MS <= now:
            raise Rejected("EXPIRED")
        caller = Caller(content.replica, content.worker)
        row = lock_replica(connection, caller, now)
        if content.counter < row.counter - 1:
            raise Rejected("BAD_TOKEN", "an older token")
        if not request.again:
            return _issue(connection, site, caller, max(row.counter, content.counter + 1), now)
        connection.execute(update(replica).where(replica.c.replica == row.replica).values(state="closed"))
        add_replica(connection, new_id, row.worker, Device(name=row.name, os=row.os, app=row.app), now)
        return _issue(connection, site, Caller(new_id, row.worker), 1, now)

    return site.database.write(work)


def _issue(connection: Connection, site: Site, caller: Caller, counter: int, now: int) -> TokenAnswer:
    """Tokens of a replica; `counter` is the refresh token's, kept as the newest that was given."""
    connection.execute(update(replica).where(replica.c.replica == caller.replica).values(counter=counter))
    expires = now + ACCESS_MS
    return TokenAnswer(
        replica=caller.replica,
        access=seal(site.secrets, Access(caller.replica, caller.worker, expires)),
        access_expires=expires,
        refresh=seal(site.secrets, Refresh(caller.replica, caller.worker, counter, now)),
    )


def _use_code(connection: Connection, site: Site, code: str, now: int) -> str:
    """The worker a code is for; it is used up with this transaction."""
    mine = enrol_code.c.digest == _digest(site, code)
    used = connection.execute(
        update(enrol_code)
        .where(mine, enrol_code.c.used_at.is_(None), enrol_code.c.expires_at > now)
        .values(used_at=now)
    )
    if not used.rowcount:
        raise Rejected("BAD_CODE")
    return str(connection.execute(select(enrol_code.c.worker).where(mine)).scalar_one())


def _laptop(connection: Connection, site: Site, owner: str, now: int) -> list[str]:
    tree = site.trees.tree(connection)
    return [card.kind for card in standing_of(connection, tree, owner, now).laptop().values()]


def _digest(site: Site, code: str) -> str:
    """A code as it is kept; typed small or wide, with spaces or without hyphens it is the same."""
    typed = "".join(letter for letter in fold_width(code).upper() if letter.isalnum())
    return site.secrets.sign("enrolment", typed.encode("utf-8", "replace")).hex()


def _letter(site: Site) -> str:
    """One letter, each as likely as any other."""
    most = 256 - 256 % len(_LETTERS)
    while True:
        number = site.clock.randomness(1)[0]
        if number < most:
            return _LETTERS[number % len(_LETTERS)]


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:_MAX_NAME]
