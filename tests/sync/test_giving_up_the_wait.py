"""A window that closes in mid-sync stops waiting; the thread of the sync comes to its end all the same."""

from __future__ import annotations

from gridworker.operations.records import add_record
from gridworker.sync.engine import Engine
from tests.sync.direct import DirectWire, Town


def test_whoever_stops_waiting_does_not_take_the_future_away_from_the_thread() -> None:
    town = Town()
    profile = town.laptop("zhoumin")
    town.sync(profile)
    add_record(profile, "note", {"text": "路灯不亮"})
    running = Engine(profile, lambda _url, _ca: DirectWire(town.district, town.faults)).start()
    assert not running.cancel()
    receipt = running.result(timeout=60)
    assert (receipt["sent"], receipt["waiting"]) == (1, 0)
    town.close()
