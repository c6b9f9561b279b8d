"""The agreement, written or oral (人民调解法 art. 28 to 30)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gridworker.documents.dispute.case import Case, day, text
from gridworker.documents.dispute.parts import (
    HALF,
    mediator_places,
    paper,
    party_form,
    sealed,
    signed,
    written,
)
from gridworker.documents.paper import BLANK, Paper, Paragraph, Signatures, Style
from gridworker.domain import mediation
from gridworker.domain.mediation_papers import PaperRef, copies, element, terms
from gridworker.domain.money import LARGEST_FEN, format_fen, in_capitals

_FEW = "一二三四五六七八九"
_STOPS = "。；;.， ,"


def agreement(case: Case, ref: PaperRef) -> Paper:
    """人民调解协议书."""
    count = copies(case.body, ref.code)
    shared = (
        f"本协议一式{in_words(count)}份，当事人各执一份，{case.office.committee}留存一份。"
        "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。"
    )
    signed_on = day(case.agreement("signed_on"))
    return paper(case, ref, [*_body(case), Paragraph(shared), *signed(case), sealed(case, signed_on)])


def oral_agreement(case: Case, ref: PaperRef) -> Paper:
    """人民调解口头协议登记表, in place of a written agreement; in force on the day it was reached (art. 30)."""
    reached = day(case.agreement("effective_on"))
    return paper(
        case,
        ref,
        [
            *_body(case),
            Paragraph("以上口头协议自各方当事人达成协议之日起生效。"),
            Signatures(mediator_places(case)),
            sealed(case, reached),
            Paragraph("备注：此表由人民调解委员会填写。", Style.NOTE),
        ],
    )


def supplement(case: Case, ref: PaperRef) -> Paper:
    """人民调解补充协议书: what was agreed on one day after the agreement was signed, which itself stays as it is."""
    agreed_on = str(element(case.body, ref).get("agreed_on") or "")
    later = [
        clause
        for _, clause in mediation.clauses(case.body)
        if agreed_on and clause.get("agreed_on") == agreed_on
    ]
    number = case.agreement("number") or case.number or BLANK
    count = in_words(copies(case.body, ref.code))
    return paper(
        case,
        ref,
        [
            HALF,
            *party_form(case),
            HALF,
            Paragraph(
                f"就《人民调解协议书》（编号：{number}），经调解，当事人自愿达成如下补充协议：", Style.HEADING
            ),
            *_clauses(later),
            Paragraph(
                f"本补充协议一式{count}份，当事人各执一份，{case.office.committee}留存一份，与原协议具有同等效力；"
                "原协议其他内容不变。"
            ),
            *signed(case),
            sealed(case, day(agreed_on)),
        ],
    )


def _body(case: Case) -> Iterator[Any]:
    """Number, parties, facts, what was agreed, and by when."""
    yield Paragraph(f"编号：{case.agreement('number') or case.number or BLANK}", Style.RIGHT)
    yield HALF
    yield from party_form(case)
    yield HALF
    yield Paragraph("纠纷主要事实、争议事项：", Style.HEADING)
    yield written(text(case.body, "facts"), 6)
    if claims := text(case.body, "claims"):
        yield written(claims)
    both = "双方" if len(case.parties) == 2 else "各方"
    yield Paragraph(f"经调解，{both}当事人自愿达成如下协议：", Style.HEADING)
    yield from _clauses(terms(case.body))


def _clauses(clauses: list[dict[str, Any]]) -> Iterator[Any]:
    """What was agreed on, and by when it is to be kept."""
    yield from (
        [Paragraph(f"{in_words(number)}、{clause_text(clause)}") for number, clause in enumerate(clauses, 1)]
        or [written("", 4)]
    )
    yield Paragraph("履行方式、时限：", Style.HEADING)
    yield from [Paragraph(_term(number, clause)) for number, clause in enumerate(clauses, 1)] or [
        written("", 2)
    ]


def clause_text(clause: dict[str, Any]) -> str:
    """A clause in one sentence: who does what for whom, with its amount in figures and capitals."""
    who, whom = text(clause, "who"), text(clause, "whom")
    lead = f"由{who}向{whom}履行：" if who and whom else f"由{who}履行：" if who else ""
    said = (lead + text(clause, "what")).rstrip(_STOPS)
    fen = clause.get("amount_fen")
    money = f"，金额为{amount(fen)}" if type(fen) is int and 0 < fen <= LARGEST_FEN else ""
    return f"{said}{money}。"


def amount(fen: int) -> str:
    """An amount as agreements write it: 人民币（大写）壹万贰仟叁佰元整（¥12,300.00）."""
    return f"人民币（大写）{in_capitals(fen)}（¥{format_fen(fen)}）"


def _term(number: int, clause: dict[str, Any]) -> str:
    due = day(clause.get("due_on"), "＿＿年＿＿月＿＿日")
    return f"第{in_words(number)}条于{due}前（含当日）履行完毕。"


def in_words(number: int) -> str:
    """A number below a hundred, as clauses and copies are counted: 十二."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    lead = "" if not tens else "十" if tens == 1 else f"{_FEW[tens - 1]}十"
    return lead + (_FEW[ones - 1] if ones else "")
