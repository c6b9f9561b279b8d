"""One kind of the registry: its list, its form, its card; numbers are covered until somebody says what for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from gridworker.domain.tags import in_force
from gridworker.domain.titles import place_text
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.operations.changes import Changes
from gridworker.operations.drafts import list_drafts
from gridworker.operations.duplicates import Likeness, find_duplicates
from gridworker.operations.earlier import own_grid
from gridworker.operations.listing import Listed
from gridworker.operations.merging import late_of, merge, take_apart, take_over_late
from gridworker.operations.registry import REGISTRY_KINDS, WORK_KINDS, Card, open_card, reveal
from gridworker.operations.visits import CALL_ON
from gridworker.ui.forms.form_frame import FormFrame
from gridworker.ui.forms.form_keys import FORM_KEYS
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.forms.record_list import Row
from gridworker.ui.pages.page import KeyHelp
from gridworker.ui.pages.registry.as_table import AsTable
from gridworker.ui.pages.registry.aside import Act, Aside
from gridworker.ui.pages.registry.forms import RegistryForm
from gridworker.ui.pages.registry.sheets import DuplicateSheet, PickSheet
from gridworker.ui.session import Session
from gridworker.ui.step import Step
from gridworker.ui.theme.measures import SPACE_16
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.drawing import STATES
from gridworker.ui.widgets.two_lines import TwoLines

_NEXT = Words("保存，再登一份", "Save, next one")
_NO_HIT = Words("没有找到", "Nothing found")
_OTHER_WORDS = Words("换几个字，或按 Esc 清除。", "Try other words, or clear with Esc.")
_NOTHING = Words("这里还没有档案", "Nothing here yet")
_FILL_IN = Words("在右边填好，按 F9 完成。", "Fill it in at the right; F9 finishes.")
_VISIT = Words("记一次走访", "Record a visit")
_REVEAL = Words("显示完整号码", "Show in full")
_SHOW = Words("显示", "Show")
_REASONS = (
    Words("联系本人", "To call them"),
    Words("核对身份", "To check identity"),
    Words("上门走访", "To visit"),
)
_MERGE = Words("并入另一份档案", "Merge into another")
_LATE = Words("补上合并后写的内容", "Take over what came later")
_TAKEN_OVER = Words("已补上", "Taken over")
LATE_KEY = "Alt+T"
_MERGE_WITH = Words("并入哪一份", "Merge into which one")
_MERGED = Words("已合并", "Merged")
_APART = Words("您要找的档案已并入这一份。", "What you asked for was merged into this one.")
_LATE_HERE = Words(
    "合并后写的内容还在，按 Alt+T 补到这一份。", "What was written since is kept: Alt+T takes it over."
)
_GONE_INTO = Words(
    "这份档案刚被并入“{name}”。您的改动仍会保留：存下以后按 Alt+T 补到那一份。",
    'This record was merged into "{name}". Your changes stay: save, then Alt+T takes them over.',
)
_MERGED_ROW = Words("已并入其他档案", "Merged into another")
_WATCHED = Words("关注", "Care")
_VIA = Words("相同：{fields}", "Same: {fields}")


class RegistryView(AsTable):
    """Subclasses give the kind, its form and what may be done beside saving; ids go out by `session.go`."""

    KEYS: ClassVar[tuple[KeyHelp, ...]] = (
        *(key for key in FORM_KEYS if key.key not in ("F2", "F4", "Alt+I")),
        KeyHelp("F4", Words("打开最近的相关记录", "Open the latest record that names it")),
        KeyHelp("F3", Words("走访打开的这一户", "Call on whoever is open")),
        KeyHelp("F6", Words("说明理由，显示完整号码", "Show numbers in full, for a reason")),
        KeyHelp("F7", Words("并入另一份档案", "Merge into another")),
        KeyHelp("Alt+T", Words("补上合并后写的内容", "Take over what came later")),
    )
    FORM: ClassVar[type[RegistryForm]]

    form: RegistryForm

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.card: Card | None = None
        self.late: dict[str, Any] = {}
        self._accepted = False
        super().__init__(session, parent)
        self.aside = Aside(session)
        self.aside.wanted.connect(self._on_wanted)
        inside = QHBoxLayout()
        inside.setSpacing(SPACE_16)
        self.frame.body.removeWidget(self.form)
        inside.addWidget(self.form, 1)
        inside.addWidget(self.aside)
        self.frame.body.addLayout(inside)
        for act in self.acts():
            shortcut = QShortcut(QKeySequence(act.key), self)
            shortcut.setWhatsThis(act.word)
            shortcut.activated.connect(partial(self._do, act.key))

    def make_form(self, parent: QWidget) -> RegistryForm:
        return self.FORM(self.session, parent)

    def make_frame(self) -> FormFrame:
        return FormFrame(self.session, self.ICON, Tone.PRIMARY, self.session.said(_NEXT))

    def acts(self) -> list[Act]:
        """What may be done with the open record, beside changing it."""
        said = self.session.said
        call = [Act(said(_VISIT), "F3", "building_home", self._on_visit)] if self.KIND != "place" else []
        return [
            *call,
            Act(said(_REVEAL), "F6", "eye", self.on_reveal),
            Act(said(_MERGE), "F7", "branch_compare", self._on_merge),
            Act(said(_LATE), LATE_KEY, "add", self._on_late),
        ]

    def _do(self, key: str) -> None:
        if self.card is None or composing():
            return
        for act in self.shown_acts():
            if act.key == key:
                act.does()
                return

    def shown_acts(self) -> list[Act]:
        """The acts that fit the open record; those that write are not there where nothing may be written."""
        there = [act for act in self.acts() if act.key != LATE_KEY or self.late]
        return [act for act in there if act.key == "F6" or not self.session.barred]

    # The list.

    def row_of(self, listed: Listed) -> Row:
        body, named = listed.body, self.session.labels
        title = str(body.get("name") or "") or listed.place
        merged = bool(body.get("merged_into"))
        rests = listed.state == "synced"  # as nearly all are: the room is the address's
        return Row(
            listed.id,
            listed.number,
            title,
            self.session.said(_MERGED_ROW) if merged else self.about(listed),
            "",
            None if rests else STATES[listed.state],
            "" if rests else named.word("sync_states", listed.state),
            tag=(self.session.said(_WATCHED), Tone.WARN) if in_force(body, self.form.today) else None,
            avatar=(title, Tone.PRIMARY) if title else None,
            cells=self.cells(listed),
        )

    def about(self, listed: Listed) -> str:
        """The quiet line of a row."""
        return listed.place if listed.body.get("name") else ""

    async def reload(self) -> None:
        scope, text = self.pane.scope, self.pane.text
        if scope == "drafts":
            self.model.show_rows(
                [self.draft_row(draft) for draft in await self.session.run(list_drafts, self.KIND)]
            )
        else:
            await self.show_scope(scope, text)
        said = self.session.said
        if text:
            self.pane.show_empty(said(_NO_HIT), said(_OTHER_WORDS))
        else:
            self.pane.show_empty(said(_NOTHING), said(_FILL_IN))

    async def show_scope(self, scope: str, text: str) -> None:
        """Reads the rows of a scope other than the drafts."""
        assert scope
        await self.model.load(0, text)

    # The form and its card.

    async def first_values(self) -> dict[str, Any]:
        grid = await self.session.background.run(self.session.profile.read, own_grid)
        self.grid = grid.name
        self.form.set_region(grid.code)
        return {}

    async def begin(self) -> bool:
        self.card = None
        shown = await super().begin()
        self._show_card()
        return shown

    async def begin_with(self, values: Mapping[str, Any]) -> None:
        """A new record that begins with these values."""
        if await self.begin():
            self.form.show_values(values, new=True)
            self.form.first_field().setFocus()

    async def read_record(self, record: str) -> dict[str, Any]:
        # Covered on the form: reading it reveals nothing.
        return (await self.session.run(open_card, record)).seen

    async def open(self, record: str) -> None:
        drafts = {draft.id for draft in await self.session.run(list_drafts, self.KIND)}
        there = record if record in drafts else (await self.session.run(open_card, record)).id
        self.aside.revealed = False
        self.card = None
        await super().open(there)
        await self._renew_card()
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.form.first_field().setFocus(Qt.FocusReason.OtherFocusReason)
        if there != record:
            said = self.session.said
            self.frame.warn(said(_APART), said(_LATE_HERE) if self.late else "")

    async def compare(self) -> None:
        card = await self.session.run(open_card, self.record) if self.touched and self.record else None
        if card is not None and card.id != self.record:
            self.frame.warn(self.session.said(_GONE_INTO, name=self.title_of(card.seen)))
        else:
            await super().compare()

    async def _renew_card(self) -> None:
        """Reads anew what stands beside the form, which stays as it is."""
        record = self.record
        card = await self.session.run(open_card, record) if record else None
        late = await self.session.run(late_of, card.id) if card else {}
        if record == self.record:
            self.card, self.late = card, late
            self._show_card()

    def _show_card(self) -> None:
        if hasattr(self, "aside"):
            self.aside.show_card(self.card, self.shown_acts() if self.card else ())

    def head(self, values: Mapping[str, Any]) -> None:
        super().head(values)
        name = str(values.get("name") or "") if self.KIND == "person" else ""
        self.frame.show_person(name, Tone.PRIMARY)

    def record_about(self) -> tuple[str, str]:
        linked = self.card.linked[:1] if self.card else ()
        return (linked[0].kind, linked[0].id) if linked else ("", "")

    def title_of(self, values: Mapping[str, Any]) -> str:
        place = values.get("place")
        return str(values.get("name") or "") or (place_text(place) if isinstance(place, dict) else "")

    async def after_save(self, record: str, *, then_next: bool) -> None:
        await self.reload()
        if then_next:
            await self.begin()
            self.pane.mark("")
        else:
            await self.open(record)
            self.pane.mark(record)

    @Slot(str)
    def _on_wanted(self, record: str) -> None:
        links = {link.id: link.kind for link in self.card.linked} if self.card else {}
        links |= dict.fromkeys((need.key for need in self.card.needs), "visit") if self.card else {}
        self.session.go(links.get(record, "registry"), record)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        super()._on_changed(changes)
        if self.card is not None and any(
            changes.records.get(kind) for kind in (*WORK_KINDS, *REGISTRY_KINDS)
        ):
            self.start(self._renew_card())

    # Saving: asked first whether it is on file.

    def _save(self, *, then_next: bool) -> None:
        if self._saving or not self.frame.finish.isEnabled() or not self.form.is_complete():
            return
        self._saving = True
        self.bring(self._ask_and_save(then_next=then_next))

    async def _ask_and_save(self, *, then_next: bool) -> None:
        values, accepted, self._accepted = self.form.values(), self._accepted, False
        found: Sequence[Likeness] = ()
        try:
            if not accepted and self._is_new(values):
                found = await self.session.run(find_duplicates, self.KIND, values, self.record)
        finally:
            self._saving = False
        if found:
            self._ask(found, then_next=then_next)
        else:
            self._saving = True
            await self._save_now(then_next=then_next)

    def _is_new(self, values: Mapping[str, Any]) -> bool:
        """Whether something changed by which one record is told from another."""
        telling = ("name", "id_number", "phone", "birth_on", "place", "uscc")
        return not self.record or any(
            values.get(name) != self.seen.get(name) for name in telling if name in values
        )

    def _ask(self, found: Sequence[Likeness], *, then_next: bool) -> None:
        self.session.background.typed_ahead.drop()
        sheet = DuplicateSheet(self.session, [self._found(one) for one in found], self)
        sheet.accepted.connect(partial(self._save_anyway, then_next))
        sheet.open_wanted.connect(partial(self.session.go, "registry"))
        sheet.open()

    def _found(self, one: Likeness) -> TwoLines:
        named = self.session.labels
        words = [named.field(self.KIND, name) for why in one.why for name in why.split("+")]
        between = self.session.said(LISTED)
        return TwoLines(one.id, one.title, self.session.said(_VIA, fields=between.join(dict.fromkeys(words))))

    def _save_anyway(self, then_next: bool) -> None:
        self._accepted = True
        self._save(then_next=then_next)

    # Showing and merging.

    @Slot()
    def on_reveal(self) -> None:
        """Asks why, notes it, and shows the numbers."""
        said = self.session.said
        offered = [said(words) for words in _REASONS]
        sheet = ReasonSheet(self.session, said(_REVEAL), said(_SHOW), "eye", offered, self, about=self.record)
        sheet.accepted.connect(partial(self._reveal, sheet))
        sheet.open()

    def _reveal(self, sheet: ReasonSheet) -> None:
        async def work() -> None:
            await self.session.run(reveal, self.record, sheet.reason)
            self.aside.revealed = True
            self.form.uncover()
            self._show_card()

        self.start(work())

    @Slot()
    def _on_visit(self) -> None:
        self.session.go("visit", CALL_ON + self.record)

    @Slot()
    def _on_merge(self) -> None:
        sheet = PickSheet(self.session, self.session.said(_MERGE_WITH), self.KIND, self.record, self)
        sheet.accepted.connect(partial(self._merge, sheet))
        sheet.open()

    def _merge(self, sheet: PickSheet) -> None:
        gone, keep = self.record, sheet.picked

        async def work() -> None:
            await self.drafting.drop()
            self.touched = False
            await self._together(keep, gone)
            step = Step(partial(self._apart, gone), partial(self._together, keep, gone))
            self.session.said_done.emit(self.session.said(_MERGED), step)

        self.start(work())

    async def _together(self, keep: str, gone: str) -> None:
        changes = await self.session.run(merge, keep, gone)
        # Before the others are told: what is open is then no longer what went.
        await self.open(keep)
        self.session.tell(changes)
        await self.ask()

    @Slot()
    def _on_late(self) -> None:
        record = self.record

        async def work() -> None:
            changes = await self.session.run(take_over_late, record)
            self.session.tell(changes)
            self.session.said_done.emit(self.session.said(_TAKEN_OVER), None)
            if not self.touched:
                await self.open(record)

        self.start(work())

    async def _apart(self, gone: str) -> None:
        changes = await self.session.run(take_apart, gone)
        await self.open(gone)
        self.session.tell(changes)
        await self.ask()
