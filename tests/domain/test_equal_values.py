"""Equal values have equal canonical bytes (protocol §2)."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.canonical import canonical, equal, is_empty, normal, record_sum
from tests.domain.json_values import texts, values

EMPTIES: list[Any] = [None, "", [], {}, [None], [[]], {"a": None}, {"a": {"b": [""]}}]


def slow_canonical(value: Any) -> bytes:
    """The same by the letter of the protocol, with the standard library."""

    def clean(item: Any) -> Any:
        if isinstance(item, str):
            return unicodedata.normalize("NFC", item)
        if isinstance(item, list):
            return [kept for kept in map(clean, item) if kept not in (None, "", [], {})]
        if isinstance(item, dict):
            # By original key, so that of two spellings of one key the same always stays.
            pairs = ((unicodedata.normalize("NFC", key), clean(item[key])) for key in sorted(item))
            return {key: kept for key, kept in pairs if kept not in (None, "", [], {})}
        return item

    cleaned = clean(value)
    whole = None if cleaned in ("", [], {}) else cleaned
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@given(values)
def test_canonical_bytes_are_those_of_the_protocol(value: Any) -> None:
    ours = json.loads(canonical(value))
    assert ours == json.loads(slow_canonical(value))
    assert json.dumps(ours, sort_keys=False) == json.dumps(json.loads(slow_canonical(value)), sort_keys=False)


@given(values)
def test_what_is_canonical_stays_so(value: Any) -> None:
    once = canonical(value)
    assert canonical(json.loads(once)) == once


@given(values)
def test_the_order_of_members_does_not_matter(value: Any) -> None:
    def turned(item: Any) -> Any:
        if isinstance(item, dict):
            return {key: turned(item[key]) for key in reversed(item)}
        return [turned(one) for one in item] if isinstance(item, list) else item

    assert canonical(turned(value)) == canonical(value)


@given(values, values)
def test_equal_is_having_the_same_canonical_bytes(one: Any, other: Any) -> None:
    assert equal(one, other) == (canonical(one) == canonical(other))
    assert equal(one, json.loads(canonical(one)))


@given(values)
def test_empty_is_being_equal_to_nothing(value: Any) -> None:
    assert is_empty(value) == equal(value, None) == (normal(value) is None)


@given(texts)
def test_composed_and_decomposed_texts_are_equal(text: str) -> None:
    assert equal(unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("one", EMPTIES)
@pytest.mark.parametrize("other", EMPTIES)
def test_nothing_is_nothing_however_it_is_written(one: Any, other: Any) -> None:
    assert equal(one, other)
    assert equal({"a": 1, "b": one}, {"b": other, "a": 1})
    assert equal([1, one, 2], [1, 2])


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), (0, False), (0, None), (False, None), ("1", 1), ([1], 1), ("null", None), ([1, 2], [2, 1])],
)
def test_what_only_looks_alike_is_not_equal(one: Any, other: Any) -> None:
    assert not equal(one, other)
    assert not equal({"a": [one]}, {"a": [other]})


def test_keys_are_sorted_by_code_point_not_by_utf_16() -> None:
    assert canonical({"\U00010000": 1, "\uffff": 2}) == '{"\uffff":2,"\U00010000":1}'.encode()


def test_the_sum_of_a_record_is_the_one_of_the_protocol() -> None:
    expected = int.from_bytes(hashlib.sha256(b'r\n3\n{"a":1}').digest()[:8], "big")
    assert record_sum("r", 3, {"b": None, "a": 1}) == expected


@given(st.text(alphabet='nul"[]{}\\:, é\u0301', max_size=12))
def test_texts_that_look_like_empty_values_are_texts(text: str) -> None:
    assert json.loads(canonical({"a": text})) == ({"a": unicodedata.normalize("NFC", text)} if text else None)
