"""Rule 1 of a patch: what is refused on the op alone, all or nothing, and what must never be refused (protocol §4)."""

from __future__ import annotations

import unicodedata
from typing import Any

import msgspec
import pytest

from gridworker.domain.checks import MAX_DEPTH, MAX_OP_BYTES, find_problems
from gridworker.domain.fields import MAX_TEXT
from gridworker.domain.kinds import KINDS
from gridworker.domain.op import Op, Patch
from gridworker.protocol.codec import deeper_than
from tests.domain.case import LEAK, Case, make_id, op_of, problems_of

ELEMENT = make_id()
PATROL = {"at": 1, "tz": 480, "place": {"text": "东篱苑3幢"}, "categories": ["fire"]}


def judged(patch: Patch, **members: Any) -> list[tuple[str, str, str]]:
    """Code, path and reason of everything that is wrong with a patch."""
    return [(problem.code, problem.path, problem.reason) for problem in problems_of(patch, **members)]


def nested(levels: int) -> Any:
    """A value so many levels deep."""
    value: Any = "底"
    for level in range(levels):
        value = {"层": value} if level % 2 else [value]
    return value


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("type", "quarrel", "choice"),
        ("type", ["neighbour"], "choice"),
        ("title", 5, "text"),
        ("occurred_on", "2026-02-30", "date"),
        ("occurred_on", "２０２６-０２-０１", "date"),
        ("merged_into", "not-an-id", "id"),
        ("place", "东篱苑3幢", "group"),
        ("place", {"text": 3}, "text"),
        ("agreement", {"copies": True}, "integer"),
        ("next_session", {"at": -1}, "instant"),
        ("next_session", {"at": 253_402_300_800_000}, "instant"),
        ("position", {"lon": 120.26, "lat": 30.18}, "float"),
        ("facts", 1.0, "float"),
        ("facts", "渗\0水", "not_text"),
        ("facts", "渗\ud83d水", "not_text"),
        ("next_session", {"place": {"坏\ud83d": 1}}, "not_text"),
        ("next_session", {"at": 2**53}, "range"),
        ("weather", -(2**53), "range"),
        ("weather", 10**30, "range"),
        ("status", 7, "choice"),
        ("status", "closed", "choice"),
        ("status", None, "required"),
        ("title", "", "required"),
        ("title", None, "required"),
        (f"parties/{ELEMENT}/birth_on", "1980", "date"),
        (f"parties/{ELEMENT}/consent", "maybe", "choice"),
        (f"clauses/{ELEMENT}/amount_fen", "3000", "integer"),
        (f"clauses/{ELEMENT}/amount_fen", True, "integer"),
        ("risk_flags/hunger", True, "choice"),
        ("links/not-an-id", True, "id"),
        ("tags/租户~1流动", True, "label"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_reason(path: str, value: Any, reason: str) -> None:
    assert judged({path: (None, value)}) == [("INVALID", path, reason)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id_number", "110101199003070000"),
        (f"parties/{ELEMENT}/id_number", "11010119900307001X"),
        (f"parties/{ELEMENT}/phone", "12345"),
        (f"parties/{ELEMENT}/hobby", ["二胡", {"since": 1990}]),
        (f"parties/{ELEMENT}/agent", {"name": "查律师"}),
        ("weather", {"sky": "雨", "deep": [1, [2, [3]]]}),
        ("drone/flights/1/x/y", True),
        ("extra/防汛@2/水深~1厘米", 30),
        ("extra/防汛@2/位置", {"lon": 1202600000}),
        ("facts", "字" * MAX_TEXT),
        ("facts", "第一行\n\t第二行 👨‍👩‍👧"),
        ("place", {"text": "东篱苑3幢", "floor": "5"}),
        ("tags/独居", True),
        (f"links/{ELEMENT}", True),
        ("risk", None),
        ("occurred_on", "2024-02-29"),
    ],
)
def test_what_a_person_means_and_what_a_later_release_adds_is_never_refused(path: str, value: Any) -> None:
    assert judged({path: (None if value is not None else "low", value)}) == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "title/",
        "/title",
        "_conflicts",
        "_conflicts/0",
        "_deleted/x",
        "_hidden",
        "title/first",
        "place/room",
        "status/now",
        "parties",
        "tags",
        "extra",
        "extra/防汛@2",
        "extra/防汛/有无积水",
        "extra/防 汛@2/有无积水",
        "tags/独居/x",
        f"parties/{ELEMENT}/phone/area",
        f"parties/{ELEMENT}/_conflicts",
        "weather~2",
        "weather~",
    ],
)
def test_a_path_that_names_nothing_is_refused(path: str) -> None:
    assert judged({path: (None, "雨")}) == [("INVALID", path, "path")]


