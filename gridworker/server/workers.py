"""The people of a district and their grants."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlalchemy import Connection, insert, or_, select, update

from gridworker.domain.errors import NotAllowed, PersonCanMend
from gridworker.domain.roles import SERVER, Role
from gridworker.server.site import Site
from gridworker.server.tables import permission, worker
from gridworker.server.tree import Region, Tree

DISTRICT_HAND = "district"
"""The replica that the district's own hand writes as."""

_WORKER_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._@-]{0,63}")
_RESERVED = {SERVER, DISTRICT_HAND}


class Worker(NamedTuple):
    """A person as the lists show them; `scopes` are the codes of their grants that hold now."""

    id: str
    name: str
    role: str
    scopes: list[str]


def add_worker(site: Site, worker_id: str, name: str, role: str, scope: str) -> Worker:
    """Adds a person with one grant. Raises `PersonCanMend`: worker_id, worker_name, worker_exists, role, scope."""
    if not _WORKER_ID.fullmatch(worker_id) or worker_id in _RESERVED:
        raise PersonCanMend("worker_id", id=worker_id)
    if not name.strip() or len(name) > 200 or not name.isprintable():
        raise PersonCanMend("worker_name", id=worker_id)
    if role not in set(Role):
        raise PersonCanMend("unknown_role", role=role, roles=", ".join(Role))

    def work(connection: Connection) -> Worker:
        node = named_region(site.trees.tree(connection), scope)
        if connection.execute(select(worker.c.worker).where(worker.c.worker == worker_id)).first():
            raise PersonCanMend("worker_exists", id=worker_id)
        now = site.now()
        connection.execute(
            insert(worker).values(worker=worker_id, name=name.strip(), role=role, created_at=now)
        )
        _give(connection, worker_id, node.id, role, now)
        return find_worker(connection, site, worker_id)

    return site.database.write(work)


def grant(site: Site, worker_id: str, scope: str) -> Worker:
    """Gives a person their role at and below a region. Raises `PersonCanMend`: unknown_worker, unknown_region."""

    def work(connection: Connection) -> Worker:
        person = find_worker(connection, site, worker_id)
        node = named_region(site.trees.tree(connection), scope)
        if node.code not in person.scopes:
            _give(connection, worker_id, node.id, person.role, site.now())
        return find_worker(connection, site, worker_id)

    return site.database.write(work)


def revoke(site: Site, worker_id: str, scope: str) -> Worker:
    """Ends a person's grants at a region. Raises as `grant`, and `scope_not_granted`."""

    def work(connection: Connection) -> Worker:
        find_worker(connection, site, worker_id)
        node = named_region(site.trees.tree(connection), scope)
        now = site.now()
        ended = connection.execute(
            update(permission)
            .where(
                permission.c.worker == worker_id,
                permission.c.region == node.id,
                or_(permission.c.to_at.is_(None), permission.c.to_at > now),
            )
            .values(to_at=now)
        )
        if not ended.rowcount:
            raise PersonCanMend("scope_not_granted", id=worker_id, scope=scope)
        return find_worker(connection, site, worker_id)

    return site.database.write(work)


def list_workers(site: Site) -> list[Worker]:
    """Everybody, by id."""
    return site.database.read(lambda connection: _workers(connection, site))


def find_worker(connection: Connection, site: Site, worker_id: str) -> Worker:
    """One person. Raises `PersonCanMend("unknown_worker")`."""
    for person in _workers(connection, site, worker_id):
        return person
    raise PersonCanMend("unknown_worker", id=worker_id)


def named_region(tree: Tree, code: str) -> Region:
    """The region with this code. Raises `PersonCanMend("unknown_region")`."""
    node = tree.by_code(code)
    if node is None:
        raise PersonCanMend("unknown_region", region=code)
    return node


def not_in_scope(worker_id: str) -> NotAllowed:
    """What a person is told who has no right to do this there."""
    return NotAllowed("not_in_scope", id=worker_id)


def _give(connection: Connection, worker_id: str, node: str, role: str, now: int) -> None:
    """A grant from now on; one that was ended at this very moment goes on."""
    same = (permission.c.worker == worker_id) & (permission.c.region == node) & (permission.c.role == role)
    again = connection.execute(update(permission).where(same, permission.c.from_at == now).values(to_at=None))
    if not again.rowcount:
        connection.execute(
            insert(permission).values(worker=worker_id, region=node, role=role, from_at=now, to_at=None)
        )


def _workers(connection: Connection, site: Site, only: str | None = None) -> list[Worker]:
    tree = site.trees.tree(connection)
    now = site.now()
    scopes: dict[str, list[str]] = {}
    valid = or_(permission.c.to_at.is_(None), permission.c.to_at > now)
    for row in connection.execute(select(permission.c.worker, permission.c.region).where(valid)):
        scopes.setdefault(row.worker, []).append(tree.regions[row.region].code)
    people = select(worker.c.worker, worker.c.name, worker.c.role).order_by(worker.c.worker)
    if only is not None:
        people = people.where(worker.c.worker == only)
    return [
        Worker(row.worker, row.name, row.role, sorted(scopes.get(row.worker, ())))
        for row in connection.execute(people)
    ]
