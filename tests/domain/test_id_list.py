"""A register of many thousand ids in one text: it answers as a list would."""

from __future__ import annotations

import pytest

from gridworker.domain.id_list import IdList
from gridworker.domain.ids import IdMaker


def _made(count: int) -> list[str]:
    moments = iter(range(1_700_000_000_000, 1_700_000_000_000 + count))
    make = IdMaker(lambda: next(moments), lambda length: b"\x07" * length)
    return [make() for _ in range(count)]


def test_it_reads_as_the_list_it_was_made_of() -> None:
    ids = _made(50)
    packed = IdList.of(ids)
    assert list(packed) == ids
    assert (len(packed), packed[0], packed[49], packed[10:13]) == (50, ids[0], ids[49], ids[10:13])
    assert [packed.place_of(id_) for id_ in ids] == list(range(50))
    with pytest.raises(IndexError):
        packed[50]


@pytest.mark.parametrize("asked", [3, 40])
def test_it_says_which_of_few_or_many_it_lacks(asked: int) -> None:
    there, elsewhere = _made(60)[:50], _made(110)[60:]
    wanted = [*there[:asked], *elsewhere[:asked]]
    assert IdList.of(there).lacking(wanted) == set(elsewhere[:asked])


def test_what_is_no_id_is_not_found_across_two() -> None:
    ids = _made(2)
    assert IdList.of(ids).place_of((ids[0] + ids[1])[5:41]) == -1
    assert "" not in IdList.of(ids)


def test_one_more_stands_at_its_place_or_at_the_end() -> None:
    ids, other = _made(3), _made(9)[8]
    assert list(IdList.of(ids).with_one(other, 1)) == [ids[0], other, *ids[1:]]
    assert list(IdList.of(ids).with_one(other, 7)) == [*ids, other]
    assert IdList.of([*ids, other]).begins_with(IdList.of(ids))
