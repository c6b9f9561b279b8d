"""A party on the file: who they are at a glance, their numbers covered until somebody says why they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from gridworker.domain.masking import mask_phone
from gridworker.environment.language import Words
from gridworker.operations.disputes import SECRETS
from gridworker.ui.pages.dispute import wording
from gridworker.ui.pages.dispute.agent_row import relation_word
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import IconButton
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.signs import Avatar, Tag
from gridworker.ui.widgets.text import Label, Paragraph

_REVEAL = Words("显示{name}的完整号码", "Show {name}'s numbers in full")
_CONSENT = {
    "refuse": (Words("不同意调解", "does not consent"), Tone.DANGER),
    "unknown": (Words("未表态", "consent open"), Tone.WARN),
}


class PartyCard(Card):
    """`reveal_wanted` carries the party's element."""

    reveal_wanted = Signal(str, str)

    def __init__(self, session: Session, element: str, party: Mapping[str, Any], today: date) -> None:
        super().__init__(inner=True, padding=SPACE_12)
        self._session, self.element, self._party = session, element, dict(party)
        labels = session.labels
        self.name = str(party.get("name") or "—")
        role = str(party.get("role") or "third")
        tone = wording.ROLE_TONES.get(role, Tone.NEUTRAL)
        signs = Flow()
        signs.flow.addWidget(Label(self.name, Type.BODY, bold=True))
        signs.flow.addWidget(Tag(labels.choice("dispute", "parties/role", role), tone))
        if (consent := party.get("consent")) in _CONSENT:
            words, meaning = _CONSENT[str(consent)]
            signs.flow.addWidget(Tag(session.said(words), meaning))
        self.reveal = IconButton("eye", session.said(_REVEAL, name=self.name))
        first = QHBoxLayout()
        first.setSpacing(SPACE_8)
        first.addWidget(signs, 1, Qt.AlignmentFlag.AlignVCenter)
        first.addWidget(self.reveal)
        words_of = QVBoxLayout()
        words_of.setSpacing(1)
        words_of.addLayout(first)
        for text in self._lines(today):
            words_of.addWidget(Paragraph(text, Type.META))
        self._numbers = Paragraph("", Type.META)
        words_of.addWidget(self._numbers)
        self.reveal.clicked.connect(self._on_reveal)
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        row.addWidget(Avatar(self.name, tone, 44), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words_of, 1)
        self.column.addLayout(row)
        self.setAccessibleName(self.name)
        self.show_numbers(party)
        # Not before it is in the card: a widget without a parent that is shown is a window of its own.
        self.reveal.setVisible(any(party.get(name) for name in SECRETS))

    def _lines(self, today: date) -> list[str]:
        """Sex, age, occupation and address; who acts for the party."""
        party, labels = self._party, self._session.labels
        about, address = wording.about_party(party, today, labels), str(party.get("address") or "")
        lines = (about, address, agent_line(party.get("agent"), labels.language))
        return [line for line in lines if line]

    def show_numbers(self, numbers: Mapping[str, Any]) -> None:
        """The telephone and identity numbers: covered ones, or in full after a reason was given."""
        parts = (str(numbers.get("phone") or ""), str(numbers.get("id_number") or ""))
        text = " · ".join(part for part in parts if part)
        self._numbers.set_text(text)
        self._numbers.setVisible(bool(text))

    def show_revealed(self, numbers: Mapping[str, str]) -> None:
        """The numbers in full."""
        self.show_numbers(numbers)
        self.reveal.hide()

    @Slot()
    def _on_reveal(self) -> None:
        self.reveal_wanted.emit(self.element, self.name)


def agent_line(agent: Any, language: str) -> str:
    """Who acts for the party, "" for nobody; the phone is covered."""
    known = {"name": agent} if isinstance(agent, str) else agent
    if not isinstance(known, dict) or not known.get("name"):
        return ""
    who = f"{relation_word(str(known.get('relation') or 'agent'), language)} {known['name']}"
    phone = mask_phone(str(known.get("phone") or ""))
    return " · ".join(part for part in (who, phone) if part)
