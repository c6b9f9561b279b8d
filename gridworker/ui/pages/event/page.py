"""事件上报: the events of the grid, a form to report one, and below it its course with the steps one may take."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.operations.drafts import list_drafts
from gridworker.operations.earlier import own_grid
from gridworker.operations.events import move, moves, open_events
from gridworker.operations.listing import Listed, rows_of
from gridworker.ui.forms.form_frame import FormFrame
from gridworker.ui.forms.form_keys import FORM_KEYS
from gridworker.ui.forms.form_page import FormPage
from gridworker.ui.forms.list_pane import ListPane
from gridworker.ui.forms.record_list import Row
from gridworker.ui.forms.step_sheet import StepSheet
from gridworker.ui.pages.event.form import KIND, EventForm
from gridworker.ui.pages.page import KeyHelp
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.drawing import STATES
from gridworker.ui.widgets.text import SectionTitle
from gridworker.ui.widgets.timeline import Entry, Timeline

_OPEN, _ALL, _DRAFTS = Words("办理中", "Open"), Words("全部", "All"), Words("草稿", "Drafts")
_FILTER = Words("筛选：地点、内容", "Filter: place, words")
_NEXT = Words("保存，再报一件", "Save, next one")
_NOTHING, _FILL_IN = (
    Words("没有事件", "No events"),
    Words("在右边填好，按 F9 上报。", "Fill it in at the right; F9 reports it."),
)
_COURSE = Words("办理流程", "What became of it")
_REPORTED = Words("{name}上报", "Reported by {name}")
_DUE = Words("办理期限：{when}", "Due {when}")
_TONES = {"urgent": Tone.WARN, "grave": Tone.DANGER}
_DANGER = frozenset({"returned", "grave"})
_STEPS = {
    "reported": Words("重新上报", "Report again"),
    "accepted": Words("受理", "Accept"),
    "returned": Words("退回", "Return"),
    "assigned": Words("分派", "Assign"),
    "handling": Words("退回重办", "To be done again"),
    "handled": Words("反馈处置结果", "Say what was done"),
    "verified": Words("核查通过", "Verified"),
    "closed": Words("结案", "Close"),
}
_TAKE_ON = Words("开始处置", "Begin to handle")


class EventPage(FormPage):
    """Ctrl+5 begins an event here."""

    TITLE = Words("事件上报", "Events")
    KIND = KIND
    NEW_TITLE = Words("上报事件", "Report an event")
    KEYS = (
        *(key for key in FORM_KEYS if key.key != "F2"),
        KeyHelp("Alt+S", Words("办下一步", "Take the next step")),
    )

    form: EventForm

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._steps: list[tuple[str, Button]] = []
        self.course = QWidget()
        column = QVBoxLayout(self.course)
        column.setContentsMargins(0, SPACE_8, 0, 0)
        column.setSpacing(SPACE_12)
        self._title = SectionTitle(session.said(_COURSE))
        self.timeline = Timeline(session.said(_COURSE))
        self._acts = QHBoxLayout()
        self._acts.setSpacing(SPACE_8)
        for part in (self._title, self.timeline):
            column.addWidget(part)
        column.addLayout(self._acts)
        self.frame.body.addWidget(self.course)
        self.frame.body.addStretch(1)
        self._key("Alt+S", self._on_first_step)

    def make_form(self, parent: QWidget) -> EventForm:
        return EventForm(self.session, parent)

    def make_frame(self) -> FormFrame:
        return FormFrame(self.session, "megaphone", Tone.DANGER, self.session.said(_NEXT))

    def make_pane(self) -> ListPane:
        said = self.session.said
        scopes = [Choice("open", said(_OPEN)), Choice("all", said(_ALL)), Choice("drafts", said(_DRAFTS))]
        return ListPane(self.session, self.model, scopes, said(_FILTER), said(self.TITLE), "megaphone")

    # The list.

    def row_of(self, listed: Listed) -> Row:
        body, named = listed.body, self.session.labels
        level = str(body.get("level") or "")
        status = named.choice(KIND, "status", str(body.get("status") or ""))
        about = (named.choice(KIND, "type", str(body.get("type") or "")), status, listed.place)
        return Row(
            listed.id,
            listed.number,
            str(body.get("text") or named.kind(KIND)).split("\n")[0],
            " · ".join(filter(None, about)),
            "" if level in _TONES else self.short_when(int(body.get("at") or 0)),
            STATES[listed.state],
            named.word("sync_states", listed.state),
            tag=(named.choice(KIND, "level", level), _TONES[level]) if level in _TONES else None,
        )

    def title_of(self, values: Mapping[str, Any]) -> str:
        return str(values.get("text") or "").split("\n")[0][:30] or self.place_of(values)

    async def reload(self) -> None:
        scope, text = self.pane.scope, self.pane.text
        if scope == "drafts":
            self.model.show_rows([self.draft_row(card) for card in await self.session.run(list_drafts, KIND)])
        elif scope == "open" and not text:
            ids = await self.session.run(open_events)
            found = await self.session.run(rows_of, ids)
            self.model.show_rows([self.row_of(found[one]) for one in ids if one in found])
        else:
            await self.model.load(0, text)
        self.pane.show_empty(self.session.said(_NOTHING), self.session.said(_FILL_IN))

    # The form and the course.

    async def first_values(self) -> dict[str, Any]:
        grid = await self.session.background.run(self.session.profile.read, own_grid)
        self.grid = grid.name
        self.form.set_region(grid.code)
        return {"at": self.now, "level": "general", "source": "resident"}

    async def after_save(self, record: str, *, then_next: bool) -> None:
        await self.reload()
        if then_next:
            await self.begin()
        else:
            await self.open(record)
        self.pane.mark("" if then_next else record)

    async def open(self, record: str) -> None:
        await super().open(record)
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.form.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def head(self, values: Mapping[str, Any]) -> None:
        super().head(values)
        named, status = self.session.labels, str(self.seen.get("status") or "")
        tone = Tone.DANGER if status in _DANGER else Tone.OK if status == "closed" else Tone.INFO
        self.frame.show_tags([(named.choice(KIND, "status", status), tone)] if self.record and status else [])
        if hasattr(self, "course"):
            self._show_course(status)

    def _show_course(self, status: str) -> None:
        self.course.setVisible(bool(self.record))
        while self._acts.count():
            self._acts.takeAt(0)
        for _, button in self._steps:
            button.hide()
            button.deleteLater()
        self._steps = []
        if not self.record:
            return
        self.timeline.set_entries(self._entries())
        for to in moves(self.session.profile, status) if not self.session.barred else ():
            first = not self._steps
            button = Button(
                self._word(status, to),
                Weight.PRIMARY if first else Weight.PLAIN,
                key="Alt+S" if first else "",
            )
            button.clicked.connect(partial(self._ask, to))
            self._acts.addWidget(button)
            self._steps.append((to, button))
        self._acts.addStretch(1)

    def _word(self, status: str, to: str) -> str:
        return self.session.said(_TAKE_ON if (status, to) == ("assigned", "handling") else _STEPS[to])

    def _entries(self) -> list[Entry]:
        said, seen, named = self.session.said, self.seen, self.session.labels
        by = str(seen.get("created_by_name") or seen.get("created_by") or "")
        due = seen.get("due_at")
        first = said(_DUE, when=self.when(due)) if isinstance(due, int) else ""
        entries = [
            Entry(
                "megaphone", Tone.INFO, said(_REPORTED, name=by), self.when(int(seen.get("at") or 0)), first
            )
        ]
        flow = seen.get("flow")
        steps = [step for step in (flow.values() if isinstance(flow, dict) else ()) if isinstance(step, dict)]
        for step in sorted(steps, key=lambda step: int(step.get("at") or 0)):
            to = str(step.get("to") or "")
            title = " · ".join(filter(None, (named.choice(KIND, "status", to), str(step.get("by") or ""))))
            tone = Tone.DANGER if to in _DANGER else Tone.OK if to in ("verified", "closed") else Tone.INFO
            entries.append(
                Entry(
                    "arrow_right",
                    tone,
                    title,
                    self.when(int(step.get("at") or 0)),
                    str(step.get("opinion") or ""),
                )
            )
        if result := str(seen.get("result") or ""):
            entries.append(Entry("checkmark_circle", Tone.OK, named.field(KIND, "result"), "", result))
        return entries

    @Slot()
    def _on_first_step(self) -> None:
        if self._steps:
            self._ask(self._steps[0][0])

    def _ask(self, to: str) -> None:
        status = str(self.seen.get("status") or "")
        sheet = StepSheet(
            self.session,
            self._word(status, to),
            self,
            needed=to in ("handled", "handling"),
            about=self.record,
        )
        sheet.accepted.connect(partial(self._take, to, sheet))
        sheet.open()

    def _take(self, to: str, sheet: StepSheet) -> None:
        record, seen = self.record, dict(self.seen)

        async def work() -> None:
            changes = await self.session.run(move, record, to, sheet.opinion, seen)
            self.session.tell(changes)
            if not self.touched:
                await self.open(record)
            await self.ask()

        self.start(work())
