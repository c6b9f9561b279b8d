"""`gridworker document`: the papers of a dispute, one by one or bound as its dossier, and the 联系卡."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gridworker.cli import document_card
from gridworker.cli.frame import Call, Words
from gridworker.cli.opened import opened
from gridworker.cli.text_table import text_table
from gridworker.documents.dispute.case import Case
from gridworker.documents.dispute.wording import lack_texts, paper_title, part_title, why
from gridworker.domain.dossier import Completeness, Part, completeness
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.mediation_papers import papers_of
from gridworker.environment.marks import SEMICOLON
from gridworker.operations import papers

_HEADERS = (
    Words("名称", "name"),
    Words("文书", "paper"),
    Words("份数", "copies"),
    Words("还缺什么", "what is missing"),
)
_METER = Words(
    "卷宗必备材料 {wanted} 项，已齐 {done} 项。",
    "Parts that must be in the dossier: {done} of {wanted} complete.",
)
_LACKING = Words("还缺：{title}（{why}）{lacks}", "Missing: {title} ({why}) {lacks}")
_WRITTEN = Words(
    "已写到 {file}，共 {pages} 页，应印 {copies} 份。",
    "Written to {file}: {pages} pages, to be printed {copies} times.",
)
_BOUND = Words("卷宗已写到 {file}，共 {pages} 页。", "The dossier was written to {file}: {pages} pages.")
_LEFT_OUT = Words("没有并入的材料：{names}", "Not in the dossier: {names}")
_NO_FONT = Words(
    "这些字本机字库里没有，已印成方框，请手写补上：{signs}",
    "No font here has these characters; a box stands for each, to be written by hand: {signs}",
)


def document(call: Call) -> None:
    """Lists papers, or writes one or all. Raises `PersonCanMend` (`which_document`, `out_needed`, `format_needed`)."""
    given = call.options
    if given.list:
        _list(call)
    elif given.paper:
        if not given.format:
            raise PersonCanMend("format_needed")
        _write(call, _out(call))
    elif given.dossier:
        _bind(call, _out(call))
    else:
        raise PersonCanMend("which_document")


def _out(call: Call) -> Path:
    if not call.options.out:
        raise PersonCanMend("out_needed")
    return Path(call.options.out)


def _list(call: Call) -> None:
    with opened(call) as profile:
        if document_card.is_for_card(profile, call.options.id):
            document_card.list_cards(call, profile)
            return
        case = papers.case_of(profile, call.options.id)
    cards = papers.list_papers(case)
    what = completeness(case.body)
    rows = [
        [card.ref.name, _title(call, case, card), str(card.copies), _said(call, card.lacks)] for card in cards
    ]
    parts = {part.code: part for part in what.parts}
    value = [_row(call, card, parts.get(card.ref.code)) for card in cards]
    lines = [text_table([call.said(words) for words in _HEADERS], rows), _told(call, what)]
    call.answer(value, "\n".join(lines))


def _row(call: Call, card: papers.PaperCard, part: Part | None) -> dict[str, Any]:
    """A paper for a script: whether the dossier of this case must hold it, and why."""
    return {
        "paper": card.ref.name,
        "title": card.title,
        "copies": card.copies,
        "need": part.need.value if part else "not",
        "why": why(part, call.language) if part else "",
        "missing": lack_texts(card.lacks, call.language),
    }


def _title(call: Call, case: Case, card: papers.PaperCard) -> str:
    several = sum(ref.code == card.ref.code for ref in papers_of(case.body)) > 1
    return paper_title(card.ref, call.language, one_of_many=several)


def _said(call: Call, lacks: tuple[Any, ...]) -> str:
    return call.said(SEMICOLON).join(lack_texts(lacks, call.language))


def _meter(call: Call, what: Completeness) -> dict[str, Any]:
    return {
        "done": what.done,
        "wanted": what.wanted,
        "parts": [
            {
                "part": part.code,
                "title": part_title(part.code, call.language),
                "need": part.need.value,
                "why": why(part, call.language),
                "complete": part.is_complete,
                "missing": lack_texts(part.lacks, call.language),
            }
            for part in what.parts
        ],
    }


def _told(call: Call, what: Completeness) -> str:
    lacking = [part for part in what.parts if part.need == "must" and not part.is_complete]
    lines = [call.said(_METER, done=what.done, wanted=what.wanted)]
    return "\n".join(lines + [_lacking(call, part) for part in lacking])


def _lacking(call: Call, part: Part) -> str:
    return call.said(
        _LACKING,
        title=part_title(part.code, call.language),
        why=why(part, call.language),
        lacks=_said(call, part.lacks),
    )


def _write(call: Call, out: Path) -> None:
    given = call.options
    with opened(call) as profile:
        if document_card.is_for_card(profile, given.id):
            document_card.write(call, profile, out)
            return
        made = papers.write_paper(profile, given.id, given.paper, given.format, out)
        case = papers.case_of(profile, given.id)
    ref = papers.find_paper(case, given.paper)
    card = next(card for card in papers.list_papers(case) if card.ref == ref)
    text = call.said(_WRITTEN, file=given.out, pages=made.pages, copies=card.copies)
    if made.missing:
        call.tell(call.said(_NO_FONT, signs=" ".join(f"U+{ord(sign):04X}" for sign in made.missing)))
    value = {
        "paper": ref.name,
        "pages": made.pages,
        "copies": card.copies,
        "missing": lack_texts(card.lacks, call.language),
        "no_font": list(made.missing),
    }
    call.answer(value, text)


def _bind(call: Call, out: Path) -> None:
    with opened(call) as profile:
        made = papers.write_dossier(profile, call.options.id, out)
    if made.left_out:
        call.tell(call.said(_LEFT_OUT, names="; ".join(made.left_out)))
    text = call.said(_BOUND, file=call.options.out, pages=made.pages)
    value = {"pages": made.pages, "left_out": list(made.left_out), "dossier": _meter(call, made.what)}
    call.answer(value, f"{text}\n{_told(call, made.what)}")
