"""What follows an agreement: visits, and the joint application to a court (人民调解法 art. 31, 33)."""

from __future__ import annotations

from gridworker.documents.dispute.case import BLANK_DAY, Case, choice, day, text
from gridworker.documents.dispute.parts import HALF, dated, label, paper, party_form, party_places, written
from gridworker.documents.paper import BLANK, Cell, Grid, Paper, Paragraph, Signatures, Space, Style
from gridworker.domain.mediation_papers import PaperRef, element

_PROMISE = (
    "申请人承诺：双方当事人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；"
    "如果因为该协议内容而给他人造成损害的，愿意承担相应的民事责任和其他法律责任。"
)


def follow_up(case: Case, ref: PaperRef) -> Paper:
    """人民调解回访记录."""
    visit = element(case.body, ref)
    how = choice("followups/how", visit.get("how"))
    kept = choice("followups/result", visit.get("result"))
    content = choice("followups/satisfaction", visit.get("satisfaction"))
    return paper(
        case,
        ref,
        [
            HALF,
            Grid(
                (1.3, 2.5, 1, 1.5),
                [
                    [label("当事人"), Cell(case.names(), span=3)],
                    [label("调解协议编号"), Cell(case.agreement("number") or case.number, span=3)],
                    [
                        label("回访事由"),
                        Cell("了解调解协议履行情况、当事人满意度、是否起诉及有无新的纠纷隐患", span=3),
                    ],
                    [
                        label("回访时间"),
                        Cell(case.moment(visit.get("at"))),
                        label("回访方式"),
                        Cell(how),
                    ],
                    [label("履行情况"), Cell(kept), label("满意度"), Cell(content)],
                    [label("回访情况"), Cell(text(visit, "text"), span=3, lines=12)],
                ],
            ),
            Signatures(["回访人（签名）：", "被回访人（签名）："]),
            Space(1),
            dated(),
        ],
    )


def confirmation(case: Case, ref: PaperRef) -> Paper:
    """人民调解协议司法确认申请书: both sides apply jointly within thirty days; persons and organisations alike."""
    sides = [name for name in (case.names("applicant"), case.names("respondent", "third")) if name]
    between = "与".join(sides) or BLANK
    signed_on = day(case.agreement("signed_on") or case.agreement("effective_on"), "＿＿年＿＿月＿＿日")
    number = case.agreement("number") or case.number or BLANK
    court = text(case.body, "court") or case.office.court or f"{BLANK}人民法院"
    count = len(case.parties) + 1
    return paper(
        case,
        ref,
        [
            HALF,
            *party_form(case, "申请人"),
            HALF,
            Paragraph("请求事项：", Style.HEADING),
            Paragraph(
                f"请求依法确认申请人{between}于{signed_on}达成的《人民调解协议书》（编号：{number}）有效。"
            ),
            Paragraph("事实和理由：", Style.HEADING),
            written(text(case.body, "facts"), 4),
            Paragraph(
                f"经{case.office.committee}主持调解，申请人自愿达成前述协议，现根据《中华人民共和国人民调解法》第三十三条的规定，"
                "共同申请司法确认。"
            ),
            Paragraph(_PROMISE),
            Paragraph("此致"),
            Paragraph(court, Style.PLAIN),
            Paragraph(
                f"附件：1．人民调解协议书{count}份；\n2．申请人身份证明；\n3．与协议相关的财产权利证明；"
                "\n4．送达地址、电话确认书。"
            ),
            Signatures(party_places(case, "申请人"), 1),
            Space(1),
            dated(BLANK_DAY),
        ],
    )
