"""What a worker may do where, by their grants as they stand now (protocol §6)."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, or_, select

from gridworker.domain.roles import GRIDS_ONLY, READERS, WRITERS, Role
from gridworker.protocol.messages import StreamCard
from gridworker.server.prepared import Prepared
from gridworker.server.tables import permission
from gridworker.server.tree import Region, Tree

MAX_GRIDS = 50
"""A laptop is for grids of households one can walk: more is a desk's work, asked for online."""

REFERENCE_NAME = "参考数据"

_STRENGTH = [
    Role.DISTRICT_DESK,
    Role.TOWN_DESK,
    Role.VILLAGE_LEAD,
    Role.MEDIATOR,
    Role.GRID_WORKER,
    Role.AUDITOR,
    Role.ADMIN,
]


_GRANTS = Prepared(
    select(permission.c.region, permission.c.role).where(
        permission.c.worker == bindparam("this"),
        permission.c.from_at <= bindparam("now"),
        or_(permission.c.to_at.is_(None), permission.c.to_at > bindparam("now")),
    )
)


_MEDIATORS = Prepared(
    select(permission.c.region).where(
        permission.c.role == str(Role.MEDIATOR),
        permission.c.from_at <= bindparam("now"),
        or_(permission.c.to_at.is_(None), permission.c.to_at > bindparam("now")),
    )
)


class Standing(NamedTuple):
    """The roles of one worker in the tree: `grants` maps a region to the worker's strongest role there.

    `asked` remembers what was found for a stream: every op of a request asks for the same.
    """

    tree: Tree
    grants: dict[str, Role]
    asked: dict[str, Role | None]

    def role_in(self, stream: str) -> Role | None:
        """The role at the nearest grant at or above a stream; None where there is none (kinds, "Who may")."""
        if stream not in self.asked:
            granted = (self.grants[node.id] for node in self.tree.path(stream) if node.id in self.grants)
            role = next(granted, None)
            is_desk = stream in self.tree.regions and self.tree.regions[stream].kind == "desk"
            self.asked[stream] = None if is_desk and role in GRIDS_ONLY else role
        return self.asked[stream]

    def may_write(self, stream: str) -> bool:
        """Whether ops of this worker are applied in a stream."""
        return self.role_in(stream) in WRITERS

    def may_see(self, stream: str) -> bool:
        """Whether this worker may read in a stream at all."""
        if stream == self.tree.reference:
            return any(role in READERS for role in self.grants.values())
        return self.role_in(stream) in READERS

    def laptop(self) -> dict[str, StreamCard]:
        """The streams a laptop of this worker holds, by id, in the order of their codes, reference data first."""
        nodes: dict[str, Region] = {}
        for granted, role in self.grants.items():
            top = self.tree.regions.get(granted)
            if top is None or role not in READERS:
                continue
            whole = top.level in ("village", "grid")
            for node in self.tree.subtree(granted):
                if whole or node.kind == "desk":
                    nodes[node.id] = node
        readable = [node for node in nodes.values() if self.may_see(node.id)]
        cards: dict[str, StreamCard] = {}
        if self.may_see(self.tree.reference):
            cards[self.tree.reference] = StreamCard(
                id=self.tree.reference, kind="reference", code="reference", name=REFERENCE_NAME
            )
        for node in sorted(readable, key=lambda node: node.code):
            cards[node.id] = StreamCard(id=node.id, kind=node.kind, code=node.code, name=node.name)
        return cards


def has_mediator(connection: Connection, tree: Tree, stream: str, now: int) -> bool:
    """Whether a mediator is appointed at or above a stream, at a moment (ms UTC)."""
    appointed = {row[0] for row in _MEDIATORS.rows(connection, now=now)}
    return any(node.id in appointed for node in tree.path(stream))


def standing_of(connection: Connection, tree: Tree, worker: str, now: int) -> Standing:
    """The standing of a worker at a moment (ms UTC); a worker nobody knows stands nowhere."""
    rows = _GRANTS.rows(connection, this=worker, now=now)
    grants: dict[str, Role] = {}
    for node, text in rows:
        role = Role(text)
        if node not in grants or _STRENGTH.index(role) < _STRENGTH.index(grants[node]):
            grants[node] = role
    return Standing(tree, grants, {})
