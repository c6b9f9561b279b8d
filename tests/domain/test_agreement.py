"""调解协议: nothing signed is changed, sums add up, words are looked at twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.agreement import effective_on, frozen, instalments, is_as_signed, is_signed, terms
from gridworker.domain.word_choice import doubts

CLAUSE = {
    "order": 1,
    "who": "王秀英",
    "whom": "李建国",
    "what": "赔偿吊顶",
    "due_on": "2026-12-01",
    "amount_fen": 480_000,
}
DRAFT: dict[str, Any] = {"clauses": {"a": CLAUSE | {"done": "no"}}}
SIGNED = DRAFT | {"agreement": {"form": "written", "signed_on": "2026-11-20", "terms": terms(DRAFT)}}


def test_a_written_agreement_takes_effect_with_the_last_of_signature_and_seal() -> None:
    assert effective_on("written", "2026-11-20", "2026-11-22") == "2026-11-22"
    assert effective_on("written", "2026-11-20", "") == ""
    assert effective_on("oral", "2026-11-20", "") == "2026-11-20"


@pytest.mark.parametrize(
    ("path", "pair", "reason"),
    [
        ("clauses/a/what", ("赔偿吊顶", "不赔"), "signed"),
        ("clauses/a/amount_fen", (480_000, 1), "signed"),
        ("clauses/a/_deleted", (None, True), "signed"),
        ("clauses/b", (None, {"order": 2, "what": "另付 500 元"}), "supplement"),
        ("clauses/b", (None, {"order": 2, "what": "另付 500 元", "agreed_on": "2026-12-05"}), ""),
        ("clauses/a/done", ("no", "yes"), ""),
        ("clauses/a/done_on", (None, "2026-12-01"), ""),
        ("facts", ("", "楼上漏水"), ""),
    ],
)
def test_what_is_signed_stands_and_what_comes_later_is_a_supplement(
    path: str, pair: Any, reason: str
) -> None:
    assert [why for _, why in frozen(SIGNED, {path: pair})] == ([reason] if reason else [])
    assert frozen(DRAFT, {path: pair}) == []


def test_the_case_says_that_a_clause_differs_from_what_was_signed() -> None:
    assert is_signed(SIGNED)
    assert is_as_signed(SIGNED)
    kept = SIGNED | {"clauses": {"a": CLAUSE | {"done": "yes", "done_on": "2026-12-01"}}}
    assert is_as_signed(kept)
    added = SIGNED | {"clauses": {"a": CLAUSE, "b": CLAUSE | {"order": 2, "agreed_on": "2026-12-05"}}}
    assert is_as_signed(added)
    assert not is_as_signed(SIGNED | {"clauses": {"a": CLAUSE | {"what": "不赔"}}})


def test_what_was_changed_unaware_may_be_put_back_and_nothing_else() -> None:
    changed = SIGNED | {"clauses": {"a": CLAUSE | {"what": "不赔"}}}
    assert frozen(changed, {"clauses/a/what": ("不赔", "赔偿吊顶")}) == []
    assert frozen(changed, {"clauses/a/what": ("不赔", "赔一半")}) == [("clauses/a/what", "signed")]


@given(st.integers(1, 10**11), st.integers(1, 60), st.integers(1, 12))
def test_instalments_add_up_to_the_fen(total: int, count: int, months: int) -> None:
    if total < count:
        with pytest.raises(ValueError, match="parts"):
            instalments(total, count, date(2026, 1, 31), months)
        return
    parts = instalments(total, count, date(2026, 1, 31), months)
    assert sum(part for part, _ in parts) == total
    assert len(parts) == count
    assert all(part > 0 for part, _ in parts)
    assert [due for _, due in parts] == sorted({due for _, due in parts})


def test_an_instalment_at_the_end_of_a_month_stays_at_the_end() -> None:
    days = [due for _, due in instalments(300_000, 3, date(2026, 12, 31))]
    assert days == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)]


def test_words_that_change_what_is_owed_are_looked_at_twice() -> None:
    found = doubts("乙方交订金 500 元，尽快赔偿；逾期罚款，并瞻养老人。再付订金。")
    assert [(doubt.word, doubt.code) for doubt in found] == [
        ("订金", "deposit"), ("尽快", "prompt"), ("赔偿", "compensation"), ("罚款", "fine"), ("瞻养", "elders"),
    ]  # fmt: skip
    assert doubts("王秀英于 2026 年 12 月 1 日前付清修理款。") == []