@pytest.mark.parametrize(
    "name", ["5", "0190A0B0-0000-7000-8000-000000000000", "01900000-0000-4000-8000-000000000000"]
)
def test_elements_have_ids_of_the_agreed_form(name: str) -> None:
    for path, value in ((f"parties/{name}", {"name": "甲"}), (f"parties/{name}/name", "甲")):
        assert judged({path: (None, value)}) == [("INVALID", path, "id")]
    assert judged({f"parties/{name}/_deleted": (None, True)}) == [
        ("INVALID", f"parties/{name}/_deleted", "id")
    ]


@pytest.mark.parametrize("value", ["韩水根", ["韩水根"], None, 3])
def test_an_element_is_an_object(value: Any) -> None:
    assert judged({f"parties/{ELEMENT}": (None, value)}) == [("INVALID", f"parties/{ELEMENT}", "element")]


def test_an_element_is_never_replaced_whole() -> None:
    patch: Patch = {f"parties/{ELEMENT}": ({"name": "甲"}, {"name": "乙"})}
    assert judged(patch) == [("INVALID", f"parties/{ELEMENT}", "element")]


def test_an_element_names_its_wrong_field() -> None:
    patch: Patch = {f"parties/{ELEMENT}": (None, {"name": "甲", "birth_on": "昨天"})}
    assert judged(patch) == [("INVALID", f"parties/{ELEMENT}/birth_on", "date")]
    patch = {f"parties/{ELEMENT}": (None, {"_deleted": True})}
    assert judged(patch) == [("INVALID", f"parties/{ELEMENT}/_deleted", "path")]


@pytest.mark.parametrize(
    "pair", [(None, 1), (None, "yes"), (True, True), (None, None), (False, True), (1, None)]
)
def test_members_are_there_or_not(pair: tuple[Any, Any]) -> None:
    for path in ("tags/独居", "_deleted", f"parties/{ELEMENT}/_deleted"):
        assert judged({path: pair}) == [("INVALID", path, "member")]


def test_one_character_more_than_a_text_holds_is_too_big() -> None:
    assert judged({"facts": (None, "字" * 20_001)}) == [("TOO_BIG", "facts", "too_long")]
    assert judged({"facts": ("字" * 20_001, None)}) == [("TOO_BIG", "facts", "too_long")]
    label = "tags/" + "字" * 20_001
    assert judged({label: (None, True)}) == [("TOO_BIG", label, "too_long")]
    assert judged({"tags/" + "字" * 20_000: (None, True)}) == []
    party = f"parties/{ELEMENT}"
    assert judged({party: (None, {"name": "字" * 20_001})}) == [("TOO_BIG", party, "too_long")]


def test_an_op_beyond_its_size_is_too_big() -> None:
    op = op_of({"facts": (None, "甲")})
    assert find_problems(KINDS["dispute"], op, MAX_OP_BYTES) == []
    assert [problem.code for problem in find_problems(KINDS["dispute"], op, MAX_OP_BYTES + 1)] == ["TOO_BIG"]


def test_the_reason_of_an_op_is_a_text_like_others() -> None:
    gone: Patch = {"_deleted": (None, True)}
    assert judged(gone, action="delete", why="登记重复") == []
    assert judged(gone, action="delete", why="字" * 20_001) == [("TOO_BIG", "why", "too_long")]
    assert judged(gone, action="delete", why="登\0记") == [("INVALID", "why", "not_text")]


