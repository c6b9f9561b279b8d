"""A small dialog for what must not be forgotten: something to do by a day."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gridworker.domain.dates import CHINA_MINUTES
from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.operations.records import add_record
from gridworker.operations.today import this_day
from gridworker.ui.forms.moments import from_local, parse_day
from gridworker.ui.forms.sheet_draft import SheetDraft
from gridworker.ui.pages.today.note_sheet import NoteSheet
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.sheet import Sheet

_TASK = Words("添加待办", "Add a task")
_TITLE = Words("要做什么", "What to do")
_DUE = Words("哪天之前", "By which day")
_DUE_HINT = Words("可写“明天”“下周二”“11-24”，可以不填", '"tomorrow", "11-24"; may stay empty')
_DUE_WRONG = Words("看不懂这个日期，写成“11-24”就可以。", 'This date cannot be read; "11-24" would do.')
_EMPTY = Words("还没有写内容。", "Nothing is written yet.")
_REQUIRED = Words("必填", "required")
_SAVE = Words("记下", "Save")
_CANCEL = Words("取消", "Cancel")


TASK_DRAFT = "task"
"""The id of the draft of the next task."""


class Jotting(Sheet):
    """Accepted once the task is saved."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, session.said(_TASK), 520)
        self._session = session
        self._busy = False
        required = session.said(_REQUIRED)
        self._text = LineField()
        self._what = LabelledField(session.said(_TITLE), self._text, required_word=required)
        self._day = LineField(numeric=True, enter_moves=False)
        self._by = LabelledField(session.said(_DUE), self._day, hint=session.said(_DUE_HINT))
        self._day.returnPressed.connect(self.save)
        self.column.addWidget(self._what)
        self.column.addWidget(self._by)
        save = Button(session.said(_SAVE), Weight.PRIMARY, "checkmark", "Ctrl+↵")
        save.clicked.connect(self.save)
        self.foot(Button(session.said(_CANCEL), Weight.TEXT, key="Esc"), save)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.save)
        self._text.setFocus()
        self.draft = SheetDraft(session, self, kind="task", id_=TASK_DRAFT)

    @Slot()
    def save(self) -> None:
        """Saves what was typed; else says what is missing."""
        if composing() or self._busy:
            return
        text, typed = self._text.value(), self._day.value()
        day = parse_day(typed, this_day(self._session.profile)) if typed else None
        self._what.set_error("" if text else self._session.said(_EMPTY))
        self._by.set_error(self._session.said(_DUE_WRONG) if typed and day is None else "")
        if text and (day is not None or not typed):
            self._busy = True
            self._session.background.spawn(self._save(text, day), self)

    async def _save(self, text: str, day: date | None) -> None:
        session = self._session
        fields: dict[str, Any] = {"title": text, "type": "other", "assignee": session.profile.identity.worker}
        if day is not None:
            fields["due_at"] = from_local(datetime.combine(day, time(18, 0)), CHINA_MINUTES)
        draft = await self.draft.drafting.settle()
        try:
            changes = await session.run(add_record, "task", fields, draft=draft)
        except Trouble as trouble:
            self._busy = False
            self.draft.drafting.touch()
            self._what.set_error(describe(trouble, session.language))
            return
        session.tell(changes)
        self.accept()


async def jot(session: Session, parent: QWidget) -> bool:
    """Asks for a task and saves it; False where the person thought better of it."""
    return bool(await session.background.answered(Jotting(session, parent)))


async def jot_note(session: Session, parent: QWidget, text: str = "", note: str = "") -> bool | None:
    """Asks for a note, or shows one that is on file; True where it was kept as such, None where it is done with.

    What it becomes is begun on its page.
    """
    sheet = NoteSheet(session, parent, text, note)
    if not await session.background.answered(sheet):
        return False
    kind, draft = sheet.began
    if draft:
        session.go(kind, draft)
        return False
    return None if sheet.is_done else True
