"""The index behind a save: what goes wrong in it is no fault of the save, and a search says so."""

from __future__ import annotations

import logging

import pytest

from gridworker.domain.errors import OurFault
from gridworker.operations.find import search
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.store.database import Tables
from tests.laptop import laptop


def break_index(db: Tables) -> None:
    names = db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'").fetchall()
    assert names
    for (name,) in names:
        db.execute(f"DROP TABLE {name}")


def test_a_save_behind_which_the_index_fails_is_a_save(caplog: pytest.LogCaptureFixture) -> None:
    with laptop() as profile:
        note = add_record(profile, "note", {"text": "三幢门禁坏了"}).ids[0]
        profile.write(break_index)
        with caplog.at_level(logging.ERROR):
            edit_record(profile, note, {"text": "三幢门禁修好了"})
            add_record(profile, "note", {"text": "路灯不亮"})
        assert [row["text"] for row in list_records(profile, "note", [], 9, None)] == [
            "路灯不亮",
            "三幢门禁修好了",
        ]
        assert {record.message for record in caplog.records} == {"not indexed"}
        with pytest.raises(OurFault):
            search(profile, "路灯")
