"""What is held about one person, what the district's retention lets go, and the mark on whatever leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from gridworker.domain.errors import PersonCanMend
from gridworker.domain.retention import read_rules
from gridworker.operations.export import export
from gridworker.operations.hazards import write_ledger
from gridworker.operations.personal_data import personal_data, write_personal_data
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.operations.registry import reveal
from gridworker.operations.retention import preview, write_due
from gridworker.store import record_rows
from gridworker.store.profile import Profile
from tests.laptop import NOON, laptop

DAY = 86_400_000
MARK = "周敏 · 2026-11-22 12:00 · zhoumin 的电脑"


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def add(profile: Profile, kind: str, **fields: Any) -> str:
    return add_record(profile, kind, fields).ids[0]


@pytest.fixture
def shen(profile: Profile) -> str:
    """沈阿凤: on file, visited, party to a dispute, looked at once."""
    person = add(profile, "person", name="沈阿凤", phone="13867890001", id_number="330109198001011234")
    add(
        profile,
        "visit",
        at=NOON,
        target="person",
        target_id=person,
        name="沈阿凤",
        result="met",
        text="血压稳定。",
    )
    parties = [
        {"role": "applicant", "name": "沈阿凤", "phone": "13867890001", "person_id": person},
        {"role": "respondent", "name": "单国强", "phone": "13967890002"},
    ]
    facts = "单国强家漏水，电话13967890002。"
    add(profile, "dispute", type="neighbour", title="漏水", parties=parties, facts=facts, status="accepted")
    add(profile, "patrol", at=NOON, place={"text": "别处"}, categories=["normal"])
    reveal(profile, person, "核对身份证")
    return person


def publish(profile: Profile, content: Any) -> None:
    body = {"name": "policy/retention", "version": 1, "content": content}
    row = record_rows.pulled(profile.make_id(), "s", "reference", 1, "m", False, msgspec.json.encode(body))
    profile.write(lambda db: record_rows.put_pulled(db, [row]))


def test_a_person_gets_all_that_is_held_about_them_and_nothing_of_others(
    profile: Profile, shen: str, tmp_path: Path
) -> None:
    held = personal_data(profile, shen)
    assert {record["kind"] for record in held.named} == {"visit", "dispute"}
    assert [record["reason"] for record in held.accesses] == ["核对身份证"]
    out = tmp_path / "本人.xlsx"
    lines = write_personal_data(profile, shen, out, "本人申请")
    sheet = load_workbook(out).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    whole = "\n".join(texts)
    assert lines == sheet.max_row - 3
    assert "13867890001" in whole
    assert "330109198001011234" in whole
    assert "血压稳定。" in whole
    assert "核对身份证" in whole
    assert "单国强" not in whole
    assert "13967890002" not in whole
    noted = list_records(profile, "access", [], 10, None)[0]
    assert (noted["what"], noted["about_id"], noted["reason"]) == ("report", shen, "本人申请")


@pytest.mark.usefixtures("qapp")
def test_the_report_is_printed_and_asks_for_a_reason(profile: Profile, shen: str, tmp_path: Path) -> None:
    out = tmp_path / "本人.pdf"
    with pytest.raises(PersonCanMend, match="reason_needed"):
        write_personal_data(profile, shen, out, "  ")
    assert not out.exists()
    write_personal_data(profile, shen, out, "本人申请")
    assert "沈阿凤" in PdfReader(out).pages[0].extract_text()


def test_without_a_policy_of_the_district_nothing_is_ever_due(profile: Profile) -> None:
    add(profile, "patrol", at=NOON - 9000 * DAY, place={"text": "旧"}, categories=["normal"])
    assert preview(profile) == ({}, [])


def test_what_is_past_its_time_is_listed_for_the_district_and_stays(profile: Profile, tmp_path: Path) -> None:
    old = add(
        profile, "patrol", at=NOON - 800 * DAY, place={"text": "西河沿13867890001"}, categories=["normal"]
    )
    add(profile, "patrol", at=NOON - 700 * DAY, place={"text": "东篱苑"}, categories=["normal"])
    case = add(profile, "dispute", type="other", title="旧案", status="accepted", parties=[{"name": "甲"}])
    edit_record(profile, case, {"status": "withdrawn", "closed_on": "2020-01-31"})
    publish(
        profile,
        {
            "patrol": {"months": 24},
            "dispute": {"months": 61, "after": "closed_on", "where": {"status": ["archived"]}},
            "dragon": {"months": 1},
            "visit": {"months": 0},
        },
    )
    seen = preview(profile)
    assert set(seen.rules) == {"patrol", "dispute"}
    assert [one.id for one in seen.due] == [old]
    assert "13867890001" not in seen.due[0].title
    edit_record(profile, case, {"status": "archived"})
    assert [(one.id, one.due.isoformat()) for one in preview(profile).due][:1] == [(case, "2025-02-28")]
    out = tmp_path / "到期.xlsx"
    assert write_due(profile, out) == 2
    assert MARK in str(load_workbook(out).worksheets[0].oddFooter.left.text)  # type: ignore[union-attr]
    assert len(list_records(profile, "patrol", [], 10, None)) == 2
    assert list_records(profile, "access", [], 10, None)[0]["what"] == "export"


def test_a_rule_that_is_not_understood_lets_nothing_go() -> None:
    odd: list[Any] = [
        None,
        [],
        {"months": "24"},
        {"months": -1},
        {"months": 24, "after": "wings"},
        {"years": 2},
    ]
    for rule in odd:
        assert read_rules({"patrol": rule}) == {}
    assert read_rules("patrol") == {}


def test_whatever_leaves_as_a_table_bears_name_time_and_device(profile: Profile, tmp_path: Path) -> None:
    add(
        profile,
        "patrol",
        at=NOON,
        place={"text": "面馆"},
        categories=["fire"],
        outcome="reported",
        severity="major",
    )
    out = tmp_path / "a.xlsx"
    export(profile, "patrol", "xlsx", out, plain=False, reason="")
    assert str(load_workbook(out).worksheets[0].oddFooter.left.text) == f"{MARK} · 已打码"  # type: ignore[union-attr]
    export(profile, "patrol", "xlsx", out, plain=True, reason="街道要")
    assert "街道要" in str(load_workbook(out).worksheets[0].oddHeader.right.text)  # type: ignore[union-attr]
    assert "明文" in str(load_workbook(out).worksheets[0].oddHeader.right.text)  # type: ignore[union-attr]
    write_ledger(profile, out)
    assert MARK in str(load_workbook(out).worksheets[0].oddFooter.left.text)  # type: ignore[union-attr]
