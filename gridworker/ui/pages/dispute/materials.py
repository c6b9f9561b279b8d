"""材料: the evidence, signed pages and recordings of a case, added by file, paste or drop, and what each is for."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gridworker.documents.dispute.wording import paper_title
from gridworker.domain.attachments import ATTACHMENTS
from gridworker.domain.dispute import DISPUTE
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.mediation import present
from gridworker.domain.mediation_papers import papers_of
from gridworker.domain.paths import join
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.operations.attaching import attach_kept, detach, give_role, thumbnail
from gridworker.operations.changes import Changes
from gridworker.operations.disputes import Case
from gridworker.operations.evidence import note_view
from gridworker.operations.records import Edited
from gridworker.ui.forms.attachment_intake import AttachmentIntake
from gridworker.ui.forms.attachment_opening import open_over, save_as
from gridworker.ui.forms.attachment_strip import ADD_KEY
from gridworker.ui.forms.change_step import change_step, old_values
from gridworker.ui.forms.page_filing import Put, Taken
from gridworker.ui.forms.phone_photos_button import PhonePhotosOffer
from gridworker.ui.forms.taking_out import SEALED
from gridworker.ui.pages.dispute.evidence_sheet import EXPORT, LOG, export_files, show_custody
from gridworker.ui.pages.dispute.material_card import MaterialCard
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.text import Paragraph

_ADD = Words("添加材料", "Add material")
_HOW = Words(
    "也可以拖进来，或按 Ctrl+V 粘贴。签好字的页面，拍清右上角的二维码就会自动归入那份文书；"
    "没认出来的，请在用途里选是哪份文书的签字页。",
    "Files can also be dropped or pasted with Ctrl+V. A photo of a signed page files itself by the code at its upper "
    "right; where it does not, say under purpose of which paper it is.",
)
_NONE = Words(
    "还没有材料。照片、录音、签字页的扫描件都可以放在这里。",
    "No material yet. Photos, recordings and scans of signed pages go here.",
)
_ADDED = Words("已添加：{name}", "Added: {name}")
_ADDED_MANY = Words("已添加 {count} 份材料", "Added: {count}")
_REMOVED = Words("已移除：{name}", "Removed: {name}")


LEAST = 120
"""Pixels of height that whatever is behind a tab of the case always has."""


class Materials(ScrollColumn):
    """The materials of one case. `received` fires when one was added, so that they come into sight.

    Paste and drop are taken anywhere in `file`.
    """

    received = Signal()

    def __init__(self, session: Session, file: QWidget) -> None:
        super().__init__(gap=SPACE_12, least=LEAST)
        self._session = session
        self._case: Case | None = None
        self.cards: dict[str, MaterialCard] = {}
        self._closed_to = ""
        self.intake = AttachmentIntake(session, file, self._putting, lambda: self._closed_to)
        self.intake.filed.connect(self._on_filed)
        self.add = Button(session.said(_ADD), Weight.SOFT, "attach", ADD_KEY)
        self.add.clicked.connect(self._on_add)
        self.log = Button(session.said(LOG), icon="history")
        self.log.clicked.connect(self._on_log)
        self.export = Button(session.said(EXPORT), icon="archive")
        self.export.clicked.connect(self._on_export)
        QShortcut(QKeySequence(ADD_KEY), file, self._on_add).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        self._none = Paragraph(session.said(_NONE), tone=Tone.NEUTRAL)
        self._head = Flow(SPACE_12, even=True)
        for button in (self.add, self.log, self.export):
            self._head.flow.addWidget(button)
        self._acts = Flow(SPACE_12)
        self.column.addWidget(self._head)
        self.column.addWidget(self._acts)
        self.phone = PhonePhotosOffer(
            session,
            self.intake,
            file,
            self._place,
            weight=Weight.PLAIN,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        self.column.addWidget(Paragraph(session.said(_HOW), Type.META))
        self.column.addWidget(self._none)
        self.column.addStretch(1)

    def show_case(self, case: Case, *, closed_to: bool) -> int:
        """Shows the materials of a case and gives how many those are; the focus stays where it is."""
        there = dict(present(case.seen, "attachments"))
        if self._case is not None and self._case.id != case.id:
            self._forget(list(self.cards))
        self._case = case
        self._forget([name for name in self.cards if name not in there])
        papers = self._papers(case)
        for number, (name, element) in enumerate(there.items()):
            if name not in self.cards:
                self._show_new(number, name, element)
            self.cards[name].offer_papers(papers)
            self.cards[name].show_element(element)
        barred = self._session.why_barred()
        self._closed_to = barred or (self._session.said(SEALED) if closed_to else "")
        closed = bool(self._closed_to)
        for card in self.cards.values():
            card.close_to_changes(closed=closed)
        self.add.bar(self._closed_to)
        self.phone.bar(self._closed_to)
        self._none.setVisible(not there)
        for button in (self.log, self.export):
            button.setVisible(bool(there))
        self._acts.setVisible(bool(there) and self._acts.flow.count() > 0)
        return len(there)

    def _place(self, button: Button) -> None:
        """Beside the button that adds; what is done with them has a line of its own then."""
        there = not self.log.isHidden()
        for one in (self.log, self.export):
            self._head.flow.removeWidget(one)
            self._acts.flow.addWidget(one)
            one.setVisible(there)
        self._acts.setVisible(there)
        self._head.flow.addWidget(button)
        self.setTabOrder(self.add, button)

    def _papers(self, case: Case) -> list[Choice]:
        """What a signed page can be of: the papers of the case, by their keys."""
        refs = papers_of(case.seen)
        codes = [ref.code for ref in refs]
        language = self._session.language
        return [
            Choice(ref.key, paper_title(ref, language, one_of_many=codes.count(ref.code) > 1)) for ref in refs
        ]

    def _show_new(self, number: int, name: str, element: dict[str, Any]) -> None:
        card = MaterialCard(self._session, name, element, self.widget())
        card.opened.connect(self._on_opened)
        card.copy_wanted.connect(self._on_copy)
        card.removed.connect(self._on_removed)
        card.role_given.connect(self._on_role)
        self.cards[name] = card
        self.column.insertWidget(self.column.indexOf(self._none) + 1 + number, card)
        self._session.background.spawn(self._paint(card, element), card)

    def _forget(self, names: Sequence[str]) -> None:
        for name in names:
            card = self.cards.pop(name)
            if card.isAncestorOf(self.window().focusWidget()):
                self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            card.hide()
            self.column.removeWidget(card)
            card.deleteLater()

    async def _paint(self, card: MaterialCard, element: dict[str, Any]) -> None:
        content = await self._session.run(thumbnail, element)
        if content is not None:
            card.show_picture(content)

    # Adding.

    @Slot()
    def _on_add(self) -> None:
        if self._case is not None and self.add.isEnabled():
            self.intake.choose()

    def _putting(self) -> Put:
        record = self._case.id if self._case is not None and self.add.isEnabled() else ""
        return partial(self._put, record)

    async def _put(self, record: str, kept: Sequence[dict[str, Any]]) -> Taken | None:
        session = self._session
        added = await self._tried(session.run(attach_kept, record, kept)) if record else None
        if added is None:
            return None
        elements, edited = added
        name = str(kept[0]["name"])
        said = (
            session.said(_ADDED, name=name) if len(kept) == 1 else session.said(_ADDED_MANY, count=len(kept))
        )
        self.received.emit()
        session.tell(edited.changes)
        none_of_them = {join(ATTACHMENTS, element): None for element in elements}
        return Taken(said, change_step(session, edited, none_of_them))

    # Acting on one.

    def _element(self, name: str) -> dict[str, Any]:
        return dict(present(self._case.seen, "attachments"))[name] if self._case is not None else {}

    @Slot(str)
    def _on_filed(self, record: str) -> None:
        if self._case is not None and self._case.id == record:
            self.received.emit()

    @Slot()
    def _on_log(self) -> None:
        if self._case is not None:
            self._session.background.spawn(show_custody(self._session, self._case.id, self), self)

    @Slot()
    def _on_export(self) -> None:
        if self._case is not None:
            self._session.background.spawn(
                self._tried(export_files(self._session, self._case.id, self)), self
            )

    @Slot(str)
    def _on_opened(self, name: str) -> None:
        self._session.background.spawn(self._open(name), self)

    async def _open(self, name: str) -> None:
        case = self._case
        if case is None:
            return
        there, record = dict(present(case.seen, ATTACHMENTS)), case.id

        async def note(element: str) -> None:
            await self._session.run(note_view, record, element)

        gone = await open_over(self._session, record, there, name, self, note)
        if gone and self.add.isEnabled():
            await self._remove(case, gone)

    @Slot(str)
    def _on_copy(self, name: str) -> None:
        if self._case is not None:
            copy = save_as(self._session, self._case.id, (name, self._element(name)), self)
            self._session.background.spawn(copy, self)

    @Slot(str, str)
    def _on_role(self, name: str, role: str) -> None:
        if self._case is not None:
            role, _, paper = role.partition("/")
            work = self._session.run(give_role, self._case.id, name, role, paper)
            self._session.background.spawn(self._change(work), self)

    @Slot(str)
    def _on_removed(self, name: str) -> None:
        if self._case is not None and self.add.isEnabled():
            self._session.background.spawn(self._remove(self._case, name), self)

    async def _remove(self, case: Case, name: str) -> None:
        session, title = self._session, dict(present(case.seen, ATTACHMENTS))[name].get("name")
        edited: Edited | None = await self._tried(session.run(detach, case.id, name, seen=case.seen))
        if edited is None:
            return
        step = change_step(session, edited, old_values(DISPUTE, case.seen, edited))
        session.said_done.emit(session.said(_REMOVED, name=str(title or "")), step)
        session.tell(edited.changes)

    async def _change(self, work: Awaitable[Changes]) -> None:
        changes = await self._tried(work)
        if changes is not None:
            self._session.tell(changes)

    async def _tried(self, work: Awaitable[Any]) -> Any:
        """What the work gives; None, and the reason said, where a person must mend something first."""
        try:
            return await work
        except PersonCanMend as trouble:
            self._session.said_done.emit(describe(trouble, self._session.language), None)
            return None
