"""类似案例: what was agreed in cases like this one, with the parties masked, below the overview of a case."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from gridworker.environment.language import Words
from gridworker.environment.marks import SEMICOLON
from gridworker.operations.similar_cases import Similar
from gridworker.ui.forms.days import date_said
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_16, Type
from gridworker.ui.widgets.button import IconButton
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.text import Label, Paragraph

_HEAD = Words("本网格类似的已办结纠纷", "Closed cases of this grid that resemble it")
_SESSIONS = Words("调解 {count} 次", "sessions: {count}")
_OPEN = Words("打开：{title}", "Open: {title}")


def show(column: QVBoxLayout, session: Session, found: Sequence[Similar]) -> None:
    """The cases, nearest first; nothing where there is none."""
    if not found:
        return
    said = session.said
    column.addWidget(Label(said(_HEAD), Type.BODY, bold=True))
    for case in found:
        card = Card(inner=True, padding=SPACE_16)
        card.column.setSpacing(SPACE_4)
        head = QHBoxLayout()
        head.setSpacing(SPACE_8)
        title = Cut(case.title, Type.BODY, bold=True)
        title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        head.addWidget(title)
        closed = date_said(case.closed_on, session.language)
        about = [case.place, closed, said(_SESSIONS, count=case.sessions) if case.sessions else ""]
        head.addWidget(Label(" · ".join(filter(None, about)), Type.META))
        head.addStretch(1)
        look = IconButton("open", said(_OPEN, title=case.title))
        look.clicked.connect(partial(session.go, "dispute", case.id))
        head.addWidget(look)
        card.column.addLayout(head)
        card.column.addWidget(
            Paragraph(said(SEMICOLON).join(what.rstrip("。") for what in case.agreed), Type.LABEL)
        )
        card.setAccessibleName(case.title)
        column.addWidget(card)
