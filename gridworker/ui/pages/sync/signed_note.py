"""Below a disputed clause of a signed agreement: which side stands, and where the other one may go."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.sign_line import SignLine

_STANDS = Words(
    "协议已经签字，这一条以签字时的内容为准。当事人另有约定的，写成补充条款。",
    "The agreement is signed: this clause stays as it was signed. What was agreed on later is a supplement.",
)
_HELD = Words(
    "协议已经签字，不能改成这样。请选签字时的内容；当事人另有约定的，写成补充条款。",
    "The agreement is signed and cannot say this. Choose what was signed; what was agreed on later is a supplement.",
)
_SUPPLEMENT = Words("写成补充条款", "Make it a supplement")


class SignedNote(QWidget):
    """`supplement` is the button that keeps what was signed and begins a supplement with the other words."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.line = SignLine("signature", Tone.WARN, session.said(_STANDS), Type.LABEL)
        self.supplement = Button(session.said(_SUPPLEMENT), Weight.QUIET, "add")
        self.supplement.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_12)
        row.addWidget(self.line, 1)
        row.addWidget(self.supplement)

    def refuse(self) -> None:
        """The picked side cannot be saved."""
        self.line.say("warning", Tone.DANGER, self._session.said(_HELD))
