"""The head of a file: what the case is called, its kind, risk and state, its number, and the way to mend all that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain import mediation
from gridworker.domain.readings import day as day_of
from gridworker.domain.titles import place_text
from gridworker.environment.language import Words
from gridworker.environment.marks import ASIDE, LISTED
from gridworker.operations.disputes import Case
from gridworker.ui.forms.moments import short_day
from gridworker.ui.forms.pin_button import PinButton
from gridworker.ui.pages.dispute import wording
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.drawing import STATES
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.signs import Plate, StateLabel, Tag
from gridworker.ui.widgets.text import Paragraph

_MEND = Words("改登记", "Edit")
BANNERED = ("conflict", "refused", "quarantine")
"""What the file says in a bar of its own."""

_RISK = Words("{risk}风险", "{risk} risk")
_ACCEPTED = Words("受理 {day}", "accepted {day}")
_MEDIATORS = Words("调解员 {names}", "mediators: {names}")


class CaseHead(QWidget):
    """The tags stand behind the title where they fit; the line below has the whole width, for the long number."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        plate = Plate("handshake", Tone.PLUM, 48)
        plate.setAccessibleName(session.labels.kind("dispute"))
        self.title = Paragraph("", Type.TITLE, bold=True)
        self.about = Paragraph("", Type.META)
        self.edit = Button(session.said(_MEND), icon="edit", key="F2")
        self.pin = PinButton(session)
        named, self._tags = Flow(SPACE_8), Flow(SPACE_8)
        named.flow.addWidget(self.title)
        # Together, so that none of them stands alone in a line.
        named.flow.addWidget(self._tags)
        above = QHBoxLayout()
        above.setSpacing(SPACE_16)
        above.addWidget(named, 1)
        above.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(SPACE_4)
        words.addLayout(above)
        words.addWidget(self.about)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_16)
        whole.addWidget(plate, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(words, 1)

    def show_case(self, case: Case, *, closed_to: bool) -> None:
        """Show this case; `closed_to` where it may only be read."""
        body = case.seen
        self.title.set_text(str(body.get("title") or self._session.said(wording.UNTITLED)))
        self.pin.set_record(case.id)
        self._show_tags(case)
        self.about.set_text(self._about(case))
        self.edit.setEnabled(not closed_to and body.get("status") != "archived")

    def _show_tags(self, case: Case) -> None:
        while (item := self._tags.flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        add = self._tags.flow.addWidget
        labels, body = self._session.labels, case.seen
        kind = str(body.get("type") or "")
        add(Tag(wording.type_word(kind, labels), wording.TYPE_TONES.get(kind, Tone.NEUTRAL)))
        if risk := str(body.get("risk") or ""):
            word = self._session.said(_RISK, risk=labels.choice("dispute", "risk", risk))
            add(Tag(word, wording.RISK_TONES.get(risk, Tone.NEUTRAL)))
        for flag in body.get("risk_flags") or ():
            add(Tag(labels.choice("dispute", "risk_flags", str(flag)), Tone.DANGER))
        if case.sync in (*BANNERED, "synced"):
            return
        state = case.sync if case.sync in STATES else "waiting"
        add(StateLabel(state, labels.word("sync_states", state)))

    def _about(self, case: Case) -> str:
        body, said = case.seen, self._session.said
        number = wording.number_of(body, self._session.language)
        soon = "" if body.get("number") else said(ASIDE, text=said(wording.NUMBER_SOON))
        parts = [number + soon]
        if day := day_of(body.get("accepted_on")):
            parts.append(said(_ACCEPTED, day=short_day(day, case.today)))
        names = [str(item.get("name") or "") for _, item in mediation.present(body, "mediators")]
        if names:
            parts.append(said(_MEDIATORS, names=said(LISTED).join(names)))
        place = body.get("place")
        if isinstance(place, dict) and place_text(place):
            parts.append(place_text(place))
        return " · ".join(parts)
