"""A laptop that the district turned off: it hands in what it holds, can be read and exported, and takes nothing new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from gridworker.domain.errors import NotAllowed
from gridworker.operations.export import export
from gridworker.operations.records import add_record, delete_record, edit_record, list_records, show_record
from gridworker.server.tables import waiting
from gridworker.store import outbox
from gridworker.store.profile import Profile
from gridworker.sync.tokens import keep_tokens
from tests.laptop import SetClock
from tests.sync.direct import Town

DAY = 24 * 3_600_000


@pytest.fixture
def zhou(town: Town) -> Profile:
    """周敏's laptop, which has synced one note and was then reported as lost."""
    profile = town.laptop("zhoumin")
    town.sync(profile)
    add_record(profile, "note", {"text": "三幢门禁坏了"})
    town.sync(profile)
    town.district.revoke_device(profile.identity.replica, "电脑遗失")
    return profile


def held_for_review(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(waiting)).scalar_one())


def states(profile: Profile) -> set[str]:
    return {row["_sync"] for row in list_records(profile, "note", [], 999, None)}


def test_more_than_a_request_holds_is_handed_in_and_waits_for_the_supervisor(
    town: Town, zhou: Profile
) -> None:
    for number in range(12):
        add_record(zhou, "note", {"text": f"第{number}件，" + "楼道堆物" * 4_900})
    for clock in (town.clock, zhou.clock):
        assert isinstance(clock, SetClock)
        clock.at += DAY
    receipt = town.sync(zhou)
    assert receipt["error"] == {"kind": "auth", "code": "REVOKED"}
    assert receipt["results"]["later"] == 12
    assert zhou.read(lambda db: outbox.count(db, "waiting")) == 0
    assert states(zhou) == {"synced", "review"}
    assert town.district.site.database.read(held_for_review) == 12
    assert town.sync(zhou)["results"]["later"] == 12


def test_a_lost_answer_to_the_deposit_loses_nothing(town: Town, zhou: Profile) -> None:
    add_record(zhou, "note", {"text": "路灯不亮"})
    assert town.sync(zhou, "reply")["error"]["code"] == "answer_cut"
    assert states(zhou) == {"synced", "waiting"}
    assert town.sync(zhou)["error"]["code"] == "REVOKED"
    assert states(zhou) == {"synced", "review"}


def test_it_can_be_read_and_exported_but_nothing_is_added(town: Town, zhou: Profile, tmp_path: Path) -> None:
    town.sync(zhou)
    [note] = list_records(zhou, "note", [], 9, None)
    attempts: list[Callable[[], object]] = [
        lambda: add_record(zhou, "note", {"text": "井盖松了"}),
        lambda: edit_record(zhou, note["id"], {"text": "门禁修好了"}),
        lambda: delete_record(zhou, note["id"], "记错了"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed, match="revoked_here"):
            attempt()
    assert show_record(zhou, note["id"])["text"] == "三幢门禁坏了"
    out = tmp_path / "notes.json"
    assert export(zhou, "note", "json", out, plain=True, reason="交接") == 1
    assert "三幢门禁坏了" in out.read_text(encoding="utf-8")


def test_enrolled_again_it_takes_new_work(town: Town, zhou: Profile) -> None:
    town.sync(zhou)
    zhou.write(lambda db: keep_tokens(db, "new", 0, "newer"))
    assert add_record(zhou, "note", {"text": "井盖松了"}).ids
