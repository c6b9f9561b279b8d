"""People: moving in and out, and the tags they have, each with its legal basis, review and end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Slot

from gridworker.domain.kinds import KINDS
from gridworker.environment.language import Words
from gridworker.operations.households import MoveIn, MoveOut, move_in, move_out
from gridworker.operations.records import edit_record
from gridworker.operations.registry import tagged_page
from gridworker.ui.forms.change_step import change_step
from gridworker.ui.forms.days import day_field
from gridworker.ui.forms.fields_sheet import Asked, FieldsSheet
from gridworker.ui.forms.record_form import NOT_GIVEN
from gridworker.ui.pages.page import KeyHelp
from gridworker.ui.pages.registry.aside import Act
from gridworker.ui.pages.registry.forms import PersonForm
from gridworker.ui.pages.registry.report import REPORT as _REPORT
from gridworker.ui.pages.registry.report import ask_and_write
from gridworker.ui.pages.registry.sheets import PickSheet
from gridworker.ui.pages.registry.view import RegistryView
from gridworker.ui.session import Session
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.pickers import PickList

_TAGGED = Words("关注", "Care")
_MOVE_IN, _MOVE_OUT = Words("迁入", "Move in"), Words("迁出", "Move out")
_WHERE = Words("迁入哪一户", "Move into which home")
_MOVED_IN = Words("已办理迁入", "Moved in")
_MOVED_OUT = Words("已办理迁出", "Moved out")
_TAG = Words("加关注标签", "Add a care tag")
_SAVE = Words("保存", "Save")
_TAGGED_DONE = Words("已加标签", "Tag added")
_BASIS_NOTE = Words(
    "每个标签都要有法律依据和复核日期；到期后不再安排走访。",
    "Every tag needs a legal basis and a day of review; once it has ended it makes no visits.",
)
_REVIEW_AFTER = timedelta(days=180)


class PersonView(RegistryView):
    """A person, their home and their tags."""

    TITLE = Words("人员", "People")
    KIND = "person"
    NEW_TITLE = Words("新建人员", "New person")
    ICON = "person"
    FORM = PersonForm
    COLUMNS = ("phone", "sex", "birth_on", "relation")
    KEYS = (
        *RegistryView.KEYS,
        KeyHelp("F8", Words("加关注标签", "Add a care tag")),
        KeyHelp("F10", Words("迁入、迁出", "Move in or out")),
    )

    def scopes(self) -> list[Choice]:
        first, *rest = super().scopes()
        return [first, Choice("tagged", self.session.said(_TAGGED)), *rest]

    async def show_scope(self, scope: str, text: str) -> None:
        if scope == "tagged" and not text:
            self.model.show_rows(list(map(self.row_of, await self.session.run(tagged_page))))
        else:
            await super().show_scope(scope, text)

    def acts(self) -> list[Act]:
        said = self.session.said
        lives = bool(self.card and self.card.seen.get("household_id"))
        move = (
            Act(said(_MOVE_OUT), "F10", "sign_out", self._on_move_out)
            if lives
            else Act(said(_MOVE_IN), "F10", "home_person", self._on_move_in)
        )
        report = Act(said(_REPORT), "F11", "document_text", self._on_report)
        return [move, Act(said(_TAG), "F8", "tag", self._on_tag), *super().acts(), report]

    def _on_report(self) -> None:
        """Everything held about the person, for the one who asks (PIPL art. 45)."""
        self.start(ask_and_write(self, self.record))

    @Slot()
    def _on_move_in(self) -> None:
        ask_move_in(self, self.session.said(_WHERE), "household", self._move_in)

    def _move_in(self, home: str, on: date, relation: str) -> None:
        self.start(self._moved(MoveIn(self.record, home, on, relation)))

    @Slot()
    def _on_move_out(self) -> None:
        named, day = self.session.labels, day_field(self.session, past=True)
        day.set_moment(self.form.today)
        asked = [
            Asked("on", named.field("person", "stays/until_on"), day, required=True),
            Asked("why", named.field("person", "stays/why"), LineField()),
        ]
        title = self.session.said(_MOVE_OUT)
        sheet = FieldsSheet(self.session, title, asked, title, self, about=self.record)
        sheet.accepted.connect(partial(self._move_out, sheet))
        sheet.open()

    def _move_out(self, sheet: FieldsSheet) -> None:
        day, why = sheet.answers["on"], str(sheet.answers["why"] or "")
        self.start(self._moved(MoveOut(self.record, date.fromisoformat(day), why)))

    async def _moved(self, move: MoveIn | MoveOut) -> None:
        record, into = self.record, isinstance(move, MoveIn)
        changes = await self.session.run(move_in if into else move_out, move)
        self.session.tell(changes)
        self.session.said_done.emit(self.session.said(_MOVED_IN if into else _MOVED_OUT), None)
        if not self.touched:
            await self.open(record)

    @Slot()
    def _on_tag(self) -> None:
        sheet = tag_sheet(self.session, self.form.today, self)
        sheet.accepted.connect(partial(self._add_tag, sheet))
        sheet.open()

    def _add_tag(self, sheet: FieldsSheet) -> None:
        record, tag = self.record, {name: value for name, value in sheet.answers.items() if value}

        async def work() -> None:
            element = self.session.profile.make_id()
            edited = await self.session.run(edit_record, record, {f"watch/{element}": tag})
            self.session.tell(edited.changes)
            step = change_step(self.session, edited, {f"watch/{element}": None}, self.open)
            self.session.said_done.emit(self.session.said(_TAGGED_DONE), step)
            if not self.touched:
                await self.open(record)

        self.start(work())


def ask_move_in(view: RegistryView, title: str, kind: str, then: Callable[[str, date, str], None]) -> None:
    """Asks who or where (a record of `kind`), then on which day and as what; `then` gets the three answers."""
    picked = PickSheet(view.session, title, kind, "", view)

    async def ask_when() -> None:
        sheet = _move_sheet(view)
        sheet.accepted.connect(lambda: then(picked.picked, *_answers(sheet)))
        sheet.open()

    # Not while the first sheet closes: it would take the focus back.
    picked.accepted.connect(lambda: view.start(ask_when()))
    picked.open()


def _move_sheet(view: RegistryView) -> FieldsSheet:
    """On which day somebody moves in, and what they are to the head of the household."""
    session = view.session
    day = day_field(session, past=True)
    named = session.labels
    day.set_moment(view.form.today)
    asked = [
        Asked("on", named.field("person", "stays/since_on"), day, required=True),
        Asked("relation", named.field("person", "relation"), _pick(session, "relation")),
    ]
    title = session.said(_MOVE_IN)
    return FieldsSheet(session, title, asked, title, view, about=view.record)


def _answers(sheet: FieldsSheet) -> tuple[date, str]:
    """The day and the relation that were answered."""
    return date.fromisoformat(sheet.answers["on"]), str(sheet.answers["relation"] or "")


def tag_sheet(session: Session, today: date, view: RegistryView) -> FieldsSheet:
    """A tag: no category without its basis, none without a day on which somebody looks at it again."""
    named = session.labels
    since, review = day_field(session, past=True), day_field(session, past=False)
    since.set_moment(today)
    review.set_moment(today + _REVIEW_AFTER)
    fields: list[tuple[str, Any, bool]] = [
        ("category", _pick(session, "watch/category"), True),
        ("level", _pick(session, "watch/level"), False),
        ("basis", LineField(), True),
        ("source", LineField(), False),
        ("since_on", since, True),
        ("review_on", review, True),
        ("until_on", day_field(session, past=False), False),
    ]
    asked = [
        Asked(name, named.field("person", f"watch/{name}"), field, required)
        for name, field, required in fields
    ]
    return FieldsSheet(
        session,
        session.said(_TAG),
        asked,
        session.said(_SAVE),
        view,
        session.said(_BASIS_NOTE),
        about=view.record,
    )


def _pick(session: Session, name: str) -> PickList:
    named = session.labels
    codes = named.codes("person", name) or KINDS["person"].fields[name].choices
    return PickList(
        [Choice(code, named.choice("person", name, code)) for code in codes], none=session.said(NOT_GIVEN)
    )
