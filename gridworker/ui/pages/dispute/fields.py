"""The fields of the forms of a case: each knows its name in the kind, what it holds and whether it must be filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.readings import day as day_of
from gridworker.environment.language import Words
from gridworker.environment.wording import reason
from gridworker.ui.forms.days import day_field
from gridworker.ui.forms.moments import (
    from_local,
    local,
    parse_day,
    parse_moment,
    say_moment,
)
from gridworker.ui.forms.record_form import Missing, RecordForm
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12, SPACE_16
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.text_field import TextField

Input = LineField | TextField | DateField[Any] | ChipGroup | SegmentedChoice

_REQUIRED = Words("必填", "required")
_NOT_A_DATE = Words(
    "这个日期看不明白，可以写“昨天”或“11-24”。", 'This is no date; write "yesterday" or "11-24".'
)


class CaseForm(RecordForm):
    """A form built of rows of fields. `add` names a field as the kind does; `values` gives what they hold by name."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._required: set[str] = set()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_12)
        self.know_the_time()

    def know_the_time(self) -> None:
        """What “yesterday” means from now on: a form may be made long before it is opened."""
        clock = self.session.profile.clock
        self.now = clock.now()
        self.tz = clock.tz(self.now)
        self.today: date = local(self.now, self.tz).date()

    def row(self, *parts: tuple[QWidget, int]) -> QHBoxLayout:
        """Widgets side by side, each with its share of the width."""
        line = QHBoxLayout()
        line.setSpacing(SPACE_16)
        for widget, share in parts:
            line.addWidget(widget, share)
        self.column.addLayout(line)
        return line

    def add(
        self,
        name: str,
        field: Input,
        *,
        label: str = "",
        required: bool = False,
        hint: str = "",
        key: str = "",
    ) -> LabelledField:
        """A field with its label: that of the kind, unless another is given."""
        word = label or self.session.labels.field("dispute", name)
        mark = self.session.said(_REQUIRED) if required else ""
        labelled = LabelledField(word, field, required_word=mark, hint=hint, key=key)
        self.fields[name] = labelled
        if required:
            self._required.add(name)
        field.changed.connect(self._on_field)
        return labelled

    def choices(self, name: str, codes: Sequence[str] = ()) -> list[Choice]:
        """The choices of a field in the person's words."""
        labels = self.session.labels
        return [Choice(code, labels.choice("dispute", name, code)) for code in codes or _codes(name)]

    def day_field(self, *, past: bool) -> DateField[date]:
        """A day; `past` says which year and weekday a short text means."""
        return day_field(self.session, past=past)

    def moment_field(self, *, past: bool) -> DateField[int]:
        """A moment; `past` says whether a time alone was the last such time or is the next."""
        parse = self._past_moment if past else self._next_moment
        return DateField(parse, self._say_moment)

    def _say_moment(self, moment: int) -> str:
        return say_moment(moment, self.now, self.tz, self.session.language)

    def _past_moment(self, text: str) -> int | None:
        return parse_moment(text, self.now, self.tz)

    def _next_moment(self, text: str) -> int | None:
        """“明天下午2点”, “11-25 14:00”, “下周二 9:30”: a day to come, then a time."""
        words = text.replace("　", " ").strip()
        for cut in range(len(words), 0, -1):
            day = parse_day(words[:cut], self.today)
            rest = words[cut:].strip()
            if day is None or not rest:
                continue
            at = parse_moment(rest, self.now, self.tz)
            if at is not None:
                return from_local(datetime.combine(day, local(at, self.tz).time()), self.tz)
        at = parse_moment(words, self.now, self.tz)
        if at is None:
            return None
        wall = datetime.combine(self.today, local(at, self.tz).time())
        moment = from_local(wall, self.tz)
        return moment if moment > self.now else moment + 86_400_000

    def values(self) -> dict[str, Any]:
        return {name: held(labelled.field) for name, labelled in self.fields.items()}

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        for name, labelled in self.fields.items():
            if name in values or new:
                put(labelled.field, values.get(name))
            labelled.set_error("")

    def missing(self) -> list[Missing]:
        found = []
        for name, labelled in self.fields.items():
            field = labelled.field
            if isinstance(field, DateField) and not field.is_understood():
                found.append(Missing(labelled, self.session.said(_NOT_A_DATE)))
            elif name in self._required and not held(field) and not labelled.isHidden():
                found.append(Missing(labelled, reason("required", self.session.language)))
        return found

    def why_not(self) -> str:
        """Why this cannot be saved whatever is typed here, "" where it can."""
        return ""

    def first_field(self) -> QWidget:
        return next(iter(self.fields.values())).field

    def changes(self) -> dict[str, Any]:
        """Path → new value, as an edit takes them."""
        raise NotImplementedError

    @Slot()
    def _on_field(self) -> None:
        field = self.sender()
        for labelled in self.fields.values():
            if labelled.field is field and labelled.error:
                labelled.set_error("")
        self.changed.emit()


def held(field: QWidget) -> Any:
    """What an input holds, as a record does: a day as `YYYY-MM-DD`, a moment in ms, several choices as a list."""
    if isinstance(field, DateField):
        meant = field.moment()
        return meant.isoformat() if isinstance(meant, date) else meant
    if isinstance(field, ChipGroup):
        picked = field.value()
        return picked if field.property("several") else (picked[0] if picked else None)
    if isinstance(field, LineField | TextField | SegmentedChoice):
        return field.value() or None
    return None


def put(field: QWidget, value: Any) -> None:
    """Shows what a record holds; not a change by the person."""
    if isinstance(field, DateField):
        field.set_moment(day_of(value) if isinstance(value, str) else value)
    elif isinstance(field, ChipGroup):
        field.set_value(value if isinstance(value, list) else [value] if value else [])
    elif isinstance(field, SegmentedChoice):
        if value:
            field.set_value(str(value))
    elif isinstance(field, LineField | TextField):
        field.set_value(str(value or ""))


def several(choices: Sequence[Choice]) -> ChipGroup:
    """Chips of which any number may be picked."""
    group = ChipGroup(choices, multi=True)
    group.setProperty("several", True)
    return group


def split_names(text: str) -> list[str]:
    """Names as people write them one after another."""
    for mark in ("，", ",", "；", ";", " ", "　", "/"):
        text = text.replace(mark, "、")
    return [name for name in text.split("、") if name]


def _codes(name: str) -> tuple[str, ...]:
    from gridworker.domain.dispute import DISPUTE

    first, _, member = name.partition("/")
    field = DISPUTE.fields[first]
    return field.members[member].choices if member else field.choices
