"""Addresses as people write them, taken apart so that homes stand in their buildings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.addresses import natural, parse_address
from gridworker.domain.titles import place_text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("东篱苑3幢2单元501室", ("东篱苑", "3", "2", "501")),
        ("东篱苑３幢２单元５０１", ("东篱苑", "3", "2", "501")),
        ("东篱苑3-2-501", ("东篱苑", "3", "2", "501")),
        ("东篱苑3—501", ("东篱苑", "3", "", "501")),
        ("东篱苑12号楼", ("东篱苑", "12", "", "")),
        ("集贸市场A座 302", ("集贸市场", "A", "", "302")),
        ("西河路18号3幢1单元", ("西河路18号", "3", "1", "")),
        ("西河路18号", ("西河路18号", "", "", "")),
        ("湖头陈村", ("湖头陈村", "", "", "")),
        ("  ", ("", "", "", "")),
    ],
)
def test_an_address_is_taken_apart(text: str, parts: tuple[str, ...]) -> None:
    place = parse_address(text)
    assert tuple(place.get(name, "") for name in ("text", "building", "unit", "room")) == parts


@given(st.from_regex("[东西南北]{1,4}苑", fullmatch=True), *(st.integers(1, 9999),) * 3)
def test_what_was_taken_apart_is_said_as_it_was(estate: str, building: int, unit: int, room: int) -> None:
    said = f"{estate}{building}幢{unit}单元{room}室"
    assert place_text(parse_address(said)) == said


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    parse_address(text)
    assert natural(text) == natural(text)


def test_houses_stand_in_the_order_of_their_numbers() -> None:
    assert sorted(["10", "2", "B", "2A", "A", ""], key=natural) == ["", "2", "2A", "10", "A", "B"]
