"""诉求 in the form of a visit: taken in, followed to its answer, and closed by the word of whoever brought it up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.needs import RATINGS, Stage, stage, steps, with_step
from gridworker.domain.paths import DELETED
from gridworker.domain.readings import day as day_of
from gridworker.environment.language import Words
from gridworker.operations.needs import Need, need_deadlines
from gridworker.operations.today import this_day
from gridworker.ui.forms.days import day_field
from gridworker.ui.forms.fields_sheet import Asked, FieldsSheet
from gridworker.ui.forms.moments import short_day
from gridworker.ui.forms.record_form import NOT_GIVEN
from gridworker.ui.forms.record_list import Row
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.signs import Tag
from gridworker.ui.widgets.text import Paragraph
from gridworker.ui.widgets.text_field import TextField

_ADD = Words("记一条诉求", "Add a need")
_CHANGE = Words("修改", "Change")
_ANSWER = Words("办理答复", "Progress")
_CONFIRM = Words("请对方确认", "Confirmation")
_KEEP = Words("记下", "Keep")
_ON_SITE = Words("当场答复了", "Answered at once")
_ANSWERED = Words("已经答复对方", "Answered by now")
_WHAT_HAPPENED = Words("进展或答复内容", "What was done or said")
_SOLVED = Words("问题解决了吗", "Is it solved")
_SAID = Words("对方怎么说", "What they said")
_NO, _YES = Words("否", "No"), Words("是", "Yes")
_HANDLED_BY = Words("{handler}办理", "with {handler}")
_BY = Words("{day} 前答复", "by {day}")
_LATE = Words("超期 {days} 天", "{days} d late")
_TODAY = Words("今天到期", "due today")
_RATED = Words("评价：{rating}", "Rated: {rating}")
_STAGES = {
    Stage.HANDLING: (Words("办理中", "In hand"), Tone.INFO),
    Stage.ANSWERED: (Words("待确认", "To be confirmed"), Tone.WARN),
    Stage.AGAIN: (Words("未解决，再办", "Not solved"), Tone.DANGER),
    Stage.SETTLED: (Words("已办结", "Settled"), Tone.OK),
}


class NeedsSection(QWidget):
    """The needs of a visit. `changed` fires for every change by the person."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._elements: dict[str, dict[str, Any]] = {}
        self._on_phone = False
        self._heard_at = 0
        self.add = Button(session.said(_ADD), Weight.TEXT, "add", "Alt+Q")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(SPACE_8)
        self._shown: list[Card] = []
        self._buttons: dict[str, Button] = {}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_8)
        whole.addLayout(self._cards)
        whole.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self.take_in)
        QShortcut(QKeySequence("Alt+Q"), self, self.take_in)
        QShortcut(QKeySequence("Alt+W"), self, self.go_on)

    def values(self) -> dict[str, Any] | None:
        """The elements by id, None for none."""
        return dict(self._elements) or None

    def show_needs(self, given: Any, heard_at: int | None) -> None:
        """Shows the needs of a visit made at a moment (ms UTC); not a change by the person."""
        self._heard_at = heard_at or self._session.profile.clock.now()
        self._elements = {
            element: {name: value for name, value in item.items() if value is not None}
            for element, item in (given.items() if isinstance(given, dict) else ())
            if isinstance(item, dict) and not item.get(DELETED)
        }
        self._rebuild()

    def set_channel(self, *, phone: bool) -> None:
        """Whether a new need comes by telephone, as the result of the visit says."""
        self._on_phone = phone

    def go_to(self, element: str) -> None:
        """Brings a need into sight, at its next step."""
        if element in self._buttons:
            self._buttons[element].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def take_in(self) -> None:
        """Asks for a new need."""
        if self.isVisible():
            self._session.background.bring(self._ask(""), self)

    @Slot()
    def go_on(self) -> None:
        """The next step of the first need that is not settled."""
        open_ = [element for element, need in self._elements.items() if stage(need) is not Stage.SETTLED]
        if open_ and self.isVisible():
            self._next(open_[0])

    async def _ask(self, element: str) -> None:
        """A need from its intake; the deadline follows from the urgency until somebody sets one."""
        session, need = self._session, self._elements.get(element, {})
        terms = await session.run(need_deadlines, self._heard_at)
        sheet = IntakeSheet(session, need, terms, self, phone=self._on_phone, about=element)
        if not await session.background.answered(sheet):
            return
        answers = dict(sheet.answers)
        answers["answered_on_site"] = True if answers.pop("on_site") == "yes" else None
        self._put(element or session.profile.make_id(), {**need, **answers})

    def _next(self, element: str) -> None:
        asks = self._confirm if stage(self._elements[element]) is Stage.ANSWERED else self._answer
        self._session.background.bring(asks(element), self)

    async def _answer(self, element: str) -> None:
        said = self._session.said
        asked = [
            Asked("text", said(_WHAT_HAPPENED), TextField(lines=2, most_lines=4), required=True),
            Asked("answered", said(_ANSWERED), _yes_or_no(self._session)),
        ]
        sheet = FieldsSheet(self._session, said(_ANSWER), asked, said(_KEEP), self, about=element)
        if await self._session.background.answered(sheet):
            need, today = self._elements[element], this_day(self._session.profile)
            done = {"answered_on": today.isoformat()} if sheet.answers["answered"] == "yes" else {}
            self._put(element, {**need, "progress": with_step(need, today, sheet.answers["text"]), **done})

    async def _confirm(self, element: str) -> None:
        session, said = self._session, self._session.said
        rated = [Choice(str(code), _rating(session, code)) for code in RATINGS]
        asked = [
            Asked("solved", said(_SOLVED), _yes_or_no(session, first="yes")),
            Asked(
                "rating", session.labels.field("visit", "needs/rating"), PickList(rated, none=said(NOT_GIVEN))
            ),
            Asked("text", said(_SAID), LineField()),
        ]
        sheet = FieldsSheet(session, said(_CONFIRM), asked, said(_KEEP), self, about=element)
        if not await session.background.answered(sheet):
            return
        need, answers = dict(self._elements[element]), sheet.answers
        need["confirmed"] = answers["solved"] == "yes"
        if answers["rating"]:
            need["rating"] = int(answers["rating"])
        if answers["text"]:
            need["progress"] = with_step(need, this_day(session.profile), answers["text"])
        if not need["confirmed"]:
            need["answered_on"] = None
        self._put(element, need)

    def _put(self, element: str, need: dict[str, Any]) -> None:
        self._elements[element] = need
        self._rebuild()
        self.go_to(element)
        self.changed.emit()

    def _rebuild(self) -> None:
        for card in self._shown:
            card.hide()
            self._cards.removeWidget(card)
            card.deleteLater()
        self._buttons = {}
        self._shown = [self._card(element, need) for element, need in self._elements.items()]
        for card in self._shown:
            self._cards.addWidget(card)

    def _card(self, element: str, need: Mapping[str, Any]) -> Card:
        said, stands = self._session.said, stage(need)
        card = Card(inner=True, padding=SPACE_12)
        card.column.setSpacing(SPACE_4)
        head = QHBoxLayout()
        head.setSpacing(SPACE_8)
        head.addWidget(Paragraph(str(need.get("text") or ""), Type.BODY, bold=True), 1)
        words, tone = _STAGES[stands]
        head.addWidget(Tag(said(words), tone), 0, Qt.AlignmentFlag.AlignTop)
        card.column.addLayout(head)
        card.column.addWidget(Paragraph(self._about(need, stands), Type.META))
        today = this_day(self._session.profile)
        for on, text in steps(need):
            when = short_day(day, today) if (day := day_of(on)) else ""
            card.column.addWidget(Paragraph(" ".join(filter(None, (when, text))), Type.LABEL))
        row = QHBoxLayout()
        row.addStretch(1)
        change = Button(said(_CHANGE), Weight.TEXT)
        change.setAccessibleName(f"{said(_CHANGE)} {need.get('text') or ''}")
        change.clicked.connect(partial(self._on_change, element))
        row.addWidget(change)
        self._buttons[element] = change
        if stands is not Stage.SETTLED:
            step = Button(said(_CONFIRM if stands is Stage.ANSWERED else _ANSWER), Weight.SOFT, key="Alt+W")
            step.clicked.connect(partial(self._next, element))
            row.addWidget(step)
            self._buttons[element] = step
        card.column.addLayout(row)
        return card

    def _on_change(self, element: str) -> None:
        self._session.background.bring(self._ask(element), self)

    def _about(self, need: Mapping[str, Any], stands: Stage) -> str:
        said, named = self._session.said, self._session.labels
        parts = [
            named.choice("visit", f"needs/{name}", str(need[name]))
            for name in ("category", "urgency")
            if need.get(name)
        ]
        if need.get("handler"):
            parts.append(said(_HANDLED_BY, handler=need["handler"]))
        if stands is Stage.SETTLED and isinstance(need.get("rating"), int):
            parts.append(said(_RATED, rating=_rating(self._session, need["rating"])))
        elif stands in (Stage.HANDLING, Stage.AGAIN):
            parts.append(by_when(self._session, need.get("due_on")))
        return " · ".join(filter(None, parts))


