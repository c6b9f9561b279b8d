"""Paths name one thing each, and what is written there is what is read (protocol §4, patches)."""

from __future__ import annotations

import time
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.canonical import canonical, equal, is_empty
from gridworker.domain.kinds import KINDS
from gridworker.domain.paths import Body, Names, copied, join, read, split, target, touches, write
from tests.domain.case import LEAK, Case, make_id
from tests.domain.json_values import names, values

DISPUTE = KINDS["dispute"]
ELEMENT = make_id()


@given(st.lists(names, min_size=1, max_size=4))
def test_a_path_is_put_together_as_it_is_taken_apart(segments: list[str]) -> None:
    assert split(join(*segments)) == tuple(unicodedata.normalize("NFC", segment) for segment in segments)
    assert join(*split(join(*segments))) == join(*segments)


@pytest.mark.parametrize(
    ("path", "segments"),
    [
        ("a~1b", ("a/b",)),
        ("a~0b", ("a~b",)),
        ("a~01", ("a~1",)),
        ("~0~1/~1", ("~/", "/")),
        ("a//b", ("a", "", "b")),
    ],
)
def test_segments_are_escaped_as_in_rfc_6901(path: str, segments: tuple[str, ...]) -> None:
    assert split(path) == segments
    assert join(*segments) == path


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("title", Names.FIELD),
        ("place", Names.FIELD),
        ("status", Names.FIELD),
        ("tags/独居", Names.MEMBER),
        ("parties/x", Names.ELEMENT),
        ("parties/x/phone", Names.ELEMENT_FIELD),
        ("parties/x/hobby", Names.ELEMENT_FIELD),
        ("parties/x/_deleted", Names.REMOVAL),
        ("sessions/x/record", Names.FROZEN),
        ("sessions/x/_deleted", Names.REMOVAL),
        ("_deleted", Names.REMOVAL),
        ("extra/防汛@2/有无积水", Names.ANSWER),
        ("weather", Names.UNKNOWN),
        ("weather/sky/colour", Names.UNKNOWN),
        ("tags", Names.INVALID),
        ("place/room", Names.INVALID),
        ("_conflicts", Names.INVALID),
        ("", Names.INVALID),
    ],
)
def test_a_path_names_one_thing(path: str, names: Names) -> None:
    assert target(DISPUTE, path).names is names


PLACES = st.sampled_from(
    [
        "facts",
        "place",
        f"parties/{ELEMENT}/phone",
        "extra/防汛@2/积水",
        "weather",
        "drone/flights/1",
        f"parties/{ELEMENT}",
    ]
)


@given(PLACES, values, PLACES, values)
def test_what_is_written_is_read_and_nothing_else_changes(
    path: str, value: Any, other: str, there: Any
) -> None:
    body: Body = {}
    write(body, target(DISPUTE, other), None if is_empty(there) else there)
    write(body, target(DISPUTE, path), None if is_empty(value) else value)
    assert equal(read(body, target(DISPUTE, path)), value)
    if other != path and not other.startswith(path) and not path.startswith(other):
        assert equal(read(body, target(DISPUTE, other)), there)


@given(st.lists(st.tuples(names, st.booleans()), max_size=8))
def test_a_set_holds_what_was_added_and_not_removed(steps: list[tuple[str, bool]]) -> None:
    body: Body = {}
    expected: set[str] = set()
    for name, add in steps:
        where = target(DISPUTE, join("tags", name))
        write(body, where, True if add else None)
        member = unicodedata.normalize("NFC", name)
        expected = expected | {member} if add else expected - {member}
        assert read(body, where) is (True if add else None)
    assert body.get("tags", []) == sorted(expected)


@given(values)
def test_a_copy_is_equal_and_its_own(value: Any) -> None:
    assert canonical(copied(value)) == canonical(value)
    box = {"value": value}
    copy = copied(box)
    copy["value"] = "changed"
    assert box["value"] is value


def test_nothing_is_made_in_order_to_remove_something() -> None:
    body: Body = {}
    write(body, target(DISPUTE, f"parties/{ELEMENT}/phone"), None)
    write(body, target(DISPUTE, "tags/独居"), None)
    assert body == {}


def test_a_plain_value_in_the_way_of_an_undeclared_path_is_what_is_read() -> None:
    assert read({"weather": "雨"}, target(DISPUTE, "weather/sky")) == "雨"
    assert read({"title": "漏水"}, target(DISPUTE, "tags/独居")) is None


def test_a_set_that_was_kept_before_it_was_known_to_be_one_reads_as_one() -> None:
    body: Body = {"tags": {"独居": True}}
    assert read(body, target(DISPUTE, "tags/独居")) is True
    write(body, target(DISPUTE, "tags/低保"), True)
    assert body == {"tags": ["低保", "独居"]}


@pytest.mark.parametrize(
    ("later", "earlier", "depends"),
    [
        ("facts", "facts", True),
        ("facts", "facts2", False),
        (f"parties/{ELEMENT}/phone", f"parties/{ELEMENT}", True),
        (f"parties/{ELEMENT}/phone", f"parties/{ELEMENT}/_deleted", True),
        (f"parties/{ELEMENT}/_deleted", f"parties/{ELEMENT}/phone", True),
        (f"parties/{ELEMENT}/name", f"parties/{ELEMENT}/phone", False),
        ("parties/other", f"parties/{ELEMENT}", False),
        ("facts", "_deleted", True),
        ("_deleted", "facts", True),
        ("tags/独居", "tags/低保", False),
        ("weather", "weather/sky", True),
    ],
)
def test_what_depends_on_what(later: str, earlier: str, depends: bool) -> None:
    assert touches(later, earlier) is depends


def test_a_case_of_the_stories_holds_what_was_typed() -> None:
    body = Case(values=LEAK).body
    assert {name: body[name] for name in LEAK} == LEAK


def test_ten_thousand_members_are_written_in_a_moment_and_stay_a_set() -> None:
    """An op of 256 KiB may bring them, and a request thirty such ops."""
    names = [f"t{number * 7919 % 10_007}" for number in range(10_007)]
    body: Body = {}
    began = time.process_time()
    for name in names:
        write(body, target(DISPUTE, f"tags/{name}"), True)
    for name in names[::2]:
        write(body, target(DISPUTE, f"tags/{name}"), None)
    assert time.process_time() - began < 3
    assert body["tags"] == sorted(names[1::2])
