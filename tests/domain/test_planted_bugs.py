"""The days at work are a test worth having: each wrong rule that somebody might write is found by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from gridworker.domain import merge as rules
from tests.domain.model.faults import Faults
from tests.domain.model.machine import Days

LOOK = settings(
    max_examples=4000,
    stateful_step_count=40,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)

FOUND = (AssertionError, KeyError)
"""A broken promise, or a laptop left with a record of which parts are missing."""

_open_candidates = rules._Merging._open_candidates


def _closes_all_at_a_resolve(merging: Any, path: str, entry: dict[str, Any], where: Any) -> list[Any]:
    return [] if merging.op.action == "resolve" else _open_candidates(merging, path, entry, where)


def _nobody_else(_merging: Any) -> Iterator[Any]:
    return iter(())


# What each of these replaces is a method of the merge.
WRONG_RULES: dict[str, tuple[str, Callable[..., Any]]] = {
    "an author's own candidate is not recognised": ("_is_own", lambda *_: False),
    "an author's op closes everybody's candidates": ("_is_own", lambda *_: True),
    "a worker's two laptops count as one": ("_is_own", lambda m, item, _: item["by"] == m.author.worker),
    "a resolve closes candidates it never saw": ("_open_candidates", _closes_all_at_a_resolve),
    "a resolve closes nothing": ("_settle", lambda *_: None),
    "a removal ignores edits": ("_foreign_since", _nobody_else),
    "an edit ignores removals": ("_revive", lambda *_: None),
    "an entry keeps showing an old value": ("_refresh", lambda *_: None),
}


def find(planted: Faults) -> None:
    """Makes up days under a planted bug until a promise breaks."""
    run_state_machine_as_test(type("Days", (Days,), {"faults": planted}), settings=LOOK)


@pytest.mark.parametrize("bug", Faults._fields)
def test_a_wrong_rule_on_either_side_is_found(bug: str) -> None:
    with pytest.raises(FOUND):
        find(Faults(**{bug: True}))


@pytest.mark.parametrize("bug", WRONG_RULES)
def test_a_wrong_rule_of_the_merge_is_found(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, wrong = WRONG_RULES[bug]
    monkeypatch.setattr(rules._Merging, name, wrong)
    with pytest.raises(FOUND):
        find(Faults())


@pytest.mark.parametrize("_bug", ["null is a value"])
def test_null_and_missing_confused_is_found(_bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "equal", lambda one, other: one == other)
    with pytest.raises(FOUND):
        find(Faults())
