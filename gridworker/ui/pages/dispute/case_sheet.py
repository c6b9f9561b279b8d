"""A form of a case on its card: its draft, its save with what the author saw, and what keeps it from being saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.domain.errors import InvalidRecord, PersonCanMend, Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe, reason
from gridworker.operations.disputes import Case, Moved, move, open_case, take_back
from gridworker.operations.drafts import list_drafts
from gridworker.operations.notes import came_of_note
from gridworker.operations.records import UNSEEN, add_record
from gridworker.ui.forms.change_step import Deletion
from gridworker.ui.forms.drafting import Drafting
from gridworker.ui.forms.form_frame import FormFrame
from gridworker.ui.forms.moments import local
from gridworker.ui.forms.others import CHANGED, changed_fields, tell_others
from gridworker.ui.forms.returned import read_returned, show_returned
from gridworker.ui.pages.dispute.clause_form import ClauseForm
from gridworker.ui.pages.dispute.fields import CaseForm
from gridworker.ui.pages.dispute.registration import RegistrationForm
from gridworker.ui.pages.dispute.step_forms import SessionForm, StepForm
from gridworker.ui.session import Session
from gridworker.ui.step import Step
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.composing import composing

_NEXT = {
    "clause": Words("存下，写下一条", "Save, next clause"),
    "registration": Words("存下，再登一件", "Save, register another"),
}
_NUMBERED = Words(
    "本机先编临时号，同步后由区里编正式号", "Numbered provisionally here, by the district after the sync"
)
_SAVED = Words("已保存：{what}", "Saved: {what}")
_TAKEN_BACK = Words("已撤销", "Taken back")
_FOUND_AGAIN = Words("上次没写完的内容还在，", "What you had begun is still here; ")
_GO_ON = Words("接着写就行。", "just go on.")
_FROM_NOTE = Words("已按随手记填好，", "Filled in from the note; ")
_FROM_PATROL = Words("已按巡查填好，", "Filled in from the patrol; ")
_LOOK_OVER = Words("核对后保存。", "look it over and save.")
_AFRESH = Words("重新开始", "Start afresh")
_LOOK = Words("查看", "Look")


class CaseSheet(QWidget):
    """One form over the case. `saved` carries the record, `left` says that nobody wants the form any more."""

    saved = Signal(str)
    left = Signal()
    looked = Signal(str)

    def __init__(self, session: Session, code: str, title: str, form: CaseForm, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.code, self.title, self.form = session, code, title, form
        self.case: Case | None = None
        self._busy = False
        again = session.said(_NEXT[code]) if code in _NEXT else ""
        self.frame = FormFrame(session, "handshake", Tone.PLUM, again)
        self.frame.delete.hide()
        self.frame.next.setVisible(bool(again))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)
        # Last: Qt dresses all that is in a form anew each time what it stands in gets a parent.
        self.frame.body.addWidget(form, 1)
        self.drafting = Drafting(session, "dispute", self, self._content)
        self._connect()

    def _connect(self) -> None:
        frame = self.frame
        self.session.barred_changed.connect(self._close_or_open)
        self.form.changed.connect(self.drafting.touch)
        self.drafting.kept.connect(self._on_kept)
        self.drafting.not_kept.connect(frame.show_not_kept)
        frame.finish.clicked.connect(self.save)
        frame.next.clicked.connect(self.save_and_next)
        frame.discard.clicked.connect(self._on_discard)
        frame.banner.acted.connect(self._on_banner)
        for key, does in (
            ("F9", self.save),
            ("Ctrl+Return", self.save_and_next),
            ("Ctrl+Enter", self.save_and_next),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def turn_into(self, code: str, title: str) -> None:
        """The same form for another step, before it begins: a registration to spare mends one that is on file."""
        self.code, self.title = code, title
        self.frame.next.setVisible(code in _NEXT)

    def begin(self, case: Case | None, draft: str = "") -> None:
        """Open the form on a case, or for a new one; what was typed and not saved is found again, `draft` first."""
        self.case = case
        self._wanted = draft
        self._fill()
        self.frame.say(
            self.title, str(case.seen.get("title") or "") if case else self.session.said(_NUMBERED)
        )
        self.frame.show_kept("")
        self._close_or_open()
        self.drafting.begin(record=case.id if case else None)
        self.session.background.bring(self._find_draft(), self)
        self.form.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _close_or_open(self) -> None:
        """Where nothing may be added the form can only be read, and says why."""
        barred = self.session.why_barred()
        self.form.setEnabled(not barred)
        why = barred or self.form.why_not()
        for button in (self.frame.finish, self.frame.next):
            button.bar(why)
        self.frame.warn(why)

    def _fill(self) -> None:
        if isinstance(self.form, RegistrationForm):
            self.form.mend(self.case) if self.case else self.form.begin()
        elif isinstance(self.form, StepForm) and self.case is not None:
            self.form.show_case(self.case)

    async def _find_draft(self) -> None:
        if (case := self.case) is not None and case.sync == "refused":
            returned = await read_returned(self.session, case.id)
            if case is self.case:
                show_returned(returned, self.frame, self.form)
                self.form.begin_at().setFocus(Qt.FocusReason.OtherFocusReason)
        wanted = (self.case.id if self.case else None, self._mark())
        cards = await self.session.run(list_drafts, "dispute")
        for card in sorted(cards, key=lambda card: card.id != self._wanted):
            if (card.record, card.content.get("_form")) == wanted and not self.drafting.is_dirty:
                self.drafting.begin(card.id, record=card.record)
                seen = card.content.get("_seen")
                if self.case is not None and isinstance(seen, dict):
                    # The old values are those that the author saw before the lid was closed.
                    self.case = self.case._replace(seen=seen)
                self.form.show_values(card.content, new=False)
                said = self.session.said
                if await self.session.run(came_of_note, card.id):
                    self.frame.warn(said(_FROM_NOTE), said(_LOOK_OVER))
                elif card.content.get("links"):
                    self.frame.warn(said(_FROM_PATROL), said(_LOOK_OVER))
                else:
                    self.frame.warn(said(_FOUND_AGAIN), said(_GO_ON), said(_AFRESH))
                return

    def _mark(self) -> str:
        """Which form a draft belongs to."""
        element = self.form.element if isinstance(self.form, ClauseForm | SessionForm) else ""
        return f"{self.code}/{element}" if element else self.code

    def _content(self) -> dict[str, Any]:
        content = {**self.form.values(), "_form": self._mark()}
        if self.case is not None:
            content |= {"title": content.get("title") or self.case.seen.get("title"), "_seen": self.case.seen}
        return content

    @Slot()
    def save(self) -> None:
        """Save and leave."""
        self._start(again=False)

    @Slot()
    def save_and_next(self) -> None:
        """Save and begin another of the same; where there is no other, save."""
        self._start(again=self.code in _NEXT)

    def _start(self, *, again: bool) -> None:
        if composing() or self._busy or not self.isVisible():
            return
        missing = self.form.missing()
        for labelled in self.form.fields.values():
            labelled.set_error("")
        for wrong in missing:
            wrong.field.set_error(wrong.sentence)
        if missing:
            missing[0].field.focus_field()
            return
        self._busy = True
        self.session.background.bring(self._save(again=again), self)

    async def _save(self, *, again: bool) -> None:
        record = ""
        try:
            draft = await self.drafting.settle()
            record, step = await self._written(draft)
        except InvalidRecord as trouble:
            self._show_invalid(trouble)
            return
        except Trouble as trouble:
            self.frame.warn(describe(trouble, self.session.language), tone=Tone.DANGER)
            return
        finally:
            self._busy = False
            if not record:
                self.drafting.touch()
                self.session.background.typed_ahead.drop()
        what = self.title if self.case else str(self.form.values().get("title") or self.title)
        self.session.said_done.emit(self.session.said(_SAVED, what=what), step)
        if not again:
            self.saved.emit(record)
            return
        case = await self.session.run(open_case, record) if self.case else None
        if isinstance(self.form, ClauseForm):
            self.form.element = ""
        self.begin(case)

    async def _written(self, draft: str) -> tuple[str, Step | None]:
        """Saves, and gives the record and how the save is taken back."""
        session = self.session
        if self.case is None and isinstance(self.form, RegistrationForm):
            changes = await session.run(add_record, "dispute", self.form.new_record(), draft=draft)
            session.tell(changes)
            record = changes.ids[0]
            return record, registration_step(session, record)
        assert self.case is not None
        written = self.form.changes()
        moved: Moved = await session.run(move, self.case.id, written, seen=self.case.seen, draft=draft)
        session.tell(moved.changes)
        step = CaseStep(session, self.case, written, moved.op).step if moved.op else None
        return self.case.id, step

    def _show_invalid(self, trouble: InvalidRecord) -> None:
        language = self.session.language
        for path, why in trouble.paths:
            labelled = self.form.field_of(path)
            if labelled is not None:
                labelled.set_error(reason(why, language))
                labelled.focus_field()
        trouble.facts.setdefault("kind", "dispute")
        self.frame.warn(describe(trouble, language), tone=Tone.DANGER)

    def check_others(self) -> None:
        """The case changed while it is open here: where it was somebody else, that is said, and nothing else."""
        if not self._busy:
            self.session.background.spawn(self._check_others(), self)

    async def _check_others(self) -> None:
        case = self.case
        if case is None:
            return
        try:
            now = await self.session.run(open_case, case.id)
        except PersonCanMend:
            return
        # A revision that brought nothing new is an own change that came back.
        if not changed_fields("dispute", case.seen, now.seen):
            return
        if isinstance(self.form, StepForm) and self.form.FOLLOWS:
            self.case = now
            self.form.show_case(now)
            self._close_or_open()
            return
        self.frame.banner.setProperty("look", True)
        since, look = int(case.seen.get("_rev") or 0), self.session.said(_LOOK)
        await tell_others(self.session, self.frame, CHANGED, case.id, since, look)

    @Slot(object)
    def _on_kept(self, at: int) -> None:
        wall = local(at, self.session.profile.clock.tz(at))
        self.frame.show_kept(f"{wall:%H:%M:%S}")

    @Slot()
    def _on_discard(self) -> None:
        self.session.background.bring(self._discard(), self)

    async def _discard(self) -> None:
        await self.drafting.drop()
        self.left.emit()

    @Slot()
    def _on_banner(self) -> None:
        if self.frame.banner.property("look"):
            self.frame.banner.setProperty("look", False)
            self.looked.emit(self.case.id if self.case else "")
            return
        self.session.background.bring(self._afresh(), self)

    async def _afresh(self) -> None:
        await self.drafting.drop()
        case = await self.session.run(open_case, self.case.id) if self.case else None
        self.begin(case)


class CaseStep:
    """One step of a case, taken back by its op and taken once more from the state that its author saw."""

    def __init__(self, session: Session, case: Case, changes: Mapping[str, Any], op: str) -> None:
        self._session, self._case, self._changes, self._op = session, case, dict(changes), op
        self.step = Step(self._back, self._again)

    async def _back(self) -> None:
        session = self._session
        # What is on its way is not called back: it would be told as undone, and come again with the next pull.
        await session.sync_over()
        session.tell(await session.run(take_back, self._case.id, self._op))

    async def _again(self) -> None:
        moved: Moved = await self._session.run(move, self._case.id, self._changes, seen=self._case.seen)
        self._op = moved.op
        self._session.tell(moved.changes)


def registration_step(session: Session, record: str) -> Step:
    """A new dispute is taken back by hiding it."""

    deletion = Deletion(session, record, UNSEEN, session.said(_TAKEN_BACK))
    return Step(deletion.make, deletion.take_back)
