"""The page of visits: who is due at the left, the visit at the right with everything preset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.operations.checklists import visit_checklists
from gridworker.operations.drafts import DraftCard, list_drafts
from gridworker.operations.listing import Listed
from gridworker.operations.needs import NEED, list_needs
from gridworker.operations.records import add_record
from gridworker.operations.visits import (
    CALL_ON,
    Rounds,
    Whom,
    after,
    due,
    key_of,
    next_door,
    rounds,
    whom_on_file,
)
from gridworker.ui.forms.card_writing import CARD, ask_for_card
from gridworker.ui.forms.form_frame import FormFrame
from gridworker.ui.forms.form_keys import FORM_KEYS
from gridworker.ui.forms.form_page import FormPage
from gridworker.ui.forms.list_pane import ListPane
from gridworker.ui.forms.plan_words import how_soon, reason
from gridworker.ui.forms.record_list import Row
from gridworker.ui.pages.page import KeyHelp
from gridworker.ui.pages.visit.form import KIND, VisitForm
from gridworker.ui.pages.visit.needs import need_row
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, IconButton, Weight
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.drawing import STATES

_DUE = Words("要走访", "Due")
_NEEDS = Words("诉求", "Needs")
_RECENT = Words("记录", "Log")
_CALL = Words("登记来电", "Log a call")
_DRAFTS = Words("草稿", "Drafts")
_FILTER = Words("筛选：姓名、地点", "Filter: name or place")
_NEXT = Words("保存，走访下一户", "Save, next visit")
_NEW = Words("新建走访", "New visit")
_CHANGE = Words("更改对象", "Change")
_NOBODY_DUE = Words("近期没有要走访的", "Nobody is due")
_SET_NEXT = Words(
    "按关注标签和走访频次排出来的、约好日子的，到期都列在这里。",
    "Whoever a plan or an agreed day calls for stands here when due.",
)
_NO_NEEDS = Words("没有未办结的诉求", "No open needs")
_NEEDS_HERE = Words(
    "走访或来电时按 Alt+Q 记下诉求，办结前都列在这里。",
    "Alt+Q on a visit or a call takes a need in; it stands here until it is settled.",
)
_NOTHING = Words("这里还没有记录", "Nothing here yet")
_FILL_IN = Words("右边填好走访了谁，按 F9 完成。", "Fill in who was visited at the right; F9 finishes.")
_NO_HIT = Words("没有找到", "Nothing found")
_OTHER_WORDS = Words("换几个字，或按 Esc 清除。", "Try other words, or clear with Esc.")
CALL = "call"
"""What the page is entered with to log a telephone call."""
_TONES = {"elderly": Tone.DANGER, "hardship": Tone.WARN, "disabled": Tone.PLUM, "enterprise": Tone.INFO}


# The page is shown before its books are learned.
_SHOWN_MS = 300


class VisitPage(FormPage):
    """Ctrl+3 begins a visit here."""

    TITLE = Words("走访", "Visits")
    KIND = KIND
    NEW_TITLE = _NEW
    KEYS = (
        *FORM_KEYS,
        KeyHelp("0", Words("未遇（光标不在文字里时）", "Nobody in (outside texts)")),
        KeyHelp("Alt+Q", Words("记一条诉求", "Add a need")),
        KeyHelp("Alt+W", Words("办理第一条未办结的诉求", "The next step of the first open need")),
        KeyHelp("Ctrl+P", Words("印联系卡", "A service card")),
        KeyHelp("Alt+C", Words("登记企业、商户来电", "Log a call of a business")),
    )

    form: VisitForm

    def make_form(self, parent: QWidget) -> VisitForm:
        self.rounds: Rounds | None = None
        form = VisitForm(self.session, parent)
        form.whom_changed.connect(self._on_whom)
        return form

    def make_frame(self) -> FormFrame:
        frame = FormFrame(self.session, "building_home", Tone.INFO, self.session.said(_NEXT))
        self._change = Button(self.session.said(_CHANGE), Weight.TEXT)
        self._change.clicked.connect(self._on_change)
        frame.add_action(self._change)
        return frame

    def make_pane(self) -> ListPane:
        said = self.session.said
        scopes = [
            Choice("due", said(_DUE)),
            Choice("needs", said(_NEEDS)),
            Choice("recent", said(_RECENT)),
            Choice("drafts", said(_DRAFTS)),
        ]
        pane = ListPane(self.session, self.model, scopes, said(_FILTER), said(self.TITLE), "building_home")
        call = Button(said(_CALL), Weight.TEXT, "call", "Alt+C")
        call.clicked.connect(self._on_call)
        card = IconButton("print", said(CARD), "Ctrl+P")
        card.clicked.connect(self._on_card)
        foot = QHBoxLayout()
        foot.setSpacing(0)
        foot.addWidget(call)
        foot.addStretch(1)
        foot.addWidget(card)
        pane.column.addLayout(foot)
        self._key("Alt+C", self._on_call)
        self._key("Ctrl+P", self._on_card)
        return pane

    # The list.

    def row_of(self, listed: Listed) -> Row:
        body, named = listed.body, self.session.labels
        name, purpose = str(body.get("name") or ""), str(body.get("purpose") or "")
        return Row(
            listed.id,
            listed.number,
            name,
            " · ".join(
                filter(None, (named.choice(KIND, "result", str(body.get("result") or "")), listed.place))
            ),
            self.short_when(int(body.get("at") or 0)),
            STATES[listed.state],
            named.word("sync_states", listed.state),
            avatar=(name, _TONES.get(purpose, Tone.PRIMARY)),
        )

    def _due_row(self, whom: Whom) -> Row:
        assert whom.next_on is not None
        tag = how_soon(whom.next_on, self.form.context.today, self.session.language)
        about = self.session.labels.choice(KIND, "purpose", whom.purpose) if whom.purpose else ""
        why = reason(whom.due, self.session.labels) if whom.due and whom.due.why else "".join(whom.tags[:1])
        remark = " · ".join(filter(None, (whom.where or about, why)))
        avatar = (whom.name, _TONES.get(whom.purpose, Tone.PRIMARY))
        return Row(CALL_ON + whom.key, 0, whom.name, remark, tag=tag, avatar=avatar)

    async def reload(self) -> None:
        scope, text = self.pane.scope, self.pane.text
        if scope == "recent":
            await self.model.load(0, text)
        elif scope == "needs":
            found = await self.session.run(list_needs)
            asked = text.strip()
            self.model.show_rows(
                [
                    need_row(self.session, need)
                    for need in found
                    if asked in f"{need.name} {need.text} {need.handler}"
                ]
            )
        else:
            drafts = await self.session.run(list_drafts, KIND)
            rows = list(map(self.draft_row, drafts))
            being_written = {key_of(draft.content) for draft in drafts if not draft.record}
            self.model.show_rows(
                rows if scope == "drafts" else await self._due_rows(text, rows, being_written)
            )
        self._say_empty(scope, text)
        await self.recount()

    @property
    def open_row(self) -> str:
        if self.record or self.drafting.is_kept or not self.form.name.value():
            return super().open_row
        return CALL_ON + key_of(self.form.values())

    def draft_row(self, draft: DraftCard) -> Row:
        name, purpose = self.title_of(draft.content), str(draft.content.get("purpose") or "")
        avatar = (name, _TONES.get(purpose, Tone.PRIMARY)) if name else None
        return super().draft_row(draft)._replace(avatar=avatar)

    async def _due_rows(self, text: str, drafts: list[Row], being_written: set[str]) -> list[Row]:
        known = await self._look_up()
        waiting = due(known.known, self.form.context.today)
        if not text:
            return [*drafts, *(self._due_row(whom) for whom in waiting if whom.key not in being_written)]
        # Somebody who is not due is found as well: that is what one types a name for.
        found = [entry.thing for entry in known.book.matching(text, 50)]
        return [self._due_row(whom) if whom.next_on else self._other_row(whom) for whom in found]

    def _other_row(self, whom: Whom) -> Row:
        when = self.short_when(whom.moments[0]) if whom.moments else ""
        avatar = (whom.name, _TONES.get(whom.purpose, Tone.PRIMARY))
        return Row(CALL_ON + whom.key, 0, whom.name, whom.where, when, avatar=avatar)

    async def look_ahead(self) -> None:
        await self._look_up()

    async def _look_up(self) -> Rounds:
        """Everybody known."""
        before = self.rounds
        found = await self.session.run(rounds, before)
        if found is not before:
            self.rounds = found
            self.grid = found.grid.name
            self.form.set_questions(await self.session.run(visit_checklists))
            self.form.take_over(found)
            self.start(self._learn(found, before))
        return found

    async def _learn(self, found: Rounds, before: Rounds | None) -> None:
        await self.session.background.pause(_SHOWN_MS)
        await self.session.background.run(found.learn, before)

    async def recount(self) -> None:
        known = self.rounds or await self._look_up()
        count = len(due(known.known, self.form.context.today))
        drafts = len(await self.session.run(list_drafts, KIND))
        needs = len(await self.session.run(list_needs))
        for scope, word, number in (
            ("due", _DUE, count),
            ("needs", _NEEDS, needs),
            ("drafts", _DRAFTS, drafts),
        ):
            said = self.session.said(word)
            self.pane.set_word(scope, f"{said} {number}" if number else said)

    def _say_empty(self, scope: str, text: str) -> None:
        said = self.session.said
        if text:
            self.pane.show_empty(said(_NO_HIT), said(_OTHER_WORDS))
        elif scope == "due":
            self.pane.show_empty(said(_NOBODY_DUE), said(_SET_NEXT))
        elif scope == "needs":
            self.pane.show_empty(said(_NO_NEEDS), said(_NEEDS_HERE))
        else:
            self.pane.show_empty(said(_NOTHING), said(_FILL_IN))

    # The form.

    async def first_values(self) -> dict[str, Any]:
        await self._look_up()
        await self.form.phrases.load()
        return {"at": self.now}

    async def open(self, record: str) -> None:
        if record.startswith(CALL_ON):
            await self._call_on(record.removeprefix(CALL_ON))
        elif record.startswith(NEED):
            visit, _, element = record.removeprefix(NEED).partition("/")
            await super().open(visit)
            self.form.needs.go_to(element)
        elif record == CALL:
            await self._log_call()
        else:
            await super().open(record)

    async def begin_or_resume(self) -> None:
        """What was being written, else whoever is due first, else a new visit."""
        unfinished = await self.session.run(list_drafts, KIND)
        waiting = due((await self._look_up()).known, self.form.context.today)
        if unfinished or not waiting:
            await super().begin_or_resume()
        else:
            await self._call_on(waiting[0].key)

    async def _call_on(self, key: str) -> None:
        """A new visit to somebody known."""
        known = self.rounds or await self._look_up()
        whom = known.known.get(key) or await self.session.run(whom_on_file, key)
        if whom is not None:
            await self._begin_with(whom)

    async def _begin_with(self, whom: Whom) -> None:
        turn = self._take_turn()
        await self.form.phrases.load()
        if turn != self._turn:
            return
        if self.record or self.touched or not self.drafting.id:
            self.drafting.begin()
        self._set_open("", {}, self.form.begin_with(whom, self.now), new=True)
        self.frame.show_kept("")
        self.pane.mark(self.open_row)
        self.form.result.setFocus()
        self.start(self.rest_drafts())

    @Slot()
    def _on_call(self) -> None:
        if why := self.session.why_barred():
            self.session.said_done.emit(why, None)
        else:
            self.bring(self.open(CALL))

    @Slot()
    def _on_card(self) -> None:
        """A card of the grid; made out to the business that is open, if one is."""
        values = self.form.values()
        business = str(values.get("target_id") or "") if values["target"] == "enterprise" else ""
        self.start(ask_for_card(self.session, self, business))

    async def _log_call(self) -> None:
        """A call that comes in is a visit by telephone: who is on the line, and what they ask for."""
        if await self.begin():
            first = {"at": self.now, "target": "enterprise", "purpose": "enterprise", "result": "phone"}
            self.form.show_values(first, new=True)
            self.form.name.setFocus()

    @Slot(object)
    def _on_whom(self, whom: Whom) -> None:
        """Somebody known was picked in the name: the form is filled as it is from the list."""
        result, caller = self.form.result.value(), self.form.caller.value()
        values = self.form.begin_with(whom, self.form.at.moment() or self.now)
        self.form.show_values({**values, "result": result, "caller": caller}, new=True)
        self.head(self.form.values())
        (self.form.caller if result == "phone" else self.form.result).setFocus()
        self.bring(self.form.offer_caller(whom))

    @Slot()
    def _on_change(self) -> None:
        self.form.who.setVisible(True)
        self.form.name.setFocus()

    def head(self, values: Mapping[str, Any]) -> None:
        super().head(values)
        name, named = str(values.get("name") or ""), self.session.labels
        purpose = str(values.get("purpose") or "")
        self._change.setVisible(bool(name) and self.form.who.isHidden())
        self.frame.show_person(name, _TONES.get(purpose, Tone.PRIMARY))
        whom = self.rounds.known.get(key_of(dict(values))) if self.rounds else None
        self.form.show_whom(whom if name else None)
        if not name:
            self.frame.show_tags([])
            return
        tags = [(str(tag), Tone.WARN) for tag in values.get("tags") or ()]
        if whom and whom.due and whom.due.why:
            # Why somebody is called on says more than what the visit is called.
            self.frame.show_tags([(reason(whom.due, named), Tone.INFO), *tags[:1]])
        else:
            about = named.choice(KIND, "purpose", purpose)
            self.frame.show_tags([*tags[:2], (about, _TONES.get(purpose, Tone.INFO))])
        parts = [named.choice(KIND, "target", str(values.get("target") or "")), self.place_of(values)]
        if self.record:
            parts.append(self.frame.remark.text())
        self.frame.say(name, " · ".join(filter(None, parts)))

    def title_of(self, values: Mapping[str, Any]) -> str:
        return str(values.get("name") or "")

    def remark_of(self, values: Mapping[str, Any]) -> str:
        return self.place_of(values) or super().remark_of(values)

    def content(self) -> dict[str, Any]:
        return {**super().content(), "_todo": self.form.context.todo.isChecked()}

    async def after_save(self, record: str, *, then_next: bool) -> None:
        key, turn = key_of(self.form.values()), self._turn
        if self.form.context.todo.isChecked() and (title := self.form.task_title()):
            await self._add_task(record, title)
        was = self.rounds.known.get(key) if self.rounds else None
        await self._look_up()
        if self.pane.scope == "due":
            await self.reload()
        here = (self.rounds.known.get(key) if self.rounds else None) or was
        beyond = await self._next(here) if then_next and here else None
        if turn != self._turn:
            return
        if beyond is not None:
            await self._begin_with(beyond)
        else:
            await self.begin()
            self.pane.mark("" if then_next else record)

    async def _next(self, here: Whom) -> Whom | None:
        """Who is due today and lives next in the order of the doors; on a sweep of homes the next door."""
        today = self.form.context.today
        waiting = due(self.rounds.known, today) if self.rounds else []
        now_due = [whom for whom in waiting if whom.next_on and whom.next_on <= today]
        beyond = after(here, now_due)
        if beyond is None and here.target == "household":
            return await self.session.run(next_door, here)
        return beyond

    async def _add_task(self, record: str, title: str) -> None:
        fields = {
            "title": title,
            "type": "follow_up",
            "about_id": record,
            "assignee": self.session.profile.identity.worker,
        }
        self.session.tell(await self.session.run(add_record, "task", fields))
