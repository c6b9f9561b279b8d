"""The number of a case: given once, by the server, in the transaction in which the case is first more than a lead."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.numbering import case_number
from gridworker.domain.op import Op
from gridworker.domain.paths import DELETED
from gridworker.server.ledger import Held, Ledger
from gridworker.server.own_ops import write_own
from gridworker.server.site import Site
from gridworker.server.tables import case_counter

_NEVER_ACCEPTED = (None, "lead", "refused", "archived")
"""States that do not say that a case was accepted; what is archived may have been refused."""


class CaseNumbers:
    """The case numbers of one stream in one transaction: they run per year, the year being that of the author's day.

    An author's clock is believed for this year and the last: on work that waited over New Year. One that is dead says
    1970, and no case has such a number.
    """

    def __init__(self, connection: Connection, site: Site, ledger: Ledger) -> None:
        self._connection = connection
        self._site = site
        self._ledger = ledger
        self._place: tuple[str, str] | None = None
        self._last: dict[int, int] = {}

    def number(self, held: Held, op: Op) -> None:
        """Appends the case number behind `op` if a dispute that has none yet is an accepted case, or was one."""
        body = held.body
        if held.kind != "dispute" or body.get("number") or body.get(DELETED):
            return
        if not self._was_accepted(held, op):
            return
        year = self._year(op)
        if year not in self._last:
            self._last[year] = (
                self._connection.execute(select(case_counter.c.last).where(self._of(year))).scalar() or 0
            )
        self._last[year] += 1
        number = case_number(year, *self._names(), self._last[year])
        write_own(self._ledger, held, self._site.make_id(), {"number": (None, number)}, tz=CHINA_MINUTES)

    def flush(self) -> None:
        """Writes down how far the numbers have come."""
        for year, last in self._last.items():
            self._connection.execute(delete(case_counter).where(self._of(year)))
            self._connection.execute(
                insert(case_counter).values(stream=self._ledger.stream, year=year, last=last)
            )

    def _was_accepted(self, held: Held, op: Op) -> bool:
        """Whether a case was ever accepted; settling a conflict may take it straight to a later state."""
        state = held.body.get("status")
        if state != "archived":
            return state not in _NEVER_ACCEPTED
        settled = (
            [past.patch for past in self._ledger.past(held) if past.op in op.settles] if op.settles else []
        )
        moves = [patch["status"] for patch in (op.patch, *settled) if "status" in patch]
        return any(new == state and old not in _NEVER_ACCEPTED for old, new in moves)

    def _year(self, op: Op) -> int:
        """The year of the author's day in China, if that can be."""
        said, now = (local_day(at, CHINA_MINUTES).year for at in (op.at, self._ledger.now))
        return said if said in (now - 1, now) else now

    def _names(self) -> tuple[str, str]:
        """The village and the grid; a desk above a village stands for the village, and has no grid."""
        if self._place is None:
            tree = self._site.trees.tree(self._connection)
            names = {node.level: node.name for node in tree.path(self._ledger.stream)}
            village = names.get("village") or names.get("town") or names.get("district", "")
            self._place = (village, names.get("grid", ""))
        return self._place

    def _of(self, year: int) -> ColumnElement[bool]:
        return (case_counter.c.stream == self._ledger.stream) & (case_counter.c.year == year)
