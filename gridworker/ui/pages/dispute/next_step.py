"""The card that says what comes next in a case, and offers the steps that may be taken."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gridworker.domain import mediation
from gridworker.domain.agreement import is_as_signed, is_signed
from gridworker.domain.clocks import may_be_confirmed
from gridworker.domain.mediation_papers import URGENT
from gridworker.domain.roles import MEDIATORS_MOVES
from gridworker.domain.steps import moves
from gridworker.domain.urgency import MINORS, dangers
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.environment.wording import reason
from gridworker.operations.disputes import Case
from gridworker.ui.forms.days import date_said
from gridworker.ui.forms.moments import say_day, say_moment
from gridworker.ui.pages.dispute import dues_of_case
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import CARD_PADDING, SPACE_4, SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, IconButton, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text import Label, Paragraph

_NEXT = Words("下一步", "Next step")
_MORE = Words("更多", "More")
_TITLES = {
    "lead": Words("受理审查", "Decide on acceptance"),
    "accepted": Words("第一次调解", "First session"),
    "mediating": Words("第 {number} 次调解", "Session no. {number}"),
    "agreed": Words("签字盖章", "Signatures and seal"),
    "in_force": Words("督促履行", "Performance"),
    "performing": Words("督促履行", "Performance"),
    "breached": Words("催促履行", "Breach"),
    "performed": Words("回访", "Follow-up"),
    "visited": Words("归档", "Archive"),
    "archived": Words("已经归档", "Archived"),
    "ended": Words("归档", "Archive"),
}
_STEPS = {
    "session": Words("写调解记录", "Write up a session"),
    "meeting": Words("约定时间", "Set a time"),
    "again": Words("改期", "Reschedule"),
    "clause": Words("写协议条款", "Write a clause"),
    "extend": Words("延长期限", "More time"),
    "confirm": Words("司法确认", "Court confirmation"),
    "supplement": Words("写补充条款", "Write a supplement"),
    "signed": Words("登记签字盖章", "Signatures and seal"),
    "pass_on": Words("交给调解员", "Pass to a mediator"),
    "told": Words("登记告知", "Rights explained"),
    "follow_up": Words("记回访", "Record a follow-up"),
    "kept": Words("登记履行情况", "Mark what is done"),
    "accepted": Words("受理", "Accept"),
    "refused": Words("不予受理", "Not accept"),
    "agreed": Words("达成协议", "Agreement reached"),
    "failed": Words("调解不成", "No agreement"),
    "withdrawn": Words("当事人撤回", "Withdrawn"),
    "transferred": Words("移交", "Hand over"),
    "performing": Words("开始履行", "Performance begins"),
    "performed": Words("全部履行", "All performed"),
    "breached": Words("未按期履行", "Not performed"),
    "archived": Words("归档", "Archive"),
}
_MEDIATORS = Words(
    "“达成协议”和“调解不成”由人民调解员办理：{names}", "Only a mediator may record what it came to: {names}"
)
_FOR = Words("“{step}”还差：{what}", '"{step}" still needs: {what}')
_NO_TIME = Words("还没有约定时间", "No time is set yet")
_NOT_TOLD = Words("权利义务还没有告知", "Rights and duties are not explained yet")
_PHONE = Words("双方均同意调解", "Both sides consent")
_ALL_KEPT = Words("条款全部履行", "All clauses are performed")
_NOT_AS_SIGNED = Words(
    "有条款和签字时不一样：有人在不知道已签字时改过，请到历史里改回",
    "A clause differs from what was signed: somebody changed it unaware; put it back from the history",
)
_CLOSED = Words("{day}办结", "Closed on {day}")


_SOON_DAYS = 7
URGENT_KEY = "Alt+U"
_URGENT = Words("紧急：{dangers}。先打电话，再做调解", "Urgent: {dangers}. Call first, mediate later")
_MINORS = Words("涉及未成年人", "minors are concerned")
_SHEET = Words("紧急情况联系单", "Whom to call")


class Plan(NamedTuple):
    """The title of the card, its main step, the two beside it, and the rest for the menu."""

    title: str
    main: str
    beside: tuple[str, ...]
    rest: tuple[str, ...] = ()


def plan_of(case: Case) -> Plan:
    """What comes next, from the state and what is on file."""
    body = case.seen
    state = str(body.get("status") or "lead")
    stop = ("extend", "failed", "withdrawn", "transferred")
    planned = isinstance(body.get("next_session"), dict) and "at" in body["next_session"]
    meeting = "again" if planned else "meeting"
    if state == "lead":
        return Plan("lead", "accepted", ("refused",))
    if state == "accepted":
        later = ("extend", "withdrawn", "transferred")
        if not body.get("rights_told_on"):
            return Plan("accepted", "session", ("told",), (meeting, *later))
        return Plan("accepted", "session", (meeting,), later)
    if state == "mediating":
        last = mediation.sessions(body)[-1:]
        reached = bool(last) and last[0][1].get("result") == "agreed"
        if reached:
            main = "agreed" if mediation.clauses(body) else "clause"
            plan = Plan("mediating", main, ("clause" if main == "agreed" else "agreed", "session"), stop)
        else:
            plan = Plan("mediating", "session", ("agreed", meeting), ("clause", *stop))
        return _passed_on(plan, case)
    return _plan_afterwards(case, state)


def _plan_afterwards(case: Case, state: str) -> Plan:
    """What comes once there is an agreement, or none will come."""
    body = case.seen
    soon = _is_for_the_court(case)
    later = (*(("confirm",) if may_be_confirmed(body) and not soon else ()), "clause")
    if state == "agreed":
        in_force = bool((body.get("agreement") or {}).get("effective_on"))
        if not in_force:
            return Plan("agreed", "signed", ("clause",), ("performing",))
        return Plan("in_force", "performing", ("performed", "follow_up"), later)
    if state == "performing":
        kept, clauses = mediation.kept_clauses(body)
        main = "performed" if kept == clauses else "kept"
        beside = ("follow_up", "breached" if main == "kept" else "kept")
        rest: tuple[str, ...] = ("performed", *later)
        if soon:
            beside, rest = ("confirm", beside[1]), ("follow_up", *rest)
        return Plan("performing", main, beside, rest)
    if state == "breached":
        if soon:
            return Plan("breached", "performing", ("confirm", "follow_up"), ("failed", *later))
        return Plan("breached", "performing", ("follow_up", "failed"), later)
    if state == "performed":
        if mediation.followups(body):
            return Plan("visited", "archived", ("follow_up",), later[:-1])
        return Plan("performed", "follow_up", ("archived",), later[:-1])
    return Plan("archived", "", ()) if state == "archived" else Plan("ended", "archived", ())


def _passed_on(plan: Plan, case: Case) -> Plan:
    """The plan of somebody who may not take the steps of a mediator: to pass the case on stands for them."""
    state = str(case.seen.get("status"))
    if not case.mediators or state not in {old for old, _ in MEDIATORS_MOVES}:
        return plan
    theirs = {new for _, new in MEDIATORS_MOVES}
    main = "pass_on" if plan.main in theirs else plan.main
    beside = tuple(code for code in plan.beside if code not in theirs)
    if main != "pass_on":
        beside = ("pass_on", *beside)
    return plan._replace(
        main=main,
        beside=beside[:2],
        rest=tuple(code for code in (*beside[2:], *plan.rest) if code not in theirs),
    )


def _is_for_the_court(case: Case) -> bool:
    """Whether the thirty days end within the week, and nobody has gone to the court yet (art. 33)."""
    until = [due.day for due in case.dues if due.what == "confirmation"]
    return bool(until) and 0 <= (until[0] - case.today).days < _SOON_DAYS


class NextStep(Card):
    """`wanted` carries the code of a step: of a form, or of the state to go to."""

    wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.column.setSpacing(SPACE_8)
        self._head = Label(session.said(_NEXT), Type.META)
        self._title = Paragraph("", Type.TITLE, bold=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_4)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(SPACE_8)
        self.main: Button | None = None
        self._signed = False
        self._others: Button | None = None
        self._menu: QMenu | None = None
        self._rest = QHBoxLayout()
        self._rest.addWidget(self._head, 1)
        self.column.addLayout(self._rest)
        self.column.addWidget(self._title)
        self.column.addLayout(self._lines)
        self.column.addSpacing(SPACE_4)
        self.column.addLayout(self._buttons)

    def show_case(self, case: Case, *, closed_to: bool = False) -> None:
        """Show what comes next; `closed_to` where the case may only be read."""
        plan, self._signed = plan_of(case), is_signed(case.seen)
        number = len(mediation.held(case.seen)) + 1
        title = self._session.said(_TITLES[plan.title], number=number)
        self._title.set_text(title)
        self.setAccessibleName(f"{self._session.said(_NEXT)} {title}")
        empty(self._lines)
        for icon, tone, text in [*self._facts(case), *self._needs(case, plan)]:
            self._lines.addWidget(SignLine(icon, tone, text))
        empty(self._buttons)
        if self._dangers(case):
            sheet = Button(self._session.said(_SHEET), Weight.SOFT, "call", URGENT_KEY)
            sheet.setProperty("step", f"paper:{URGENT}")
            sheet.clicked.connect(self._on_clicked)
            self._buttons.addWidget(sheet)
        if self._others is not None:
            self._rest.removeWidget(self._others)
            self._others.hide()
            self._others.deleteLater()
        self.main = self._others = None
        if plan.main and not closed_to:
            self._offer(case, plan)

    def _offer(self, case: Case, plan: Plan) -> None:
        missing = {move.to: move.missing for move in moves(case.seen)}
        self.main = self._button(plan.main, Weight.PRIMARY, not missing.get(plan.main))
        self._buttons.addWidget(self.main)
        grid = QGridLayout()
        grid.setSpacing(SPACE_8)
        places = [self._button(code, _weight(code), not missing.get(code)) for code in plan.beside]
        room = self.width() - 2 * CARD_PADDING
        beside = sum(button.sizeHint().width() + SPACE_8 for button in places) - SPACE_8 <= room
        for place, button in enumerate(places):
            grid.addWidget(button, 0 if beside else place, place if beside else 0)
            grid.setColumnStretch(place if beside else 0, 1)
        if plan.rest:
            self._others = self._more(plan.rest, missing)
            self._rest.addWidget(self._others)
        self._buttons.addLayout(grid)

    def _button(self, code: str, weight: Weight, ready: bool) -> Button:
        icons = {"session": "edit", "follow_up": "call", "accepted": "checkmark", "signed": "signature"}
        icon = icons.get(code, "") if weight is Weight.PRIMARY else ""
        button = Button(
            self._session.said(_STEPS[code]), weight, icon, "F9" if weight is Weight.PRIMARY else ""
        )
        button.setEnabled(ready)
        button.setProperty("step", code)
        button.clicked.connect(self._on_clicked)
        return button

    def _named(self, code: str) -> str:
        """A clause behind a signed agreement is a supplement."""
        return "supplement" if code == "clause" and self._signed else code

    def _more(self, codes: tuple[str, ...], missing: dict[str, tuple[str, ...]]) -> Button:
        button = IconButton("more_horizontal", self._session.said(_MORE))
        menu = QMenu(button)
        for code in codes:
            action = QAction(self._session.said(_STEPS[self._named(code)]), menu)
            action.setEnabled(not missing.get(code))
            action.setData(code)
            menu.addAction(action)
        menu.triggered.connect(self._on_menu)
        self._menu = menu
        button.clicked.connect(self._on_more)
        return button

    def _dangers(self, case: Case) -> str:
        """What makes the case urgent, in words; "" where nothing does."""
        said, labels = self._session.said, self._session.labels
        return said(LISTED).join(
            said(_MINORS) if code == MINORS else labels.choice("dispute", "risk_flags", code)
            for code in dangers(case.seen, case.today)
        )

    def _facts(self, case: Case) -> list[tuple[str, Tone, str]]:
        language, said = self._session.language, self._session.said
        body, state = case.seen, case.seen.get("status")
        facts = []
        if found := self._dangers(case):
            # Nothing beside it matters now.
            return [("warning", Tone.DANGER, said(_URGENT, dangers=found))]
        if state in ("accepted", "mediating"):
            planned = body.get("next_session")
            at = planned.get("at") if isinstance(planned, dict) else None
            if isinstance(planned, dict) and isinstance(at, int):
                when = _coming(at, case, language)
                place = str(planned.get("place") or "")
                facts.append(
                    ("calendar_clock", Tone.PRIMARY, " · ".join(part for part in (when, place) if part))
                )
            else:
                facts.append(("calendar_clock", Tone.NEUTRAL, said(_NO_TIME)))
            consents = [party.get("consent") for _, party in mediation.parties(body)]
            if len(consents) > 1 and all(consent == "agree" for consent in consents):
                facts.append(("handshake", Tone.NEUTRAL, said(_PHONE)))
            if not body.get("rights_told_on"):
                facts.append(("info", Tone.WARN, said(_NOT_TOLD)))
        facts += self._dates(case)
        return facts

    def _dates(self, case: Case) -> list[dues_of_case.Line]:
        said, body = self._session.said, case.seen
        found = dues_of_case.lines(self._session, case)
        kept, clauses = mediation.kept_clauses(body)
        if clauses and kept == clauses and body.get("status") != "archived":
            found.append(("checkmark_circle", Tone.OK, said(_ALL_KEPT)))
        if not found and (closed := body.get("closed_on")):
            found.append(
                ("archive", Tone.NEUTRAL, said(_CLOSED, day=date_said(closed, self._session.language)))
            )
        if not is_as_signed(body):
            found.append(("warning", Tone.DANGER, said(_NOT_AS_SIGNED)))
        return found

    def _needs(self, case: Case, plan: Plan) -> list[tuple[str, Tone, str]]:
        """Why a step cannot be taken yet: said, not only greyed."""
        said = self._session.said
        shown = {plan.main, *plan.beside, *plan.rest}
        passed: list[tuple[str, Tone, str]] = []
        if "pass_on" in shown:
            names = said(LISTED).join(case.mediators.values())
            passed = [("info", Tone.INFO, said(_MEDIATORS, names=names))]
        return passed + [
            (
                "info",
                Tone.WARN,
                said(
                    _FOR,
                    step=said(_STEPS[move.to]),
                    what=said(LISTED).join(
                        reason(f"step_{code}", self._session.language) for code in move.missing
                    ),
                ),
            )
            for move in moves(case.seen)
            if move.to in shown and move.missing
        ]

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.wanted.emit(str(button.property("step")))

    @Slot(QAction)
    def _on_menu(self, action: QAction) -> None:
        self.wanted.emit(str(action.data()))

    @Slot()
    def _on_more(self) -> None:
        button = self.sender()
        if isinstance(button, Button) and self._menu is not None:
            self._menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))


def _weight(code: str) -> Weight:
    return Weight.SOFT if code in ("agreed", "archived", "performed") else Weight.PLAIN


def _coming(at: int, case: Case, language: str) -> str:
    """A moment to come: with the weekday, where it is not today."""
    from gridworker.ui.forms.moments import local

    wall = local(at, case.tz)
    if wall.date() <= case.today:
        return say_moment(at, case.now, case.tz, language)
    return f"{say_day(wall.date(), case.today, language)} {wall:%H:%M}"


def empty(layout: QVBoxLayout | QHBoxLayout | QGridLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if isinstance(inner, QVBoxLayout | QHBoxLayout | QGridLayout):
            empty(inner)
        if isinstance(widget, QWidget):
            widget.hide()
            widget.deleteLater()
