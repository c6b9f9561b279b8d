"""A quarrel behind a week of patrols, and where each came in the district's log."""

from __future__ import annotations

from sqlalchemy import select

from gridworker.operations.records import add_record
from gridworker.server.tables import oplog
from gridworker.store.profile import Profile
from tests.laptop import GRID_CODE
from tests.sync.direct import Town

PARTY = {"role": "applicant", "name": "李建国"}
QUARREL = {"type": "neighbour", "title": "楼上漏水", "status": "lead", "parties": [PARTY]}


def patrols(profile: Profile, count: int) -> None:
    for number in range(count):
        place = {"text": f"西河路{number + 1}号", "region": GRID_CODE}
        add_record(profile, "patrol", {"categories": ["normal"], "place": place})


def arrived(town: Town) -> list[str]:
    """The records of the district's log, in its order."""
    asked = select(oplog.c.record).order_by(oplog.c.seq)
    return list(
        town.district.site.database.read(lambda connection: connection.execute(asked).scalars().all())
    )