class IntakeSheet(FieldsSheet):
    """A need as it is heard. The deadline follows the urgency until somebody writes one."""

    def __init__(
        self,
        session: Session,
        need: Mapping[str, Any],
        terms: Mapping[str, date],
        parent: QWidget,
        *,
        phone: bool,
        about: str = "",
    ) -> None:
        self._terms = terms
        label = partial(session.labels.field, "visit")
        self.text = TextField(lines=2, most_lines=4)
        self.text.set_value(str(need.get("text") or ""))
        self.picks = {name: _codes(session, name) for name in ("category", "urgency", "channel")}
        self.handler = LineField()
        self.handler.set_value(str(need.get("handler") or ""))
        self.due = day_field(session, past=False)
        on_site = _yes_or_no(session, first="yes" if need.get("answered_on_site") else "no")
        begins = {"category": "", "urgency": "ordinary", "channel": "phone" if phone else "door"}
        for name, field in self.picks.items():
            field.set_value(str(need.get(name) or begins[name]))
        asked = [
            Asked("text", label("needs/text"), self.text, required=True),
            *(Asked(name, label(f"needs/{name}"), field) for name, field in self.picks.items()),
            Asked("handler", label("needs/handler"), self.handler),
            Asked("due_on", label("needs/due_on"), self.due),
            Asked("on_site", session.said(_ON_SITE), on_site),
        ]
        title = session.said(_ADD if not need else _CHANGE)
        super().__init__(session, title, asked, session.said(_KEEP), parent, about=about)
        kept = str(need.get("due_on") or "")
        self._by_hand = bool(kept)
        self.due.set_moment(day_of(kept))
        self._follow()
        self.due.changed.connect(self._on_day)
        self.picks["urgency"].changed.connect(self._follow)

    @Slot()
    def _on_day(self) -> None:
        self._by_hand = True

    @Slot()
    def _follow(self) -> None:
        if not self._by_hand:
            self.due.set_moment(self._terms.get(self.picks["urgency"].value()))


