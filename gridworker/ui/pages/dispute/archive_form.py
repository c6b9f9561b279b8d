"""归档: what the dossier still needs, each with the way there; its number and how long it is kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from gridworker.documents.dispute.wording import lack_texts, part_title, why
from gridworker.domain.dossier import SIGNED, Need, Part, bars, completeness, gaps
from gridworker.environment.language import Words
from gridworker.environment.marks import ASIDE, LISTED, SEMICOLON
from gridworker.operations.disputes import Case
from gridworker.ui.pages.dispute.next_step import empty
from gridworker.ui.pages.dispute.step_forms import StepForm
from gridworker.ui.pages.dispute.tabs_of_case import does
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.chips import ChipGroup
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.sign_line import SignLine

_BARRED = Words(
    "卷宗必备材料还差 {count} 项，补齐后才能归档。",
    "The dossier lacks {count} required parts; it cannot be archived yet.",
)
_WHOLE = Words(
    "卷宗必备 {count} 项，已经齐全，可以归档。",
    "All {count} required parts are there; the case can be archived.",
)
_LINE = Words("{part}：{lacks}", "{part}: {lacks}")
_OPTIONAL = Words("{part}：{lacks}；不补也可以归档", "{part}: {lacks}; it may be archived without")
_UNSIGNED = Words(
    "签字页还没有拍照存入：{parts}；纸质卷宗里有就可以",
    "No photo of the signed page yet: {parts}; on paper is enough",
)
_NOT_TOLD = Words(
    "没有登记告知权利义务的日期，告知书上将留空",
    "The day the rights were explained is not entered; the notice leaves it blank",
)
_GO = Words("去补", "Go there")
_GO_NAMED = Words("去补：{part}", "Go there: {part}")
_TO_REGISTRATION = ("party", "two_parties", "refuses", "field", "mediator", "agent", "no_agent")
_TABS = {
    "session": "sessions",
    "follow_up": "follow_up",
    "identity": "materials",
    "receipt": "materials",
    "evidence": "materials",
}


class ArchiveForm(StepForm):
    """The last step of a case. What must be there keeps it from being taken; what may be missing is only said."""

    FOLLOWS = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_8)
        self.column.addLayout(self._rows)
        self.jumps: list[Button] = []
        self._bars: list[Part] = []
        number = self.add("archive_number", LineField(), required=True, key="N")
        kept = ChipGroup(self.choices("retention", ("short", "long", "permanent")))
        self.row((number, 2), (self.add("retention", kept, required=True), 3))
        grades = ChipGroup(self.choices("difficulty", ("simple", "ordinary", "hard", "major")), optional=True)
        self.column.addWidget(self.add("difficulty", grades))
        self.column.addStretch(1)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        body = case.seen
        self._bars = bars(body)
        self._show_lacks(case)
        typed = self.values()
        number = typed["archive_number"] or body.get("archive_number") or body.get("number")
        retention = typed["retention"] or body.get("retention") or case.rules.policy.retention_of(body)
        grade = typed["difficulty"] or body.get("difficulty")
        self.show_values({"archive_number": number, "retention": retention, "difficulty": grade}, new=True)

    def why_not(self) -> str:
        return self.session.said(_BARRED, count=len(self._bars)) if self._bars else ""

    def changes(self) -> dict[str, Any]:
        typed = self.values()
        closed = self.case.seen.get("closed_on") or self.case.today.isoformat()
        return {"status": "archived", **typed, "closed_on": closed, "next_session": None}

    def _show_lacks(self, case: Case) -> None:
        said, language = self.session.said, self.session.language
        what = completeness(case.seen)
        self.jumps = []
        empty(self._rows)
        if not self._bars:
            self._say("checkmark_circle", Tone.OK, said(_WHOLE, count=what.wanted))
        for part in self._bars:
            lacks = said(SEMICOLON).join(lack_texts(part.lacks, language))
            name = part_title(part.code, language) + said(ASIDE, text=why(part, language))
            self._say("error_circle", Tone.DANGER, said(_LINE, part=name, lacks=lacks), part)
        for part in gaps(case.seen):
            lacks = said(SEMICOLON).join(lack_texts(part.lacks, language))
            self._say(
                "warning", Tone.WARN, said(_OPTIONAL, part=part_title(part.code, language), lacks=lacks), part
            )
        unsigned = [
            part.code
            for part in what.parts
            if part.need is Need.MUST and part.code in SIGNED and not part.files
        ]
        if unsigned:
            parts = said(LISTED).join(part_title(code, language) for code in unsigned)
            self._say("info", Tone.NEUTRAL, said(_UNSIGNED, parts=parts))
        if "rights_notice" in unsigned and not case.seen.get("rights_told_on"):
            self._say("info", Tone.NEUTRAL, said(_NOT_TOLD))

    def _say(self, icon: str, tone: Tone, text: str, part: Part | None = None) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        row.addWidget(SignLine(icon, tone, text), 1, Qt.AlignmentFlag.AlignVCenter)
        if part is not None:
            key = "Alt+J" if not self.jumps else ""
            jump = Button(self.session.said(_GO), icon="chevron_right", key=key)
            if key:
                jump.setShortcut(key)
            jump.setAccessibleName(
                self.session.said(_GO_NAMED, part=part_title(part.code, self.session.language))
            )
            does(jump, _way_to(part), self._on_jump)
            self.jumps.append(jump)
            row.addWidget(jump)
        self._rows.addLayout(row)

    @Slot()
    def _on_jump(self) -> None:
        button = self.sender()
        if button is not None:
            self.went.emit(str(button.property("step")))


def _way_to(part: Part) -> str:
    """Where what a part lacks is filled in."""
    if any(lack.code in _TO_REGISTRATION for lack in part.lacks):
        return "mend"
    return f"tab:{_TABS.get(part.code, 'agreement')}"