def test_nesting_ends_where_a_page_could_no_longer_carry_it() -> None:
    assert judged({"weather": (None, nested(MAX_DEPTH))}) == []
    assert judged({"weather": (None, nested(MAX_DEPTH + 1))}) == [("INVALID", "weather", "too_deep")]
    deep = "/".join(["weather", *"abcdefghijklmnopqrstuvw"])
    assert judged({deep: (None, "雨")}) == []
    assert judged({deep: (None, nested(2))}) == [("INVALID", deep, "too_deep")]
    assert judged({deep + "/x/y": (None, "雨")}) == [("INVALID", deep + "/x/y", "too_deep")]
    bottomless = "/".join(["weather"] * 20_000)
    assert judged({bottomless: (None, "雨")}) == [("INVALID", bottomless, "too_deep")]


def test_the_deepest_value_fits_a_page_even_as_a_candidate() -> None:
    value = nested(MAX_DEPTH)
    entry = {"path": "weather", "current": {"value": value}, "candidates": [{"value": value}]}
    page = {"gw": 1, "rows": [["stream", 1, "record", "dispute", 1, "mark", False, {"_conflicts": [entry]}]]}
    assert not deeper_than(msgspec.json.encode(page), 32)


@pytest.mark.parametrize(
    ("paths", "wrong"),
    [
        (["weather", "weather/sky"], "weather/sky"),
        ([f"parties/{ELEMENT}", f"parties/{ELEMENT}/name"], f"parties/{ELEMENT}/name"),
        (["weather/sky", "weather!", "weather"], "weather/sky"),
    ],
)
def test_no_path_of_a_patch_lies_beneath_another(paths: list[str], wrong: str) -> None:
    values: dict[str, Any] = {f"parties/{ELEMENT}": {"name": "甲"}}
    patch: Patch = {path: (None, values.get(path, "雨")) for path in paths}
    assert judged(patch) == [("INVALID", wrong, "prefix")]


def test_names_that_only_begin_alike_are_not_beneath_each_other() -> None:
    assert judged({"weather": (None, 1), "weather2": (None, 1), "weather2x/y": (None, 1)}) == []


def test_two_spellings_of_one_path_are_one() -> None:
    composed, decomposed = (unicodedata.normalize(form, "tags/café") for form in ("NFC", "NFD"))
    assert list(op_of({decomposed: (None, True)}).patch) == [composed]
    with pytest.raises(ValueError, match="two paths"):
        op_of({composed: (None, True), decomposed: (None, True)})


@pytest.mark.parametrize("path", ["created_at", "created_by", "created_by_name"])
def test_who_and_when_are_fixed(path: str) -> None:
    assert judged({path: (None, 1)}) == [("IMMUTABLE", path, "fixed")]


@pytest.mark.parametrize("path", ["number", "from_id", "to_id"])
def test_what_the_server_gives_nobody_else_writes(path: str) -> None:
    assert judged({path: (None, make_id())}) == [("IMMUTABLE", path, "server_only")]
    assert ("IMMUTABLE", path, "server_only") in judged({path: (None, make_id())}, action="create")


@pytest.mark.parametrize("name", ["at", "record", "a_later_field"])
def test_what_was_put_on_record_is_not_changed(name: str) -> None:
    path = f"sessions/{ELEMENT}/{name}"
    assert judged({path: (None, "改")}) == [("IMMUTABLE", path, "append_only")]
    gone = f"sessions/{ELEMENT}/_deleted"
    assert judged({gone: (None, True)}) == [("IMMUTABLE", gone, "append_only")]
    assert judged({f"sessions/{ELEMENT}": (None, {"at": 1, "record": "笔录"})}) == []


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("dispute", "lead", "mediating"),
        ("dispute", "archived", "accepted"),
        ("dispute", "agreed", "accepted"),
        ("event", "reported", "closed"),
        ("event", "closed", "reported"),
        ("task", "done", "dismissed"),
        ("note", "converted", "done"),
        ("dispute", "no such state", "accepted"),
    ],
)
def test_a_step_that_no_one_declared_is_illegal(kind: str, old: str, new: str) -> None:
    patch: Patch = {"status": (old, new)}
    assert judged(patch, kind=kind) == [("ILLEGAL_TRANSITION", "status", "transition")]
    assert judged(patch, kind=kind, action="resolve", settles=[make_id()]) == []


