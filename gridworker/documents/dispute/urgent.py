"""紧急情况联系单: on one page whom to call, where it is, and who is involved; printed before anything else."""

from __future__ import annotations

from gridworker.documents.dispute.case import Case, choice, text
from gridworker.documents.dispute.parts import HALF, label, paper
from gridworker.documents.paper import Cell, Grid, Paper, Paragraph, Style
from gridworker.domain.mediation_papers import PaperRef, agent_of
from gridworker.domain.urgency import MINORS, dangers, to_call

_FIRST = (
    "一、有人受伤或者正在动手的，先拨打 110、120，再联系其他单位。",
    "二、把双方分开，劝离围观人员；不单独留在现场，不替任何一方拿主意。",
    "三、涉嫌治安案件、刑事案件的，报告公安机关处理，停止调解（人民调解法第二十五条）。",
)


def urgent(case: Case, ref: PaperRef) -> Paper:
    """紧急情况联系单."""
    found = dangers(case.body, case.today)
    words = ["涉及未成年人" if code == MINORS else choice("risk_flags", code) for code in found]
    phones = [[label(phone.name), Cell(phone.number)] for phone in to_call(case.office.phones, found)]
    people = [
        [
            Cell(text(party, "name")),
            Cell(text(party, "phone")),
            Cell(text(party, "address")),
            Cell(_agent(party)),
        ]
        for party in case.parties
    ]
    return paper(
        case,
        ref,
        [
            HALF,
            Grid(
                (1, 4),
                [
                    [label("地点"), Cell(text(case.body, "place"))],
                    [label("什么事"), Cell(text(case.body, "title"))],
                    [label("危险"), Cell("、".join(words))],
                    [label("简要情况"), Cell(text(case.body, "facts"), lines=3)],
                ],
            ),
            Paragraph("先打这些电话：", Style.HEADING),
            Grid((3, 2), phones),
            Paragraph("当事人：", Style.HEADING),
            Grid(
                (2, 2.4, 4, 3),
                [[label("姓名"), label("电话"), label("住址"), label("监护人或代理人")], *people],
            ),
            *[Paragraph(line) for line in _FIRST],
        ],
    )


def _agent(party: dict[str, object]) -> str:
    agent = agent_of(party)
    return "　".join(filter(None, (str(agent.get("name") or ""), str(agent.get("phone") or ""))))
