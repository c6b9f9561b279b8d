"""A look at a case beside the register, without opening it."""

from __future__ import annotations

from datetime import date

from gridworker.domain import mediation
from gridworker.domain.masking import mask_numbers
from gridworker.environment.language import Words
from gridworker.environment.marks import COLON
from gridworker.operations.disputes import DisputeRow
from gridworker.ui.pages.dispute import wording
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.signs import Divider, Tag
from gridworker.ui.widgets.text import Label, Paragraph

WIDTH = 320
_LAST = Words("最近一次调解", "Last session")
_KEYS = Words("空格关闭 · ↵ 打开", "Space close · ↵ open")


class Preview(Card):
    """Shows one line of the register as far as a glance needs it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._scroll = ScrollColumn(gap=SPACE_8)
        self.column.addWidget(self._scroll, 1)
        self.column.addWidget(Label(session.said(_KEYS), Type.META))
        self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(self.theme.px(WIDTH))
        super().restyle()

    def show_row(self, row: DisputeRow, today: date) -> None:
        """Show this case."""
        labels, language, body = self._session.labels, self._session.language, dict(row.body)
        column = self._scroll.renew()
        column.addWidget(Paragraph(row.title, Type.SUBTITLE, bold=True))
        tags = Flow()
        for word, tone in self._tags(row):
            tags.flow.addWidget(Tag(word, tone))
        column.addWidget(tags)
        progress = wording.progress(row.body, row.course, labels)
        late = wording.due_word(row.due, today, language)[0]
        column.addWidget(Paragraph(" · ".join(part for part in (progress, late) if part != "—"), Type.META))
        column.addWidget(Divider())
        for _, party in mediation.parties(body):
            role = labels.choice("dispute", "parties/role", str(party.get("role") or ""))
            column.addWidget(Paragraph(str(party.get("name") or ""), Type.BODY, bold=True))
            about = wording.about_party(party, today, labels)
            column.addWidget(Paragraph(" · ".join(part for part in (role, about) if part), Type.META))
        for name in ("facts", "claims"):
            if text := body.get(name):
                column.addWidget(Label(labels.field("dispute", name), Type.LABEL, bold=True))
                column.addWidget(Paragraph(mask_numbers(str(text)), Type.LABEL))
        if held := mediation.sessions(body):
            column.addWidget(Label(self._session.said(_LAST), Type.LABEL, bold=True))
            column.addWidget(Paragraph(mask_numbers(str(held[-1][1].get("record") or "")), Type.LABEL))
        column.addStretch(1)
        self.setAccessibleName(row.title)

    def _tags(self, row: DisputeRow) -> list[tuple[str, Tone]]:
        labels = self._session.labels
        tags = [(wording.type_word(row.type, labels), wording.TYPE_TONES.get(row.type, Tone.NEUTRAL))]
        if row.risk:
            field = labels.field("dispute", "risk")
            word = self._session.said(COLON).join((field, labels.choice("dispute", "risk", row.risk)))
            tags.append((word, wording.RISK_TONES[row.risk]))
        return tags