@pytest.mark.parametrize("old", [["accepted"], {"a": 1}, 5, True])
def test_an_old_state_that_is_none_does_no_harm(old: Any) -> None:
    patch: Patch = {"status": (old, "mediating")}
    assert judged(patch) == [("INVALID", "status", "choice")]
    assert judged(patch, action="resolve", settles=[make_id()]) == [("INVALID", "status", "choice")]


@pytest.mark.parametrize(
    ("kind", "state"), [("dispute", "mediating"), ("event", "accepted"), ("task", "done")]
)
def test_a_new_record_starts_at_a_beginning(kind: str, state: str) -> None:
    problems = problems_of({"status": (None, state)}, kind=kind, action="create")
    assert ("ILLEGAL_TRANSITION", "status", "initial_state") in problems


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("patrol", {"at", "tz", "place", "categories"}),
        ("dispute", {"type", "title", "parties", "status"}),
        ("visit", {"at", "tz", "target", "name", "result"}),
        ("event", {"type", "text", "at", "tz", "place", "status"}),
        ("task", {"title", "status"}),
        ("note", {"text", "at", "tz"}),
        ("reference", {"name", "version", "content"}),
        ("access", {"at", "what"}),
    ],
)
def test_a_new_record_names_what_it_must(kind: str, missing: set[str]) -> None:
    problems = problems_of({"tags/急": (None, True)}, kind=kind, action="create")
    assert {problem.path for problem in problems if problem.reason == "required"} == missing


def test_what_holds_nothing_does_not_count_as_named() -> None:
    patch: Patch = {"title": (None, ""), f"parties/{ELEMENT}": (None, {"name": "", "agent": {"name": None}})}
    patch |= {"type": (None, "neighbour"), "status": (None, "lead")}
    problems = problems_of(patch, action="create")
    assert {problem.path for problem in problems} == {"title", "parties"}
    assert judged({"place": ({"text": "东篱苑"}, {"text": ""})}, kind="patrol") == [
        ("INVALID", "place", "required")
    ]


def test_a_full_record_of_each_story_is_in_order() -> None:
    assert Case(values=LEAK).rev == 1
    assert Case("patrol", PATROL).rev == 1


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"patch": {}}, ("INVALID", "", "empty_patch")),
        ({"op": "op-1"}, ("INVALID", "op", "id")),
        ({"record": "record-1"}, ("INVALID", "record", "id")),
        ({"action": "resolve"}, ("INVALID", "", "settles_nothing")),
        ({"settles": [make_id()]}, ("INVALID", "settles", "only_resolve")),
        ({"action": "resolve", "settles": ["candidate"]}, ("INVALID", "settles", "id")),
        ({"action": "delete"}, ("INVALID", "_deleted", "path")),
    ],
)
def test_an_op_has_the_shape_of_its_action(members: dict[str, Any], problem: tuple[str, str, str]) -> None:
    whole: dict[str, Any] = {"patch": {"facts": (None, "甲")}} | members
    op: Op = op_of(whole.pop("patch"), **whole)
    assert find_problems(KINDS["dispute"], op, 100) == [problem]


def test_one_failure_is_enough_and_all_are_named() -> None:
    patch: Patch = {
        "facts": (None, "好"),
        "risk": (None, "huge"),
        "number": (None, "1"),
        "place/room": (None, "1"),
    }
    assert {problem[1:] for problem in judged(patch)} == {
        ("risk", "choice"),
        ("number", "server_only"),
        ("place/room", "path"),
    }
