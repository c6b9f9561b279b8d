"""What stands under the tabs of a file: the overview, the sessions, the agreement, the follow-ups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from gridworker.documents.values import plain
from gridworker.domain import mediation
from gridworker.domain.agreement import is_signed
from gridworker.domain.clocks import Due
from gridworker.domain.dispute import DISPUTE
from gridworker.domain.masking import mask_numbers
from gridworker.domain.money import format_fen, in_capitals
from gridworker.domain.readings import day as day_of
from gridworker.environment.language import Words
from gridworker.environment.marks import ASIDE, LISTED
from gridworker.operations.disputes import Case
from gridworker.ui.forms.days import reading
from gridworker.ui.forms.moments import say_day, say_moment
from gridworker.ui.pages.dispute import wording
from gridworker.ui.pages.dispute.party_card import PartyCard
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import LARGE_TEXT, SPACE_4, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, IconButton, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.signs import Tag
from gridworker.ui.widgets.text import Label, Paragraph

Do = Callable[[], None]
"""Takes the step that the pressed button names: a form, or `kind:element` for a thing that is done to an element."""

_NO_SESSIONS = Words(
    "还没有调解记录。谈过一次就记一次，存下后不再改动。",
    "No session yet. Each one is written up and then never changed.",
)
_NTH = Words("第 {number} 次调解", "Session no. {number}")
_CORRECT = Words("更正第 {number} 次调解记录", "Correct the record of session {number}")
_CORRECTS = Words("更正", "Correction")
_PRESENT = Words("参加人：{names}", "Present: {names}")
_WRITE = Words("写调解记录", "Write up a session")
_NO_CLAUSES = Words(
    "还没有协议条款。一条写一件事：谁、给谁、做什么、哪天前、多少钱。",
    "No clause yet. One thing each: who, for whom, what, by when, how much.",
)
_ADD_CLAUSE = Words("加一条", "Add a clause")
_ADD_SUPPLEMENT = Words("加补充条款", "Add a supplement")
_SUPPLEMENT = Words("{day}补充", "Supplement of {day}")
_MEND = Words("修改第 {number} 条", "Change clause {number}")
_REMOVE = Words("删去第 {number} 条", "Remove clause {number}")
_DONE = Words("标为已履行", "Mark as done")
_DONE_NAMED = Words("第 {number} 条标为已履行", "Mark clause {number} as done")
_BEFORE = Words("{day}前", "by {day}")
_SUM = Words("合计 {figures} 元（{capitals}）", "In all {figures} yuan ({capitals})")
_FIGURES = Words("{figures} 元（{capitals}）", "{figures} yuan ({capitals})")
_NO_FOLLOWUPS = Words(
    "还没有回访。协议履行后问一问：做到了没有，满意不满意，还有没有新的苗头。",
    "No follow-up yet. Ask whether it was kept, whether people are content, and whether anything new is brewing.",
)
_ADD_FOLLOWUP = Words("记回访", "Record a follow-up")
_MORE_FACTS = Words("登记信息", "Registration")
_NOT_WRITTEN = Words("还没有写", "Not written yet")
_SESSION_TONES = {"agreed": Tone.OK, "not_agreed": Tone.DANGER, "continued": Tone.WARN}
_DONE_TONES = {"yes": Tone.OK, "partly": Tone.WARN, "no": Tone.NEUTRAL}
_CONTENT_TONES = {"satisfied": Tone.OK, "neutral": Tone.INFO, "dissatisfied": Tone.DANGER}
_BEFORE_AGREED = ("lead", "accepted", "mediating", "agreed")
_IN_FORCE = ("agreed", "performing", "breached")


def does(button: Button, step: str, do: Do) -> None:
    """What a press on the button asks for: `do` reads the property `step` of its sender."""
    button.setProperty("step", step)
    button.clicked.connect(do)


def overview(column: QVBoxLayout, session: Session, case: Case) -> list[PartyCard]:
    """Parties, facts, claims and what else was registered."""
    labels, body = session.labels, case.body
    grid = QGridLayout()
    grid.setSpacing(SPACE_12)
    cards = [PartyCard(session, key, party, case.today) for key, party in mediation.parties(body)]
    columns = 1 if theme.current().scale > LARGE_TEXT else 2
    for place, card in enumerate(cards):
        grid.addWidget(card, place // columns, place % columns)
    for column_of in range(columns):
        grid.setColumnStretch(column_of, 1)
    column.addLayout(grid)
    for name in ("facts", "claims"):
        text = body.get(name)
        part = QVBoxLayout()
        part.setSpacing(SPACE_4)
        part.addWidget(Label(labels.field("dispute", name), Type.BODY, bold=True))
        shown = (
            Paragraph(mask_numbers(str(text)))
            if text
            else Paragraph(session.said(_NOT_WRITTEN), tone=Tone.NEUTRAL)
        )
        part.addWidget(shown)
        column.addLayout(part)
    facts = list(_facts(session, case))
    if facts:
        column.addWidget(Label(session.said(_MORE_FACTS), Type.BODY, bold=True))
        rows = QGridLayout()
        rows.setHorizontalSpacing(SPACE_16)
        rows.setVerticalSpacing(SPACE_4)
        for place, (word, text) in enumerate(facts):
            rows.addWidget(Label(word, Type.LABEL), place // 2, place % 2 * 2)
            rows.addWidget(Paragraph(text, Type.LABEL), place // 2, place % 2 * 2 + 1)
        for place in (1, 3):
            rows.setColumnStretch(place, 1)
        column.addLayout(rows)
    return cards


def _facts(session: Session, case: Case) -> list[tuple[str, str]]:
    labels, body, read = session.labels, case.body, reading(session, "dispute")
    found = []
    for name in (
        "source",
        "occurred_on",
        "place",
        "difficulty",
        "risk_flags",
        "close_reason",
        "archive_number",
        "retention",
    ):
        value = body.get(name)
        if value in (None, "", []):
            continue
        text = read.text(name, DISPUTE.fields[name], value)
        found.append((labels.field("dispute", name), mask_numbers(text)))
    return found


def sessions(column: QVBoxLayout, session: Session, case: Case, do: Do) -> None:
    """The sessions, newest first, each in full."""
    held = mediation.sessions(case.body)
    open_ = case.seen.get("status") in ("accepted", "mediating")
    if not held:
        column.addWidget(Paragraph(session.said(_NO_SESSIONS), tone=Tone.NEUTRAL))
    if open_:
        button = Button(session.said(_WRITE), Weight.SOFT, "edit")
        does(button, "session", do)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    numbers = {key: number for number, (key, _) in enumerate(mediation.held(case.body), start=1)}
    for key, item in reversed(held):
        number = numbers.get(key) or numbers.get(str(item.get("corrects")), 0)
        column.addWidget(_session_card(session, case, (number, key), item, do))
    column.addStretch(1)


def _session_card(session: Session, case: Case, which: tuple[int, str], item: dict[str, Any], do: Do) -> Card:
    labels, said = session.labels, session.said
    number, element = which
    card = Card(inner=True, padding=SPACE_16)
    card.column.setSpacing(SPACE_8)
    head = QHBoxLayout()
    head.setSpacing(SPACE_8)
    head.addWidget(Label(said(_NTH, number=number), Type.BODY, bold=True))
    if result := item.get("result"):
        word = labels.choice("dispute", "sessions/result", str(result))
        head.addWidget(Tag(word, _SESSION_TONES.get(str(result), Tone.NEUTRAL)))
    if item.get("corrects"):
        head.addWidget(Tag(said(_CORRECTS), Tone.WARN))
    head.addStretch(1)
    when = (
        say_moment(item["at"], case.now, case.tz, session.language) if isinstance(item.get("at"), int) else ""
    )
    head.addWidget(Label(when, Type.META))
    if case.seen.get("status") != "archived":
        mend = IconButton("edit", said(_CORRECT, number=number))
        does(mend, f"session:{element}", do)
        head.addWidget(mend)
    card.column.addLayout(head)
    where = plain(item.get("place"))
    present = item.get("present")
    names = said(LISTED).join(map(str, present)) if isinstance(present, list) else plain(present)
    about = [where, said(_PRESENT, names=names) if names else ""]
    card.column.addWidget(Paragraph(" · ".join(part for part in about if part), Type.META))
    card.column.addWidget(Paragraph(mask_numbers(str(item.get("record") or ""))))
    card.setAccessibleName(said(_NTH, number=number))
    return card


def agreement(column: QVBoxLayout, session: Session, case: Case, do: Do) -> None:
    """The agreement and its clauses, a card each."""
    labels, said, body = session.labels, session.said, case.body
    read, members = reading(session, "dispute"), DISPUTE.fields["agreement"].members
    signed = body.get("agreement")
    if isinstance(signed, dict) and signed:
        flow = Flow(SPACE_16)
        for name in ("form", "number", "signed_on", "sealed_on", "effective_on", "copies"):
            if value := signed.get(name):
                word = labels.field("dispute", f"agreement/{name}")
                text = read.text(f"agreement/{name}", members[name], value)
                flow.flow.addWidget(Label(f"{word}  {text}", Type.LABEL))
        column.addWidget(flow)
    clauses = mediation.clauses(body)
    for number, (element, item) in enumerate(clauses, start=1):
        column.addWidget(_clause_card(session, case, (number, element), item, do))
    if not clauses:
        column.addWidget(Paragraph(said(_NO_CLAUSES), tone=Tone.NEUTRAL))
    amounts = [item["amount_fen"] for _, item in clauses if isinstance(item.get("amount_fen"), int)]
    if len(amounts) > 1:
        total = sum(amounts)
        column.addWidget(
            Label(said(_SUM, figures=format_fen(total), capitals=in_capitals(total)), Type.LABEL, bold=True)
        )
    supplement = is_signed(case.seen)
    if case.seen.get("status") in (_IN_FORCE if supplement else _BEFORE_AGREED[1:]):
        button = Button(said(_ADD_SUPPLEMENT if supplement else _ADD_CLAUSE), Weight.SOFT, "add")
        does(button, "clause", do)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(1)


def _clause_card(session: Session, case: Case, which: tuple[int, str], item: dict[str, Any], do: Do) -> Card:
    card = Card(inner=True, padding=SPACE_16)
    card.column.setSpacing(SPACE_8)
    card.column.addLayout(_clause_head(session, case, which, item, do))
    card.column.addWidget(Paragraph(mask_numbers(str(item.get("what") or ""))))
    below = _clause_dates(session, case, item)
    if below:
        row = QHBoxLayout()
        row.setSpacing(SPACE_16)
        for line in below:
            row.addWidget(line, 1)
        card.column.addLayout(row)
    card.setAccessibleName(f"{which[0]} {item.get('who') or ''}")
    return card


def _clause_head(
    session: Session, case: Case, which: tuple[int, str], item: dict[str, Any], do: Do
) -> QHBoxLayout:
    """Who owes it to whom, whether it was done, and what may be done with the clause."""
    labels, said, status = session.labels, session.said, case.seen.get("status")
    number, element = which
    head = QHBoxLayout()
    head.setSpacing(SPACE_8)
    who, whom = str(item.get("who") or ""), str(item.get("whom") or "")
    sides = Cut(f"{number}. {who}" + (f" → {whom}" if whom else ""), Type.BODY, bold=True)
    sides.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    head.addWidget(sides)
    done = str(item.get("done") or "no")
    head.addWidget(Tag(labels.choice("dispute", "clauses/done", done), _DONE_TONES.get(done, Tone.NEUTRAL)))
    if (agreed := day_of(item.get("agreed_on"))) is not None:
        head.addWidget(Tag(said(_SUPPLEMENT, day=say_day(agreed, case.today, session.language)), Tone.INFO))
    head.addStretch(1)
    if status in _BEFORE_AGREED and not is_signed(case.seen):
        for icon, words, step in (
            ("edit", _MEND, f"clause:{element}"),
            ("delete", _REMOVE, f"remove:{element}"),
        ):
            button = IconButton(icon, said(words, number=number))
            does(button, step, do)
            head.addWidget(button)
    elif done != "yes" and status in ("performing", "breached"):
        mark = Button(said(_DONE), icon="checkmark")
        mark.setAccessibleName(said(_DONE_NAMED, number=number))
        does(mark, f"kept:{element}", do)
        head.addWidget(mark)
    return head


def _clause_dates(session: Session, case: Case, item: dict[str, Any]) -> list[SignLine]:
    """By when, and how much."""
    said, language = session.said, session.language
    below = []
    due = day_of(item.get("due_on"))
    if due is not None:
        day, tone = said(_BEFORE, day=say_day(due, case.today, language)), Tone.NEUTRAL
        if item.get("done") != "yes":
            late, tone = wording.due_word(Due("clause", due), case.today, language)
            if tone is Tone.DANGER:
                day += said(ASIDE, text=late)
        below.append(SignLine("calendar", tone, day, Type.LABEL))
    fen = item.get("amount_fen")
    if isinstance(fen, int):
        money = said(_FIGURES, figures=format_fen(fen), capitals=f"人民币{in_capitals(fen)}")
        below.append(SignLine("money", Tone.NEUTRAL, money, Type.LABEL))
    return below


def followups(column: QVBoxLayout, session: Session, case: Case, do: Do) -> None:
    """The visits after the agreement, newest first."""
    labels, said = session.labels, session.said
    visited = mediation.followups(case.body)
    if not visited:
        column.addWidget(Paragraph(said(_NO_FOLLOWUPS), tone=Tone.NEUTRAL))
    if case.seen.get("status") in ("agreed", "performing", "breached", "performed"):
        button = Button(said(_ADD_FOLLOWUP), Weight.SOFT, "call")
        does(button, "follow_up", do)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    for _, item in reversed(visited):
        card = Card(inner=True, padding=SPACE_16)
        card.column.setSpacing(SPACE_8)
        head = QHBoxLayout()
        head.setSpacing(SPACE_8)
        how = labels.choice("dispute", "followups/how", str(item.get("how") or ""))
        head.addWidget(Label(how, Type.BODY, bold=True))
        if result := item.get("result"):
            word = labels.choice("dispute", "followups/result", str(result))
            head.addWidget(Tag(word, Tone.PRIMARY))
        if satisfaction := item.get("satisfaction"):
            word = labels.choice("dispute", "followups/satisfaction", str(satisfaction))
            head.addWidget(Tag(word, _CONTENT_TONES.get(str(satisfaction), Tone.NEUTRAL)))
        head.addStretch(1)
        if isinstance(at := item.get("at"), int):
            head.addWidget(Label(say_moment(at, case.now, case.tz, session.language), Type.META))
        card.column.addLayout(head)
        card.column.addWidget(Paragraph(mask_numbers(str(item.get("text") or ""))))
        card.setAccessibleName(how)
        column.addWidget(card)
    column.addStretch(1)
