"""The page of disputes: the register, and over it the file of a case or the form that is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridworker.domain.mediation_papers import URGENT
from gridworker.domain.urgency import dangers
from gridworker.environment.language import Words
from gridworker.operations.changes import Changes
from gridworker.operations.disputes import Case, at_present, open_case
from gridworker.operations.drafts import list_drafts
from gridworker.ui.forms.export_sheet import EXPORT, EXPORT_KEY, ask_export
from gridworker.ui.forms.table_print import PRINT_KEY
from gridworker.ui.pages.dispute.acceptance_forms import AcceptanceForm, PassingOnForm, RightsForm
from gridworker.ui.pages.dispute.archive_form import ArchiveForm
from gridworker.ui.pages.dispute.case_file import CaseFile
from gridworker.ui.pages.dispute.case_sheet import CaseSheet
from gridworker.ui.pages.dispute.clause_form import ClauseForm
from gridworker.ui.pages.dispute.deadline_forms import ConfirmationForm, ExtensionForm
from gridworker.ui.pages.dispute.fields import CaseForm
from gridworker.ui.pages.dispute.hearing_forms import DossierNoteForm, InvestigationForm
from gridworker.ui.pages.dispute.next_step import URGENT_KEY
from gridworker.ui.pages.dispute.papers_in_hand import PapersInHand
from gridworker.ui.pages.dispute.register import Register
from gridworker.ui.pages.dispute.registration import RegistrationForm
from gridworker.ui.pages.dispute.step_forms import (
    FollowUpForm,
    MeetingForm,
    MoveForm,
    SessionForm,
    StepForm,
)
from gridworker.ui.pages.page import KeyHelp, Page
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import PAGE_BOTTOM, PAGE_SIDE, PAGE_TOP
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.shown_stack import ShownStack

NEW = "new"

_FORMS = {
    "registration": Words("登记纠纷", "Register a dispute"),
    "mend": Words("改登记", "Edit the registration"),
    "session": Words("调解记录", "Mediation session"),
    "meeting": Words("约定下次调解", "Next session"),
    "clause": Words("协议条款", "Clause of the agreement"),
    "extend": Words("延长调解期限", "More time to mediate"),
    "confirm": Words("司法确认", "Judicial confirmation"),
    "follow_up": Words("回访记录", "Follow-up"),
    "signed": Words("签字盖章", "Signatures and seal"),
    "pass_on": Words("交给调解员", "Pass to a mediator"),
    "told": Words("告知权利义务", "Rights and duties explained"),
    "investigation": Words("调查记录", "Inquiry"),
    "note": Words("卷宗情况说明", "Note on the dossier"),
    "accepted": Words("受理", "Accept the dispute"),
    "refused": Words("不予受理", "Not accept"),
    "agreed": Words("达成协议", "Agreement reached"),
    "failed": Words("调解不成", "No agreement"),
    "withdrawn": Words("当事人撤回", "Withdrawn by the parties"),
    "transferred": Words("移交", "Hand over"),
    "archived": Words("归档", "Archive"),
}

_MADE: dict[str, Callable[[Session], CaseForm]] = {
    "session": SessionForm,
    "meeting": MeetingForm,
    "again": MeetingForm,
    "clause": ClauseForm,
    "extend": ExtensionForm,
    "confirm": ConfirmationForm,
    "follow_up": FollowUpForm,
    "accepted": AcceptanceForm,
    "told": RightsForm,
    "pass_on": PassingOnForm,
    "investigation": InvestigationForm,
    "note": DossierNoteForm,
    "archived": ArchiveForm,
}


class DisputePage(Page):
    """The register, a file, a form: one over the other, and Escape leads back."""

    TITLE = Words("纠纷调解", "Disputes")
    KEYS = (
        KeyHelp("↑ ↓", Words("在登记簿里选一件", "Choose a line of the register")),
        KeyHelp("Enter", Words("打开；在表单里到下一项", "Open; in a form, to the next field")),
        KeyHelp("Space", Words("不打开，先看一眼", "Look without opening")),
        KeyHelp("/", Words("筛选登记簿", "Filter the register")),
        KeyHelp("Ctrl+2", Words("登记一件纠纷", "Register a dispute")),
        KeyHelp(EXPORT_KEY, EXPORT),
        KeyHelp(
            "F9", Words("办下一步；在表单里存下并完成", "Take the next step; in a form, save and finish")
        ),
        KeyHelp("F2", Words("改登记内容", "Edit the registration")),
        KeyHelp("Ctrl+Enter", Words("存下，接着写下一条", "Save and begin the next")),
        KeyHelp("Alt+P", Words("加一方当事人", "Add a party")),
        KeyHelp(URGENT_KEY, Words("紧急案件：打开联系单", "An urgent case: its contact sheet")),
        KeyHelp("Ctrl+P", Words("看案卷的文书；在文书里打印", "The papers of a case; in a paper, print it")),
        KeyHelp("Alt+I", Words("在案卷里添加材料", "Add material to the file")),
        KeyHelp("Esc", Words("返回，没写完的留作草稿", "Back; what is unfinished stays as a draft")),
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        # Each where it will stand: Qt dresses all that is in a widget anew when it moves.
        self._stack = ShownStack(self)
        self.register = Register(session, self._stack)
        self.file = CaseFile(session, self._stack)
        self.sheet: CaseSheet | None = None
        self._spare: CaseSheet | None = None
        self._stack.addWidget(self.register)
        self._stack.addWidget(self.file)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_SIDE, PAGE_TOP, PAGE_SIDE, PAGE_BOTTOM)
        whole.addWidget(self._stack)
        self._wants_focus = False
        self.papers = PapersInHand(session, self._stack)
        self._connect()

    def _connect(self) -> None:
        self.register.opened.connect(self.open_case)
        self.register.new_wanted.connect(self.begin_new)
        self.file.step_wanted.connect(self._on_step)
        self.file.gone.connect(self._show_register)
        self.file.shown.connect(self._on_file_shown)
        self.papers.shown.connect(self._on_paper_shown)
        self.session.changed.connect(self._on_changed)
        self.register.export.clicked.connect(self._on_export)
        QShortcut(QKeySequence(EXPORT_KEY), self, self._on_export)
        to_print = QShortcut(QKeySequence(PRINT_KEY), self.register, self._on_export)
        to_print.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for key, does in (
            ("F9", self._on_next_step),
            ("F2", self._on_edit),
            (URGENT_KEY, self._on_urgent),
            ("Ctrl+P", self.file.show_papers),
        ):
            shortcut = QShortcut(QKeySequence(key), self.file)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def prepare(self) -> Iterator[None]:
        """A registration to spare: it is the largest form, and who presses Ctrl+2 begins to type at once."""
        if self._spare is None:
            form = RegistrationForm(self.session)
            yield
            for _ in form.prepare():
                yield
            self._spare = self._sheet("registration", form)
            yield

    @Slot()
    def _on_export(self) -> None:
        listed = self.register.model.ids() or None
        self.session.background.spawn(ask_export(self.session, "dispute", self, listed), self)

    def is_reading(self) -> bool:
        waits = self._stack.currentWidget() is self.register and self.register.is_loading
        return waits or super().is_reading()

    def enter(self, record: str = "") -> None:
        if record == NEW:
            self.begin_new()
        elif record:
            self.bring(self._enter(record))
        else:
            if self._stack.currentWidget() is self.register:
                self.register.load()
            self._say_title()
            self._focus()

    async def _enter(self, record: str) -> None:
        """Open a record, or the form that a draft belongs to."""
        cards = await self.session.run(list_drafts, "dispute")
        draft = next((card for card in cards if card.id == record), None)
        if draft is None:
            self.open_case(record)
        elif draft.record is None:
            if self.sheet is not None and self.sheet.drafting.id != draft.id:
                self._close_sheet()
            self.begin_new(draft.id)
        else:
            self._pending = str(draft.content.get("_form") or "")
            self.open_case(draft.record)

    _pending = ""

    def go_back(self) -> bool:
        here = self._stack.currentWidget()
        if here is self.papers.sheet and self.papers.sheet is not None:
            self.open_case(self.papers.sheet.case.id)
            return True
        if here is self.sheet and self.sheet is not None:
            case = self.sheet.case
            self._close_sheet()
            if case is None:
                self._show_register()
            else:
                self.open_case(case.id)
            return True
        if here is self.file:
            self._show_register()
            return True
        return self.register.close_preview()

    def at_hand(self) -> str:
        if self._stack.currentWidget() is self.register:
            return self.register.model.record_at(self.register.table.currentIndex().row())
        return self.file.case.id if self.file.case is not None else ""

    def filter_box(self) -> QWidget | None:
        return self.register.filter if self._stack.currentWidget() is self.register else None

    @Slot(str)
    def open_case(self, record: str) -> None:
        """Show the file of a case."""
        self._close_sheet()
        self._stack.setCurrentWidget(self.file)
        self._wants_focus = True
        self.file.open(record)
        self._say_title()

    @Slot()
    def begin_new(self, draft: str = "") -> None:
        """Begin to register a dispute, or go on with the one that is being registered."""
        if self.sheet is not None and self.sheet.code == "registration" and self.sheet.case is None:
            self._stack.setCurrentWidget(self.sheet)
            self._focus()
            return
        self._open_sheet(self._registration("registration"), None, draft)

    @Slot(str)
    def _on_step(self, step: str) -> None:
        code, _, element = step.partition(":")
        case = self.file.case
        if case is not None and code in ("paper", "dossier"):
            self.papers.take(case.id, element)
            return
        if case is None or code not in (*_FORMS, "registration"):
            return
        if code in ("registration", "mend"):
            self._open_sheet(self._registration("mend"), case)
            return
        made = _MADE.get(code)
        form = made(self.session) if made else MoveForm(self.session, code)
        if isinstance(form, ClauseForm | SessionForm):
            form.element = element
        self._open_sheet(self._sheet(code, form), case)

    def _registration(self, code: str) -> CaseSheet:
        """The form of a registration, the one to spare where there is one: it is the largest of all."""
        spare, self._spare = self._spare, None
        sheet = spare or self._sheet("registration", RegistrationForm(self.session))
        sheet.turn_into(code, self.session.said(_FORMS[code]))
        return sheet

    def _sheet(self, code: str, form: CaseForm) -> CaseSheet:
        sheet = CaseSheet(self.session, code, self.session.said(_FORMS[code]), form, self._stack)
        sheet.saved.connect(self._on_saved)
        sheet.left.connect(self._on_left)
        sheet.looked.connect(self.open_case)
        if isinstance(form, StepForm):
            form.went.connect(self._on_went)
        self._stack.addWidget(sheet)
        return sheet

    def _open_sheet(self, sheet: CaseSheet, case: Case | None, draft: str = "") -> None:
        self._close_sheet()
        self.sheet, case = sheet, at_present(self.session.profile, case) if case else None
        # Filled before it is seen: nothing is laid out twice.
        sheet.begin(case, draft)
        self._stack.setCurrentWidget(sheet)
        self._focus()
        self._say_title()

    def _close_sheet(self) -> None:
        self.papers.close()
        if self.sheet is not None:
            self.sheet.drafting.write()
            self._stack.removeWidget(self.sheet)
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None
            self.used_up.emit()

    @Slot()
    def _show_register(self) -> None:
        self._close_sheet()
        self._stack.setCurrentWidget(self.register)
        if self.file.case is not None:
            self.register.hold(self.file.case.id)
        self.register.load()
        self._say_title()
        self._focus()

    def _focus(self) -> None:
        here = self._stack.currentWidget()
        if here is self.register:
            self.register.take_focus()
        elif here is self.file:
            self.file.take_focus()
        elif here is self.papers.sheet and self.papers.sheet is not None:
            self.papers.sheet.take_focus()
        elif self.sheet is not None:
            self.sheet.form.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_title(self) -> None:
        here, paper = self._stack.currentWidget(), self.papers.sheet
        title = paper.title if paper is not None and here is paper else self.session.said(self.TITLE)
        self.titled.emit(title, "", here is not self.register)

    @Slot()
    def _on_file_shown(self) -> None:
        if self._pending:
            step, self._pending = self._pending.replace("/", ":"), ""
            self._on_step(step)
        elif self._wants_focus and self._stack.currentWidget() is self.file:
            self._wants_focus = False
            self._focus()

    @Slot(str)
    def _on_saved(self, record: str) -> None:
        self.open_case(record)
        self.session.background.spawn(self._send_urgent(record), self)

    async def _send_urgent(self, record: str) -> None:
        """What is dangerous goes to the district at once, where there is a way to it (人民调解法 art. 25)."""
        case = await self.session.run(open_case, record)
        if dangers(case.seen, case.today) and case.sync == "waiting":
            self.session.sync(by_itself=True)

    @Slot(str)
    def _on_went(self, step: str) -> None:
        """Somewhere else in the case first; what was typed stays as a draft."""
        if self.sheet is None or self.sheet.case is None:
            return
        case, (kind, _, code) = self.sheet.case.id, step.partition(":")
        self._pending = "" if kind == "tab" else step
        if kind == "tab":
            self.file.tabs.set_value(code)
        self.open_case(case)

    @Slot()
    def _on_left(self) -> None:
        self.go_back()

    @Slot()
    def _on_paper_shown(self) -> None:
        self._say_title()
        self._focus()

    @Slot()
    def _on_next_step(self) -> None:
        main = self.file.next_step.main
        if main is not None and main.isEnabled() and not composing():
            main.click()

    @Slot()
    def _on_urgent(self) -> None:
        case = self.file.case
        if case is not None and dangers(case.seen, case.today):
            self._on_step(f"paper:{URGENT}")

    @Slot()
    def _on_edit(self) -> None:
        if self.file.head.edit.isEnabled() and not composing():
            self.file.head.edit.click()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        records = changes.records.get("dispute", frozenset())
        if not records:
            return
        if self.isVisible() or self._stack.currentWidget() is self.register:
            self.register.refresh(records)
        here = self._stack.currentWidget()
        if self.file.case is not None and self.file.case.id in records and here is self.file:
            self.file.refresh()
        if self.sheet is not None and self.sheet.case is not None and self.sheet.case.id in records:
            self.sheet.check_others()
