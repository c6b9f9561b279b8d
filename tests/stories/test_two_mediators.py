"""查梅 and 冯云 work on one case, neither with a network: one brings about an agreement, the other gives up.

What both wrote is there afterwards; what both decided is asked of a person, in words; what was signed holds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gridworker.domain.agreement import is_as_signed, terms
from tests.stories.cast import District, Laptop

GRID = "330109001035003"
PARTIES = [
    {"role": "applicant", "type": "person", "name": "李建国", "consent": "agree"},
    {"role": "respondent", "type": "person", "name": "王秀英", "consent": "agree"},
]
PROMISED = {"who": "王秀英", "whom": "李建国"}
REPAIR = PROMISED | {"order": 1, "what": "修好卫生间渗漏点", "due_on": "2026-12-01"}
PAYMENT = PROMISED | {"order": 2, "what": "支付吊顶修复费用", "due_on": "2026-12-10", "amount_fen": 360_000}
SIGNED = dict.fromkeys(("signed_on", "sealed_on", "effective_on"), "2026-11-22")
HOUR = 3_600_000
NOON = 1_795_320_000_000
"""22 November 2026, 12:00."""


@pytest.fixture
def cha(tmp_path: Path, district: District) -> Laptop:
    """查梅's laptop."""
    return mediator(tmp_path, district, "chamei", "查梅")


@pytest.fixture
def feng(tmp_path: Path, district: District) -> Laptop:
    """冯云's laptop."""
    return mediator(tmp_path, district, "fengyun", "冯云")


def mediator(folder: Path, district: District, worker: str, name: str) -> Laptop:
    """Somebody appointed to mediate in the grid."""
    district.does("worker", "add", "--id", worker, "--name", name, "--role", "mediator", "--scope", GRID)
    laptop = Laptop(folder / worker)
    district.enrols(laptop, worker)
    return laptop


def test_one_case_advanced_by_both(district: District, cha: Laptop, feng: Laptop, tmp_path: Path) -> None:
    case = cha.adds("dispute", title="楼上漏水", type="neighbour", status="accepted", parties=PARTIES)
    cha.edits(case, {"status": "mediating", "clauses": [REPAIR, PAYMENT]})
    cha.syncs()
    feng.syncs()
    district.closes()
    repair, payment = sorted(cha.shows(case)["clauses"])
    agreed_and_signed(cha, case, payment, tmp_path)
    given_up(feng, case, repair, payment, tmp_path)
    district.opens()
    cha.syncs()
    asked = feng.syncs(code=3)
    assert (asked["results"]["conflict"], asked["results"]["refused"]) == (2, 0)
    told_in_words(feng)
    what_was_signed_stands(feng, case, repair, payment)
    feng.syncs()
    cha.syncs()
    for laptop in (cha, feng):
        everything_is_there(laptop.shows(case), repair, payment)


def agreed_and_signed(cha: Laptop, case: str, payment: str, folder: Path) -> None:
    """查梅 moves the payment, they agree and sign."""
    held = {"at": NOON, "record": "双方同意按3600元了结。", "result": "agreed"}
    cha.edits(case, {"sessions": [held], f"clauses/{payment}/due_on": "2026-12-15"})
    fingerprint = terms(cha.shows(case))
    signed = {"form": "written", **SIGNED, "terms": fingerprint}
    cha.edits(case, {"status": "agreed", "agreement": signed})
    attach(cha, case, folder / "签字页.pdf")


def given_up(feng: Laptop, case: str, repair: str, payment: str, folder: Path) -> None:
    """冯云 has heard of none of it: other words, another day, and in the end no agreement."""
    held = {"at": NOON - HOUR, "record": "王秀英不肯再谈。", "result": "not_agreed"}
    other = {f"clauses/{payment}/due_on": "2026-12-31", f"clauses/{repair}/what": "修好渗漏点并粉刷吊顶"}
    feng.edits(case, {"sessions": [held], **other})
    feng.edits(case, {"status": "failed", "close_reason": "王秀英不愿再谈，已告知可以起诉。"})
    attach(feng, case, folder / "现场照片.pdf")


def attach(laptop: Laptop, case: str, file: Path) -> None:
    """A file of each of them, and not the same one."""
    file.write_bytes(f"%PDF-1.4 {file.name}".encode())
    laptop.does("record", "attach", case, str(file))


def told_in_words(feng: Laptop) -> None:
    """Which case, which clause, whose word."""
    told = feng.tells("conflicts")
    for words in (
        "纠纷  楼上漏水  （2026）西河路社区第三网格人调字第1号",
        "支付吊顶修复费用：履行期限",
        "我的：2026-12-31（",
        "查梅的：2026-12-15（",
        "我的：调解不成（",
        "查梅的：达成协议（",
    ):
        assert words in told, told


def what_was_signed_stands(feng: Laptop, case: str, repair: str, payment: str) -> None:
    """What 冯云 changed unaware in one clause is told and put back; his own day in the other he cannot choose."""
    assert "有条款和签字时不一样，请到历史里改回" in feng.tells("document", case, "--list")
    other = feng.says("record", "edit", case, "-", typed={f"clauses/{repair}/what": "不修了"})
    assert (other.code, other.json["error"]["code"]) == (2, "IMMUTABLE")
    feng.edits(case, {f"clauses/{repair}/what": REPAIR["what"]})
    assert "有条款和签字时不一样" not in feng.tells("document", case, "--list")
    day = f"clauses/{payment}/due_on"
    assert "协议已经签字，这一条以签字时的内容为准：2026-12-15" in feng.tells("conflicts")
    refused = feng.says("resolve", case, day, "--keep", "mine")
    assert (refused.code, refused.json["error"]["paths"]) == (2, [[day, "signed"]])
    for path in (day, "status"):
        feng.does("resolve", case, path, "--keep", "theirs")


def everything_is_there(shown: dict[str, Any], repair: str, payment: str) -> None:
    """Both records of what was said, both files, the agreement as it was signed, no question left."""
    assert {item["record"] for item in shown["sessions"].values()} == {
        "双方同意按3600元了结。",
        "王秀英不肯再谈。",
    }
    assert {item["name"] for item in shown["attachments"].values()} == {"签字页.pdf", "现场照片.pdf"}
    assert (shown["status"], shown["_sync"], shown["_conflicts"]) == ("agreed", "synced", [])
    assert shown["clauses"] == {repair: REPAIR, payment: PAYMENT | {"due_on": "2026-12-15"}}
    assert shown["agreement"] == {"form": "written", **SIGNED, "terms": terms(shown)}
    assert is_as_signed(shown)
