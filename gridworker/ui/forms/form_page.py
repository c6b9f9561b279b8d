"""A page of a list and a form: the keys, the draft, the save and its undo, and what others did meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gridworker.domain.errors import PersonCanMend, Trouble
from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import mask_numbers
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED, SEMICOLON
from gridworker.environment.wording import describe
from gridworker.operations.changes import Changes
from gridworker.operations.history import Change
from gridworker.operations.records import add_record, edit_record
from gridworker.ui.forms.change_step import Deletion, change_step, old_values
from gridworker.ui.forms.days import reading
from gridworker.ui.forms.draft_steps import discarded_step, new_record_step
from gridworker.ui.forms.export_sheet import EXPORT_KEY, ask_export
from gridworker.ui.forms.history_sheet import ChangesSheet, past_of
from gridworker.ui.forms.open_form import OpenForm
from gridworker.ui.forms.others import CHANGED, DELETED, changed_fields, tell_others
from gridworker.ui.forms.record_list import Row
from gridworker.ui.forms.taking_out import export_record_to
from gridworker.ui.session import Session
from gridworker.ui.step import Step
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.composing import composing

_SAVED = Words("已保存：{title}", "Saved: {title}")
_CHANGED = Words("已修改：{title}", "Changed: {title}")
_DELETED = Words("已删除：{title}", "Deleted: {title}")
_PUT_BACK = Words("已恢复“{field}”的旧值", '"{field}" is as it was')
_DISCARDED = Words("草稿已放弃", "Draft discarded")
_NOT_SAVED = Words("还没有保存。", "Not saved yet.")
_LOOK = Words("查看", "Look")
_THEIRS = Words("对方现在的内容：", "It now says:")
_NAMED = Words("{name}“{value}”", '{name} "{value}"')


class FormPage(OpenForm):
    """What pages of a list and a form inherit."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._connect()

    def _connect(self) -> None:
        self.form.changed.connect(self._on_touched)
        self.drafting.kept.connect(self.show_kept)
        self.drafting.not_kept.connect(self.frame.show_not_kept)
        self.pane.saved.listen(self)
        self.pane.asked.connect(self._on_asked)
        self.pane.export_asked.connect(self._on_export)
        self.pane.opened.connect(self._on_opened)
        self.pane.entered.connect(self._on_entered)
        self.frame.finish.clicked.connect(self.finish)
        self.frame.next.clicked.connect(self.save_and_next)
        self.frame.discard.clicked.connect(self._on_discard)
        self.frame.delete.clicked.connect(self._on_delete)
        self.frame.history.clicked.connect(self._on_history)
        self.frame.list_asked.connect(self.show_list)
        self.frame.banner.acted.connect(self._on_look)
        self.session.changed.connect(self._on_changed)
        for key, does in (
            ("F9", self.finish),
            ("Ctrl+Return", self.save_and_next),
            ("Ctrl+Enter", self.save_and_next),
            ("Ctrl+Del", self._on_delete),
            ("Ctrl+H", self._on_history),
            ("F4", self.go_about),
            (EXPORT_KEY, self._on_export),
        ):
            self._key(key, does)

    def _key(self, key: str, does: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(_unless_composing, does))

    def _set_open(self, record: str, seen: dict[str, Any], values: Mapping[str, Any], *, new: bool) -> None:
        super()._set_open(record, seen, values, new=new)
        self._begun = values.get("at") if new else None

    def _begin_now(self) -> None:
        """What is written in the morning is not of last night, when the form was opened."""
        if isinstance(self._begun, int) and not self.touched:
            self.form.begin_now(self._begun, self.now)
        self._begun = None

    @Slot()
    def _on_touched(self) -> None:
        self._begin_now()
        self.touched = True
        self.drafting.touch()

    @Slot()
    def _on_asked(self) -> None:
        self.start(self.ask())

    @Slot(object)
    def _on_opened(self, row: Row) -> None:
        if row.id != self.open_row:
            self.bring(self.open(row.id))

    @Slot()
    def _on_entered(self) -> None:
        self.form.first_field().setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def go_about(self) -> None:
        """Goes to the record that the open one is about, if it names one."""
        where, about = self.record_about()
        if about:
            self.session.go(where, about)

    @Slot()
    def _on_export(self) -> None:
        self.start(self._export())

    async def _export(self) -> None:
        await ask_export(self.session, self.KIND, self, await self.listed_ids() or None)

    async def listed_ids(self) -> Sequence[str]:
        """The records that the list has now, under its filter; empty where it shows something else."""
        return await self.model.ids()

    # Saving.

    @Slot()
    def finish(self) -> None:
        """Saves and shows what was saved."""
        self._save(then_next=False)

    @Slot()
    def save_and_next(self) -> None:
        """Saves and begins the next record."""
        self._save(then_next=True)

    def _save(self, *, then_next: bool) -> None:
        if self._saving or not self.frame.finish.isEnabled():
            return
        if not self.form.is_complete():
            return
        self._begin_now()
        self._saving = True
        self.bring(self._save_now(then_next=then_next))

    async def _save_now(self, *, then_next: bool) -> None:
        turn, shown = self._turn, self._shown
        try:
            record = await self._write()
            if record and turn == self._turn:
                await self.after_save(record, then_next=then_next)
            elif record:
                await self.ask()
        finally:
            if shown == self._shown:
                self._saving = False

    async def _write(self) -> str:
        """Saves what stands in the form; "" where that could not be done, which it says."""
        values, record = self.form.values(), ""
        try:
            record = await self._edit(values) if self.record else await self._add(values)
        except Trouble as trouble:
            said = describe(trouble, self.session.language)
            self.frame.warn(self.session.said(_NOT_SAVED), said, tone=Tone.DANGER)
            self.session.background.typed_ahead.drop()
        finally:
            if not record:
                self.drafting.touch()
        return record

    async def _add(self, values: Mapping[str, Any]) -> str:
        draft = await self.drafting.settle()
        changes = await self.session.run(add_record, self.KIND, values, draft=draft)
        record = changes.ids[0]
        await self._forget(draft)
        self.session.tell(changes)
        self._say_done(_SAVED, values, new_record_step(self, record, dict(self.content())))
        return record

    async def _edit(self, values: Mapping[str, Any]) -> str:
        record, seen = self.record, self.seen
        draft = await self.drafting.settle()
        edited = await self.session.run(edit_record, record, values, seen=seen, draft=draft)
        await self._forget(draft)
        if edited.changed:
            old = old_values(KINDS[self.KIND], seen, edited)
            self._say_done(_CHANGED, values, change_step(self.session, edited, old, self.open))
        self.session.tell(edited.changes)
        return record

    async def _forget(self, draft: str) -> None:
        if draft == self.drafting.id:
            self.touched = self.drafting.is_kept = False
            self.drafting.begin(record=self.record or None)
        at = self.model.place_of(draft)
        if at >= 0:
            await self.reload()

    def _say_done(self, words: Words, values: Mapping[str, Any], step: Step) -> None:
        title = self.title_of(values)
        self.session.said_done.emit(self.session.said(words, title=title), step)

    # Deleting and discarding.

    @Slot()
    def _on_delete(self) -> None:
        if self.record and self.frame.finish.isEnabled():
            self.bring(self._delete(self.record))

    async def _delete(self, record: str) -> None:
        seen = dict(self.seen)
        await self.drafting.drop()
        self.touched = False
        deletion = Deletion(self.session, record, seen)
        await self.hide_record(deletion)
        step = Step(partial(self.bring_back, deletion), partial(self.hide_record, deletion))
        self._say_done(_DELETED, seen, step)

    async def hide_record(self, deletion: Deletion) -> None:
        """Deletes a record, and goes on with a new one where it was open."""
        await deletion.make()
        if self.record == deletion.record:
            await self.begin()

    async def bring_back(self, deletion: Deletion) -> None:
        """Shows a deleted record again, and opens it."""
        await deletion.take_back()
        await self.open(deletion.record)

    @Slot()
    def _on_history(self) -> None:
        if self.record:
            self.start(self._show_history(self.record))

    async def _show_history(self, record: str) -> None:
        past = await past_of(self.session, self.KIND, self.seen)
        closed = not self.frame.finish.isEnabled()
        sheet = ChangesSheet(self.session, self.KIND, past, self, closed=closed)
        sheet.put_back.connect(partial(self._restore, record))
        sheet.open()

    def _restore(self, record: str, change: Change) -> None:
        """Puts an old value back, which is a change like any other."""

        async def work() -> None:
            edited = await self.session.run(edit_record, record, {change.path: change.old})
            said = self.session.said(_PUT_BACK, field=self.session.labels.path(self.KIND, change.path))
            step = change_step(self.session, edited, {change.path: change.new}, self.open)
            self.session.said_done.emit(said, step)
            self.session.tell(edited.changes)
            await self.open(record)

        self.start(work())

    @Slot()
    def _on_discard(self) -> None:
        self.bring(self._discard())

    async def _discard(self) -> None:
        record, content = self.record, dict(self.content())
        await self.drafting.drop()
        await self.leave_draft(record)
        self.session.said_done.emit(self.session.said(_DISCARDED), discarded_step(self, record, content))

    async def leave_draft(self, record: str) -> None:
        """Behind a draft that went: the record it was of, else a new one."""
        self.touched = False
        if record:
            await self.open(record)
        else:
            await self.begin()
        await self.ask()

    # What others did meanwhile.

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        records = changes.records.get(self.KIND)
        if records and self.entered:
            self.start(self._follow(records))

    async def _follow(self, records: frozenset[str]) -> None:
        if self.model.is_chosen:
            await self.ask()
        else:
            await self.model.refresh(records)
            self.pane.show_list()
            await self.recount()
        if self.record in records and not self._saving:
            await self.compare()

    async def compare(self) -> None:
        """An untouched form shows the new state; one that was touched is told and keeps what it has."""
        record = self.record
        try:
            body = await self.read_record(record)
        except PersonCanMend:
            body = {"_deleted": True}
        if record != self.record:
            return
        since = int(self.seen.get("_rev") or 0)
        if body.get("_deleted"):
            await tell_others(self.session, self.frame, DELETED, record, since)
        elif not self.touched:
            await self.open(record)
        elif differing := changed_fields(self.KIND, self.seen, body):
            self.others = {name: body.get(name) for name in differing}
            look = self.session.said(_LOOK)
            await tell_others(self.session, self.frame, CHANGED, record, since, look)

    @Slot()
    def _on_look(self) -> None:
        """Says what the record now holds where it is not what the author saw; one that is sealed is exported."""
        if self.seen.get("_sync") == "quarantine":
            self.start(export_record_to(self.session, self.record, self.title_of(self.seen), self))
            return
        said, named = self.session.said, self.session.labels
        theirs = [
            said(_NAMED, name=named.field(self.KIND, name), value=self._told(name, value))
            for name, value in (self.others or {}).items()
        ]
        self.frame.warn(said(_THEIRS), said(SEMICOLON).join(theirs))

    def _told(self, name: str, value: Any) -> str:
        text = reading(self.session, self.KIND).text(name, KINDS[self.KIND].fields[name], value)
        return mask_numbers(text).replace("\n", self.session.said(LISTED)) or "—"


def _unless_composing(does: Callable[[], None]) -> None:
    if not composing():
        does()
