"""The 联系卡 on the command line: listed and written like the other papers, its telephone kept for the next one."""

from __future__ import annotations

from pathlib import Path

from tests.cli.terminal import Desk
from tests.documents.reading import pages_of


def test_a_card_for_a_business_and_one_for_the_grid(desk: Desk, tmp_path: Path) -> None:
    firm, out = desk.adds("enterprise", {"name": "永利五金加工部"}), tmp_path / "卡.pdf"
    asked = ("--paper", "service_card", "--format", "pdf", "--out", str(out))
    listed = desk.script("document", firm, "--list").json
    assert [(one["paper"], one["missing"]) for one in listed] == [
        ("service_card", ["我的电话（用 --phone 写明）"])
    ]
    nobody = desk.script("document", firm, *asked)
    assert (nobody.code, nobody.error, out.exists()) == (2, "card_phone_needed", False)

    made = desk.script("document", firm, *asked, "--phone", "13800000001")
    assert (made.code, made.json["whom"]) == (0, "致：永利五金加工部")
    (text,) = pages_of(out.read_bytes())
    assert "致：永利五金加工部" in text
    assert "13800000001" in text

    # The number is known from now on.
    assert desk.run("document", "grid", *asked, "--four").out.strip() == f"联系卡已写到 {out}。"
    (text,) = pages_of(out.read_bytes())
    assert (text.count("13800000001"), text.count("西河路社区第三网格")) == (4, 4)


def test_what_cannot_be_had_is_said(desk: Desk, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "x.pdf"), "--phone", "13800000001")
    assert (
        desk.script("document", "grid", "--paper", "agreement", "--format", "pdf", *out).error
        == "unknown_card"
    )
    assert (
        desk.script("document", "grid", "--paper", "service_card", "--format", "docx", *out).error
        == "card_only_pdf"
    )
    patrol = desk.adds("patrol", {"place": {"text": "东篱苑3幢楼道"}, "categories": ["fire"], "text": "无"})
    assert desk.script("document", patrol, "--list").error == "no_papers"
    assert list(tmp_path.glob("*.pdf")) == []
