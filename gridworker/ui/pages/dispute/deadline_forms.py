"""The forms about deadlines: mediation goes on with the consent of both, and a court is asked to confirm."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gridworker.domain.clocks import confirmation_until, mediation_until
from gridworker.environment.language import Words
from gridworker.operations.disputes import Case
from gridworker.ui.forms.moments import say_day
from gridworker.ui.pages.dispute.step_forms import StepForm, filled
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.chips import ChipGroup
from gridworker.ui.widgets.text import Paragraph
from gridworker.ui.widgets.text_field import TextField

_BOTH = Words(
    "双方都同意才能延长；没有延长的，期限届满视为调解不成。",
    "Only with the consent of both; without it mediation counts as failed when the time is over.",
)
_WHY = Words("为什么还要时间，如：等鉴定结果", "Why more time is needed")
_TOGETHER = Words(
    "双方要在 {day}前共同向人民法院申请；确认有效的协议可以申请强制执行。",
    "Both must apply to the court together by {day}; what it confirms can be enforced.",
)


class ExtensionForm(StepForm):
    """Until when mediation goes on, and when both agreed to that (SF/T 0083-2020)."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        until = self.add("extension/until_on", self.day_field(past=False), required=True)
        agreed = self.add("extension/agreed_on", self.day_field(past=True), required=True)
        self.row((until, 1), (agreed, 1))
        self.column.addWidget(self.add("extension/reason", TextField(session.said(_WHY), lines=3), key="M"))
        self.column.addWidget(Paragraph(session.said(_BOTH), Type.META))
        self.column.addStretch(1)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        known = case.seen.get("extension")
        known = known if isinstance(known, dict) else {}
        until = mediation_until(case.seen, case.rules) or case.today
        later = until + timedelta(days=case.rules.policy.extension_days)
        shown = {"until_on": later.isoformat(), "agreed_on": case.today.isoformat(), **known}
        self.show_values({f"extension/{name}": value for name, value in shown.items()}, new=True)

    def changes(self) -> dict[str, Any]:
        typed = self.values()
        return {
            "extension": filled(
                {name: typed[f"extension/{name}"] for name in ("until_on", "agreed_on", "reason")}
            )
        }


class ConfirmationForm(StepForm):
    """How the application to the court stands (人民调解法 art. 33)."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.column.addWidget(
            self.add("confirmation", ChipGroup(self.choices("confirmation")), required=True)
        )
        self._until = Paragraph("", Type.META)
        self.column.addWidget(self._until)
        self.column.addStretch(1)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        until = confirmation_until(case.seen, case.rules.holidays)
        day = say_day(until, case.today, self.session.language) if until else ""
        self._until.set_text(self.session.said(_TOGETHER, day=day) if day else "")
        self.show_values({"confirmation": case.seen.get("confirmation") or "applied"}, new=True)

    def changes(self) -> dict[str, Any]:
        return {"confirmation": self.values()["confirmation"]}
