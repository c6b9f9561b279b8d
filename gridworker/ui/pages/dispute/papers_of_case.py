"""文书: the papers of a case and its dossier: what is there, what must be, what is still missing and why."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from gridworker.documents.dispute.wording import lack_texts, paper_title, part_title, why
from gridworker.domain.dossier import Completeness, Need, Part, completeness
from gridworker.domain.mediation_papers import PaperRef, missing, papers_of
from gridworker.environment.language import Words
from gridworker.environment.marks import SEMICOLON
from gridworker.operations.disputes import Case
from gridworker.ui.pages.dispute.tabs_of_case import Do, does
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.signs import Tag
from gridworker.ui.widgets.text import Label, Paragraph

_METER = Words(
    "卷宗必备 {wanted} 项，已齐 {done} 项", "Complete: {done} of the {wanted} parts that must be there"
)
_ALL = Words("卷宗必备 {wanted} 项，已经齐全", "All {wanted} parts that must be there are complete")
_DOSSIER = Words("整卷存为 PDF", "Whole dossier as PDF")
_OPEN = Words("预览打印", "Preview")
_OPEN_NAMED = Words("预览打印：{title}", "Preview: {title}")
_MUST, _MAY = Words("必备", "Required"), Words("可选", "Optional")
_COMPLETE = Words("已齐", "Complete")
_FILES = Words("已有 {count} 件材料", "Files: {count}")
_ATTACH = Words("请在“材料”里添加，并注明用途", "Add it under Materials and say what it is for")
_OTHERS = Words("还可以印", "Can be printed too")
_WRITE = Words("填写", "Write")
_HEARD = ("accepted", "mediating", "agreed", "performing", "breached")
_ENDED = ("performed", "failed", "withdrawn", "transferred", "archived")
_FORMS: dict[str, tuple[Words, str, tuple[str, ...]]] = {
    "rights_notice": (Words("登记告知", "Mark told"), "told", _HEARD),
    "investigation": (Words("写调查记录", "Write an inquiry"), "investigation", _HEARD),
    "note": (Words("写情况说明", "Write the note"), "note", (*_HEARD, *_ENDED)),
}
_FILES_ONLY = ("identity", "evidence", "receipt")


def papers(column: QVBoxLayout, session: Session, case: Case, do: Do) -> None:
    """The parts of the dossier in their order, then the papers that it does not ask for."""
    body = case.seen
    what = completeness(body)
    column.addLayout(_head(session, what, do))
    shown: set[PaperRef] = set()
    refs = papers_of(body)
    for part in what.parts:
        own = [ref for ref in refs if ref.code == part.code]
        shown.update(own)
        column.addWidget(_part_card(session, case, part, own, do))
    others = [ref for ref in refs if ref not in shown]
    if others:
        column.addWidget(Label(session.said(_OTHERS), Type.BODY, bold=True))
    for ref in others:
        column.addWidget(_paper_card(session, case, ref, do))
    column.addStretch(1)


def _head(session: Session, what: Completeness, do: Do) -> QHBoxLayout:
    """How complete the dossier is, and the way to have it as one file."""
    is_whole = what.done == what.wanted
    words = session.said(_ALL if is_whole else _METER, done=what.done, wanted=what.wanted)
    sign, tone = ("checkmark_circle", Tone.OK) if is_whole else ("warning", Tone.WARN)
    button = Button(session.said(_DOSSIER), Weight.SOFT, "archive")
    does(button, "dossier", do)
    row = QHBoxLayout()
    row.setSpacing(SPACE_12)
    row.addWidget(SignLine(sign, tone, words), 1)
    row.addWidget(button)
    return row


def _part_card(session: Session, case: Case, part: Part, refs: list[PaperRef], do: Do) -> Card:
    """A part: whether it is complete, why it is asked for, its papers."""
    said, language = session.said, session.language
    made = _frame(part_title(part.code, language))
    is_must = part.need is Need.MUST
    made.title.addWidget(Tag(said(_MUST if is_must else _MAY), Tone.PRIMARY if is_must else Tone.NEUTRAL))
    if part.is_complete and part.is_there:
        made.title.addWidget(Tag(said(_COMPLETE), Tone.OK))
    made.title.addStretch(1)
    if (fills := _fills(session, case, part.code, do)) is not None:
        made.buttons.addWidget(fills)
    for ref in refs:
        made.buttons.addWidget(_opens(session, ref, several=len(refs) > 1, do=do))
    facts = [why(part, language)]
    if part.files:
        facts.append(said(_FILES, count=len(part.files)))
    elif part.code in _FILES_ONLY:
        facts.append(said(_ATTACH))
    made.words.addWidget(Paragraph(said(SEMICOLON).join(fact for fact in facts if fact), Type.META))
    if part.lacks and part.code not in _FILES_ONLY and not part.is_complete:
        lacks = said(SEMICOLON).join(lack_texts(part.lacks, language))
        made.words.addWidget(SignLine("warning", Tone.WARN, lacks, Type.LABEL))
    return made.card


def _paper_card(session: Session, case: Case, ref: PaperRef, do: Do) -> Card:
    """A paper that the dossier of this case does not ask for."""
    made = _frame(paper_title(ref, session.language))
    made.title.addStretch(1)
    made.buttons.addWidget(_opens(session, ref, several=False, do=do))
    lacks = lack_texts(missing(ref, case.seen), session.language)
    if lacks:
        made.words.addWidget(Paragraph(session.said(SEMICOLON).join(lacks), Type.META))
    return made.card


class _Frame(NamedTuple):
    """A card with a title and words below it, and beside them what may be done."""

    card: Card
    title: QHBoxLayout
    words: QVBoxLayout
    buttons: QHBoxLayout


def _frame(title: str) -> _Frame:
    card = Card(inner=True, padding=SPACE_12)
    made = _Frame(card, QHBoxLayout(), QVBoxLayout(), QHBoxLayout())
    made.title.setSpacing(SPACE_8)
    made.words.setSpacing(SPACE_4)
    made.buttons.setSpacing(SPACE_8)
    name = Cut(title, bold=True)
    name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.title.addWidget(name)
    made.words.addLayout(made.title)
    row = QHBoxLayout()
    row.setSpacing(SPACE_12)
    row.addLayout(made.words, 1)
    row.addLayout(made.buttons)
    card.column.addLayout(row)
    card.setAccessibleName(title)
    return made


def _fills(session: Session, case: Case, code: str, do: Do) -> Button | None:
    """The way to the form of a part that has one, in the states in which it is written."""
    words, step, states = _FORMS.get(code, (_WRITE, "", ()))
    if case.seen.get("status") not in states:
        return None
    button = Button(session.said(words), icon="document_edit")
    button.bar(session.why_barred())
    does(button, step, do)
    return button


def _opens(session: Session, ref: PaperRef, *, several: bool, do: Do) -> Button:
    """Opens a paper; of several, each by its number."""
    word = str(ref.number) if several else session.said(_OPEN)
    button = Button(word, icon="print")
    title = paper_title(ref, session.language, one_of_many=several)
    button.setAccessibleName(session.said(_OPEN_NAMED, title=title))
    button.setToolTip(title)
    does(button, f"paper:{ref.name}", do)
    return button
