"""A page of a list and a form: what is open in it, a record, a draft or nothing yet."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from gridworker.domain.kinds import KINDS
from gridworker.domain.titles import place_text, title_of
from gridworker.environment.language import Words
from gridworker.operations.drafts import DraftCard, list_drafts
from gridworker.operations.listing import Listed
from gridworker.operations.recent import record_in
from gridworker.operations.records import show_record
from gridworker.ui.forms.drafting import Drafting
from gridworker.ui.forms.focus import bring_focus
from gridworker.ui.forms.form_frame import FormFrame
from gridworker.ui.forms.form_keys import FORM_KEYS
from gridworker.ui.forms.list_pane import ListPane
from gridworker.ui.forms.moments import local
from gridworker.ui.forms.page_time import PageTime
from gridworker.ui.forms.record_form import RecordForm
from gridworker.ui.forms.record_list import RecordList, Row
from gridworker.ui.forms.returned import read_returned, show_returned
from gridworker.ui.forms.taking_out import SEALED, TAKE_OUT
from gridworker.ui.forms.turns import Turns
from gridworker.ui.pages.page import KeyHelp, Page
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import PAGE_BOTTOM, PAGE_SIDE, PAGE_TOP, SPACE_16
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.drawing import STATES, StateLook

FOLDED_BELOW, NEW = 1000, "new"

_GONE = Words("已删除", "Deleted")
_AUTOSAVED = Words("已自动保存 {time}", "Kept by itself {time}")
_EDITING = Words("编辑中", "Open")
_OPEN_LOOK = StateLook("edit", True, Tone.WARN)
_GONE_LOOK = StateLook("delete", False, Tone.NEUTRAL)
_UNNAMED = Words("（未填）", "(blank)")
_BY = Words("{name} · {when}记录", "{name} · recorded: {when}")


class OpenForm(Turns, PageTime, Page):
    """Subclasses give the kind, its form and its words, and fill `pane` in `reload`; they inherit from `FormPage`."""

    KIND: ClassVar[str]
    NEW_TITLE: ClassVar[Words]
    KEYS: ClassVar[tuple[KeyHelp, ...]] = FORM_KEYS

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setProperty("ground", "page")
        self.grid = ""
        self.record, self.seen = "", dict[str, Any]()
        self.others: dict[str, Any] | None = None
        self.touched = self.entered = self.folded = self.alone = False
        self.model = RecordList(session, self.KIND, self.row_of, self._gone_row, self)
        self.frame = self.make_frame()
        self.pane = self.make_pane()
        self.drafting = Drafting(session, self.KIND, self.frame, self.content)
        session.barred_changed.connect(self._on_barred)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(PAGE_SIDE, PAGE_TOP, PAGE_SIDE, PAGE_BOTTOM)
        whole.setSpacing(SPACE_16)
        whole.addWidget(self.pane)
        whole.addWidget(self.frame, 1)
        # Where it will stand, and last: Qt dresses all that is in a form anew each time it or what it is in moves.
        self.form = self.make_form(self.frame.inside)
        self.frame.body.addWidget(self.form)

    def make_form(self, parent: QWidget) -> RecordForm:
        """The form of this kind, where it will stand."""
        raise NotImplementedError

    def make_frame(self) -> FormFrame:
        """The card around it."""
        raise NotImplementedError

    def make_pane(self) -> ListPane:
        """The list beside it."""
        raise NotImplementedError

    def row_of(self, listed: Listed) -> Row:
        """How a record stands in the list."""
        raise NotImplementedError

    async def reload(self) -> None:
        """Reads the list anew."""
        raise NotImplementedError

    async def recount(self) -> None:
        """Renews the counts in the words of the scopes."""

    async def first_values(self) -> dict[str, Any]:
        """What a new record begins with."""
        raise NotImplementedError

    async def after_save(self, record: str, *, then_next: bool) -> None:
        """What is shown when a record was saved."""
        raise NotImplementedError

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Starts a coroutine of this page."""
        self.session.background.spawn(work, self)

    # Coming and going.

    def enter(self, record: str = "") -> None:
        if record or not self.entered:
            self.bring(self._enter(record, self._is_fresh))
        else:
            self.start(self.ask())

    async def _enter(self, record: str, was_fresh: bool) -> None:
        first, self.entered = not self.entered, True
        if record == NEW and not (was_fresh and self.touched):
            await self.begin()
        elif record not in ("", NEW):
            await self.open(record)
            bring_focus(self, self.form.first_field(), left=self.pane.view)
        elif first:
            await self.begin_or_resume()
        # The keys do not wait for the list.
        self.start(self.ask())

    async def compare(self) -> None:
        """Looks whether somebody else changed what is open."""

    def content(self) -> dict[str, Any]:
        """What the draft keeps: the fields, and of an existing record what its author saw."""
        return {**self.form.values(), **({"_seen": self.seen} if self.record else {})}

    @Slot(object)
    def show_kept(self, moment: int) -> None:
        """When the draft was written."""
        time = f"{local(moment, self.tz):%H:%M:%S}"
        self.frame.show_kept(time)
        self.session.status.emit(self.session.said(_AUTOSAVED, time=time[:5]))
        if self.model.place_of(self.open_row) >= 0 and self.drafting.is_kept:
            self.model.put_draft(self.draft_row(self._card(moment)))
        elif self.pane.scope != "recent":
            self.start(self.ask())

    def _card(self, moment: int) -> DraftCard:
        content = self.content()
        title = self.title_of(content)
        return DraftCard(self.drafting.id, self.KIND, self.record or None, title, moment, content)

    @property
    def open_row(self) -> str:
        """The id of the row that shows what is open."""
        return self.record or self.drafting.id

    def is_reading(self) -> bool:
        return self._lists > 0 or super().is_reading()

    async def ask(self) -> None:
        """Reads the list anew and marks what is open in it."""
        with self._listing():
            await self.reload()
        # Whoever moves in the list while it is counted stays where they are.
        if not (self.pane.view.hasFocus() and self.pane.view.currentIndex().isValid()):
            self.pane.mark(self.open_row)

    async def begin_or_resume(self) -> None:
        """Opens what was being written when the program ended, else a new record."""
        unfinished = await self.session.run(list_drafts, self.KIND)
        if unfinished:
            await self._open_draft(unfinished[0])
        else:
            await self.begin()

    def go_back(self) -> bool:
        if self.folded and self.frame.isVisible():
            self.show_list()
            return True
        if self._in_form() and self.model.rowCount():
            self.drafting.write()
            self.pane.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False

    def _in_form(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.frame.isAncestorOf(focused)

    def filter_box(self) -> QWidget | None:
        if self.folded:
            self.show_list()
        return self.pane.box

    def at_hand(self) -> str:
        row = self.model.row(self.pane.view.currentIndex()) if self.pane.view.hasFocus() else None
        return self.record if row is None or row.draft else record_in(row.id)

    async def begin(self) -> bool:
        """A new record; False where somebody types already, or opened something else meanwhile."""
        fresh, turn = self._is_fresh, self._take_turn()
        if not self.drafting.id:
            self.drafting.begin()
        values = await self.first_values()
        if turn != self._turn or (fresh and self.touched):
            return False
        if not fresh:
            # Not before: what is typed until here is of what stood there, and is kept with it.
            self.drafting.begin()
        self._set_open("", {}, values, new=True)
        self.frame.show_kept("")
        self.form.first_field().setFocus(Qt.FocusReason.ShortcutFocusReason)
        # Not waited for: whoever begins it with more values shows them before the next key.
        self.start(self.rest_drafts())
        return True

    @property
    def _is_fresh(self) -> bool:
        """Whether an empty new form stands open: who types in it, while a new one is begun, types in the new one."""
        return bool(self.drafting.id) and not (self.record or self.touched or self._saving)

    async def open(self, record: str) -> None:
        """A record, with what was being changed in it; or the draft with this id. One being typed in stays."""
        turn = self._take_turn()
        drafts = await self.session.run(list_drafts, self.KIND)
        draft = next((draft for draft in drafts if record in (draft.id, draft.record)), None)
        body = await self.read_record(record) if draft is None else {}
        returned = await read_returned(self.session, record) if body.get("_sync") == "refused" else None
        if turn != self._turn:
            return
        if self.touched and record in (self.record, self.drafting.id):
            self._unfold()
            bring_focus(self, self.form.first_field())
            return
        if draft is not None:
            await self._open_draft(draft)
            return
        self.drafting.begin(record=record)
        self._set_open(record, body, body, new=False)
        self.session.note_opened(record)
        self.frame.show_kept("")
        show_returned(returned, self.frame, self.form)
        bring_focus(self, self.form.begin_at() if self.form.isEnabled() else self.frame.history)
        self.start(self.rest_drafts())

    async def read_record(self, record: str) -> dict[str, Any]:
        """The record as it is now; whoever shows it in full leaves the trace that this must leave."""
        return await self.session.run(show_record, record)

    async def _open_draft(self, draft: DraftCard) -> None:
        seen, turn = draft.content.get("_seen") or {}, self._take_turn()
        returned = await read_returned(self.session, draft.record)
        if not draft.record:
            await self.first_values()
        if turn != self._turn:
            return
        self.drafting.begin(draft.id, record=draft.record)
        values = {name: value for name, value in draft.content.items() if not name.startswith("_")}
        self._set_open(draft.record or "", seen, {**seen, **values}, new=not draft.record)
        self.touched = True
        show_returned(returned, self.frame, self.form)
        self.show_kept(draft.saved_at)
        if not draft.record:
            self.form.first_field().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            await self.compare()
        await self.rest_drafts()

    def _set_open(self, record: str, seen: dict[str, Any], values: Mapping[str, Any], *, new: bool) -> None:
        self.record, self.seen, self.others, self.touched = record, seen, None, False
        self._note_shown()
        self.form.show_values(values, new=new)
        self._close_or_open(record, seen)
        self.head(values)
        self.frame.scroll_area.verticalScrollBar().setValue(0)
        self._unfold()

    def _unfold(self) -> None:
        """Folded: the form in place of the list."""
        if self.folded:
            self.pane.setVisible(False)
            self.frame.setVisible(True)

    def _close_or_open(self, record: str, seen: Mapping[str, Any]) -> None:
        """A sealed record can only be read, and so can all of them where nothing may be added; the form says why."""
        sealed = self.session.said(SEALED) if seen.get("_sync") == "quarantine" else ""
        why = self.session.why_barred() or sealed
        self.form.setEnabled(not why)
        for button in (self.frame.finish, self.frame.next):
            button.bar(why)
        self.frame.delete.setVisible(bool(record) and not why)
        self.frame.history.setVisible(bool(record))
        self.frame.pin.set_record(record)
        self.frame.warn(why, action=self.session.said(TAKE_OUT) if sealed else "")

    @Slot()
    def _on_barred(self) -> None:
        self._close_or_open(self.record, self.seen)

    def head(self, values: Mapping[str, Any]) -> None:
        """The title of what is open."""
        if not self.record:
            by = (self.session.profile.identity.name, self.grid)
            self.frame.say(self.session.said(self.NEW_TITLE), " · ".join(filter(None, by)))
            return
        name = str(self.seen.get("created_by_name") or self.seen.get("created_by") or "")
        title = self.title_of(values) or self.session.labels.kind(self.KIND)
        when = self.when(int(self.seen.get("created_at") or 0))
        self.frame.say(title, self.session.said(_BY, name=name, when=when))

    def title_of(self, values: Mapping[str, Any]) -> str:
        """What a record is called above the form."""
        return title_of(KINDS[self.KIND], dict(values))

    @staticmethod
    def place_of(values: Mapping[str, Any]) -> str:
        """The place of a record in words."""
        place = values.get("place")
        return place_text(place) if isinstance(place, dict) else ""

    def record_about(self) -> tuple[str, str]:
        """The page and the id of what the open record is about: who was visited, which place was patrolled."""
        values = {**self.seen, **self.form.values()}
        return "registry", str(values.get("target_id") or values.get("place_id") or "")

    def remark_of(self, _values: Mapping[str, Any]) -> str:
        """The quiet line of a draft in the list."""
        return self.session.labels.kind(self.KIND)

    async def rest_drafts(self) -> None:
        """Drafts in the list that were open are drafts again."""
        for draft in await self.session.run(list_drafts, self.KIND):
            if self.model.place_of(draft.record or draft.id) >= 0:
                self.model.put_draft(self.draft_row(draft))

    # The list.

    def draft_row(self, draft: DraftCard) -> Row:
        """How a draft stands in the list."""
        title = self.title_of(draft.content) or self.session.said(_UNNAMED)
        word = self.session.labels.word("sync_states", "draft")
        if draft.id == self.drafting.id:
            return self._open_row(draft, title)
        return Row(
            draft.record or draft.id,
            draft.saved_at,
            title,
            self.remark_of(draft.content),
            self.short_when(draft.saved_at),
            STATES["draft"],
            word,
            draft=True,
        )

    def _open_row(self, draft: DraftCard, title: str) -> Row:
        """The draft that is open now."""
        remark, when = self.remark_of(draft.content), self.short_when(draft.saved_at)
        id_ = draft.record or draft.id
        word = self.session.said(_EDITING)
        return Row(id_, draft.saved_at, title, remark, when, _OPEN_LOOK, word, draft=True)

    def _gone_row(self, row: Row) -> Row:
        return row._replace(look=_GONE_LOOK, word=self.session.said(_GONE), tag=None, vanished=True)

    @Slot()
    def show_list(self) -> None:
        """Folded: the list in place of the form."""
        self.drafting.write()
        self.frame.setVisible(not self.folded)
        self.pane.setVisible(True)
        self.pane.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "frame"):
            self._fold()

    def _fold(self) -> None:
        folded = self.alone or self.width() / self.theme.scale < FOLDED_BELOW
        self.pane.set_folded(folded)
        self.frame.to_list.setVisible(folded)
        if folded != self.folded:
            self.folded = folded
            self.pane.setVisible(not folded)
            self.frame.setVisible(True)
