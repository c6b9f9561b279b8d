"""The forms of the steps of a case: a session, a meeting, a clause, a follow-up, and moving to another state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot

from gridworker.domain import mediation
from gridworker.domain.agreement import effective_on, terms
from gridworker.domain.readings import group
from gridworker.domain.titles import place_text
from gridworker.environment.language import Words
from gridworker.operations.disputes import Case
from gridworker.ui.pages.dispute.fields import CaseForm, several, split_names
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.text import Paragraph
from gridworker.ui.widgets.text_field import TextField

_NEXT_AT = Words("下次时间", "Next time")
_NEXT_PLACE = Words("下次地点", "Next place")
_NEXT_HINT = Words("如：明天下午2点", "e.g. 25 Nov 14:00")
_NAMES_HINT = Words("多人用顿号隔开", "several with commas")
_RECORD = Words(
    "谁说了什么、出示了什么、哪里谈得拢、哪里谈不拢……",
    "Who said what, what was shown, where they agree and where they do not …",
)
_APPEND_ONLY = Words(
    "调解记录存下后不再改动；写错了就再写一份更正。",
    "A session is never changed once saved; a mistake is put right by another one.",
)
_EFFECT = Words(
    "双方签字、调委会盖章后生效。", "In force once both have signed and the committee has sealed."
)
_COURT = Words("法院不予司法确认的情形", "What a court does not confirm")
_ORAL = Words("口头协议自达成之日起生效。", "An oral agreement is in force from the day it is reached.")
_REASON = Words("原因", "Reason")
_REASONS = {
    "failed": Words(
        "分歧在哪里，已告知哪些途径（仲裁、行政、诉讼）",
        "Where they differ, and which ways they were told of",
    ),
    "refused": Words("为什么不予受理，已告知到哪里去办", "Why it was not accepted, and where they were sent"),
    "withdrawn": Words("谁撤回的，什么原因", "Who withdrew it, and why"),
    "transferred": Words("移交给哪个单位，什么原因", "To whom it was handed, and why"),
}


class StepForm(CaseForm):
    """A form about a case that is on file; `show_case` fills in what is known."""

    went = Signal(str)
    """To be gone to instead: a step of the page, or `tab:` and the code of a tab."""

    FOLLOWS = False
    """Whether it shows how the case stands, and so follows what changes in it while it is open."""

    case: Case

    def show_case(self, case: Case) -> None:
        """Begin on this case."""
        self.case = case


class SessionForm(StepForm):
    """A mediation session: appended to the case, which is under mediation from then on.

    With `element` the record of that session is corrected: by another one, which says so.
    """

    element = ""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        said = session.said
        at = self.add("sessions/at", self.moment_field(past=True), required=True, key="T")
        place = self.add("sessions/place", LineField())
        present = self.add("sessions/present", LineField(), hint=said(_NAMES_HINT))
        self.row((at, 2), (place, 3), (present, 4))
        record = TextField(said(_RECORD), lines=5, most_lines=16)
        self.column.addWidget(self.add("sessions/record", record, required=True, key="M"))
        result = ChipGroup(self.choices("sessions/result"))
        self.column.addWidget(self.add("sessions/result", result, required=True))
        self._at = self.add(
            "next_session/at", self.moment_field(past=False), label=said(_NEXT_AT), hint=said(_NEXT_HINT)
        )
        self._place = self.add("next_session/place", LineField(), label=said(_NEXT_PLACE))
        self.row((self._at, 2), (self._place, 3))
        self.column.addWidget(Paragraph(said(_APPEND_ONLY), Type.META))
        self.column.addStretch(1)
        result.changed.connect(self._on_result)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        planned = case.seen.get("next_session")
        planned = planned if isinstance(planned, dict) else {}
        held_before = mediation.sessions(case.seen)
        last = held_before[-1][1].get("place") if held_before else place_text(group(case.seen, "place"))
        at = planned.get("at")
        names = [str(party.get("name") or "") for _, party in mediation.parties(case.seen)]
        names.append(self.session.profile.identity.name)
        self.show_values(
            {
                "sessions/at": at if isinstance(at, int) and at <= case.now else case.now,
                "sessions/place": planned.get("place") or last,
                "sessions/present": "、".join(name for name in names if name),
            },
            new=True,
        )
        if wrong := dict(held_before).get(self.element):
            shown = {f"sessions/{name}": wrong.get(name) for name in ("at", "place", "record", "result")}
            present = wrong.get("present")
            shown["sessions/present"] = "、".join(map(str, present)) if isinstance(present, list) else present
            self.show_values(shown, new=False)
        self._on_result()

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        super().show_values(values, new=new)
        self._on_result()

    def first_field(self) -> TextField:
        field = self.fields["sessions/record"].field
        assert isinstance(field, TextField)
        return field

    def changes(self) -> dict[str, Any]:
        typed = self.values()
        element = {
            "at": typed["sessions/at"],
            "place": typed["sessions/place"],
            "present": split_names(typed["sessions/present"] or ""),
            "record": typed["sessions/record"],
            "result": typed["sessions/result"],
            "corrects": self._corrected(),
        }
        changed: dict[str, Any] = {f"sessions/{self.session.profile.make_id()}": filled(element)}
        if self.element:
            return changed
        again = typed["sessions/result"] != "agreed" and typed["next_session/at"]
        planned = {
            "at": typed["next_session/at"],
            "place": typed["next_session/place"] or typed["sessions/place"],
        }
        changed["next_session"] = filled(planned) if again else None
        if self.case.seen.get("status") == "accepted":
            changed["status"] = "mediating"
        return changed

    def _corrected(self) -> str:
        """The session whose record this puts right; a correction that is wrong too does not count as one."""
        wrong = dict(mediation.sessions(self.case.seen)).get(self.element, {})
        return str(wrong.get("corrects") or self.element)

    @Slot()
    def _on_result(self) -> None:
        over = self.values().get("sessions/result") == "agreed" or bool(self.element)
        self._at.setHidden(over)
        self._place.setHidden(over)


class MeetingForm(StepForm):
    """When and where the parties meet next."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        at = self.add(
            "next_session/at", self.moment_field(past=False), required=True, hint=session.said(_NEXT_HINT)
        )
        place = self.add("next_session/place", LineField())
        self.row((at, 2), (place, 3))
        self.column.addStretch(1)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        planned = case.seen.get("next_session")
        planned = planned if isinstance(planned, dict) else {}
        held_before = mediation.sessions(case.seen)
        last = held_before[-1][1].get("place") if held_before else ""
        shown = {"next_session/at": planned.get("at"), "next_session/place": planned.get("place") or last}
        self.show_values(shown, new=True)

    def changes(self) -> dict[str, Any]:
        typed = self.values()
        return {
            "next_session": filled({"at": typed["next_session/at"], "place": typed["next_session/place"]})
        }


