"""From what a person typed to a patch, and back: read after write (protocol §4; command line, record add and edit)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.canonical import equal
from gridworker.domain.changes import create_patch, edit_patch, mended
from gridworker.domain.checks import find_problems
from gridworker.domain.errors import InvalidRecord
from gridworker.domain.kinds import KINDS
from gridworker.domain.merge import merge
from gridworker.domain.op import Patch
from gridworker.domain.overlay import patched
from gridworker.domain.paths import Body, join, read, target
from tests.domain.case import LAI, LEAK, Case, make_id, op_of

DISPUTE = KINDS["dispute"]
FIRST, SECOND = make_id(), make_id()

words = st.text(alphabet="漏水é\u0301e/~ ab", min_size=1, max_size=5)
maybe = st.none() | words
members = st.lists(words.filter(lambda word: "/" not in word), max_size=3)
parties = st.dictionaries(
    st.sampled_from([FIRST, SECOND]),
    st.fixed_dictionaries({}, optional={"name": maybe, "phone": maybe, "hobby": words}),
)
cases = st.fixed_dictionaries(
    {"title": words},
    optional={
        "facts": maybe,
        "place": st.fixed_dictionaries({"text": words}, optional={"room": maybe, "floor": words}),
        "tags": members,
        "parties": parties,
        "extra": st.dictionaries(
            st.sampled_from(["防汛@1", "防汛@2"]), st.dictionaries(words, maybe, max_size=2), max_size=2
        ),
        "weather": st.dictionaries(words, words, max_size=2) | words,
    },
)


second_thoughts = st.fixed_dictionaries(
    {},
    optional={
        "title": words,
        "facts": maybe,
        "tags": members,
        "parties": st.dictionaries(
            st.sampled_from([FIRST, SECOND]),
            st.none() | st.fixed_dictionaries({}, optional={"name": maybe, "phone": maybe}),
            min_size=1,
        ),
        f"parties/{FIRST}/_deleted": st.none(),
        "extra": st.dictionaries(st.just("防汛@1"), st.dictionaries(words, maybe, max_size=2), max_size=1),
    },
)


def saved(body: Body, patch: Patch, rev: int) -> Body:
    """The record after the merge has taken the patch in."""
    return merge(DISPUTE, body, op_of(patch, base=(rev, "")), LAI, rev, tuple).body


def change(body: Body, changes: dict[str, Any]) -> Patch:
    """The patch of an edit."""
    return edit_patch(DISPUTE, body, changes, make_id)


@given(cases)
def test_what_was_typed_is_what_is_shown(typed: dict[str, Any]) -> None:
    patch = create_patch(DISPUTE, typed, make_id)
    wrong = find_problems(DISPUTE, op_of(patch), 1000)
    assert wrong == []
    body = saved({}, patch, 0)
    for name, value in typed.items():
        expected = sorted({join(item) for item in value}) if name == "tags" else value
        shown = [join(item) for item in body.get("tags", [])] if name == "tags" else body.get(name)
        assert equal(shown, expected)


@given(cases, cases)
def test_an_edit_changes_what_it_names_and_nothing_else(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    body = saved({}, create_patch(DISPUTE, before, make_id), 0)
    whole = {name: after[name] for name in after if name not in ("parties", "extra")}
    shown = saved(body, change(body, whole), 1)
    for name in before.keys() | whole.keys():
        expected = whole[name] if name in whole else before[name]
        if name == "place" and name in before and name in whole:
            expected = {key: item for key, item in before[name].items() if key == "floor"} | expected
        if name == "tags":
            expected = sorted({join(item) for item in expected})
            assert [join(item) for item in shown.get("tags", [])] == expected
        else:
            assert equal(shown.get(name), expected)


@given(cases)
def test_typing_the_same_again_changes_nothing(typed: dict[str, Any]) -> None:
    body = saved({}, create_patch(DISPUTE, typed, make_id), 0)
    same = {name: value for name, value in typed.items() if value}
    assert change(body, same) == {}


@given(cases, st.sampled_from(["facts", f"parties/{FIRST}/phone", "extra/防汛@2/积水", "weather"]), maybe)
def test_one_path_is_read_after_it_was_written(typed: dict[str, Any], path: str, value: str | None) -> None:
    body = saved({}, create_patch(DISPUTE, typed, make_id), 0)
    shown = saved(body, change(body, {path: value}), 1)
    assert equal(read(shown, target(DISPUTE, path)), value)


def shown_now(body: Body, held: Body) -> Body:
    """A record without the elements that were taken away before they ever arrived."""
    there = {
        key: item
        for key, item in body.get("parties", {}).items()
        if key in held.get("parties", {}) or not item.get("_deleted")
    }
    return {**body, "parties": there}


@given(cases, second_thoughts, second_thoughts, st.booleans())
def test_what_came_back_and_is_mended_arrives_as_it_was_meant(
    before: dict[str, Any], wrong: dict[str, Any], right: dict[str, Any], arrived: bool
) -> None:
    first = create_patch(DISPUTE, before, make_id)
    whole = saved({}, first, 0)
    held = whole if arrived else {}
    edit = change(whole, wrong)
    typed = patched(DISPUTE, whole, edit)
    mending = change(typed, right)
    patch = mended(DISPUTE, held, [edit] if arrived else [first, edit], mending)
    problems = find_problems(DISPUTE, op_of(patch or {"tags/甲": (None, True)}), 1000)
    assert problems == []
    meant = shown_now(patched(DISPUTE, typed, mending), held)
    assert equal(patched(DISPUTE, held, patch), meant)


def test_elements_given_as_a_list_get_ids() -> None:
    patch = create_patch(DISPUTE, {"parties": [{"name": "韩水根"}, {"name": "解红英"}]}, make_id)
    assert sorted(pair[1]["name"] for pair in patch.values()) == ["解红英", "韩水根"]
    assert len(patch) == 2


def test_a_whole_set_becomes_what_was_given() -> None:
    body = Case(values=LEAK | {"tags": ["漏水", "老旧小区"]}).body
    assert change(body, {"tags": ["漏水", "独居"]}) == {
        "tags/独居": (None, True),
        "tags/老旧小区": (True, None),
    }
    assert change(body, {"tags": []}) == {"tags/漏水": (True, None), "tags/老旧小区": (True, None)}


def test_one_member_goes_and_comes() -> None:
    body = Case().body
    assert change(body, {"tags/漏水": False, "tags/独居": True}) == {
        "tags/漏水": (True, None),
        "tags/独居": (None, True),
    }
    assert change(body, {"tags/漏水": True}) == {}


def test_a_whole_collection_changes_what_it_names() -> None:
    case = Case()
    party = case.party().split("/")[1]
    changes = {"parties": {party: {"phone": "13900000002", "name": "韩水根"}, SECOND: {"name": "解红英"}}}
    assert change(case.body, changes) == {
        f"parties/{party}/phone": ("13900000001", "13900000002"),
        f"parties/{SECOND}": (None, {"name": "解红英"}),
    }


def test_null_takes_an_element_away_and_an_empty_collection_all() -> None:
    case = Case()
    party = case.party()
    gone = {f"{party}/_deleted": (None, True)}
    assert change(case.body, {party: None}) == gone
    assert change(case.body, {"parties": {party.split("/")[1]: None}}) == gone
    assert change(case.body, {f"parties/{SECOND}": None}) == {}
    helpers = Case(values=LEAK | {"helpers": {FIRST: {"name": "甲"}, SECOND: {"name": "乙"}}}).body
    assert change(helpers, {"helpers": []}) == {
        f"helpers/{one}/_deleted": (None, True) for one in (FIRST, SECOND)
    }


def test_an_element_already_taken_away_is_not_taken_away_again() -> None:
    case = Case()
    case.write(LAI, {f"{case.party()}/_deleted": (None, True)})
    assert change(case.body, {case.party(): None}) == {}
    assert change(case.body, {f"{case.party()}/_deleted": None}) == {f"{case.party()}/_deleted": (True, None)}


def test_a_place_keeps_the_members_this_release_does_not_know() -> None:
    body = Case(values=LEAK | {"place": {"text": "东篱苑", "floor": "5"}}).body
    patch = change(body, {"place": {"text": "西篱苑"}})
    assert patch == {"place": ({"text": "东篱苑", "floor": "5"}, {"text": "西篱苑", "floor": "5"})}
    assert change(body, {"place": None}) == {"place": ({"text": "东篱苑", "floor": "5"}, None)}


def test_a_record_is_removed_and_brought_back_by_its_path() -> None:
    case = Case()
    assert change(case.body, {"_deleted": True}) == {"_deleted": (None, True)}
    case.write(LAI, {"_deleted": (None, True)}, action="delete")
    assert change(case.body, {"_deleted": False}) == {"_deleted": (True, None)}


def test_names_within_an_element_are_one_however_their_letters_are_made() -> None:
    case = Case(values=LEAK | {"helpers": {FIRST: {"cafe\u0301": "楼下"}}})
    assert change(case.body, {f"helpers/{FIRST}/caf\u00e9": "楼下"}) == {}
    assert case.at(f"helpers/{FIRST}/cafe\u0301") == "楼下"


def test_answers_are_cleared_one_by_one_or_all() -> None:
    body = Case(values=LEAK | {"extra": {"防汛@2": {"积水": "有", "水深": 30}}}).body
    assert change(body, {"extra": {"防汛@2": {"积水": None}}}) == {"extra/防汛@2/积水": ("有", None)}
    assert change(body, {"extra": None}) == {
        "extra/防汛@2/积水": ("有", None),
        "extra/防汛@2/水深": (30, None),
    }


@pytest.mark.parametrize(
    ("changes", "path", "reason"),
    [
        ({"place/room": "1"}, "place/room", "path"),
        ({"_conflicts": []}, "_conflicts", "path"),
        ({"": "x"}, "", "path"),
        ({"tags": "漏水"}, "tags", "set"),
        ({"tags": [1]}, "tags", "set"),
        ({"tags": [""]}, "tags", "set"),
        ({"parties": "韩水根"}, "parties", "elements"),
        ({"parties": ["韩水根"]}, "parties", "elements"),
        ({"parties": []}, "parties", "required"),
        ({"extra": {"防汛@2": "有"}}, "extra", "answers"),
        ({f"parties/{FIRST}": "韩水根"}, f"parties/{FIRST}", "element"),
        ({"facts": "渗\ud83d水"}, "facts", "not_text"),
        ({"fa\ud83dcts": "渗水"}, "fa\ud83dcts", "not_text"),
        ({"weather": 0.5}, "weather", "float"),
        ({"weather": 10**40}, "weather", "range"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_saved(
    changes: dict[str, Any], path: str, reason: str
) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        change(Case().body, changes)
    assert refusal.value.paths == [(path, reason)]


def test_a_bottomless_value_is_refused_and_not_fallen_into() -> None:
    bottomless: Any = "底"
    for _ in range(5000):
        bottomless = [bottomless]
    with pytest.raises(InvalidRecord, match="too_deep"):
        change({}, {"weather": bottomless})
    with pytest.raises(InvalidRecord, match="too_deep"):
        create_patch(DISPUTE, {"weather": bottomless}, make_id)


def test_a_text_too_long_says_so() -> None:
    with pytest.raises(InvalidRecord) as refusal:
        create_patch(DISPUTE, {"facts": "字" * 20_001}, make_id)
    assert refusal.value.code == "TOO_BIG"
