"""Apps and districts of different ages: nobody's work is held up or cut down, and who is too old is told so."""

from __future__ import annotations

import pytest

from gridworker.domain.kinds import SCHEMA
from gridworker.operations.records import add_record, edit_record, show_record
from gridworker.server import judging, sync
from gridworker.store import outbox
from gridworker.store.profile import Profile
from tests.sync.direct import Town

OLDER = SCHEMA + 1
"""The floor of a district for which today's app is too old."""


def note(profile: Profile, **others: object) -> str:
    return add_record(profile, "note", {"text": "三幢门禁坏了", **others}).ids[0]


def made_by_a_newer_app(profile: Profile) -> None:
    """What waits on this laptop was saved by the next version of the program."""
    profile.write(
        lambda db: db.execute(
            "UPDATE op SET body = json_set(body, '$.schema', ?) WHERE state = 'waiting'", [SCHEMA + 1]
        )
    )


def test_an_app_that_is_too_old_hands_in_its_work_and_is_told_to_be_updated(
    town: Town, zhou: Profile, shen: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = note(shen)
    town.sync(shen)
    here = note(zhou)
    with monkeypatch.context() as patch:
        patch.setattr(sync, "FLOOR", OLDER)
        for _ in range(2):
            receipt = town.sync(zhou)
            assert receipt["error"] == {"kind": "version", "code": "UPGRADE_REQUIRED"}
        assert len(town.history(here)) == 1
        assert (
            zhou.read(lambda db: db.execute("SELECT id FROM record WHERE id = ?", [there]).fetchall()) == []
        )
    # The new program is installed.
    assert "error" not in town.sync(zhou)
    assert show_record(zhou, there)["text"] == "三幢门禁坏了"
    assert zhou.read(lambda db: outbox.count(db, *outbox.OPEN)) == 0


def test_work_of_a_newer_app_waits_until_the_district_is_updated(
    town: Town, zhou: Profile, shen: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = note(zhou)
    made_by_a_newer_app(zhou)
    edit_record(zhou, record, {"text": "三幢门禁修好了"})
    other = note(zhou)
    receipt = town.sync(zhou)
    assert (receipt["results"]["later"], receipt["results"]["ok"]) == (2, 1)
    assert show_record(zhou, record)["text"] == "三幢门禁修好了"
    assert len(town.history(other)) == 1

    monkeypatch.setattr(judging, "SCHEMA", SCHEMA + 1)
    town.sync(zhou)
    town.sync(shen)
    assert [op.action for op in town.history(record)] == ["create", "edit"]
    assert show_record(shen, record)["text"] == "三幢门禁修好了"


def test_what_a_newer_app_knows_passes_through_a_district_and_an_app_that_do_not(
    town: Town, zhou: Profile, shen: Profile
) -> None:
    record = note(zhou, mood={"seen": "着急"})
    town.sync(zhou)
    town.sync(shen)
    edit_record(shen, record, {"text": "三幢门禁修好了"})
    town.sync(shen)
    for profile in (zhou, shen):
        town.sync(profile)
        shown = show_record(profile, record)
        assert (shown["text"], shown["mood"]) == ("三幢门禁修好了", {"seen": "着急"})
    assert town.district.show_record(record).body["mood"] == {"seen": "着急"}