def by_when(session: Session, due_on: Any) -> str:
    """By when a need is to be answered, in words; "" where no day was set."""
    day, today = day_of(due_on), this_day(session.profile)
    if day is None:
        return ""
    if day < today:
        return session.said(_LATE, days=(today - day).days)
    return session.said(_TODAY if day == today else _BY, day=short_day(day, today))


def stage_words(session: Session, stands: Stage) -> tuple[str, Tone]:
    """What a stage is called, and its colour."""
    words, tone = _STAGES[stands]
    return session.said(words), tone


def need_row(session: Session, need: Need) -> Row:
    """How a need stands in the list of those that are open."""
    word, tone = stage_words(session, need.stage)
    late = by_when(session, need.due_on.isoformat() if need.due_on else "")
    if need.stage is not Stage.ANSWERED and need.due_on and need.due_on < this_day(session.profile):
        word, tone = late, Tone.DANGER
    remark = " · ".join(filter(None, (need.name, need.handler, late if word != late else "")))
    return Row(need.key, need.heard_at, need.text, remark, tag=(word, tone))


def _codes(session: Session, name: str) -> PickList:
    named = session.labels
    codes = named.codes("visit", f"needs/{name}")
    choices = [Choice(code, named.choice("visit", f"needs/{name}", code)) for code in codes]
    return PickList(choices, none=session.said(NOT_GIVEN))


def _rating(session: Session, rating: int) -> str:
    return session.labels.choice("visit", "needs/rating", str(rating))


def _yes_or_no(session: Session, first: str = "no") -> PickList:
    made = PickList([Choice("no", session.said(_NO)), Choice("yes", session.said(_YES))])
    made.set_value(first)
    return made
