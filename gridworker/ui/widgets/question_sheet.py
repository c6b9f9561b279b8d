"""A question over the window: a sign, what it is about, and the answers as buttons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gridworker.ui.theme.measures import SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.signs import Plate
from gridworker.ui.widgets.text import Label, Paragraph


class QuestionSheet(Sheet):
    """Ends with 0 for `leave` and Escape, else with the number of the answer, from 1; the last has the focus."""

    def __init__(
        self, parent: QWidget, title: str, text: str, *, icon: str = "warning", width: int = 520
    ) -> None:
        super().__init__(parent, title, width, headed=False)
        head = QHBoxLayout()
        head.setSpacing(SPACE_16)
        head.addWidget(Plate(icon, Tone.WARN, 46))
        head.addWidget(Label(title, Type.TITLE, bold=True), 1)
        self.column.addLayout(head)
        self.text = Paragraph(text, Type.BODY)
        self.column.addWidget(self.text)

    def answers(self, leave: QPushButton, *acts: QPushButton) -> None:
        """The buttons: `leave` leaves everything as it is."""
        self.foot(leave, *acts)
        for number, button in enumerate(acts, start=1):
            button.clicked.connect(partial(self._end, number))
        last: Sequence[QPushButton] = acts or (leave,)
        last[-1].setFocus()

    def _end(self, number: int) -> None:
        self.done(number)
