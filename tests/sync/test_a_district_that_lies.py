"""A server that is broken, or not ours: what it says neither spoils a store nor holds a sync, and that is told."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest

from gridworker.operations.records import add_record, list_records
from gridworker.store import outbox, streams, sums
from gridworker.store.profile import Profile
from gridworker.sync.engine import Engine
from tests.laptop import OTHER_GRID
from tests.sync.direct import DirectWire, Town

Answer = dict[str, Any]
Lie = Callable[[Answer], Any]
OFTEN = 40
"""So often the district lies before it comes to its senses."""


class Lying(DirectWire):
    """A wire on which the answers of a district are changed before they are heard."""

    def __init__(self, town: Town, lie: Lie) -> None:
        super().__init__(town.district, deque())
        self._lie, self.told = lie, 0

    def tell(self, answer: bytes) -> bytes:
        """The answer, made a lie of."""
        said = json.loads(answer)
        if "n_seen" not in said or self.told == OFTEN:
            return answer
        self.told += 1
        self._lie(said)
        return json.dumps(said).encode()


def note(profile: Profile, text: str) -> str:
    return add_record(profile, "note", {"text": text}).ids[0]


def a_row(stream: str, **others: Any) -> list[Any]:
    row = {
        "stream": stream,
        "seq": 1,
        "record": "01930000-0000-7000-8000-0000000000f1",
        "kind": "note",
        "rev": 1,
        "mark": "0123456789abcdef",
        "deleted": False,
        "body": {"text": "别的网格的"},
    }
    return list((row | others).values())


def puts_row(said: Answer, **others: Any) -> None:
    said.setdefault("rows", []).append(a_row(**{"stream": next(iter(said["heads"]))} | others))


def of_each(name: str, position: list[Any]) -> Lie:
    return lambda said: said.update({name: dict.fromkeys(said["heads"], position)})


LIES: dict[str, Lie] = {
    "ops are passed over in silence": lambda said: said.pop("acks", None),
    "an op is acknowledged without a place": lambda said: [ack.pop("seq", 0) for ack in said.get("acks", [])],
    "a place no counter reaches": lambda said: [ack.update(seq=2**60) for ack in said.get("acks", [])],
    "positions go back": of_each("cursors", [-1, "0123456789abcdef"]),
    "a position beyond all numbers": of_each("cursors", [2**62, "0123456789abcdef"]),
    "a head beyond all numbers": of_each("heads", [2**62, "0123456789abcdef"]),
    "safe beyond all numbers": lambda said: said.update(safe=dict.fromkeys(said["heads"], 2**62)),
    "a position in a stream of somebody else": lambda said: said["cursors"].update(
        {OTHER_GRID: [1, "0" * 16]}
    ),
    "a row of a stream of somebody else": lambda said: puts_row(said, stream=OTHER_GRID),
    "a record that is a list": lambda said: puts_row(said, body=["text"]),
    "a record that is a number": lambda said: puts_row(said, body=7),
    "a record that is nothing": lambda said: puts_row(said, body=None),
    "a sequence below one": lambda said: puts_row(said, seq=0),
    "a revision beyond all numbers": lambda said: puts_row(said, rev=2**60),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_not_believed_and_the_truth_is_taken_afterwards(
    lie: str, town: Town, zhou: Profile, shen: Profile
) -> None:
    there = note(shen, "三幢门禁坏了")
    town.sync(shen)
    here = note(zhou, "已通知物业")
    before = zhou.read(streams.cursors)
    wire = Lying(town, LIES[lie])
    receipt = Engine(zhou, lambda _url, _ca: wire).start().result(timeout=60)
    assert receipt["error"] == {"kind": "network", "code": "foreign_answer"}
    assert wire.told == 1
    assert (zhou.read(streams.cursors), receipt["waiting"]) == (before, 1)

    assert [town.sync(zhou)["waiting"] for _ in range(2)] == [0, 0]
    assert {row["id"] for row in list_records(zhou, "note", [], 9, None)} == {here, there}
    assert len(town.history(here)) == 1
    assert zhou.read(lambda db: outbox.count(db, *outbox.OPEN)) == 0


def test_a_district_that_always_has_another_page_is_left(town: Town, zhou: Profile, shen: Profile) -> None:
    there = note(shen, "三幢门禁坏了")
    town.sync(shen)
    note(zhou, "已通知物业")
    wire = Lying(town, lambda said: said.update(more=True, rows=[], cursors={}))
    receipt = Engine(zhou, lambda _url, _ca: wire).start().result(timeout=60)
    assert (receipt["error"]["code"], receipt["results"]["ok"], wire.told) == ("foreign_answer", 1, 2)
    town.sync(zhou)
    assert there in {row["id"] for row in list_records(zhou, "note", [], 9, None)}


def test_what_is_pulled_to_mend_a_difference_is_looked_at_as_well(town: Town, zhou: Profile) -> None:
    record = note(zhou, "真的")
    town.sync(zhou)
    zhou.write(lambda db: db.execute("UPDATE record SET base = replace(COALESCE(view, base), '真', '假')"))
    zhou.write(sums.ask_for_comparison)
    wire = Lying(town, lambda said: puts_row(said, stream=OTHER_GRID) if said.get("rows") else None)
    receipt = Engine(zhou, lambda _url, _ca: wire).start().result(timeout=60)
    assert receipt["error"]["code"] == "foreign_answer"
    town.sync(zhou)
    assert [(row["id"], row["text"]) for row in list_records(zhou, "note", [], 9, None)] == [(record, "真的")]
