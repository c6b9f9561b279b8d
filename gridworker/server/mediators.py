"""人民调解员: who is appointed where, published so that laptops can name them (decision 010)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, or_, select

from gridworker.domain.canonical import equal
from gridworker.domain.roles import Role
from gridworker.server import references
from gridworker.server.site import Site
from gridworker.server.tables import permission, worker

NAME = "policy/mediators"
"""`{"regions": {code: {worker: name}}}`: the grants of mediators that hold now."""

_NOBODY = {"nobody": True}
"""A reference cannot be empty."""


def publish_mediators(site: Site) -> None:
    """Publishes who mediates where, if that has changed; where nobody was ever appointed there is nothing to say."""

    def work(connection: Connection) -> tuple[Any, Any]:
        reference = site.trees.tree(connection).reference
        return _appointed(connection, site), references.in_force(connection, reference).get(NAME)

    content, there = site.database.read(work)
    if not equal(content, there or _NOBODY):
        references.publish(site, NAME, content)


def _appointed(connection: Connection, site: Site) -> dict[str, Any]:
    tree, now = site.trees.tree(connection), site.now()
    rows = connection.execute(
        select(permission.c.region, worker.c.worker, worker.c.name)
        .join_from(permission, worker, permission.c.worker == worker.c.worker)
        .where(
            permission.c.role == str(Role.MEDIATOR),
            or_(permission.c.to_at.is_(None), permission.c.to_at > now),
        )
    )
    regions: dict[str, dict[str, str]] = {}
    for node, who, name in rows:
        regions.setdefault(tree.regions[node].code, {})[who] = name
    return {"regions": regions} if regions else _NOBODY
