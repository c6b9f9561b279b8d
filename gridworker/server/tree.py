"""The district tree as it stands: regions above and below one another. A region is the stream of the same id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from gridworker.server.prepared import Prepared
from gridworker.server.tables import district, region, stream

_VERSION = Prepared(select(district.c.epoch, district.c.tree_version))

LEVELS = ("district", "town", "village", "grid")


class Region(NamedTuple):
    """A node of the tree."""

    id: str
    code: str
    name: str
    level: str
    parent: str | None
    valid_from: str
    valid_to: str | None

    @property
    def kind(self) -> str:
        """The kind of its stream: a grid's is `grid`, all others are desks."""
        return "grid" if self.level == "grid" else "desk"


class Tree:
    """All regions, and the one stream of reference data."""

    def __init__(self, regions: list[Region], reference: str) -> None:
        self.regions = {node.id: node for node in regions}
        self.reference = reference
        self._below: dict[str, list[str]] = {}
        self._by_code: dict[str, Region] = {}
        for node in sorted(regions, key=lambda node: node.valid_from):
            self._by_code[node.code] = node
            if node.parent:
                self._below.setdefault(node.parent, []).append(node.id)

    def by_code(self, code: str) -> Region | None:
        """The region that has `code`; of several in time, the last."""
        return self._by_code.get(code)

    def path(self, node: str) -> Iterator[Region]:
        """A region and those above it, nearest first; nothing for a stream that is no region."""
        above = self.regions.get(node)
        while above:
            yield above
            above = self.regions.get(above.parent or "")

    def subtree(self, node: str) -> Iterator[Region]:
        """A region and everything below it."""
        if node in self.regions:
            yield self.regions[node]
        for child in self._below.get(node, ()):
            yield from self.subtree(child)

    def knows(self, stream_id: str) -> bool:
        """Whether there is such a stream."""
        return stream_id in self.regions or stream_id == self.reference


class TreeKeeper:
    """Reads the tree again only when a region has changed, or the district went back to a backup."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[str, int], Tree] | None = None

    def tree(self, connection: Connection) -> Tree:
        """The tree as `connection` sees it."""
        row = _VERSION.row(connection)
        version = (row.epoch, row.tree_version)
        if self._kept is None or self._kept[0] != version:
            rows = connection.execute(select(region)).all()
            reference = connection.execute(
                select(stream.c.stream).where(stream.c.kind == "reference")
            ).scalar_one()
            self._kept = (version, Tree([Region(*row) for row in rows], reference))
        return self._kept[1]
