"""Ops drawn and packed while an answer is awaited: what happens meanwhile still counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

import pytest

from gridworker.operations.records import add_record
from gridworker.store import outbox
from gridworker.store.profile import Profile
from gridworker.sync import core
from gridworker.sync.ahead import Ready
from tests.sync.direct import Town
from tests.sync.quarrel import QUARREL, arrived, patrols

BATCH = 4


def sync_while(town: Town, profile: Profile, patch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """One sync in small requests; `act` is done while the second is under way and the third is ready."""
    is_ready, asked = Event(), list[str]()
    draw = Ready.drawn

    def drawn(*state: Any) -> Ready | None:
        found = draw(*state)
        is_ready.set()
        return found

    def heard(path: str) -> None:
        asked.append(path)
        if asked.count("/v1/sync") == 2 and not is_ready.is_set():
            assert is_ready.wait(60)
            act()

    patch.setattr(core, "State", partial(core.State, ops=BATCH))
    patch.setattr(Ready, "drawn", drawn)
    town.heard = heard
    assert "error" not in town.sync(profile)


def test_a_patrol_taken_back_is_not_sent(town: Town, zhou: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    patrols(zhou, 5 * BATCH)
    [record, op] = zhou.read(
        lambda db: db.execute("SELECT record, id FROM op ORDER BY position LIMIT 1 OFFSET 9").fetchone()
    )

    def take_back() -> None:
        assert zhou.write(lambda db: outbox.withdraw(db, record, op))

    sync_while(town, zhou, monkeypatch, take_back)
    log = arrived(town)
    assert record not in log
    assert len(log) == len(set(log)) == 5 * BATCH - 1


def test_a_quarrel_that_became_dangerous_goes_with_the_next_request(
    town: Town, zhou: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    patrols(zhou, 5 * BATCH)
    made: list[str] = []

    def see_danger() -> None:
        made.extend(add_record(zhou, "dispute", QUARREL | {"risk_flags": ["violence"]}).ids)

    sync_while(town, zhou, monkeypatch, see_danger)
    log = arrived(town)
    assert log.index(made[0]) in range(2 * BATCH, 3 * BATCH)
    assert len(log) == len(set(log)) == 5 * BATCH + 1
