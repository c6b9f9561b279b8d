"""What opens a case: the application or the register's entry, the notice of rights and duties, a mandate."""

from __future__ import annotations

from gridworker.documents.dispute.case import Case, age, choice, day, id_line, text
from gridworker.documents.dispute.parts import (
    HALF,
    SIGN_PARTY,
    boxes,
    dated,
    label,
    numbered,
    paper,
    party_form,
    party_places,
    sealed,
    written,
)
from gridworker.documents.paper import BLANK, Cell, Grid, Paper, Paragraph, Seal, Signatures, Space, Style
from gridworker.domain.mediation_papers import PaperRef, agent_of, element

_RIGHTS = (
    "选择或者接受人民调解员；",
    "接受调解、拒绝调解或者要求终止调解；",
    "要求调解公开进行或者不公开进行；",
    "自主表达意愿、自愿达成调解协议。",
)
_DUTIES = (
    "如实陈述纠纷事实；",
    "遵守调解现场秩序，尊重人民调解员；",
    "尊重对方当事人行使权利。",
)
_EFFECTS = (
    "人民调解委员会调解民间纠纷，不收取任何费用。",
    "经人民调解委员会调解达成的调解协议，具有法律约束力，当事人应当按照约定履行。",
    "双方当事人认为有必要的，可以自调解协议生效之日起三十日内共同向人民法院申请司法确认。",
    "人民法院依法确认调解协议有效，一方当事人拒绝履行或者未全部履行的，对方当事人可以向人民法院申请强制执行。",
    "调解不成的，当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",
)
_TOLD = {"in_person": "当面宣读", "delivered": "送达书面", "remote": "电话、视频"}
_NUMBERS = "一二三四五六七八九十"


def application(case: Case, ref: PaperRef) -> Paper:
    """人民调解申请书."""
    claims = text(case.body, "claims")
    return paper(
        case,
        ref,
        [
            HALF,
            *party_form(case),
            HALF,
            Paragraph("纠纷简要情况：", Style.HEADING),
            written(text(case.body, "facts"), 3),
            Paragraph("当事人申请事项：", Style.HEADING),
            numbered(claims, 3),
            Paragraph("人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解委员会进行调解。"),
            Signatures(
                [place for place in party_places(case) if place.startswith("申请人")]
                or ["申请人" + SIGN_PARTY],
                1,
            ),
            Space(1),
            dated(),
        ],
    )


def registration(case: Case, ref: PaperRef) -> Paper:
    """人民调解受理登记表."""
    source = str(case.body.get("source") or "")
    own = {"application": "当事人申请", "initiative": "人民调解委员会主动调解"}
    handed = choice("source", source) if source and source not in own else ""
    boxed = (
        boxes({**own, "other": f"其他（{handed or '　　　　'}）"}, "other" if handed else source)
        .replace("　□其他", "\n□其他")
        .replace("　■其他", "\n■其他")
    )
    start = day(case.body.get("accepted_on"), "＿＿年＿＿月＿＿日")
    parties = case.names() or BLANK
    begun = {"application": "依当事人申请", "initiative": "主动调解"}.get(source) or f"根据{handed}"
    return paper(
        case,
        ref,
        [
            HALF,
            Paragraph(
                f"{start}，{case.office.committee}{begun if source else BLANK}，经当事人同意，调解{parties}之间的纠纷。"
            ),
            HALF,
            Grid(
                (1.3, 2, 1.1, 1.8),
                [
                    [
                        label("案件编号"),
                        Cell(case.number),
                        label("纠纷类型"),
                        Cell(choice("type", case.body.get("type"))),
                    ],
                    [label("案件来源"), Cell(boxed, span=3)],
                    [
                        label("发生时间"),
                        Cell(day(case.body.get("occurred_on"))),
                        label("发生地点"),
                        Cell(text(case.body, "place")),
                    ],
                    [label("人民调解员"), Cell("、".join(case.mediators()), span=3)],
                    [label("纠纷简要情况"), Cell(text(case.body, "facts"), span=3, lines=6)],
                ],
            ),
            Signatures([*party_places(case), "登记人（签名）："], 1),
            sealed(case, day(case.body.get("accepted_on"))),
            Paragraph("备注：此表由人民调解委员会填写。", Style.NOTE),
        ],
    )