class FollowUpForm(StepForm):
    """A visit after the agreement: how it is kept, and whether people are content."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        at = self.add("followups/at", self.moment_field(past=True), required=True)
        how = self.add(
            "followups/how", self._chips("followups/how", ("phone", "door", "office")), required=True
        )
        self.row((at, 2), (how, 3))
        kept = self.add("followups/result", self._chips("followups/result", ("yes", "partly", "no")))
        content = self._chips("followups/satisfaction", ("satisfied", "neutral", "dissatisfied"))
        self.row((kept, 1), (self.add("followups/satisfaction", content), 1))
        self.column.addWidget(self.add("followups/text", TextField(lines=4), key="M"))
        self.column.addStretch(1)

    def _chips(self, name: str, codes: tuple[str, ...]) -> ChipGroup:
        return ChipGroup(self.choices(name, codes))

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        kept, clauses = mediation.kept_clauses(case.seen)
        result = "yes" if clauses and kept == clauses else None
        self.show_values(
            {"followups/at": case.now, "followups/how": "phone", "followups/result": result}, new=True
        )

    def changes(self) -> dict[str, Any]:
        typed = self.values()
        item = {name: typed[f"followups/{name}"] for name in ("at", "how", "result", "satisfaction", "text")}
        return {f"followups/{self.session.profile.make_id()}": filled(item)}


class MoveForm(StepForm):
    """Moving to another state, with what belongs to it. `to` is set before the case is shown."""

    def __init__(self, session: Session, to: str) -> None:
        super().__init__(session)
        self.to = to
        said = session.said
        if to in _REASONS:
            field = TextField(said(_REASONS[to]), lines=4)
            self.column.addWidget(self.add("close_reason", field, label=said(_REASON), required=True))
        elif to in ("agreed", "signed"):
            self._agreement()
        self.column.addStretch(1)

    def _agreement(self) -> None:
        form = SegmentedChoice(self.choices("agreement/form"), "written")
        number, copies = LineField(), LineField(numeric=True)
        self.row(
            (self.add("agreement/form", form), 2),
            (self.add("agreement/number", number), 4),
            (self.add("agreement/copies", copies), 2),
        )
        signed = self.add("agreement/signed_on", self.day_field(past=True))
        sealed = self.add("agreement/sealed_on", self.day_field(past=True))
        self.row((signed, 1), (sealed, 1))
        status = several([Choice("yes", self.session.labels.field("dispute", "personal_status"))])
        self.column.addWidget(self.add("personal_status", status, label=self.session.said(_COURT)))
        self._effect = Paragraph("", Type.META)
        self.column.addWidget(self._effect)
        form.changed.connect(self._on_form)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        agreement = case.seen.get("agreement")
        agreement = agreement if isinstance(agreement, dict) else {}
        today = case.today.isoformat()
        known: dict[str, Any] = {f"agreement/{name}": value for name, value in agreement.items()}
        known.setdefault("agreement/form", "written")
        known.setdefault("agreement/copies", "3")
        if self.to == "signed":
            known.setdefault("agreement/signed_on", today)
            known.setdefault("agreement/sealed_on", today)
        known["close_reason"] = case.seen.get("close_reason")
        known["personal_status"] = ["yes"] if case.seen.get("personal_status") else []
        self.show_values(known, new=True)
        self._on_form()

    def changes(self) -> dict[str, Any]:
        typed = self.values()
        if self.to in ("agreed", "signed"):
            agreement = self._typed_agreement(typed)
            state = {"status": "agreed"} if self.to == "agreed" else {}
            status = {"personal_status": True if typed["personal_status"] else None}
            return {"agreement": agreement, "next_session": None, **status, **state}
        changed = {"status": self.to, **typed}
        if self.to in mediation.ENDED:
            changed["closed_on"] = self.case.seen.get("closed_on") or self.case.today.isoformat()
            changed["next_session"] = None
        return changed

    def _typed_agreement(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        form = typed["agreement/form"] or "written"
        signed, sealed = typed["agreement/signed_on"] or "", typed["agreement/sealed_on"] or ""
        if form == "oral":
            agreed = {"form": "oral", "effective_on": signed or self.case.today.isoformat()}
            return {**agreed, "terms": terms(self.case.seen)}
        copies = typed["agreement/copies"] or ""
        return filled(
            {
                "form": "written",
                "number": typed["agreement/number"],
                "signed_on": signed,
                "sealed_on": sealed,
                "effective_on": effective_on(form, signed, sealed),
                "copies": int(copies) if copies.isdecimal() else None,
                "terms": terms(self.case.seen) if signed else None,
            }
        )

    @Slot()
    def _on_form(self) -> None:
        if "agreement/form" not in self.fields:
            return
        oral = self.values()["agreement/form"] == "oral"
        for name in ("number", "copies", "sealed_on"):
            self.fields[f"agreement/{name}"].setHidden(oral)
        family = self.case.seen.get("type") == "family" or bool(self.case.seen.get("personal_status"))
        self.fields["personal_status"].setHidden(oral or not family)
        self._effect.set_text(self.session.said(_ORAL if oral else _EFFECT))


def filled(item: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in."""
    return {name: value for name, value in item.items() if value not in (None, "", [])}
