"""The form of a patrol: time, place, how and with whom, what was found, what was done about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.kinds import KINDS
from gridworker.domain.titles import place_text
from gridworker.environment.language import Words
from gridworker.operations.earlier import Place, Round
from gridworker.ui.forms.attachment_strip import AttachmentStrip
from gridworker.ui.forms.moments import local, next_day, parse_day, parse_moment, say_day, say_moment
from gridworker.ui.forms.phrase_row import PhraseRow
from gridworker.ui.forms.record_form import NOT_GIVEN, Missing, RecordForm
from gridworker.ui.forms.suggesting import SuggestField
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.text_field import TextField

KIND = "patrol"
_REQUIRED = Words("必填", "required")
_CARRIED = Words("沿用上次", "as last time")
_TYPE_PINYIN = Words("输入 dly3 即可", "dly3 will do")
_BY_DIGIT = Words("按数字键选择", "pick with the digits")
_FOUND = Words("发现了什么", "What was found")
_ADD_TEXT = Words("补充说明", "Add a note")
_NO_TIME = Words("请填写时间，例如“1038”“昨天3点”。", "Give a time, such as 1038 or 09:20.")
_NO_PLACE = Words("请填写地点。", "Give the place.")
_NO_FINDING = Words("请选择发现了什么，没有异常按 1。", "Pick what was found; 1 for nothing.")
_NO_DAY = Words("请填写复查日期，例如“3天后”“周二”。", "Give the day of the recheck, such as 11-24.")
_DAYS_TO_MEND = 3
_MINUTES = 5 * 60_000

# The order in which a worker thinks of them; a patrol without a finding has none of these.
_OUTCOMES = ("persuaded", "fixed", "deadline", "reported", "to_dispute")


class PatrolForm(RecordForm):
    """Order of the fields is the order of Tab. Nothing found hides what only a finding needs."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        said, named = session.said, session.labels
        self._kept: dict[str, Any] = {}
        self._region = ""
        clock, language = session.profile.clock, session.language
        self.at: DateField[int] = DateField(
            lambda text: parse_moment(text, clock.now(), clock.tz(clock.now())),
            lambda at: say_moment(at, clock.now(), clock.tz(at), language),
            step=_some_minutes,
        )
        self.place: SuggestField[Place] = SuggestField()
        self.mode = PickList(_choices(session, "mode"), none=said(NOT_GIVEN))
        self.companions: SuggestField[str] = SuggestField(separator="、")
        self.categories = ChipGroup(_choices(session, "categories"), multi=True, alone=["normal"])
        self.text = TextField(lines=2, most_lines=6)
        self.phrases = PhraseRow(session, KIND, self.text, self._filled, self)
        self.outcome = ChipGroup(_choices(session, "outcome", _OUTCOMES), optional=True)
        self.recheck: DateField[date] = DateField(
            partial(_parse_day, session), partial(_say_day, session), step=next_day
        )
        required = said(_REQUIRED)
        label = partial(named.field, KIND)
        self._at = LabelledField(label("at"), self.at, key="T")
        self._place = LabelledField(
            label("place"), self.place, required_word=required, hint=said(_TYPE_PINYIN), key="A"
        )
        self._mode = LabelledField(label("mode"), self.mode)
        self._companions = LabelledField(label("companions"), self.companions)
        self._categories = LabelledField(
            said(_FOUND), self.categories, required_word=required, hint=said(_BY_DIGIT)
        )
        self._text = LabelledField(label("text"), self.text, key="M")
        self._outcome = LabelledField(label("outcome"), self.outcome)
        self._recheck = LabelledField(label("recheck_on"), self.recheck)
        self.attachments = AttachmentStrip(session, self)
        self.add_text = Button(said(_ADD_TEXT), Weight.TEXT, "add", "Alt+M")
        # The key of the text, for as long as the text is not there to have it.
        QShortcut(QKeySequence("Alt+M"), self.add_text, self._on_add_text)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._above = QGridLayout()
        self._above.setHorizontalSpacing(SPACE_12)
        self._above.setVerticalSpacing(SPACE_12)
        for column, (field, stretch) in enumerate(
            ((self._at, 5), (self._place, 11), (self._mode, 5), (self._companions, 5))
        ):
            self._above.addWidget(field, 0, column)
            self._above.setColumnStretch(column, stretch)
        done = QHBoxLayout()
        done.setSpacing(SPACE_12)
        done.addWidget(self._outcome, 1)
        done.addWidget(self._recheck)
        self._findings = QWidget()
        below = QVBoxLayout(self._findings)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(SPACE_12)
        below.addWidget(self._text)
        below.addWidget(self.phrases)
        below.addLayout(done)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_12 + 2)
        whole.addLayout(self._above)
        whole.addWidget(self._categories)
        whole.addWidget(self.add_text, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._findings)
        whole.addWidget(self.attachments)
        whole.addStretch(1)
        self.setTabOrder(self.text, self.outcome)
        self.attachments.watch(self)

    def _connect(self) -> None:
        for changed in (
            self.at.changed,
            self.place.changed,
            self.place.picked,
            self.companions.changed,
            self.companions.picked,
            self.text.changed,
            self.recheck.changed,
            self.phrases.inserted,
            self.attachments.changed,
        ):
            changed.connect(self.changed)
        self.at.picked.connect(self.changed)
        self.mode.changed.connect(self._on_mode)
        self.categories.changed.connect(self._on_categories)
        self.outcome.changed.connect(self._on_outcome)
        self.place.entered.connect(self._on_place)
        self.companions.entered.connect(self._on_companions)
        self.add_text.clicked.connect(self._on_add_text)
        QShortcut(QKeySequence("F2"), self, self._on_phrases).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def take_over(self, earlier: Round) -> None:
        """Places and people to offer, and the grid that new places are in."""
        self._region = earlier.grid.code
        self.place.set_book(earlier.places)
        self.companions.set_book(earlier.people)

    def first_field(self) -> QWidget:
        return self.place

    # Values.

    def values(self) -> dict[str, Any]:
        found = self.categories.value()
        clean = "normal" in found
        outcome = "" if clean else "".join(self.outcome.value())
        recheck = self.recheck.moment() if outcome == "deadline" else None
        return {
            "at": self.at.moment(),
            "place": self._place_value(),
            "mode": self.mode.value() or None,
            "companions": sorted(self.companions.values()),
            "categories": sorted(found),
            "text": self.text.value() or None,
            "outcome": outcome or self._kept_outcome(clean),
            "recheck_on": recheck.isoformat() if recheck else None,
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
            return picked
        return {"text": text, "region": self._region} if self._region else {"text": text}

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        self._kept = dict(values)
        at, place = values.get("at"), values.get("place")
        self.at.set_moment(at if isinstance(at, int) else None)
        shown = place if isinstance(place, dict) else None
        self.place.set_thing(place_text(shown) if shown else "", shown)
        self.mode.set_value(str(values.get("mode") or ("walk" if new else "")))
        self.companions.set_thing("、".join(values.get("companions") or ()), None)
        self.categories.set_value(values.get("categories") or ())
        self.text.set_value(str(values.get("text") or ""))
        self.outcome.set_value([str(values.get("outcome") or "")])
        self.recheck.set_moment(_iso(values.get("recheck_on")))
        self.attachments.show_elements(values.get("attachments"), str(values.get("id") or ""))
        self._carry(set(values.get("_carried") or ()) if new else set())
        self._text_wanted = bool(self.text.value())
        self.forget_errors()
        self._arrange()

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
        said = self.session.said
        wanted = (
            (self.at.moment() is not None, self._at, _NO_TIME),
            (bool(self.place.value()), self._place, _NO_PLACE),
            (bool(self.categories.value()), self._categories, _NO_FINDING),
            (
                self._recheck.isHidden() or self.recheck.moment() is not None,
                self._recheck,
                _NO_DAY,
            ),
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

    @Slot()
    def _on_outcome(self) -> None:
        if self.outcome.value() == ["deadline"] and self.recheck.moment() is None:
            now = self.session.profile.clock.now()
            today = local(now, self.session.profile.clock.tz(now)).date()
            self.recheck.set_moment(_not_on_a_weekend(today + timedelta(days=_DAYS_TO_MEND)))
        self._arrange()
        self.changed.emit()

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
        self._outcome.setVisible(not clean)
        self._recheck.setVisible(not clean and self.outcome.value() == ["deadline"])
        self.phrases.set_about(found)

    def _filled(self, phrase: str) -> str:
        """A phrase with its places filled from the form."""
        at = self.at.moment()
        time = f"{local(at, self.session.profile.clock.tz(at)):%H:%M}" if at is not None else ""
        return phrase.replace("{地点}", self.place.value()).replace("{时间}", time)


def _choices(session: Session, name: str, codes: tuple[str, ...] = ()) -> list[Choice]:
    field = KINDS[KIND].fields[name]
    choices = codes or field.choices or tuple(field.members)
    return [Choice(code, session.labels.choice(KIND, name, code)) for code in choices]


def _some_minutes(moment: int, step: int) -> int:
    return moment + step * _MINUTES


def _today(session: Session) -> date:
    now = session.profile.clock.now()
    return local(now, session.profile.clock.tz(now)).date()


def _parse_day(session: Session, text: str) -> date | None:
    return parse_day(text, _today(session))


def _say_day(session: Session, day: date) -> str:
    return say_day(day, _today(session), session.language)


def _not_on_a_weekend(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _iso(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
