"""A step is taken back only where the district surely does not have it: else the next one would dispute with itself."""

from __future__ import annotations

import socket
from functools import partial
from pathlib import Path

import pytest

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.ids import IdMaker
from gridworker.operations.disputes import move, take_back
from gridworker.operations.records import add_record, show_record
from gridworker.protocol.messages import Hello
from gridworker.store import outbox, sent
from gridworker.store.database import Database, Tables
from gridworker.store.profile import DATABASE_NAME, Profile
from gridworker.sync import core
from gridworker.sync.transport import Transport
from gridworker.sync.wire import NoAnswer
from tests.store.cabinet import KEY, start
from tests.sync.direct import Town, copy_rows
from tests.sync.quarrel import patrols

STEPS = ["lead", "accepted", "mediating"]


def accept(profile: Profile, case: str) -> str:
    return move(profile, case, {"status": "accepted"}).op


def is_too_late(profile: Profile, case: str, op: str) -> bool:
    try:
        take_back(profile, case, op)
    except PersonCanMend as trouble:
        return trouble.code == "too_late_to_undo"
    return False


def goes_on(town: Town, profile: Profile, case: str) -> None:
    """The next step is disputed by nobody, the district has each step once, and nothing is held to be under way."""
    move(profile, case, {"status": "mediating"})
    town.sync(profile, until_empty=True)
    shown = show_record(profile, case)
    assert (shown["status"], shown.get("_conflicts", [])) == ("mediating", [])
    assert [op.patch["status"][1] for op in town.history(case) if "status" in op.patch] == STEPS
    assert profile.read(lambda db: db.execute("SELECT * FROM sent").fetchall()) == []


def test_a_step_whose_answer_was_lost_stays(town: Town, zhou: Profile, case: str) -> None:
    op = accept(zhou, case)
    for fault in ("reply", "request"):
        town.sync(zhou, fault)
        assert is_too_late(zhou, case, op)
    assert show_record(zhou, case)["status"] == "accepted"
    goes_on(town, zhou, case)


def test_a_step_under_way_stays(town: Town, zhou: Profile, case: str) -> None:
    op = accept(zhou, case)
    late: list[bool] = []
    town.heard = lambda _path: late.append(is_too_late(zhou, case, op))
    town.sync(zhou)
    assert late[0]
    goes_on(town, zhou, case)


def test_a_step_that_no_server_was_there_for_is_taken_back(town: Town, zhou: Profile, case: str) -> None:
    op = accept(zhou, case)
    assert town.sync(zhou, "request")["error"]["code"] == "server_unreachable"
    assert not is_too_late(zhou, case, op)
    assert show_record(zhou, case)["status"] == "lead"
    accept(zhou, case)
    goes_on(town, zhou, case)


def test_a_step_sent_ahead_stays(
    town: Town, zhou: Profile, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core, "State", partial(core.State, ops=2))
    patrols(zhou, 2)
    op = accept(zhou, case)
    late: list[bool] = []
    town.heard = lambda _path: late.append(is_too_late(zhou, case, op)) if len(town.faults) == 0 else None
    assert town.sync(zhou, "", "reply")["error"]["code"] == "answer_cut"
    assert late == [True]
    assert is_too_late(zhou, case, op)
    goes_on(town, zhou, case)


def test_a_step_the_restored_district_may_still_have_stays(town: Town, zhou: Profile, case: str) -> None:
    op = accept(zhou, case)
    town.sync(zhou)
    backup = town.backs_up()
    add_record(zhou, "note", {"text": "另一件事"})
    town.sync(zhou)
    town.goes_back(backup)
    town.sync(zhou, "", "request")
    assert zhou.read(lambda db: outbox.count(db, "waiting")) > 0
    assert is_too_late(zhou, case, op)
    goes_on(town, zhou, case)


DIES_UNDER_WAY = """
import sys, time
from pathlib import Path
from gridworker.domain.ids import IdMaker
from gridworker.store.database import Database, Tables
from gridworker.store.profile import DATABASE_NAME, Profile
from gridworker.sync.engine import Engine
from tests.laptop import SetClock
from tests.store.cabinet import KEY

class Silent:
    bytes_up = bytes_down = 0
    def post(self, path, message, into, **_):
        print(len(message.ops), flush=True)
        time.sleep(60)
    def close(self):
        pass

folder, clock = Path(sys.argv[1]), SetClock(3)
clock.at = int(sys.argv[2])
profile = Profile(folder, Database(folder / DATABASE_NAME, KEY), clock, IdMaker(clock.now, clock.randomness))
Engine(profile, lambda *_: Silent()).start().result()
"""


def test_a_step_that_another_process_sent_stays_though_it_is_killed(
    town: Town, zhou: Profile, case: str, tmp_path: Path
) -> None:
    op = accept(zhou, case)
    database = Database(tmp_path / DATABASE_NAME, KEY)
    zhou.read(lambda old: database.write(lambda new: copy_rows(old, new)))
    clock = zhou.clock
    with Profile(tmp_path, database, clock, IdMaker(clock.now, clock.randomness)) as profile:
        other = start(DIES_UNDER_WAY, tmp_path, clock.now())
        assert other.stdout
        assert other.stdout.readline() == "1\n"
        assert is_too_late(profile, case, op)
        other.kill()
        other.communicate()
        assert is_too_late(profile, case, op)
        goes_on(town, profile, case)


def test_what_was_sent_is_known_until_all_of_it_is_answered(zhou: Profile) -> None:
    patrols(zhou, 3)

    def answered(place: int) -> list[tuple[int, int]]:
        def work(db: Tables) -> list[tuple[int, int]]:
            db.execute("UPDATE op SET state = 'accepted' WHERE position = ?", [place])
            sent.settle(db)
            return db.execute("SELECT first, last FROM sent").fetchall()

        return zhou.write(work)

    places = [row[0] for row in zhou.read(lambda db: db.execute("SELECT position FROM op").fetchall())]
    first, between, last = sorted(places)[-3:]
    assert len(zhou.write(lambda db: sent.note(db, [first, between, last]))) == 1
    # What an earlier request went out with is not this one's to forget.
    assert zhou.write(lambda db: sent.note(db, [first, last])) == []
    assert [answered(place) for place in (first, last, between)] == [[(first, last)], [(first, last)], []]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("named", [True, False])
def test_where_nobody_listens_nothing_left(named: bool) -> None:
    # The port is asked for here: both processes of a run must name their tests alike.
    address = "https://nobody.invalid" if named else f"http://127.0.0.1:{free_port()}"
    with pytest.raises(NoAnswer) as none:
        Transport(address).get("/v1/hello", Hello)
    assert not none.value.left
