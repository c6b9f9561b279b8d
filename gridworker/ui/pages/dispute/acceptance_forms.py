"""受理 and 告知: whether both sides are willing, and when their rights were explained (人民调解法 art. 17, 23)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridworker.domain import mediation
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.operations.disputes import Case
from gridworker.ui.pages.dispute.fields import put
from gridworker.ui.pages.dispute.step_forms import StepForm
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text import Paragraph
from gridworker.ui.widgets.text_field import TextField

_WILLING = Words("{name}愿意调解吗", "Is {name} willing")
_NAMELESS = Words("这一方", "this party")
_REFUSES = Words(
    "{names}不同意调解，不得受理；存下后按不予受理办结。",
    "{names} refuses, so the dispute may not be accepted: saving closes it as not accepted.",
)
_REASON = Words("不予受理的原因", "Why it is not accepted")
_REFUSED = Words(
    "{names}明确表示不愿意调解，已告知可以向人民法院起诉。", "{names} refuses; told of the way to the court."
)
_THEIRS = Words(
    "同步后，这件纠纷会出现在该调解员的“我调解的”里；您写的记录都在。",
    "After the sync the dispute stands among those of that mediator, with all you wrote.",
)
_NOTICE = Words(
    "权利义务告知书在“文书”里打印，请当事人签字；口头告知的也填日期。",
    "The notice is printed under Papers for the parties to sign; one by word of mouth has its day too.",
)
_ON_ACCEPTING = ("accepted_on", "rights_told_on", "rights_told_how")


class AcceptanceForm(StepForm):
    """Accepts a dispute. Each party is asked, for nobody is made to mediate: a refusal closes it, with its reason."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked = QVBoxLayout()
        self._asked.setSpacing(SPACE_12)
        self._refusal = SignLine("error_circle", Tone.DANGER, "")
        self.column.addLayout(self._asked)
        self.column.addWidget(self._refusal)
        reason = self.add(
            "close_reason", TextField(lines=3), label=session.said(_REASON), required=True, key="M"
        )
        self.column.addWidget(reason)
        self.row(
            (self.add("accepted_on", self.day_field(past=True), required=True), 1),
            (self.add("rights_told_on", self.day_field(past=True)), 1),
        )
        self.column.addWidget(self.add("rights_told_how", ChipGroup(self.choices("rights_told_how"))))
        self._notice = Paragraph(session.said(_NOTICE), Type.META)
        self.column.addWidget(self._notice)
        self.column.addStretch(1)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        for element, party in mediation.parties(case.seen):
            if (path := f"parties/{element}/consent") not in self.fields:
                self._ask(path, str(party.get("name") or "") or self.session.said(_NAMELESS))
        self._put_in_order()
        known = {
            f"parties/{element}/consent": party.get("consent") or "unknown"
            for element, party in mediation.parties(case.seen)
        }
        known["accepted_on"] = case.seen.get("accepted_on") or case.today.isoformat()
        told = {name: case.seen.get(name) for name in ("rights_told_on", "rights_told_how")}
        self.show_values({**known, **told}, new=True)

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        super().show_values(values, new=new)
        self._on_answered()

    def first_field(self) -> QWidget:
        asked = [name for name in self.fields if name.startswith("parties/")]
        return self.fields[asked[0]].field if asked else super().first_field()

    def changes(self) -> dict[str, Any]:
        typed = self.values()
        consents = {name: value for name, value in typed.items() if name.startswith("parties/")}
        if self._refusing():
            closed = {"close_reason": typed["close_reason"], "closed_on": self.case.today.isoformat()}
            return {"status": "refused", **consents, **closed}
        return {"status": "accepted", **consents, **{name: typed[name] for name in _ON_ACCEPTING}}

    def _ask(self, path: str, name: str) -> None:
        chips = ChipGroup(self.choices("parties/consent", ("agree", "refuse", "unknown")))
        self._asked.addWidget(self.add(path, chips, label=self.session.said(_WILLING, name=name)))
        chips.changed.connect(self._on_answered)

    def _put_in_order(self) -> None:
        """Tab goes from what the parties are asked to the days, which were there before them."""
        asked = [name for name in self.fields if name.startswith("parties/")]
        stops: list[QWidget] = []
        for name in (*asked, "close_reason", *_ON_ACCEPTING):
            field = self.fields[name].field
            stops += field.chips() if isinstance(field, ChipGroup) else [field]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _refusing(self) -> list[str]:
        typed = self.values()
        return [
            str(party.get("name") or "")
            for element, party in mediation.parties(self.case.seen)
            if typed.get(f"parties/{element}/consent") == "refuse"
        ]

    @Slot()
    def _on_answered(self) -> None:
        said, names = self.session.said, self.session.said(LISTED).join(self._refusing())
        self._refusal.set_text(said(_REFUSES, names=names) if names else "")
        self._refusal.setHidden(not names)
        reason = self.fields["close_reason"]
        reason.setHidden(not names)
        if names and not self.values()["close_reason"]:
            put(reason.field, said(_REFUSED, names=names))
        for name in _ON_ACCEPTING:
            self.fields[name].setHidden(bool(names))
        self._notice.setHidden(bool(names))


class PassingOnForm(StepForm):
    """To which mediator a case goes: they stand in it from then on, and it is in their part of the register."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._row = QVBoxLayout()
        self.column.addLayout(self._row)
        self.column.addWidget(Paragraph(session.said(_THEIRS), Type.META))
        self.column.addStretch(1)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        people = ChipGroup([Choice(who, name) for who, name in case.mediators.items()])
        self._row.addWidget(self.add("mediators", people, required=True))
        put(people, next(iter(case.mediators), None))

    def changes(self) -> dict[str, Any]:
        who = str(self.values()["mediators"])
        there = {item.get("worker") for _, item in mediation.present(self.case.seen, "mediators")}
        if who in there:
            return {}
        item = {"name": self.case.mediators[who], "worker": who, "chosen_by": "committee"}
        return {f"mediators/{self.session.profile.make_id()}": item}


class RightsForm(StepForm):
    """The day on which the parties were told of their rights and duties."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        told = self.add("rights_told_on", self.day_field(past=True), required=True)
        how = self.add("rights_told_how", ChipGroup(self.choices("rights_told_how")))
        self.row((told, 1), (how, 2))
        self.column.addWidget(Paragraph(session.said(_NOTICE), Type.META))
        self.column.addStretch(1)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        told = case.seen.get("rights_told_on") or case.today.isoformat()
        how = case.seen.get("rights_told_how") or "in_person"
        self.show_values({"rights_told_on": told, "rights_told_how": how}, new=True)

    def changes(self) -> dict[str, Any]:
        return self.values()
