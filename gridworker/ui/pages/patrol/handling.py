"""What was done about a finding: the outcome, how grave it is, and by when it is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.kinds import KINDS
from gridworker.domain.readings import day as day_of
from gridworker.environment.language import Words
from gridworker.operations.from_patrol import register_patrol, report_patrol
from gridworker.operations.today import this_day
from gridworker.store.profile import Profile
from gridworker.ui.forms.days import day_field
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.banner import Banner
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField

KIND = "patrol"
_PHONE_NOW = Words("重大隐患：", "Grave hazard: ")
_PHONE_NOW_TEXT = Words(
    "请立即打电话报告村社和镇街，先疏散人员，不要等到同步。",
    "telephone the village and the town now and move people away; do not wait for a sync.",
)
_TERMS = {"any": 3}

# The order in which a worker thinks of them; a patrol without a finding has none of these.
_OUTCOMES = ("persuaded", "fixed", "deadline", "reported", "to_dispute")


class Onward(NamedTuple):
    """Where what was found goes on: what the button says, the kind, and what keeps a draft of it."""

    word: Words
    icon: str
    kind: str
    begin: Callable[[Profile, str], str]


ONWARD = {
    "reported": Onward(Words("上报事件", "Report it"), "megaphone", "event", report_patrol),
    "to_dispute": Onward(Words("登记纠纷", "Register it"), "handshake", "dispute", register_patrol),
}
"""By the outcome of a patrol."""


class Handling(QWidget):
    """`changed` fires for every change by the person."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._terms: Mapping[str, int] = _TERMS
        label = partial(session.labels.field, KIND)
        self.outcome = ChipGroup(choices(session, "outcome", _OUTCOMES), optional=True)
        self.severity = ChipGroup(choices(session, "severity"), optional=True)
        self.recheck: DateField[date] = day_field(session, past=False)
        self.recheck_on = LabelledField(label("recheck_on"), self.recheck)
        self._phone = Banner("call", Tone.DANGER, session.said(_PHONE_NOW), session.said(_PHONE_NOW_TEXT))
        first = QHBoxLayout()
        first.setSpacing(SPACE_12)
        self.fields = {
            "outcome": LabelledField(label("outcome"), self.outcome),
            "severity": LabelledField(label("severity"), self.severity),
            "recheck_on": self.recheck_on,
        }
        first.addWidget(self.fields["outcome"], 1)
        first.addWidget(self.recheck_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        column.addLayout(first)
        column.addWidget(self.fields["severity"])
        column.addWidget(self._phone)
        self.outcome.changed.connect(self._on_outcome)
        self.severity.changed.connect(self._on_severity)
        self.recheck.changed.connect(self.changed)
        self._arrange()

    def set_terms(self, terms: Mapping[str, int]) -> None:
        """After how many days to recheck, by level and `any`."""
        self._terms = terms

    def values(self) -> dict[str, Any]:
        """The fields, None where one is empty."""
        outcome = "".join(self.outcome.value())
        recheck = self.recheck.moment() if outcome == "deadline" else None
        return {
            "outcome": outcome or None,
            "severity": "".join(self.severity.value()) or None,
            "recheck_on": recheck.isoformat() if recheck else None,
        }

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Shows a record; not a change by the person."""
        self.outcome.set_value([str(values.get("outcome") or "")])
        self.severity.set_value([str(values.get("severity") or "")])
        self.recheck.set_moment(day_of(values.get("recheck_on")))
        self._arrange()

    def lacks_day(self) -> bool:
        """Whether a deadline was set and no day for it."""
        return not self.recheck_on.isHidden() and self.recheck.moment() is None

    def give_time(self) -> None:
        """Sets a deadline, as many days from today as the level allows."""
        self.outcome.set_value(["deadline"])
        days = self._terms.get("".join(self.severity.value()) or "any", self._terms["any"])
        self.recheck.set_moment(_not_on_a_weekend(this_day(self._session.profile) + timedelta(days=days)))
        self._arrange()

    @Slot()
    def _on_outcome(self) -> None:
        if self.outcome.value() == ["deadline"] and self.recheck.moment() is None:
            self.give_time()
        self._arrange()
        self.changed.emit()

    @Slot()
    def _on_severity(self) -> None:
        if self.outcome.value() == ["deadline"]:
            self.give_time()
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        self.recheck_on.setVisible(self.outcome.value() == ["deadline"])
        self._phone.setVisible(self.severity.value() == ["grave"])


def choices(session: Session, name: str, codes: tuple[str, ...] = ()) -> list[Choice]:
    """The choices of a field of a patrol with their words."""
    field = KINDS[KIND].fields[name]
    found = codes or field.choices or tuple(field.members)
    return [Choice(code, session.labels.choice(KIND, name, code)) for code in found]


def _not_on_a_weekend(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
