"""The rules of patch and merge keep every promise of the protocol (§1), whatever is lost, doubled or late."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.domain.model.machine import Days


def test_days_at_work_keep_the_promises() -> None:
    days = settings(max_examples=max(settings().max_examples, 250), stateful_step_count=40)
    run_state_machine_as_test(Days, settings=days)
