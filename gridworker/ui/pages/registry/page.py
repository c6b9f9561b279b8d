"""The page 人房企: homes, people, places and businesses, one row of words over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.operations.drafts import list_drafts
from gridworker.operations.registry import kind_of
from gridworker.ui.forms.open_form import NEW
from gridworker.ui.pages.page import KeyHelp, Page
from gridworker.ui.pages.registry.businesses import EnterpriseView, PlaceView
from gridworker.ui.pages.registry.homes import HouseholdView
from gridworker.ui.pages.registry.people import PersonView
from gridworker.ui.pages.registry.view import RegistryView
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import PAGE_SIDE, PAGE_TOP, SPACE_8
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.shown_stack import ShownStack
from gridworker.ui.widgets.tabs import Tabs

_VIEWS: tuple[type[RegistryView], ...] = (HouseholdView, PersonView, PlaceView, EnterpriseView)


class RegistryPage(Page):
    """Entered with the id of a record it opens that one, whatever of the four it is."""

    TITLE = Words("人房企", "Registry")
    KEYS = (
        KeyHelp("Ctrl+N", Words("新建一份", "New record")),
        KeyHelp("Ctrl+PgUp  Ctrl+PgDn", Words("换到另一类", "The kind before or after")),
        *dict.fromkeys((*HouseholdView.KEYS, *PersonView.KEYS)),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setProperty("ground", "page")
        words = [Choice(view.KIND, session.said(view.TITLE)) for view in _VIEWS]
        self.kinds = Tabs(session.said(self.TITLE), words)
        self._views: dict[str, RegistryView] = {}
        self._stack = ShownStack()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, PAGE_TOP // 2, 0, 0)
        whole.setSpacing(SPACE_8)
        above = QVBoxLayout()
        above.setContentsMargins(PAGE_SIDE, 0, PAGE_SIDE, 0)
        above.addWidget(self.kinds)
        whole.addLayout(above)
        whole.addWidget(self._stack, 1)
        self.kinds.changed.connect(self._on_kind)
        for key, does in (
            ("Ctrl+N", self._on_new),
            ("Ctrl+PgUp", self._on_before),
            ("Ctrl+PgDown", self._on_after),
        ):
            QShortcut(QKeySequence(key), self, does)

    def view(self, kind: str) -> RegistryView:
        """The view of a kind, made when it is first wanted."""
        if kind not in self._views:
            made = next(view for view in _VIEWS if kind == view.KIND)(self.session)
            made.titled.connect(self.titled)
            if isinstance(made, HouseholdView):
                made.added_to.connect(self._on_added_to)
            self._views[kind] = made
            self._stack.addWidget(made)
        return self._views[kind]

    @property
    def shown(self) -> RegistryView:
        """The view that is shown."""
        return self.view(self.kinds.value())

    def enter(self, record: str = "") -> None:
        if record and record != NEW:
            self.session.background.spawn(self._enter(record), self)
        else:
            self._show(self.kinds.value(), record)

    async def _enter(self, record: str) -> None:
        drafts = {draft.id: draft.kind for draft in await self.session.run(list_drafts)}
        kind = drafts.get(record) or await self.session.run(kind_of, record)
        self._show(kind if kind in {view.KIND for view in _VIEWS} else self.kinds.value(), record)

    def _show(self, kind: str, record: str = "") -> None:
        view = self.view(kind)
        self.kinds.set_value(kind)
        self._stack.setCurrentWidget(view)
        view.enter(record)

    def go_back(self) -> bool:
        return self.shown.go_back()

    def filter_box(self) -> QWidget | None:
        return self.shown.filter_box()

    @Slot()
    def _on_kind(self) -> None:
        self._show(self.kinds.value())

    @Slot()
    def _on_new(self) -> None:
        self.shown.enter(NEW)

    @Slot()
    def _on_before(self) -> None:
        self._step(-1)

    @Slot()
    def _on_after(self) -> None:
        self._step(1)

    def _step(self, step: int) -> None:
        codes = [view.KIND for view in _VIEWS]
        self._show(codes[(codes.index(self.kinds.value()) + step) % len(codes)])

    @Slot(object)
    def _on_added_to(self, values: Mapping[str, Any]) -> None:
        """A new person in a home: the form begins with where they live."""
        people = self.view("person")
        self.kinds.set_value("person")
        self._stack.setCurrentWidget(people)
        people.entered = True
        self.session.background.spawn(people.begin_with(values), people)
