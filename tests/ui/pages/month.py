"""The sample month on one laptop, for pages that are to be looked at full."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from gridworker.cli.demo.content import read_content
from gridworker.cli.demo.sample import month_of_work, working_day
from gridworker.cli.demo.sample_record import actions_in_order, with_ids
from gridworker.operations.records import add_record, edit_record
from gridworker.operations.registry import REGISTRY_KINDS
from gridworker.store.profile import Profile
from tests.laptop import GRID_CODE, NOON, SetClock


def fill(profile: Profile, kinds: Collection[str] = ("patrol", "visit")) -> dict[str, str]:
    """A month of work up to yesterday and this morning's, of these kinds and of the registry; the ids by their keys."""
    clock = profile.clock
    assert isinstance(clock, SetClock)
    told: dict[str, Any] = {
        "grid_code": GRID_CODE,
        "village": "西河路社区",
        "workers": ("zhoumin", "shenguoqiang"),
        "content": read_content(),
    }
    records = month_of_work(1, last_day=date(2026, 11, 21), **told)
    day = working_day(1, day=date(2026, 11, 22), **told)
    ids: dict[str, str] = {}
    for action in actions_in_order([*records, *day.typed]):
        key, record = action.record.key, action.record
        if record.kind not in (*kinds, *REGISTRY_KINDS) or action.at_ms > NOON:
            continue
        clock.at = action.at_ms
        if action.edit is None:
            ids[key] = add_record(profile, record.kind, with_ids(record.fields, ids)).ids[0]
        else:
            edit_record(profile, ids[key], with_ids(action.edit.changes, ids))
    clock.at = NOON
    return ids
