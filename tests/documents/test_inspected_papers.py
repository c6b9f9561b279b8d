"""What an inspector of dossiers looks for on each paper (司发通〔2010〕239号), form by form."""

from __future__ import annotations

import io

import pytest
from docx import Document

from gridworker.documents.dispute.binding import cover
from gridworker.documents.dispute.case import Case
from gridworker.documents.dispute.papers import make_paper
from gridworker.documents.paper import Paper
from gridworker.documents.press.pages import set_paper
from gridworker.documents.press.pdf import to_pdf
from gridworker.documents.word import to_docx
from gridworker.domain.mediation_papers import PaperRef, missing, papers_of
from tests.documents.cases import LEAK, case
from tests.documents.made import made, printed
from tests.documents.reading import pages_of, text_of

pytestmark = pytest.mark.usefixtures("qapp")

COMPANY = {
    "role": "respondent",
    "type": "organisation",
    "name": "东篱物业服务有限公司",
    "id_number": "91330109MA2CC1AQ7X",
    "agent": {"name": "沈立群", "relation": "representative"},
}
CHILD = LEAK["parties"]["p1"] | {
    "role": "third",
    "name": "李小宝",
    "agent": {"name": "李建国", "sex": "male", "relation": "guardian"},
}


def test_an_organisation_seals_and_a_guardian_signs_for_a_child() -> None:
    sides = case(parties={"p1": LEAK["parties"]["p1"], "p2": COMPANY, "p3": CHILD})
    for name in ("agreement", "rights_notice", "session-1", "registration"):
        text = printed(sides, name)
        places = [text.index(f"{who}：") for who in (
            "申请人（签名、盖章或者按指印）",
            "被申请人（盖章，代表人签名）",
            "第三人（签名、盖章或者按指印）",
            "第三人的监护人（签名）",
        )]  # fmt: skip
        assert places == sorted(places), name


def test_both_sides_apply_to_the_court_and_both_are_applicants() -> None:
    text = printed(case(parties={"p1": LEAK["parties"]["p1"], "p2": COMPANY, "p3": CHILD}), "confirmation")
    assert "被申请人" not in text
    assert "第三人" not in text
    assert text.count("申请人（签名、盖章或者按指印）：") == 2
    assert text.count("申请人（盖章，代表人签名）：") == 1


def test_whoever_was_asked_or_heard_confirms_what_was_written() -> None:
    for name, signs in (("investigation-1", "被调查人（签名"), ("session-2", "申请人（签名")):
        text = printed(case(), name)
        assert text.index("记录无误。") < text.index(signs)


def test_the_notice_says_when_and_how_the_parties_were_told() -> None:
    text = printed(case(rights_told_on="2026-11-16", rights_told_how="in_person"), "rights_notice")
    told = "告知时间：2026年11月16日。告知方式：■当面宣读□送达书面□电话、视频"
    assert text.index(told) < text.index("告知人（签名）：")
    assert "告知时间：＿＿年＿＿月＿＿日。" in printed(case(), "rights_notice")


def test_a_blank_mandate_names_nobody_for_nobody_knows_whose_it_will_be() -> None:
    alone = {key: party | {"agent": None} for key, party in LEAK["parties"].items()}
    text = printed(case(parties=alone), "mandate-1")
    assert "李建国" not in text
    assert "王秀英" not in text


def test_other_documents_stand_before_their_number_and_none_is_said() -> None:
    first, second = LEAK["parties"].values()
    passport = first | {"id_type": "passport", "id_number": "C01X00T47"}
    nothing = second | {"id_type": "none", "id_number": None}
    sides = case(parties={"p1": passport, "p2": nothing})
    text = printed(sides, "agreement")
    assert "证件号码护照C01X00T47" in text
    assert "证件号码无法提供" in text
    assert [lack for lack in missing(PaperRef("agreement"), sides.body) if lack.code == "party"] == []


def test_several_claims_are_numbered_and_those_numbered_by_hand_stay() -> None:
    assert "1．修复漏点。2．赔偿吊顶。" in printed(case(claims="修复漏点。\n赔偿吊顶。"), "application")
    by_hand = printed(case(claims="（一）修复漏点。\n（二）赔偿吊顶。"), "application")
    assert "（一）修复漏点。（二）赔偿吊顶。" in by_hand


def test_the_note_on_the_dossier_is_printed_alone_too_and_blank_to_write_on() -> None:
    text = printed(case(), "note")
    assert text.index("经督促后付清。") < text.index("说明人（签名）：") < text.index("检查人（签名）：")
    assert "＿" * 26 in printed(case(dossier_note=None), "note")


def test_the_cover_says_when_mediation_ended_not_when_the_file_was_closed() -> None:
    def said(of: Case) -> str:
        return text_of(to_pdf([set_paper(cover(of))], "卷"))

    assert "调解日期2026年11月16日—2026年11月22日立卷人" in said(case())
    failed = case(agreement={}, sessions={"s1": LEAK["sessions"]["s1"]})
    assert "调解日期2026年11月16日—2026年11月18日" in said(failed)
    assert "立卷日期2026年12月28日" in said(case())


def last_pages(paper: Paper) -> str:
    return pages_of(to_pdf([set_paper(paper)], "试"))[-1]


@pytest.mark.parametrize("facts", range(0, 30, 3))
def test_no_date_and_no_remark_stands_on_a_page_of_its_own(facts: int) -> None:
    told = case(facts="双方各执一词，都有道理。" * facts, dossier_note="材料齐全。\n" * facts)
    for name in ("application", "registration", "session-1", "investigation-1", "confirmation", "note"):
        assert "（签名" in last_pages(made(told, name)), name


def test_word_has_places_to_sign_and_keeps_the_date_with_them() -> None:
    for ref in papers_of(case().body):
        document = Document(io.BytesIO(to_docx(make_paper(case(), ref))))
        signed = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        places = [text for text in signed if text.endswith("＿") and "签名" in text]
        assert places, ref.name
