"""What is written while a case is heard: inquiries, and the record of each session."""

from __future__ import annotations

from gridworker.documents.dispute.case import Case, choice, text
from gridworker.documents.dispute.parts import (
    HALF,
    READ_BACK,
    boxes,
    dated,
    label,
    paper,
    signed,
    spoken,
)
from gridworker.documents.paper import Cell, Grid, Paper, Paragraph, Signatures, Space, Style
from gridworker.domain.mediation_papers import PaperRef, element, elements

RESULTS = {"agreed": "调解成功", "not_agreed": "调解不成", "continued": "有待继续调解"}


def investigation(case: Case, ref: PaperRef) -> Paper:
    """人民调解调查记录."""
    asked = element(case.body, ref)
    years = asked.get("age")
    return paper(
        case,
        ref,
        [
            HALF,
            Grid(
                (1.4, 1.9, 0.8, 0.9, 0.8, 1.1),
                [
                    [label("时间"), Cell(case.moment(asked.get("at")), span=5)],
                    [label("地点"), Cell(text(asked, "place"), span=5)],
                    [label("参加人"), Cell(text(asked, "present"), span=5)],
                    [
                        label("被调查人"),
                        Cell(text(asked, "who")),
                        label("性别"),
                        Cell(choice("parties/sex", asked.get("sex"))),
                        label("年龄"),
                        Cell(f"{years}周岁" if years else ""),
                    ],
                    [
                        label("单位或住址"),
                        Cell(text(asked, "address"), span=2),
                        label("联系方式"),
                        Cell(text(asked, "phone"), span=2),
                    ],
                ],
            ),
            HALF,
            Paragraph("调查记录：", Style.HEADING),
            *spoken(text(asked, "record")),
            Paragraph(READ_BACK),
            Signatures(["被调查人（签名、盖章或者按指印）：", "调查人（签名）：", "记录人（签名）："], 1),
            Space(1),
            dated(),
        ],
    )


def session(case: Case, ref: PaperRef) -> Paper:
    """人民调解记录; one that corrects another says which."""
    held = element(case.body, ref)
    order = [key for key, _ in elements(case.body, "session")]
    corrects = str(held.get("corrects") or "")
    which = (
        [Paragraph(f"（更正第{order.index(corrects) + 1}次调解记录）", Style.CENTRE)]
        if corrects in order
        else []
    )
    result = held.get("result")
    failed = [Paragraph("人民调解委员会已告知当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。")]
    return paper(
        case,
        ref,
        [
            *which,
            HALF,
            Grid(
                (1, 4.6),
                [
                    [label("时间"), Cell(case.moment(held.get("at")))],
                    [label("地点"), Cell(text(held, "place"))],
                    [label("当事人"), Cell(case.names())],
                    [label("参加人"), Cell(text(held, "present"))],
                    [label("人民调解员"), Cell("、".join(case.mediators()))],
                ],
            ),
            HALF,
            Paragraph("人民调解委员会已将人民调解的相关规定告知各方当事人。"),
            Paragraph("调解记录：", Style.HEADING),
            *spoken(text(held, "record")),
            Paragraph("调解结果：", Style.HEADING),
            Paragraph(boxes(RESULTS, result)),
            *(failed if result == "not_agreed" else []),
            Paragraph(READ_BACK),
            *signed(case),
            Space(1),
            dated(),
        ],
    )
