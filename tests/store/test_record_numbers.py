"""Records of one moment, as an import makes them, keep their order and their distance from all others."""

from __future__ import annotations

from functools import partial

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.ids import IdMaker
from gridworker.store import record_rows
from gridworker.store.database import Database, Tables

MOMENT = 1_790_000_000_000
GRID = "01930000-0000-7000-8000-00000000a001"
MINUTE_MS = 60_000


def page(make_id: IdMaker, moments: list[int]) -> list[record_rows.Pulled]:
    """Notes pulled from the district, noted at these moments."""
    return [
        record_rows.pulled(make_id(), GRID, "note", 1, "0" * 16, False, msgspec.json.encode({"at": moment}))
        for moment in moments
    ]


def numbers(db: Tables) -> list[tuple[str, int]]:
    return db.execute("SELECT id, number FROM record ORDER BY number").fetchall()


def test_an_import_of_one_moment_stands_in_the_order_it_came_in() -> None:
    make_id = IdMaker(lambda: 1, bytes)
    pages = [page(make_id, [MOMENT] * 300) for _ in range(4)]
    database = Database.in_memory()
    for rows in pages:
        database.write(partial(record_rows.put_pulled, rows=rows))
    found = database.read(numbers)
    assert [record for record, _ in found] == [row.id for rows in pages for row in rows]
    assert MOMENT <= found[0][1] <= found[-1][1] < MOMENT + MINUTE_MS


@given(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=30), min_size=1, max_size=4))
def test_every_record_has_a_number_of_its_own_near_its_moment(pages: list[list[int]]) -> None:
    make_id = IdMaker(lambda: 1, bytes)
    database = Database.in_memory()
    wanted: dict[str, int] = {}
    for moments in pages:
        rows = page(make_id, [MOMENT + moment for moment in moments])
        wanted |= {row.id: row.moment for row in rows}
        database.write(partial(record_rows.put_pulled, rows=rows))
    found = dict(database.read(numbers))
    assert found.keys() == wanted.keys()
    assert all(0 <= found[record] - moment < MINUTE_MS for record, moment in wanted.items())
    database.close()
