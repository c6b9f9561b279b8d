"""Who is appointed where, mediators and village leads, published so that laptops can name them (decisions 010, 045)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, or_, select

from gridworker.domain.canonical import equal
from gridworker.domain.roles import Role
from gridworker.server import references
from gridworker.server.site import Site
from gridworker.server.tables import permission, worker

NAMES = {Role.MEDIATOR: "policy/mediators", Role.VILLAGE_LEAD: "policy/leads"}
"""Under what name the grants of a role that hold now are published: `{"regions": {code: {worker: name}}}`."""

_NOBODY = {"nobody": True}
"""A reference cannot be empty."""


def publish_appointments(site: Site) -> None:
    """Publishes who is appointed where, as far as that has changed; where nobody ever was there is nothing to say."""

    def work(connection: Connection) -> dict[str, Any]:
        there = references.in_force(connection, site.trees.tree(connection).reference)
        found = {name: _appointed(connection, site, role) for role, name in NAMES.items()}
        return {name: now for name, now in found.items() if not equal(now, there.get(name) or _NOBODY)}

    for name, content in site.database.read(work).items():
        references.publish(site, name, content)


def _appointed(connection: Connection, site: Site, role: Role) -> dict[str, Any]:
    tree, now = site.trees.tree(connection), site.now()
    rows = connection.execute(
        select(permission.c.region, worker.c.worker, worker.c.name)
        .join_from(permission, worker, permission.c.worker == worker.c.worker)
        .where(
            permission.c.role == str(role),
            or_(permission.c.to_at.is_(None), permission.c.to_at > now),
        )
    )
    regions: dict[str, dict[str, str]] = {}
    for node, who, name in rows:
        regions.setdefault(tree.regions[node].code, {})[who] = name
    return {"regions": regions} if regions else _NOBODY
