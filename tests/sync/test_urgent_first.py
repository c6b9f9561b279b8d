"""A quarrel that may turn violent does not wait behind a week of patrols; what it rests on goes with it."""

from __future__ import annotations

from functools import partial

import pytest

from gridworker.operations.records import add_record, edit_record
from gridworker.store import batches, outbox
from gridworker.store.profile import Profile
from gridworker.sync import core
from tests.sync.direct import Town
from tests.sync.quarrel import PARTY, QUARREL, arrived, patrols


def first_batch(profile: Profile, ops: int) -> list[tuple[str, str]]:
    drawn = profile.read(lambda db: batches.batch(db, ops=ops, size=500_000, asked=()))
    return [(kept.op.record, kept.op.action) for kept in drawn]


def test_it_goes_with_the_first_request_of_a_full_outbox(
    town: Town, zhou: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core, "State", partial(core.State, ops=4))
    patrols(zhou, 6)
    li = add_record(zhou, "person", {"name": "李建国"}).ids[0]
    patrols(zhou, 6)
    case = add_record(zhou, "dispute", QUARREL).ids[0]
    patrols(zhou, 6)
    edit_record(zhou, case, {"parties": [PARTY | {"person_id": li}], "risk_flags": ["violence"]})
    receipt = town.sync(zhou, "", "request")
    assert receipt["error"]["kind"] == "network"
    assert arrived(town)[1:] == [li, case, case]
    town.sync(zhou)
    log = arrived(town)
    assert (len(log), len(set(log))) == (21, 20)
    assert zhou.read(lambda db: outbox.count(db, *outbox.OPEN)) == 0


def test_whom_a_person_lives_with_goes_before_the_person(zhou: Profile) -> None:
    patrols(zhou, 2)
    home = add_record(zhou, "household", {"place": {"text": "西河路12号"}}).ids[0]
    wang = add_record(zhou, "person", {"name": "王芳", "household_id": home}).ids[0]
    patrols(zhou, 2)
    party = PARTY | {"name": "王芳", "person_id": wang}
    case = add_record(zhou, "dispute", QUARREL | {"risk_flags": ["group"], "parties": [party]}).ids[0]
    assert first_batch(zhou, 3) == [(home, "create"), (wang, "create"), (case, "create")]


def test_what_is_over_or_not_dangerous_keeps_its_turn(zhou: Profile) -> None:
    patrols(zhou, 1)
    plain = add_record(zhou, "dispute", QUARREL).ids[0]
    case = add_record(zhou, "dispute", QUARREL | {"risk_flags": ["violence"]}).ids[0]
    edit_record(zhou, plain, {"claims": "赔偿"})
    assert first_batch(zhou, 1) == [(case, "create")]
    assert [record for record, _ in first_batch(zhou, 4)][1:] == [plain, case, plain]


def test_more_dangers_than_one_request_holds_go_before_all_else(
    town: Town, zhou: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core, "State", partial(core.State, ops=4))
    patrols(zhou, 5)
    cases = [
        add_record(zhou, "dispute", QUARREL | {"risk_flags": ["extreme"], "title": f"第{number}户"}).ids[0]
        for number in range(10)
    ]
    patrols(zhou, 5)
    town.sync(zhou)
    log = arrived(town)
    # The third request has room for two patrols, and goes by the order of saving.
    assert log[:8] == cases[:8]
    assert set(cases) <= set(log[:12])
    assert (len(log), len(set(log))) == (20, 20)