def rights_notice(case: Case, ref: PaperRef) -> Paper:
    """人民调解权利义务告知书 (人民调解法 art. 4, 23, 24, 26, 31 to 33)."""
    told: list[Paragraph] = []
    for heading, items in (
        ("一、当事人在人民调解活动中享有下列权利：", _RIGHTS),
        ("二、当事人在人民调解活动中履行下列义务：", _DUTIES),
        ("三、其他事项：", _EFFECTS),
    ):
        told.append(Paragraph(heading, Style.HEADING))
        told += [Paragraph(f"（{_NUMBERS[place]}）{item}") for place, item in enumerate(items)]
    return paper(
        case,
        ref,
        [
            HALF,
            Paragraph(f"{case.names() or BLANK}：", Style.PLAIN),
            Paragraph(
                f"你们之间的{case_word(case)}，由{case.office.committee}进行调解，现将有关权利义务告知如下："
            ),
            *told,
            Paragraph(
                f"告知时间：{day(case.body.get('rights_told_on'), '＿＿年＿＿月＿＿日')}。"
                f"\n告知方式：{boxes(_TOLD, case.body.get('rights_told_how'))}"
            ),
            Paragraph("以上内容已向我们宣读并由我们阅知，我们已经了解并且同意调解。"),
            Signatures([*party_places(case), "告知人（签名）："], 1),
            Seal(
                f"{case.office.committee}（印章）",
                day(case.body.get("rights_told_on"), "　　　　年　　月　　日"),
            ),
        ],
    )


def case_word(case: Case) -> str:
    """What kind of dispute it is, in a sentence."""
    return choice("type", case.body.get("type")) or "纠纷"


def mandate(case: Case, ref: PaperRef) -> Paper:
    """授权委托书."""
    party = element(case.body, ref)
    agent = agent_of(party)
    is_unit = party.get("type") == "organisation"
    signs = "委托人" + ("（盖章，代表人签名）：" if is_unit else "（签名、按指印）：")
    grant = str(agent.get("authority") or "")
    powers = (
        boxes(
            {
                "general": "一般代理：代为陈述事实、参加调解、转达意见。",
                "special": "特别授权：代为承认、放弃、变更调解请求，进行和解，签订调解协议，签收文书。",
            },
            grant,
        )
        .replace("　□", "\n□")
        .replace("　■", "\n■")
    )
    others = "、".join(text(p, "name") for p in case.parties if p is not party and p.get("name"))
    who, against = text(party, "name") or BLANK, (others if party else "") or BLANK
    return paper(
        case,
        ref,
        [
            HALF,
            Grid((1.4, 2.2, 1.2, 2.4), [*_principal(case, party, is_unit=is_unit), *_agent(agent)]),
            HALF,
            Paragraph(
                f"现委托上列受委托人，在{who}与{against}{case_word(case)}一案的人民调解活动中，作为委托人的代理人。"
            ),
            Paragraph("代理权限：", Style.HEADING),
            Paragraph(powers),
            Paragraph("委托期限：自签署之日起至本案调解终结之日止。"),
            Signatures([signs, "受委托人（签名）："], 1),
            Space(1),
            dated(),
        ],
    )


def _principal(case: Case, party: dict[str, object], *, is_unit: bool) -> list[list[Cell]]:
    number = text(party, "id_number") if is_unit else id_line(party)
    second = ("法定代表人", "") if is_unit else ("年龄", age(party, case.day))
    return [
        [label("委托人"), Cell(text(party, "name")), label(second[0]), Cell(second[1])],
        [label("证件号码"), Cell(number), label("联系方式"), Cell(text(party, "phone"))],
        [label("单位或住址"), Cell(text(party, "address"), span=3)],
    ]


def _agent(agent: dict[str, object]) -> list[list[Cell]]:
    return [
        [
            label("受委托人"),
            Cell(text(agent, "name")),
            label("性别"),
            Cell(choice("parties/sex", agent.get("sex"))),
        ],
        [label("证件号码"), Cell(text(agent, "id_number")), label("联系方式"), Cell(text(agent, "phone"))],
    ]
