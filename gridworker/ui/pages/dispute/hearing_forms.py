"""调查记录 and 卷宗情况说明: what was found out by asking, and what a reader of the dossier must know."""

from __future__ import annotations

from typing import Any

from gridworker.environment.language import Words
from gridworker.operations.disputes import Case
from gridworker.ui.pages.dispute.fields import split_names
from gridworker.ui.pages.dispute.step_forms import StepForm, filled
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.chips import ChipGroup
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.text import Paragraph
from gridworker.ui.widgets.text_field import TextField

_NAMES_HINT = Words("多人用顿号隔开", "several with commas")
_ASKED = Words(
    "一问一答写，如：\n问：漏点在哪里？\n答：……",
    "Question and answer, a line each, with who speaks and a colon before it",
)
_APPEND_ONLY = Words(
    "存下后不再改动，在“文书”里打印，请被调查人看过（或者读给他听）再签字；写错了就再写一份。",
    "Never changed once saved. Print it under Papers; who was asked reads it, or hears it read, and signs.",
)
_NOTE = Words(
    "缺什么材料、为什么，归档后有什么变动；没有要说明的不用写。",
    "What is missing and why, what changed after the archive; leave it where there is nothing to say.",
)
_OLDEST = 150


class InvestigationForm(StepForm):
    """An inquiry: who was asked, where, by whom, and what was said. Appended to the case."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        said = session.said
        at = self.add("investigations/at", self.moment_field(past=True), required=True, key="T")
        place = self.add("investigations/place", LineField(), required=True)
        present = self.add("investigations/present", LineField(), hint=said(_NAMES_HINT))
        self.row((at, 2), (place, 3), (present, 4))
        who = self.add("investigations/who", LineField(), required=True)
        sex = self.add("investigations/sex", ChipGroup(self.choices("parties/sex", ("male", "female"))))
        age = self.add("investigations/age", LineField(numeric=True))
        self.row((who, 3), (sex, 2), (age, 1))
        phone = self.add("investigations/phone", LineField(numeric=True))
        address = self.add("investigations/address", LineField())
        self.row((phone, 2), (address, 4))
        record = TextField(said(_ASKED), lines=4, most_lines=16)
        self.column.addWidget(self.add("investigations/record", record, required=True, key="M"))
        self.column.addWidget(Paragraph(said(_APPEND_ONLY), Type.META))
        self.column.addStretch(1)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        place = case.seen.get("place")
        known = {
            "investigations/at": case.now,
            "investigations/place": place.get("text") if isinstance(place, dict) else "",
            "investigations/present": self.session.profile.identity.name,
        }
        self.show_values(known, new=True)

    def first_field(self) -> LineField:
        field = self.fields["investigations/who"].field
        assert isinstance(field, LineField)
        return field

    def changes(self) -> dict[str, Any]:
        typed = {name.partition("/")[2]: value for name, value in self.values().items()}
        age = str(typed["age"] or "")
        typed["age"] = int(age) if age.isdecimal() and 0 < int(age) <= _OLDEST else None
        typed["present"] = split_names(typed["present"] or "")
        return {f"investigations/{self.session.profile.make_id()}": filled(typed)}


class DossierNoteForm(StepForm):
    """The remarks on the dossier."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.column.addWidget(self.add("dossier_note", TextField(session.said(_NOTE), lines=8), key="M"))
        self.column.addStretch(1)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        self.show_values({"dossier_note": case.seen.get("dossier_note")}, new=True)

    def changes(self) -> dict[str, Any]:
        return {"dossier_note": self.values()["dossier_note"]}
