"""The number of a case: given once, by the server, in the transaction in which the case is first accepted."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from gridworker.domain.dates import local_day
from gridworker.domain.numbering import case_number
from gridworker.domain.op import Op
from gridworker.domain.paths import DELETED
from gridworker.server.ledger import Held, Ledger
from gridworker.server.own_ops import write_own
from gridworker.server.site import Site
from gridworker.server.tables import case_counter


def number_if_accepted(connection: Connection, site: Site, ledger: Ledger, held: Held, op: Op) -> None:
    """Appends the case number behind `op` if it has made a dispute accepted that has none yet.

    The year is that of the author's own day; numbers run per stream and year.
    """
    body = held.body
    if held.kind != "dispute" or body.get("status") != "accepted" or body.get("number") or body.get(DELETED):
        return
    year = local_day(op.at, op.tz).year
    names = {node.level: node.name for node in site.trees.tree(connection).path(ledger.stream)}
    village = names.get("village") or names.get("town") or names.get("district", "")
    number = case_number(year, village, names.get("grid", ""), _next(connection, ledger.stream, year))
    write_own(ledger, held, site.make_id(), {"number": (None, number)}, tz=op.tz)


def _next(connection: Connection, stream: str, year: int) -> int:
    mine = (case_counter.c.stream == stream) & (case_counter.c.year == year)
    last = connection.execute(select(case_counter.c.last).where(mine)).scalar()
    if last is None:
        connection.execute(insert(case_counter).values(stream=stream, year=year, last=1))
        return 1
    connection.execute(update(case_counter).where(mine).values(last=last + 1))
    return int(last) + 1
