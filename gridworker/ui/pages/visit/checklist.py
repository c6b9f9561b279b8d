"""The checklist of a visit: every answer is normal until it is changed, and what is not gets a line of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.operations.checklists import Question
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_12
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.painting import PaintedWidget
from gridworker.ui.widgets.segments import SegmentedChoice

_NOTE = Words("写一句情况", "What is it")
_NOTE_ON = Words("{question}：情况", "{question}: what is it")
_TONES = {"": Tone.PRIMARY, "warn": Tone.WARN, "danger": Tone.DANGER}


class ChecklistRow(PaintedWidget):
    """A question, its answers, and between them the line about an exception."""

    changed = Signal()

    def __init__(self, session: Session, question: Question, element: str = "") -> None:
        super().__init__()
        self.question, self.element = question, element
        said = session.said
        asked = said(question.words)
        choices = [Choice(a.words.zh, said(a.words), _TONES[a.tone]) for a in question.answers]
        self.words = Cut(asked)
        self.answer = SegmentedChoice(choices)
        self.answer.setAccessibleName(asked)
        for segment in self.answer.segments():
            segment.setAccessibleDescription(asked)
        self.note = LineField(said(_NOTE))
        self.note.setAccessibleName(said(_NOTE_ON, question=asked))
        self.note.setVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SPACE_4 - 2, 0, SPACE_4 - 1)
        row.setSpacing(SPACE_12)
        self.words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(self.words)
        row.addWidget(self.note, 1)
        row.addStretch(0)
        row.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignVCenter)
        self.answer.changed.connect(self._on_answer)
        self.note.changed.connect(self.changed)

    @property
    def is_exception(self) -> bool:
        """Whether another than the normal answer is picked."""
        return self.answer.value() != self.question.answers[0].words.zh

    def value(self) -> dict[str, Any]:
        """The answer as a record keeps it."""
        kept: dict[str, Any] = {"question": self.question.words.zh, "value": self.answer.value()}
        if (note := self.note.value() if self.is_exception else "") or self.element:
            kept["note"] = note or None
        return kept

    def show_value(self, kept: Mapping[str, Any]) -> None:
        """Shows an answer; not a change by the person."""
        codes = [answer.words.zh for answer in self.question.answers]
        value = str(kept.get("value") or "")
        self.answer.set_value(value if value in codes else codes[0])
        self.note.set_value(str(kept.get("note") or ""))
        self._arrange()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.colour("line"))

    @Slot()
    def _on_answer(self) -> None:
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        self.note.setVisible(self.is_exception)


class Checklist(QWidget):
    """The rows. `show_answers` takes the answers of a record or a draft, by element id or as a list."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.rows: list[ChecklistRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def ask(self, questions: Sequence[Question]) -> None:
        """Asks these, every answer normal."""
        self._fill([ChecklistRow(self._session, question) for question in questions])

    def show_answers(self, questions: Sequence[Question], kept: Mapping[str, Any] | Sequence[Any]) -> None:
        """Shows what was answered, and of `questions` only their wording: nothing is added to what was asked."""
        items = kept.items() if isinstance(kept, Mapping) else (("", item) for item in kept)
        asked = {question.words.zh: question for question in questions}
        rows = []
        for element, item in items:
            question = asked.get(str(item.get("question"))) if isinstance(item, dict) else None
            if question is not None and not item.get("_deleted"):
                row = ChecklistRow(self._session, question, element)
                row.show_value(item)
                rows.append(row)
        self._fill(rows)

    def values(self) -> dict[str, Any] | list[Any]:
        """The answers: by element id where the record has them, else a list."""
        if any(row.element for row in self.rows):
            return {row.element: row.value() for row in self.rows if row.element}
        return [row.value() for row in self.rows]

    def exceptions(self) -> list[ChecklistRow]:
        """The rows with another than the normal answer."""
        return [row for row in self.rows if row.is_exception]

    def _fill(self, rows: list[ChecklistRow]) -> None:
        for row in self.rows:
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = rows
        for row in rows:
            row.changed.connect(self.changed)
            self._column.addWidget(row)
