"""The file of a case: where it stands, what is in it, what comes next and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain import mediation
from gridworker.domain.agreement import is_signed
from gridworker.domain.errors import NetworkTrouble, NotAllowed, PersonCanMend
from gridworker.domain.kinds import KINDS
from gridworker.domain.urgency import UNDER_WAY
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.operations import history
from gridworker.operations.delivery import Parcel
from gridworker.operations.disputes import Case, Moved, at_present, move, open_case, reveal_party
from gridworker.operations.history import Change
from gridworker.operations.similar_cases import Similar, similar_cases
from gridworker.ui.forms.history_sheet import ChangesSheet, Past
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.forms.returned import read_returned, why_and_fix
from gridworker.ui.forms.taking_out import SEALED, TAKE_OUT, export_record_to
from gridworker.ui.pages.dispute import happenings, papers_of_case, similar_list, tabs_of_case, wording
from gridworker.ui.pages.dispute.case_head import BANNERED, CaseHead
from gridworker.ui.pages.dispute.case_sheet import CaseStep
from gridworker.ui.pages.dispute.materials import LEAST, Materials
from gridworker.ui.pages.dispute.next_step import NextStep
from gridworker.ui.pages.dispute.party_card import PartyCard
from gridworker.ui.pages.dispute.questions import reason_to_see
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, SPACE_16
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.banner import Banner
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.painting import Themed
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.stepper import Stepper
from gridworker.ui.widgets.tabs import Tabs
from gridworker.ui.widgets.text import SectionTitle
from gridworker.ui.widgets.timeline import Timeline
from gridworker.ui.widgets.unrolling import Unrolling

RIGHT = 340
_LEAST_STORY = 64

_TABS = {
    "overview": Words("概况", "Overview"),
    "sessions": Words("调解记录", "Sessions"),
    "agreement": Words("协议", "Terms"),
    "materials": Words("材料", "Files"),
    "follow_up": Words("回访", "Follow-ups"),
    "papers": Words("文书", "Papers"),
}
_FILE = Words("案卷", "Case file")
_STORY = Words("经过", "Course")
_HISTORY = Words("修改历史", "Changes")
_CONFLICT = Words("这件纠纷在别处也改过，", "Changed elsewhere too:")
_CONFLICT_TEXT = Words("有 {count} 处两边不一样，需要您选一下。", "{count} waiting for your choice.")
_CONFLICT_GO = Words("去处理", "Settle")
_LOOK = Words("查看", "Look")
_REMOVED = Words("已删去第 {number} 条", "Clause {number} removed")
_KEPT = Words("已标为履行", "Marked as done")
_PUT_BACK = Words("已恢复“{field}”的旧值", '"{field}" is as it was')


class CaseFile(Themed, QWidget):
    """Shows one dispute. `step_wanted` carries the code of a form to open; `gone` says that the case is no more."""

    step_wanted = Signal(str)
    gone = Signal()
    shown = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.case: Case | None = None
        self.ops: list[dict[str, Any]] = []
        self.people: dict[str, str] = {}
        self.is_partial = True
        self.returned: Parcel | None = None
        self.similar: list[Similar] = []
        self.cards: list[PartyCard] = []
        said = session.said
        self.head = CaseHead(session)
        self.head.edit.clicked.connect(self._on_edit)
        self.banner = Banner("branch_compare", Tone.WARN, "")
        self.banner.acted.connect(self._on_banner)
        self.stepper = Stepper([], 0, "")
        # Its words are cut before the page gets too wide for the screen.
        self.stepper.setMinimumWidth(420)
        self.tabs = Tabs(said(_FILE), [Choice(code, said(words)) for code, words in _TABS.items()])
        self.tabs.changed.connect(self._show_tab)
        self.body = ScrollColumn(gap=SPACE_12, least=LEAST)
        # Kept while the other tabs are made anew: files are still coming in while somebody looks elsewhere.
        self.materials = Materials(session, self)
        self.materials.setVisible(False)
        self.materials.received.connect(self._on_received)
        self.next_step = NextStep(session)
        self.next_step.wanted.connect(self.do)
        self.timeline = Timeline(said(_STORY))
        self.changes = Button(said(_HISTORY), Weight.TEXT, "history")
        self.changes.clicked.connect(self._on_changes)
        self._lay_out()

    def _lay_out(self) -> None:
        file = Card()
        file.column.addWidget(self.head)
        file.column.addWidget(self.banner)
        file.column.addWidget(self.stepper)
        file.column.addWidget(self.tabs)
        file.column.addWidget(self.body, 1)
        file.column.addWidget(self.materials, 1)
        story = Card()
        story.column.addWidget(SectionTitle(self.session.said(_STORY), right=self.changes))
        scroll = ScrollColumn(least=_LEAST_STORY)
        scroll.column.setContentsMargins(0, 0, SPACE_8, 0)
        scroll.column.addWidget(self.timeline)
        scroll.column.addStretch(1)
        story.column.addWidget(scroll, 1)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(SPACE_16)
        right.addWidget(self.next_step)
        right.addWidget(story, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_16)
        whole.addWidget(file, 1)
        whole.addWidget(self._right)
        Unrolling(self, {file: (self.body, self.materials), self._right: (scroll,)})
        self.restyle()

    def restyle(self) -> None:
        if hasattr(self, "_right"):
            # Not in step with the text: the file beside it must keep the greater share.
            self._right.setFixedWidth(RIGHT + round((self.theme.scale - 1) * 60))
        super().restyle()

    def open(self, record: str) -> None:
        """Show this dispute from its beginning."""
        if self.case is None or self.case.id != record:
            self.tabs.set_value("overview")
            self.ops, self.is_partial = [], True
        self.session.note_opened(record)
        self.session.background.bring(self._load(record, ask_server=True), self)

    def refresh(self) -> None:
        """Something about it changed."""
        if self.case is not None:
            self.session.background.bring(self._load(self.case.id, ask_server=False), self)

    async def _load(self, record: str, *, ask_server: bool) -> None:
        run = self.session.run
        try:
            case = await run(open_case, record)
        except PersonCanMend:
            self.gone.emit()
            return
        from_server = [] if self.is_partial else [op for op in self.ops if not op.get("partial")]
        self.returned = await read_returned(self.session, record) if case.sync == "refused" else None
        self.ops = await run(history.ops_of, record, from_server)
        self.people = await run(history.people_of, case.seen, self.ops)
        self.similar = await run(similar_cases, record) if case.seen.get("status") in UNDER_WAY else []
        pulled = self.case is not None and self.case.seen.get("_rev") != case.seen.get("_rev")
        self._show(case)
        if (ask_server or pulled) and self.session.profile.server.url:
            self.session.background.spawn(self._ask_server(case), self)

    async def _ask_server(self, case: Case) -> None:
        """The whole history, where there is a network: nobody waits for it."""
        from gridworker.sync.history import server_history

        try:
            rows = await self.session.run(server_history, case.id)
        except (NetworkTrouble, NotAllowed, PersonCanMend):
            return
        ops = await self.session.run(history.ops_of, case.id, rows)
        people = await self.session.run(history.people_of, case.seen, ops)
        if self.case is not None and self.case.id == case.id:
            self.ops, self.people, self.is_partial = ops, people, False
            self._show_story(self.case)

    def _show(self, case: Case) -> None:
        focused = QApplication.focusWidget()
        was_here = focused is not None and self.isAncestorOf(focused)
        self.case = case
        body, language = case.seen, self.session.language
        course = mediation.course(body)
        sealed = case.sync == "quarantine"
        self.head.show_case(case, closed_to=sealed)
        self.setAccessibleName(self.head.title.text())
        self.stepper.set_steps(
            wording.steps_of(course, language), course.current, wording.told(course, language)
        )
        counts = {
            "sessions": len(mediation.sessions(body)),
            "agreement": len(mediation.clauses(body)),
            "materials": self.materials.show_case(case, closed_to=sealed),
            "follow_up": len(mediation.followups(body)),
        }
        for code, words in _TABS.items():
            word, count = self.session.said(words), counts.get(code)
            self.tabs.set_word(code, f"{word} {count}" if count else word)
        self.next_step.show_case(case, closed_to=sealed)
        self._show_banner(case)
        self._show_tab()
        self._show_story(case)
        self.setToolTip("")
        if was_here:
            self._keep_focus()
        self.shown.emit()

    def _keep_focus(self) -> None:
        """The buttons are made anew: who was on one of them stays in the file, or its keys would be dead."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.take_focus()

    def take_focus(self) -> None:
        """Brings the focus to the next step, or to the tabs where there is none."""
        main = self.next_step.main
        there = main if main is not None and main.isEnabled() else self.tabs
        there.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_banner(self, case: Case) -> None:
        said = self.session.said
        self.banner.setVisible(case.sync in BANNERED)
        if case.sync == "conflict":
            text = said(_CONFLICT_TEXT, count=case.conflicts)
            self.banner.say("branch_compare", Tone.WARN, said(_CONFLICT), text, said(_CONFLICT_GO))
        elif case.sync == "refused" and self.returned is not None:
            title, text = why_and_fix(self.returned, self.session.language)
            self.banner.say("error_circle", Tone.DANGER, title, text, said(_LOOK))
        elif case.sync == "quarantine":
            self.banner.say("shield_error", Tone.WARN, said(SEALED), "", said(TAKE_OUT))

    @Slot()
    def _show_tab(self) -> None:
        if self.case is None:
            return
        place = self.body.verticalScrollBar().value()
        column = self.body.renew()
        code = self.tabs.value()
        self.body.setVisible(code != "materials")
        self.materials.setVisible(code == "materials")
        self.cards = []
        if code == "overview":
            self.cards = tabs_of_case.overview(column, self.session, self.case)
            similar_list.show(column, self.session, self.similar)
            column.addStretch(1)
            for card in self.cards:
                card.reveal_wanted.connect(self._on_reveal)
        elif code == "sessions":
            tabs_of_case.sessions(column, self.session, self.case, self._on_step_button)
        elif code == "agreement":
            tabs_of_case.agreement(column, self.session, self.case, self._on_step_button)
        elif code == "follow_up":
            tabs_of_case.followups(column, self.session, self.case, self._on_step_button)
        elif code == "papers":
            papers_of_case.papers(column, self.session, self.case, self._on_step_button)
        self.body.verticalScrollBar().setValue(place)

    @Slot()
    def _on_received(self) -> None:
        self.tabs.set_value("materials")
        self._show_tab()

    @Slot()
    def show_papers(self) -> None:
        """Bring the papers into sight; an agreement that nobody has signed yet is the one to print."""
        self.tabs.set_value("papers")
        self._show_tab()
        if self.case and self.case.seen.get("status") == "agreed" and not is_signed(self.case.seen):
            self._go_to("paper:agreement", "paper:oral_agreement")

    def _go_to(self, *steps: str) -> None:
        """Brings the focus to the first button of the tab that takes one of these steps."""
        buttons: Iterable[Button] = self.body.widget().findChildren(Button)
        for button in buttons:
            if str(button.property("step")).startswith(steps):
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _show_story(self, case: Case) -> None:
        told = history.happenings(case.seen, self.ops)
        self.timeline.set_entries(
            happenings.entries(told, self.session.labels, self.people, case.now, case.tz)
        )

    @Slot()
    def _on_step_button(self) -> None:
        button = self.sender()
        if button is not None:
            self.do(str(button.property("step")))

    @Slot(str)
    def do(self, step: str) -> None:
        """Take a step: open its form, or do it where it needs none."""
        code, _, element = step.partition(":")
        if code == "kept" and not element:
            self.tabs.set_value("agreement")
            self._show_tab()
            self._go_to("kept:")
            return
        if self.case is None:
            return
        today = at_present(self.session.profile, self.case).today.isoformat()
        if code == "kept":
            changes: dict[str, Any] = {f"clauses/{element}/done": "yes", f"clauses/{element}/done_on": today}
            self._run(changes, self.session.said(_KEPT))
        elif code == "remove":
            order = [key for key, _ in mediation.clauses(self.case.seen)]
            self._run(
                {f"clauses/{element}": None}, self.session.said(_REMOVED, number=order.index(element) + 1)
            )
        elif code in ("performing", "performed", "breached"):
            word = self.session.labels.choice("dispute", "status", code)
            self._run({"status": code}, word)
        else:
            self.step_wanted.emit(step)

    def _run(self, changes: Mapping[str, Any], said: str) -> None:
        if self.case is not None:
            self.session.background.bring(self._moved(self.case, changes, said), self)

    async def _moved(self, case: Case, changes: Mapping[str, Any], said: str) -> None:
        session = self.session
        try:
            moved: Moved = await session.run(move, case.id, changes, seen=case.seen)
        except PersonCanMend as trouble:
            session.said_done.emit(describe(trouble, session.language), None)
            return
        session.said_done.emit(said, CaseStep(session, case, changes, moved.op).step if moved.op else None)
        session.tell(moved.changes)

    @Slot()
    def _on_edit(self) -> None:
        self.step_wanted.emit("registration")

    @Slot()
    def _on_banner(self) -> None:
        if self.case is not None and self.case.sync == "quarantine":
            title = str(self.case.seen.get("title") or "")
            self.session.background.spawn(export_record_to(self.session, self.case.id, title, self), self)
        elif self.case is not None:
            self.session.go("sync", self.case.id)

    @Slot(str, str)
    def _on_reveal(self, element: str, name: str) -> None:
        dialog = reason_to_see(self.session, name, self.case.id if self.case else "", self)
        self.session.background.spawn(self._reveal(dialog, element), self)

    async def _reveal(self, dialog: ReasonSheet, element: str) -> None:
        answer = await self.session.background.answered(dialog)
        if not answer or self.case is None:
            return
        numbers = await self.session.run(reveal_party, self.case.id, element, dialog.reason)
        for card in self.cards:
            if card.element == element:
                card.show_revealed(numbers)

    @Slot()
    def _on_changes(self) -> None:
        if self.case is None:
            return
        found: Sequence[Change] = history.changes(KINDS["dispute"], self.case.seen, self.ops)
        closed = self.case.sync == "quarantine" or bool(self.session.barred)
        past = Past(found, self.people, self.is_partial)
        dialog = ChangesSheet(self.session, "dispute", past, self, closed=closed)
        dialog.put_back.connect(self._on_put_back)
        dialog.open()

    @Slot(object)
    def _on_put_back(self, change: Change) -> None:
        field = self.session.labels.path("dispute", change.path)
        self._run({change.path: change.old}, self.session.said(_PUT_BACK, field=field))
