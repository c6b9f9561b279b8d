"""The form of a patrol: time, place, how and with whom, what was found, what was done about it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridworker.domain.titles import place_text
from gridworker.environment.language import Words
from gridworker.operations.checklists import Checklist as Paper
from gridworker.operations.checklists import own_place_checklist
from gridworker.operations.earlier import Place, Round, Spot
from gridworker.ui.forms.attachment_strip import AttachmentStrip
from gridworker.ui.forms.checklist import Checklist
from gridworker.ui.forms.field_row import FieldRow
from gridworker.ui.forms.moments import local, parse_moment, say_moment
from gridworker.ui.forms.phrase_row import PhraseRow
from gridworker.ui.forms.record_form import NOT_GIVEN, Missing, RecordForm
from gridworker.ui.forms.suggesting import SuggestField
from gridworker.ui.pages.patrol.before import Before
from gridworker.ui.pages.patrol.handling import KIND, Handling, choices
from gridworker.ui.pages.patrol.shifts import shift_of
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.text import SectionTitle
from gridworker.ui.widgets.text_field import TextField

_REQUIRED = Words("必填", "required")
_CARRIED = Words("沿用上次", "as before")
_ON_ROUTE = Words("路线第 {at}/{all} 处，回车即可", "{at}/{all}: Enter")
_TYPE_PINYIN = Words("输入 dly3 即可", "dly3 will do")
_BY_DIGIT = Words("按数字键选择", "pick with the digits")
_FOUND = Words("发现了什么", "What was found")
_ADD_TEXT = Words("补充说明", "Add a note")
_NO_TIME = Words("请填写时间，例如“1038”“昨天3点”。", "Give a time, such as 1038 or 09:20.")
_NO_PLACE = Words("请填写地点。", "Give the place.")
_NO_FINDING = Words("请选择发现了什么，没有异常按 1。", "Pick what was found; 1 for nothing.")
_NO_DAY = Words("请填写复查日期，例如“3天后”“周二”。", "Give the day of the recheck, such as 11-24.")
_NO_RESULT = Words("请选择复查结果。", "Say what the recheck found.")
_CHECKLIST = Words("检查表", "Checklist")
_ONLY_EXCEPTIONS = Words(
    "默认全部正常，只改有问题的（Alt+L）", "All in order: change only what is not (Alt+L)"
)
_HANDLED = ("outcome", "severity", "recheck_on")
_STILL_THERE = ("partly", "not_fixed", "back_again")
_MINUTES = 5 * 60_000


class PatrolForm(RecordForm):
    """Order of the fields is the order of Tab. Nothing found hides what only a finding needs."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        said = session.said
        self._kept: dict[str, Any] = {}
        self._region = ""
        self._papers: Mapping[str, Paper] = {}
        self._mark, self.rechecks = "", ""
        self._rechecked: Mapping[str, Any] = {}
        clock, language = session.profile.clock, session.language
        self.at: DateField[int] = DateField(
            lambda text: parse_moment(text, clock.now(), clock.tz(clock.now())),
            lambda at: say_moment(at, clock.now(), clock.tz(at), language),
            step=_some_minutes,
        )
        self.place: SuggestField[Spot] = SuggestField()
        self.mode = PickList(choices(session, "mode"), none=said(NOT_GIVEN))
        self.shift = PickList(_shifts(session), none=said(NOT_GIVEN))
        self.companions: SuggestField[str] = SuggestField(separator="、")
        self.categories = ChipGroup(choices(session, "categories"), multi=True, alone=["normal"])
        self.before = Before(session)
        self.result = ChipGroup(choices(session, "recheck_result"))
        self.checklist = Checklist(session)
        self.text = TextField(lines=2, most_lines=6)
        self.phrases = PhraseRow(session, KIND, self.text, self._filled, self)
        self.handling = Handling(session)
        self._name_fields()
        self.attachments = AttachmentStrip(session, self)
        self.before.after = self.attachments.shots
        self.add_text = Button(said(_ADD_TEXT), Weight.TEXT, "add", "Alt+M")
        # The key of the text, for as long as the text is not there to have it.
        QShortcut(QKeySequence("Alt+M"), self.add_text, self._on_add_text)
        QShortcut(QKeySequence("Alt+L"), self, self._on_checklist)
        self._lay_out()
        self._connect()

    def _name_fields(self) -> None:
        said, label = self.session.said, partial(self.session.labels.field, KIND)
        required = said(_REQUIRED)
        self._at = LabelledField(label("at"), self.at, key="T")
        self._place = LabelledField(
            label("place"), self.place, required_word=required, hint=said(_TYPE_PINYIN), key="A"
        )
        self._mode = LabelledField(label("mode"), self.mode)
        self._shift = LabelledField(label("shift"), self.shift)
        self._companions = LabelledField(label("companions"), self.companions)
        self._categories = LabelledField(
            said(_FOUND), self.categories, required_word=required, hint=said(_BY_DIGIT)
        )
        self._text = LabelledField(label("text"), self.text, key="M")
        self._result = LabelledField(label("recheck_result"), self.result, required_word=required)
        self.fields |= {"at": self._at, "place": self._place, "categories": self._categories}
        self.fields |= {"text": self._text, "recheck_result": self._result, **self.handling.fields}
        self._asked = SectionTitle(said(_CHECKLIST), said(_ONLY_EXCEPTIONS))

    def _lay_out(self) -> None:
        self._above = FieldRow(
            {self._at: 5, self._place: 10, self._mode: 4, self._shift: 4, self._companions: 5}, above=2
        )
        self._findings = QWidget()
        below = QVBoxLayout(self._findings)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(SPACE_12)
        below.addWidget(self._text)
        below.addWidget(self.phrases)
        below.addWidget(self.handling)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_12 + 2)
        whole.addWidget(self.before)
        whole.addWidget(self._above)
        whole.addWidget(self._result)
        whole.addWidget(self._categories)
        whole.addWidget(self._asked)
        whole.addWidget(self.checklist)
        whole.addWidget(self.add_text, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._findings)
        whole.addWidget(self.attachments)
        whole.addStretch(1)
        self.setTabOrder(self.text, self.handling.outcome)
        self.attachments.watch(self)

    def _connect(self) -> None:
        for changed in (
            self.at.changed,
            self.shift.changed,
            self.companions.changed,
            self.companions.picked,
            self.text.changed,
            self.handling.changed,
            self.phrases.inserted,
            self.attachments.changed,
        ):
            changed.connect(self.changed)
        self.at.picked.connect(self.changed)
        self.mode.changed.connect(self._on_mode)
        self.categories.changed.connect(self._on_categories)
        self.result.changed.connect(self._on_result)
        self.checklist.changed.connect(self._on_answer)
        self.place.changed.connect(self._on_spot)
        self.place.picked.connect(self._on_spot)
        self.place.entered.connect(self._on_place)
        self.companions.entered.connect(self._on_companions)
        self.add_text.clicked.connect(self._on_add_text)
        QShortcut(QKeySequence("F2"), self, self._on_phrases).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def set_policies(self, papers: Mapping[str, Paper], terms: Mapping[str, int]) -> None:
        """The district's checklists by type of place, and after how many days to recheck by level."""
        self._papers = papers
        self.handling.set_terms(terms)

    def take_over(self, earlier: Round) -> None:
        """Places and people to offer, and the grid that new places are in."""
        self._region = earlier.grid.code
        self.place.set_book(earlier.places)
        self.companions.set_book(earlier.people)

    def first_field(self) -> QWidget:
        return self.place

    def begin_now(self, begun: int, now: int) -> None:
        super().begin_now(begun, now)
        was, is_now = (shift_of(local(at, self.session.profile.clock.tz(at))) for at in (begun, now))
        if self.shift.value() == was:
            self.show_shift(is_now)

    def preload(self, spot: Spot, at: int, of: int) -> None:
        """The next place of a route stands there: Enter accepts it, typing replaces it. Not a change by the person."""
        self.place.set_thing(place_text(spot.place), spot)
        self.place.set_carried(True)
        self._place.set_hint(self.session.said(_ON_ROUTE, at=at, all=of))
        self._take_paper()

    # Values.

    def values(self) -> dict[str, Any]:
        found = self.categories.value()
        clean = "normal" in found
        handled = dict.fromkeys(_HANDLED) if clean else self.handling.values()
        handled["outcome"] = handled["outcome"] or self._kept_outcome(clean)
        spot = self.place.thing()
        return {
            "at": self.at.moment(),
            "place": self._place_value(),
            "place_id": spot.place_id or None if spot else None,
            "mode": self.mode.value() or None,
            "shift": self.shift.value() or None,
            "companions": sorted(self.companions.values()),
            "categories": sorted(found),
            "text": self.text.value() or None,
            **handled,
            "rechecks_id": self.rechecks or None,
            "recheck_result": "".join(self.result.value()) or None if self.rechecks else None,
            "checklist": self._mark or None,
            "answers": self.checklist.values() or None,
            "attachments": self.attachments.values(),
        }

    def _kept_outcome(self, clean: bool) -> str | None:
        """A clean round needs no outcome; one that was saved with “none” keeps it."""
        return "none" if clean and self._kept.get("outcome") == "none" else None

    def _place_value(self) -> Place | None:
        text = self.place.value()
        if not text:
            return None
        picked = self.place.thing()
        if picked is not None:
            return picked.place
        return {"text": text, "region": self._region} if self._region else {"text": text}

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        self._kept = dict(values)
        at, place = values.get("at"), values.get("place")
        self.at.set_moment(at if isinstance(at, int) else None)
        shown = place if isinstance(place, dict) else None
        spot = Spot(shown, str(values.get("place_id") or "")) if shown else None
        self.place.set_thing(place_text(shown) if shown else "", spot)
        self.mode.set_value(str(values.get("mode") or ("walk" if new else "")))
        self.place.set_carried(False)
        self._place.set_hint(self.session.said(_TYPE_PINYIN))
        self.show_shift(str(values.get("shift") or ""))
        self.companions.set_thing("、".join(values.get("companions") or ()), None)
        self.categories.set_value(values.get("categories") or ())
        self.text.set_value(str(values.get("text") or ""))
        self.handling.show_values(values)
        self.rechecks = str(values.get("rechecks_id") or "")
        self.result.set_value([str(values.get("recheck_result") or "")])
        self._mark = str(values.get("checklist") or "")
        type_ = self._mark.partition("@")[0]
        questions = (self._papers.get(type_) or own_place_checklist(type_)).questions
        self.checklist.show_answers(questions, values.get("answers") or [])
        self.attachments.show_elements(values.get("attachments"), str(values.get("id") or ""))
        self._carry(set(values.get("_carried") or ()) if new else set())
        self._text_wanted = bool(self.text.value())
        self.forget_errors()
        self._arrange()

    def show_shift(self, shift: str) -> None:
        """Shows a shift; not a change by the person."""
        if shift and self.shift.findData(shift) < 0:
            # One that only another program knows stays what it is.
            self.shift.addItem(shift, shift)
        self.shift.set_value(shift)

    def _carry(self, names: set[str]) -> None:
        """Marks the fields whose values are last time's."""
        hint = self.session.said(_CARRIED)
        for name, field, around in (
            ("mode", self.mode, self._mode),
            ("companions", self.companions, self._companions),
        ):
            carried = name in names
            field.set_carried(carried)
            around.set_hint(hint if carried else "")

    def missing(self) -> list[Missing]:
        said, clean = self.session.said, "normal" in self.categories.value()
        wanted = (
            (self.at.moment() is not None, self._at, _NO_TIME),
            (bool(self.place.value()), self._place, _NO_PLACE),
            (not self.rechecks or bool(self.result.value()), self._result, _NO_RESULT),
            (bool(self.categories.value()), self._categories, _NO_FINDING),
            (clean or not self.handling.lacks_day(), self.handling.recheck_on, _NO_DAY),
        )
        return [Missing(field, said(words)) for there, field, words in wanted if not there]

    # Acting.

    @Slot()
    def _on_mode(self) -> None:
        self.mode.set_carried(False)
        self._mode.set_hint("")
        self.changed.emit()

    @Slot()
    def _on_categories(self) -> None:
        self._arrange()
        self.changed.emit()

    def show_rechecked(self, body: Mapping[str, Any] | None) -> None:
        """The patrol that this one rechecks; None for none."""
        self._rechecked = body or {}
        self.before.show_patrol(body)

    @Slot()
    def _on_spot(self) -> None:
        """Another place than the one of the route has no hint of it."""
        self._place.set_hint(self.session.said(_TYPE_PINYIN))
        self._take_paper()
        self.changed.emit()

    def _take_paper(self) -> None:
        """A place of the registry brings its checklist along; a record that was saved keeps its own."""
        if not self._kept.get("id"):
            spot = self.place.thing()
            paper = None
            if spot and spot.type:
                paper = self._papers.get(spot.type) or own_place_checklist(spot.type)
            if (paper.mark if paper else "") != self._mark:
                self._mark = paper.mark if paper else ""
                self.checklist.ask(paper.questions if paper else [])
                self._arrange()

    @Slot()
    def _on_answer(self) -> None:
        """What is not in order on the checklist is a finding."""
        found = [row.question.finding for row in self.checklist.exceptions() if row.question.finding]
        if found:
            others = [code for code in self.categories.value() if code != "normal"]
            self.categories.set_value([*others, *found])
            self.categories.changed.emit()
        self.changed.emit()

    @Slot()
    def _on_checklist(self) -> None:
        if self.checklist.rows and self.checklist.isVisible():
            self.checklist.rows[0].answer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_result(self) -> None:
        """All put right: nothing was found. Else it is what it was, and somebody is given time again."""
        still = self.result.value()[0] in _STILL_THERE
        self.categories.set_value(self._rechecked.get("categories") or () if still else ["normal"])
        if still:
            self.handling.give_time()
        self.categories.changed.emit()

    @Slot()
    def _on_place(self) -> None:
        """Enter in the place goes on to what was found: how and with whom stand there from last time."""
        self.categories.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_companions(self) -> None:
        self.categories.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_add_text(self) -> None:
        self._text_wanted = True
        self._arrange()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_phrases(self) -> None:
        if self._findings.isHidden():
            self._on_add_text()
        self.phrases.open_menu()

    def _arrange(self) -> None:
        """Shows what the findings need."""
        found = self.categories.value()
        clean = "normal" in found
        self._findings.setVisible(not clean or self._text_wanted)
        self.add_text.setVisible(clean and not self._text_wanted)
        self._asked.setVisible(bool(self._mark))
        self.checklist.setVisible(bool(self._mark))
        self._result.setVisible(bool(self.rechecks))
        self.handling.setVisible(not clean)
        self.phrases.set_about(found)

    def _filled(self, phrase: str) -> str:
        """A phrase with its places filled from the form."""
        at = self.at.moment()
        time = f"{local(at, self.session.profile.clock.tz(at)):%H:%M}" if at is not None else ""
        return phrase.replace("{地点}", place_text(self._place_value() or {})).replace("{时间}", time)


def _shifts(session: Session) -> list[Choice]:
    codes = session.labels.codes(KIND, "shift")
    return [Choice(code, session.labels.choice(KIND, "shift", code)) for code in codes]


def _some_minutes(moment: int, step: int) -> int:
    return moment + step * _MINUTES
