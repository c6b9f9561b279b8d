"""Pages: whatever their size, together they are what the server holds."""

from __future__ import annotations

from itertools import pairwise

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gridworker.protocol.messages import Row, Want
from gridworker.server.tables import record
from tests.server.village import GRID, OTHER_GRID, VILLAGE, Laptop, Village, patrol


def held(village: Village) -> dict[str, tuple[int, int, str]]:
    rows = village.district.site.database.read(
        lambda connection: connection.execute(
            select(record.c.record, record.c.seq, record.c.rev, record.c.body)
        ).all()
    )
    return {row.record: (row.seq, row.rev, row.body) for row in rows}


def pulled(rows: dict[str, Row]) -> dict[str, tuple[int, int, str]]:
    return {name: (row.seq, row.rev, bytes(row.body).decode()) for name, row in rows.items()}


def fill(village: Village, sizes: list[tuple[int, int, bool]]) -> Laptop:
    """Patrols of the mediator: grid, length of text, and whether it is edited later."""
    cha = village.enrols("chamei")
    streams = [village.streams[code] for code in (GRID, OTHER_GRID, VILLAGE)]
    ops = [cha.op(streams[place], "patrol", patrol("话" * size)) for place, size, _ in sizes]
    edits = [
        cha.op(op.stream, "patrol", {"severity": (None, "minor")}, record=op.record)
        for op, (_, _, edited) in zip(ops, sizes, strict=True)
        if edited
    ]
    if ops:
        cha.send(*ops, *edits)
    return cha


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(
    sizes=st.lists(st.tuples(st.integers(0, 2), st.sampled_from([1, 40, 3000]), st.booleans()), max_size=9),
    wants=st.lists(st.tuples(st.integers(-1, 7), st.integers(-1, 12_000)), min_size=1, max_size=4),
)
def test_whatever_the_size_of_the_pages(
    village: Village, sizes: list[tuple[int, int, bool]], wants: list[tuple[int, int]]
) -> None:
    fill(village, sizes)
    tang = village.enrols("tangjing")
    for turn in range(10_000):
        rows, size = wants[turn % len(wants)]
        answer = tang.pull(Want(rows=rows, bytes=size))
        assert len(answer.rows) <= max(1, rows)
        if turn and answer.more:
            assert answer.rows
        if not answer.more:
            break
    assert pulled(tang.rows) == held(village)
    assert tang.cursors == tang.pull().heads


def test_a_page_goes_by_sequence_and_ends_on_one(village: Village) -> None:
    fill(village, [(0, 1, place % 3 == 0) for place in range(30)])
    tang = village.enrols("tangjing")
    tang.sync()
    answer = tang.pull(Want(rows=7))
    assert len(answer.rows) == 7
    assert all(one.seq < other.seq for one, other in pairwise(answer.rows))
    assert answer.cursors[village.streams[GRID]][0] == answer.rows[-1].seq
    assert answer.more


def test_the_first_sync_brings_streams_and_says_that_there_is_more(village: Village) -> None:
    fill(village, [(0, 1, False)])
    tang = village.enrols("tangjing")
    answer = tang.sync()
    assert (answer.rows, answer.more) == ([], True)
    answer = tang.sync()
    assert (len(answer.rows), answer.more) == (1, False)


def test_a_record_changed_while_pages_are_fetched_comes_again(village: Village) -> None:
    cha = fill(village, [(0, 1, False)] * 6)
    tang = village.enrols("tangjing")
    tang.sync()
    tang.pull(Want(rows=3))
    first = min(tang.rows.values(), key=lambda row: row.seq)
    cha.send(cha.op(first.stream, "patrol", {"severity": (None, "grave")}, record=first.record))
    tang.pull_all(Want(rows=2))
    assert tang.body(first.record)["severity"] == "grave"
    assert pulled(tang.rows) == held(village)


def test_a_page_is_capped_whatever_is_asked_for(village: Village) -> None:
    cha = village.enrols("chamei")
    for _ in range(5):
        ops = [cha.op(village.streams[GRID], "patrol", patrol()) for _ in range(450)]
        cha.send(*ops)
    tang = village.enrols("tangjing")
    tang.sync()
    answer = tang.pull(Want(rows=10**9, bytes=10**12))
    assert (len(answer.rows), answer.more) == (2000, True)
    answer = tang.pull(Want(rows=10**9, bytes=10**12))
    assert (len(answer.rows), answer.more) == (250, False)


def test_a_removed_record_comes_with_its_content(village: Village) -> None:
    cha = fill(village, [(0, 1, False)])
    cha.pull_all()
    [row] = cha.rows.values()
    cha.send(
        cha.op(
            row.stream,
            "patrol",
            {"_deleted": (None, True)},
            record=row.record,
            action="delete",
            why="重复登记",
        )
    )
    tang = village.enrols("tangjing")
    [row] = tang.pull_all().values()
    assert row.deleted
    assert msgspec.json.decode(row.body)["text"] == "话"
