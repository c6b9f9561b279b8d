"""A checklist in a form: every answer is normal until it is changed, and what is not gets a line of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.environment.marks import COLON
from gridworker.operations.checklists import Question
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.painting import PaintedWidget
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.text import Label

_NOTE = Words("写一句情况", "What is it")
_NOTE_ON = Words("{question}：情况", "{question}: what is it")
_NOT_HERE = Words("这一题要用新版本填写", "A newer version is needed for this")
_KEPT_AS = Words("{value}（原样保留）", "{value} (kept as it is)")
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

    def told(self, language: str) -> str:
        """The question and what is to be said to it: the note, else the answer."""
        picked = next(a.words for a in self.question.answers if a.words.zh == self.answer.value())
        asked = f"{self.question.words.said(language)}{COLON.said(language)}"
        return asked + (self.note.value() or picked.said(language))

    def value(self) -> dict[str, Any]:
        """The answer as a record keeps it."""
        kept: dict[str, Any] = {"question": self.question.words.zh, "value": self.answer.value()}
        if (note := self.note.value() if self.is_exception else "") or self.element:
            kept["note"] = note or None
        return kept

    def show_value(self, kept: Mapping[str, Any]) -> None:
        """Shows an answer; not a change by the person."""
        self.answer.set_value(str(kept["value"]))
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


class KeptRow(PaintedWidget):
    """A question that cannot be answered here, or an answer to one that this list does not have: kept as it is."""

    def __init__(self, session: Session, asked: str, element: str, kept: Mapping[str, Any] | None) -> None:
        super().__init__()
        self.element = element
        self._kept = kept
        told = session.said(_KEPT_AS, value=_plain(kept.get("value"))) if kept else session.said(_NOT_HERE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SPACE_4, 0, SPACE_4)
        row.setSpacing(SPACE_12)
        words = Cut(asked)
        words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(words)
        row.addStretch(1)
        row.addWidget(Label(told, Type.META))

    def value(self) -> dict[str, Any]:
        """The answer as the record has it; nothing for a question that was never answered."""
        return {name: item for name, item in (self._kept or {}).items() if not name.startswith("_")}

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.colour("line"))


class Checklist(QWidget):
    """The rows. `show_answers` takes the answers of a record or a draft, by element id or as a list."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.rows: list[ChecklistRow] = []
        self._all: list[ChecklistRow | KeptRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def ask(self, questions: Sequence[Question]) -> None:
        """Asks these, every answer normal."""
        self._fill([self._row(question) for question in questions])

    def _row(self, question: Question) -> ChecklistRow | KeptRow:
        if question.answers:
            return ChecklistRow(self._session, question)
        return KeptRow(self._session, self._session.said(question.words), "", None)

    def show_answers(self, questions: Sequence[Question], kept: Mapping[str, Any] | Sequence[Any]) -> None:
        """Shows what was answered, and of `questions` only their wording: nothing is added to what was asked."""
        items = kept.items() if isinstance(kept, Mapping) else (("", item) for item in kept)
        asked = {question.words.zh: question for question in questions}
        rows: list[ChecklistRow | KeptRow] = []
        for element, item in items:
            if not isinstance(item, dict) or item.get("_deleted"):
                continue
            words = str(item.get("question") or "")
            question = asked.get(words)
            if question and item.get("value") in [answer.words.zh for answer in question.answers]:
                row = ChecklistRow(self._session, question, element)
                row.show_value(item)
                rows.append(row)
            else:
                rows.append(KeptRow(self._session, words, element, item))
        self._fill(rows)

    def values(self) -> dict[str, Any] | list[Any]:
        """The answers: by element id where the record has them, else a list."""
        if any(row.element for row in self._all):
            return {row.element: row.value() for row in self._all if row.element}
        return [value for row in self._all if (value := row.value())]

    def exceptions(self) -> list[ChecklistRow]:
        """The rows with another than the normal answer."""
        return [row for row in self.rows if row.is_exception]

    def _fill(self, rows: Sequence[ChecklistRow | KeptRow]) -> None:
        for row in self._all:
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self._all = list(rows)
        self.rows = [row for row in rows if isinstance(row, ChecklistRow)]
        for row in self.rows:
            row.changed.connect(self.changed)
        for row in rows:
            self._column.addWidget(row)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
