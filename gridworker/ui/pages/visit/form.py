"""The form of a visit: whom, what came of it, the checklist with its exceptions, a note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.kinds import KINDS
from gridworker.domain.titles import place_text
from gridworker.environment.language import DEFAULT_LANGUAGE, Words
from gridworker.environment.marks import SEMICOLON
from gridworker.operations.checklists import Question, own_checklist
from gridworker.operations.earlier import Place
from gridworker.operations.visits import Rounds, Whom, likely_caller
from gridworker.ui.forms.attachment_strip import AttachmentStrip
from gridworker.ui.forms.checklist import Checklist
from gridworker.ui.forms.field_row import FieldRow
from gridworker.ui.forms.moments import local, parse_moment, say_moment
from gridworker.ui.forms.phrase_row import PhraseRow
from gridworker.ui.forms.record_form import NOT_GIVEN, Missing, RecordForm
from gridworker.ui.forms.suggesting import SuggestField
from gridworker.ui.pages.visit.context import Context
from gridworker.ui.pages.visit.needs import NeedsSection
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12, SPACE_16
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.text import SectionTitle
from gridworker.ui.widgets.text_field import TextField

KIND = "visit"
MET = ("met", "phone")
WEEKLY = frozenset({"elderly", "hardship", "disabled"})
_REQUIRED = Words("必填", "required")
_TYPE_PINYIN = Words("输入姓名首字母即可", "initials will do")
_CHECKLIST = Words("走访清单", "Checklist")
_ONLY_EXCEPTIONS = Words("默认全部正常，只改有问题的", "All normal: change only what is not")
_ABSENT_KEY = Words("未遇按 0", "0: nobody in")
_ABSENT_BEFORE = Words("前 {count} 次都未遇", "nobody in the last {count} times")
_TRIES_BEFORE = Words("前 {count} 次都没能见面", "in vain the last {count} times")
_PHRASES_KEY = Words("F2 常用语", "F2 phrases")
_NO_NAME = Words("请填写走访了谁。", "Say who was visited.")
_NO_TIME = Words("请填写时间，例如“1038”“昨天3点”。", "Give a time, such as 1038 or 09:20.")
_TASK = "走访后续：{name}，{about}"
_STEP = 5 * 60_000


class VisitForm(RecordForm):
    """`whom_changed` fires when somebody known was picked in the name."""

    whom_changed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        said, label = session.said, partial(session.labels.field, KIND)
        self._seen: dict[str, Any] = {}
        self._region = ""
        self._new = True
        self._whom: Whom | None = None
        self._questions: Mapping[str, list[Question]] = {}
        clock, language = session.profile.clock, session.language
        self.name: SuggestField[Whom] = SuggestField()
        self.target = PickList(_choices(session, "target"))
        self.place: SuggestField[Place] = SuggestField()
        self.purpose = PickList(_choices(session, "purpose", _PURPOSES), none=said(NOT_GIVEN))
        self.result = SegmentedChoice(_choices(session, "result"))
        self.result.setAccessibleName(label("result"))
        self.at: DateField[int] = DateField(
            lambda text: parse_moment(text, clock.now(), clock.tz(clock.now())),
            lambda at: say_moment(at, clock.now(), clock.tz(at), language),
            step=_some_minutes,
        )
        self.checklist = Checklist(session)
        self.text = TextField(lines=2, most_lines=6)
        self.phrases = PhraseRow(session, KIND, self.text, self._filled, self)
        # F2 alone, as the hint says: with its chips the text would not be in sight.
        self.phrases.setVisible(False)
        self.caller = LineField()
        self.needs = NeedsSection(session)
        self.attachments = AttachmentStrip(session, self)
        self.context = Context(session)
        required = said(_REQUIRED)
        self._name = LabelledField(
            label("name"), self.name, required_word=required, hint=said(_TYPE_PINYIN), key="N"
        )
        self._target = LabelledField(label("target"), self.target)
        self._place = LabelledField(label("place"), self.place, key="A")
        self._purpose = LabelledField(label("purpose"), self.purpose)
        self._at = LabelledField(label("at"), self.at)
        self._result = LabelledField(label("result"), self.result, hint=said(_ABSENT_KEY))
        self._caller = LabelledField(label("caller"), self.caller)
        self._text = LabelledField(label("text"), self.text, hint=said(_PHRASES_KEY), key="M")
        self._asked = SectionTitle(said(_CHECKLIST), said(_ONLY_EXCEPTIONS))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.fields |= {"name": self._name, "target": self._target, "place": self._place, "at": self._at}
        self.fields |= {"purpose": self._purpose, "result": self._result, "text": self._text}
        self.who = QWidget()
        who = QGridLayout(self.who)
        who.setContentsMargins(0, 0, 0, 0)
        who.setHorizontalSpacing(SPACE_12)
        who.setVerticalSpacing(SPACE_12)
        who.addWidget(self._name, 0, 0)
        who.addWidget(self._target, 0, 1)
        who.addWidget(self._place, 1, 0)
        who.addWidget(self._purpose, 1, 1)
        who.setColumnStretch(0, 3)
        who.setColumnStretch(1, 2)
        left = QVBoxLayout()
        left.setSpacing(SPACE_12)
        left.addWidget(self.who)
        left.addWidget(FieldRow({self._result: 3, self._at: 1}, above=1))
        left.addWidget(self._caller)
        left.addWidget(self._asked)
        left.addWidget(self.checklist)
        left.addWidget(self._text)
        left.addWidget(self.needs)
        left.addWidget(self.attachments)
        left.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_16)
        whole.addLayout(left, 1)
        whole.addWidget(self.context)
        self.attachments.watch(self)

    def _connect(self) -> None:
        for changed in (
            self.name.changed,
            self.place.changed,
            self.place.picked,
            self.target.changed,
            self.purpose.changed,
            self.at.changed,
            self.at.picked,
            self.text.changed,
            self.phrases.inserted,
            self.context.changed,
            self.caller.changed,
            self.needs.changed,
            self.attachments.changed,
        ):
            changed.connect(self.changed)
        self.name.picked.connect(self._on_whom)
        self.name.entered.connect(self._on_name)
        self.place.entered.connect(self.place.focusNextChild)
        self.target.changed.connect(self._on_target)
        self.result.changed.connect(self._on_result)
        self.at.changed.connect(self._show_plan)
        self.at.picked.connect(self._show_plan)
        self.checklist.changed.connect(self._on_answer)
        QShortcut(QKeySequence("F2"), self, self.phrases.open_menu).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def set_questions(self, questions: Mapping[str, list[Question]]) -> None:
        """What the district asks, by the target of a visit."""
        self._questions = questions

    def take_over(self, rounds: Rounds) -> None:
        """Whom and which places to offer."""
        self._region = rounds.grid.code
        self.name.set_book(rounds.book)
        self.place.set_book(rounds.places)

    def first_field(self) -> QWidget:
        return self.result if self.who.isHidden() else self.name

    # Values.

    def values(self) -> dict[str, Any]:
        result, next_on = self.result.value(), self.context.next_on.moment()
        spoken = result in MET
        return {
            "at": self.at.moment(),
            "name": self.name.value() or None,
            "target": self.target.value(),
            "target_id": self._seen.get("target_id"),
            "caller": self.caller.value() or None if result == "phone" else self._seen.get("caller"),
            "place": self._place_value(),
            "purpose": self.purpose.value() or None,
            "result": result,
            "answers": self.checklist.values() if spoken else None,
            "no_change": self._no_change(spoken) or None,
            "text": self.text.value() or None,
            "next_on": next_on.isoformat() if next_on else None,
            "tags": list(self._seen.get("tags") or ()),
            "needs": self.needs.values(),
            "attachments": self.attachments.values(),
        }

    def _no_change(self, spoken: bool) -> bool:
        """A visit at which nothing was found: said of a new one that was saved as it stood."""
        same = (
            spoken and not self.text.value() and not self.checklist.exceptions() and not self.needs.values()
        )
        return same and (self._new or bool(self._seen.get("no_change")))

    def _place_value(self) -> Place | None:
        text = self.place.value()
        if not text:
            return None
        picked = self.place.thing()
        if picked is not None:
            return picked
        return {"text": text, "region": self._region} if self._region else {"text": text}

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        self._seen, self._new = dict(values), new
        self.attachments.show_elements(values.get("attachments"), str(values.get("id") or ""))
        at, place = values.get("at"), values.get("place")
        shown = place if isinstance(place, dict) and place else None
        self.name.set_thing(str(values.get("name") or ""), None)
        self.target.set_value(str(values.get("target") or "household"))
        self.place.set_thing(place_text(shown) if shown else "", shown)
        self.purpose.set_value(str(values.get("purpose") or ("routine" if new else "")))
        self.result.set_value(str(values.get("result") or "met"))
        self.at.set_moment(at if isinstance(at, int) else None)
        self.text.set_value(str(values.get("text") or ""))
        self.caller.set_value(str(values.get("caller") or ""))
        self.needs.show_needs(values.get("needs"), at if isinstance(at, int) else None)
        questions = self._asked_of(self.target.value())
        kept = values.get("answers")
        if kept or not new:
            self.checklist.show_answers(questions, kept or {})
        else:
            self.checklist.ask(questions)
        next_on = values.get("next_on")
        self.context.show_next(
            date.fromisoformat(next_on) if isinstance(next_on, str) else None, bool(values.get("_todo"))
        )
        self.phrases.set_about({self.purpose.value()})
        self.who.setVisible(not values.get("name"))
        self.forget_errors()
        self._arrange()

    def show_whom(self, whom: Whom | None) -> None:
        """The visits that went before, and how often nobody was in."""
        at = self.at.moment()
        self._whom = whom
        self.context.show_whom(whom, at if at is not None else 1 << 62)
        self._show_plan()
        tries, refused = (whom.tries, whom.refused) if whom and self._new else (0, 0)
        words = _TRIES_BEFORE if refused else _ABSENT_BEFORE
        before = self.session.said(words, count=tries) if tries else ""
        self._result.set_hint(" · ".join(filter(None, (self.session.said(_ABSENT_KEY), before))))

    def begin_with(self, whom: Whom, at: int) -> dict[str, Any]:
        """What a new visit to somebody known begins with: as last time, everything normal."""
        return {
            "at": at,
            "name": whom.name,
            "target": whom.target,
            "target_id": whom.target_id or None,
            "place": whom.place or None,
            "purpose": whom.purpose or "routine",
            "tags": list(whom.tags),
            "next_on": self._next_day(whom),
        }

    def _next_day(self, whom: Whom) -> str | None:
        """None where a plan says it; else as long after today as last time, every week for those who need it."""
        if whom.due is not None and whom.due.why is not None:
            return None
        days = 7 if whom.purpose in WEEKLY else 0
        last = whom.last.get("at")
        if whom.next_on and isinstance(last, int):
            days = (whom.next_on - local(last, self.session.profile.clock.tz(last)).date()).days
        return (self.context.today + timedelta(days=days)).isoformat() if days > 0 else None

    async def offer_caller(self, whom: Whom) -> None:
        """Somebody was picked: on a call puts in who is on the line as far as one knows; typing replaces it."""
        caller = await self.session.run(likely_caller, whom) if self.result.value() == "phone" else ""
        if caller and not self.caller.value():
            self.caller.set_value(caller)
            self.caller.set_carried(True)
            self.caller.selectAll()
        self.changed.emit()

    def missing(self) -> list[Missing]:
        said = self.session.said
        wanted = (
            (bool(self.name.value()), self._name, _NO_NAME),
            (self.at.moment() is not None, self._at, _NO_TIME),
        )
        return [Missing(field, said(words)) for there, field, words in wanted if not there]

    def is_complete(self) -> bool:
        if not self.name.value():
            self.who.setVisible(True)
        return super().is_complete()

    def task_title(self) -> str:
        """What a task from the exceptions is called; "" for no exception. The district reads it, in its language."""
        about = self._exceptions(DEFAULT_LANGUAGE)
        return _TASK.format(name=self.name.value(), about=about) if about else ""

    def _exceptions(self, language: str) -> str:
        rows = self.checklist.exceptions() if self.result.value() in MET else []
        return SEMICOLON.said(language).join(row.told(language) for row in rows)

    # Acting.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_0 and plain:
            self.result.pick("absent")
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_whom(self) -> None:
        whom = self.name.thing()
        if whom is not None:
            self.whom_changed.emit(whom)

    @Slot()
    def _on_name(self) -> None:
        if not self.who.isHidden():
            self.name.focusNextChild()

    @Slot()
    def _on_target(self) -> None:
        if self._new:
            self.checklist.ask(self._asked_of(self.target.value()))

    def _asked_of(self, target: str) -> list[Question]:
        return self._questions.get(target) or own_checklist(target)

    @Slot()
    def _on_result(self) -> None:
        self._arrange()
        self.changed.emit()

    @Slot()
    def _on_answer(self) -> None:
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        """Nothing is asked where nobody was met."""
        spoken = self.result.value() in MET
        self._caller.setVisible(self.result.value() == "phone")
        self.needs.setVisible(spoken or self.needs.values() is not None)
        self.needs.set_channel(phone=self.result.value() == "phone")
        self._asked.setVisible(spoken and bool(self.checklist.rows))
        self.checklist.setVisible(spoken and bool(self.checklist.rows))
        self.context.show_exceptions(self._exceptions(self.session.language))
        self._show_plan()

    @Slot()
    def _show_plan(self) -> None:
        self.context.show_plan(self._whom, self.at.moment(), spoken=self.result.value() in MET)

    def _filled(self, phrase: str) -> str:
        return phrase.replace("{地点}", self.place.value())


_PURPOSES = (
    "routine", "elderly", "hardship", "disabled", "new_tenant", "veteran", "anti_fraud", "safety_check", "follow_up",
    "condolence", "enterprise",
)  # fmt: skip


def _choices(session: Session, name: str, codes: tuple[str, ...] = ()) -> list[Choice]:
    named = session.labels.choice
    return [Choice(code, named(KIND, name, code)) for code in codes or KINDS[KIND].fields[name].choices]


def _some_minutes(moment: int, step: int) -> int:
    return moment + step * _STEP
