"""The page of patrols: the day's rounds at the left, the open one at the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from gridworker.domain.errors import PersonCanMend
from gridworker.environment.language import Words
from gridworker.operations.checklists import place_checklists
from gridworker.operations.drafts import list_drafts
from gridworker.operations.earlier import FIRST_LOOK, LOOKED_AT, Round, last_round
from gridworker.operations.hazards import count_hazards, days_to_mend, is_open, ledger
from gridworker.operations.listing import Listed, count_since
from gridworker.operations.records import show_record
from gridworker.operations.routes import POINTS, Stop, choose, key_of, next_stop, walk
from gridworker.ui.forms.form_frame import FormFrame
from gridworker.ui.forms.form_keys import FORM_KEYS
from gridworker.ui.forms.form_page import FormPage
from gridworker.ui.forms.list_pane import ListPane
from gridworker.ui.forms.moments import local
from gridworker.ui.forms.open_form import NEW
from gridworker.ui.forms.record_list import Row
from gridworker.ui.forms.table_print import PRINT_KEY
from gridworker.ui.pages.page import KeyHelp
from gridworker.ui.pages.patrol.form import PatrolForm
from gridworker.ui.pages.patrol.handling import KIND, ONWARD
from gridworker.ui.pages.patrol.ledger import LedgerBar
from gridworker.ui.pages.patrol.route_bar import STOP, RouteBar
from gridworker.ui.pages.patrol.shifts import shift_of
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.drawing import STATES

_TODAY = Words("今天", "Today")
_WEEK = Words("本周", "Week")
_DRAFTS = Words("草稿", "Drafts")
_ALL = Words("全部", "All")
_FILTER = Words("筛选：地点、说明", "Filter: place or words")
_NEXT = Words("保存并记下一处", "Save, next place")
_NO_ROUNDS = Words("今天还没有巡查", "No patrol yet today")
_FILL_IN = Words("右边填好地点和情况，按 F9 完成。", "Fill in place and finding at the right; F9 finishes.")
_NO_HIT = Words("没有找到", "Nothing found")
_OTHER_WORDS = Words("换几个字，或按 Esc 清除。", "Try other words, or clear with Esc.")
_NOTHING = Words("这里还没有记录", "Nothing here yet")
_WAITING_HERE = Words(
    "写到一半的巡查会自动存在这里。", "A patrol that is not finished is kept here by itself."
)
_NO_HAZARDS = Words("没有未整改的隐患", "No open hazards")
_HAZARDS_HERE = Words(
    "限期整改和已上报的隐患列在这里，复查确认整改后消去。",
    "Hazards with a deadline or reported stand here until a recheck finds them put right.",
)
_RECHECK = Words("复查", "Recheck")
_DANGER = frozenset({"fire", "security", "flood"})


class PatrolPage(FormPage):
    """Ctrl+1 begins a patrol here."""

    TITLE = Words("巡查", "Patrols")
    KIND = KIND
    NEW_TITLE = Words("新建巡查", "New patrol")

    KEYS = (
        *FORM_KEYS,
        KeyHelp(PRINT_KEY, Words("打印隐患台账或列表", "Print the hazards, or the list")),
        KeyHelp("Alt+H", Words("隐患台账", "The hazards")),
        KeyHelp("Alt+U", Words("选路线", "Choose a route")),
        KeyHelp("Alt+L", Words("到检查表", "To the checklist")),
        KeyHelp("Alt+R", Words("复查打开的隐患", "Recheck the open hazard")),
        KeyHelp(
            "Alt+G", Words("上报为事件，或登记为纠纷", "Report it as an event, or register it as a dispute")
        ),
    )

    form: PatrolForm

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._round: Round | None = None
        self._last_stop = ""
        self.route = RouteBar(session)
        self.ledger = LedgerBar(session)
        self.recheck = Button(session.said(_RECHECK), Weight.SOFT, "arrow_repeat_all", "Alt+R")
        self.onward = Button("", Weight.SOFT, "megaphone", "Alt+G")
        super().__init__(session, parent)
        self.ledger.listen(self)
        self.ledger.toggled.connect(self._on_ledger)
        self.ledger.titled.connect(self.pane.set_heading)
        self.ledger.titled.connect(self.route.give_way)
        self.recheck.clicked.connect(self._on_recheck)
        self.onward.clicked.connect(self._on_onward)
        self._key("Alt+G", self._on_onward)
        self._key("Alt+R", self._on_recheck)
        self._key(PRINT_KEY, self._on_print)
        self.route.listen(self)
        self.route.chosen.connect(self._on_route)

    @Slot()
    def _on_print(self) -> None:
        """The ledger of hazards, or what else the list shows."""
        if self.ledger.is_on:
            self.ledger.on_print()
        else:
            self._on_export()

    def make_form(self, parent: QWidget) -> PatrolForm:
        form = PatrolForm(self.session, parent)
        form.categories.changed.connect(self._tag)
        return form

    def make_frame(self) -> FormFrame:
        frame = FormFrame(self.session, "person_walking", Tone.PRIMARY, self.session.said(_NEXT))
        frame.add_action(self.recheck)
        self.recheck.hide()
        frame.add_action(self.onward)
        self.onward.hide()
        return frame

    def make_pane(self) -> ListPane:
        said = self.session.said
        scopes = [
            Choice("today", said(_TODAY)),
            Choice("week", said(_WEEK)),
            Choice("drafts", said(_DRAFTS)),
            Choice("all", said(_ALL)),
        ]
        icon = "person_walking"
        pane = ListPane(self.session, self.model, scopes, said(_FILTER), said(self.TITLE), icon)
        pane.column.insertWidget(pane.column.count() - 1, self.route)
        pane.column.insertSpacing(pane.column.count() - 2, SPACE_4)
        pane.column.addWidget(self.ledger)
        return pane

    # The list.

    def row_of(self, listed: Listed) -> Row:
        body, named = listed.body, self.session.labels
        return Row(
            listed.id,
            listed.number,
            listed.place or str(body.get("text") or named.kind(KIND)),
            self.remark_of(body),
            self.short_when(int(body.get("at") or 0)),
            STATES[listed.state],
            named.word("sync_states", listed.state),
        )

    def title_of(self, values: Mapping[str, Any]) -> str:
        return self.place_of(values) or str(values.get("text") or "")

    def remark_of(self, values: Mapping[str, Any]) -> str:
        named, outcome = self.session.labels, values.get("outcome")
        parts = [named.choice(KIND, "categories", str(code)) for code in values.get("categories") or ()]
        if outcome and outcome != "none":
            parts.append(named.choice(KIND, "outcome", str(outcome)))
        return " · ".join(parts) or named.kind(KIND)

    async def reload(self) -> None:
        scope, text = self.pane.scope, self.pane.text
        if self.ledger.is_on:
            self.model.show_rows(self.ledger.rows(await self.session.run(ledger, "", text)))
            self._say_empty("hazards", text)
            await self.recount()
            return
        if self.route.is_on and not text:
            self.model.show_rows(self.route.rows(self._last_stop))
            self.pane.show_list()
            self.pane.bring_into_sight(self.route.coming_row(self._last_stop))
            await self.recount()
            return
        drafts = [self.draft_row(draft) for draft in await self.session.run(list_drafts, KIND)]
        if text:
            drafts = []
        if scope == "drafts":
            self.model.show_rows(drafts)
        else:
            await self.model.load(self._since(scope), text, drafts if scope == "today" else [])
        self._say_empty(scope, text)
        await self.recount()

    async def recount(self) -> None:
        counted = await self.session.run(count_since, KIND, self._since("today"))
        drafts = len(await self.session.run(list_drafts, KIND))
        self.pane.set_word("today", _with_count(self.session.said(_TODAY), counted))
        self.ledger.show_counts(await self.session.run(count_hazards))
        self.pane.set_word("drafts", _with_count(self.session.said(_DRAFTS), drafts))

    def _since(self, scope: str) -> int:
        if scope == "today":
            return self.day_began()
        return self.day_began(self.weekday) if scope == "week" else 0

    def _say_empty(self, scope: str, text: str) -> None:
        said = self.session.said
        if text:
            self.pane.show_empty(said(_NO_HIT), said(_OTHER_WORDS))
        elif scope == "hazards":
            self.pane.show_empty(said(_NO_HAZARDS), said(_HAZARDS_HERE))
        elif scope == "drafts":
            self.pane.show_empty(said(_NOTHING), said(_WAITING_HERE))
        else:
            self.pane.show_empty(said(_NO_ROUNDS if scope == "today" else _NOTHING), said(_FILL_IN))

    @Slot()
    def _on_ledger(self) -> None:
        self.bring(self._turn_over())
        if self.folded:
            self.show_list()
        self.pane.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    async def _turn_over(self) -> None:
        """The ledger or the list again: Enter opens its first row where nothing of it is open."""
        await self.ask()
        if self.ledger.is_on and not self.pane.view.currentIndex().isValid():
            self.pane.view.setCurrentIndex(self.model.index(0))

    @Slot()
    def _on_asked(self) -> None:
        """Another scope was picked: the patrols again. What is typed narrows whichever is shown."""
        if not self.pane.box.hasFocus():
            self.ledger.put(on=False)
            self.route.is_on = False
        self.start(self.ask())

    # Routes.

    def enter(self, record: str = "") -> None:
        # Whoever begins a patrol goes on with the round, whose stops stand where the ledger stood.
        if record == NEW:
            self.ledger.put(on=False)
        super().enter(record)

    async def open(self, record: str) -> None:
        if record.startswith(STOP):
            stop = self.route.stop(record)
            if stop is not None and stop.done:
                # What was patrolled today is looked at again.
                await super().open(stop.patrol)
            elif await self.begin() and stop is not None:
                self._preload(stop)
        elif record == POINTS:
            await self.session.run(choose, POINTS)
            self.route.is_on = True
            await self.begin()
        else:
            await super().open(record)

    async def begin(self) -> bool:
        if not await super().begin():
            return False
        route = self.route.route
        stop = next_stop(route, self._last_stop) if route else None
        if stop is not None:
            self._preload(stop)
        return True

    def _preload(self, stop: Stop) -> None:
        route = self.route.route
        assert route is not None
        self.form.preload(stop.spot, route.stops.index(stop) + 1, len(route.stops))
        self.form.place.selectAll()
        if route.shift:
            self.form.show_shift(route.shift)

    @Slot()
    def _on_route(self) -> None:
        self.bring(self._walk(self.route.list.value()))

    async def _walk(self, code: str) -> None:
        """Another route: its stops stand in the list, and a form that is still empty begins with the first of them."""
        await self.session.run(choose, code)
        self._last_stop = ""
        self.ledger.put(on=False)
        if not self.record and not self.touched:
            await self.begin()
        else:
            self.route.show_walk(await self.session.run(walk))
        await self.ask()

    # Rechecks.

    async def _look_back(self, record: str, before: str) -> None:
        """The patrol that the open one rechecks, and whether the open one waits for a recheck itself."""
        waits = bool(record) and await self.session.run(is_open, record)
        if record != self.record:
            return
        self.recheck.setVisible(waits)
        self.recheck.bar(self.session.why_barred())
        outcome = str(self.seen.get("outcome") or "")
        if outcome in ONWARD:
            self.onward.set_text(self.session.said(ONWARD[outcome].word))
            self.onward.set_icon(ONWARD[outcome].icon)
        self.onward.setVisible(bool(record) and outcome in ONWARD)
        self.onward.bar(self.session.why_barred())
        if before:
            try:
                body = await self.session.run(show_record, before)
            except PersonCanMend:
                return
            if before == self.form.rechecks:
                self.form.show_rechecked(body)

    @Slot()
    def _on_recheck(self) -> None:
        if self.recheck.isVisible() and self.recheck.isEnabled():
            self.bring(self._begin_recheck(self.record))

    @Slot()
    def _on_onward(self) -> None:
        if self.onward.isVisible() and self.onward.isEnabled():
            self.bring(self._go_onward(self.record, str(self.seen.get("outcome"))))

    async def _go_onward(self, record: str, outcome: str) -> None:
        """What was found becomes an event or a dispute, which begins with what stands here."""
        onward = ONWARD[outcome]
        self.session.go(onward.kind, await self.session.run(onward.begin, record))

    async def _begin_recheck(self, record: str) -> None:
        """A new patrol of the same place that looks again at what this one found."""
        turn = self._take_turn()
        before = await self.session.run(show_record, record)
        taken = {name: before.get(name) for name in ("place", "place_id", "severity")}
        values = {**await self.first_values(), **taken, "rechecks_id": record}
        if turn != self._turn:
            return
        self.drafting.begin()
        self._set_open("", {}, values, new=True)
        self.form.show_rechecked(before)
        self.frame.show_kept("")
        self.form.result.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.start(self.rest_drafts())

    # The form.

    async def first_values(self) -> dict[str, Any]:
        self.route.show_walk(await self.session.run(walk))
        earlier = await self.session.run(last_round, FIRST_LOOK)
        if not self.grid:
            self.form.take_over(earlier)
        self.start(self._look_further())
        self.grid = earlier.grid.name
        await self.form.phrases.load()
        carried = [name for name in ("mode", "companions") if getattr(earlier, name)]
        return {
            "at": self.now,
            "shift": shift_of(local(self.now, self.tz)),
            "mode": earlier.mode,
            "companions": earlier.companions,
            "_carried": carried,
        }

    async def look_ahead(self) -> None:
        await self._look_further()

    async def _look_further(self) -> None:
        """All places and people come when they are there: the keys of a new round do not wait for them."""
        papers, terms = await self.session.run(place_checklists), await self.session.run(days_to_mend)
        self.form.set_policies(papers, terms)
        found = await self.session.run(last_round, LOOKED_AT, self._round)
        if found is not self._round:
            self._round = found
            self.form.take_over(found)

    def head(self, values: Mapping[str, Any]) -> None:
        super().head(values)
        self._tag()
        self.recheck.hide()
        self.form.show_rechecked(None)
        self.start(self._look_back(self.record, self.form.rechecks))

    def _tag(self) -> None:
        """What was found, beside the title."""
        found = self.form.categories.value()[:2]
        self.frame.show_tags(
            [(self.session.labels.choice(KIND, "categories", code), _tone(code)) for code in found]
        )

    async def after_save(self, record: str, *, then_next: bool) -> None:
        spot = self.form.place.thing()
        self._last_stop = key_of(spot) if spot else self.form.place.value()
        await self.begin()
        if self.route.is_on:
            await self.reload()
        self.pane.mark("" if then_next else record)


def _tone(category: str) -> Tone:
    return Tone.DANGER if category in _DANGER else Tone.OK if category == "normal" else Tone.WARN


def _with_count(word: str, count: int) -> str:
    return f"{word} {count}" if count else word
