"""The page 人房企: homes, people, places and businesses, one row of words over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.operations.drafts import list_drafts
from gridworker.operations.import_template import write_template
from gridworker.operations.registry import kind_of
from gridworker.ui.forms.choosing_file import file_to_write
from gridworker.ui.forms.list_pane import TABLE_KEY
from gridworker.ui.forms.open_form import NEW
from gridworker.ui.pages.page import KeyHelp, Page
from gridworker.ui.pages.registry.businesses import EnterpriseView, PlaceView
from gridworker.ui.pages.registry.homes import HouseholdView
from gridworker.ui.pages.registry.import_sheet import ImportSheet
from gridworker.ui.pages.registry.import_words import TEMPLATE, TEMPLATE_FILE, TEMPLATE_SAVED
from gridworker.ui.pages.registry.people import PersonView
from gridworker.ui.pages.registry.view import RegistryView
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import PAGE_SIDE, PAGE_TOP, SPACE_8
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.shown_stack import ShownStack
from gridworker.ui.widgets.tabs import Tabs

_IMPORT = Words("从表格导入", "Import from a table")
_CHOOSE = Words("选择表格文件", "Choose a table")
_TABLES = Words("表格文件", "Tables")
_SUFFIXES = (".xlsx", ".xlsm", ".csv", ".txt")

_VIEWS: tuple[type[RegistryView], ...] = (HouseholdView, PersonView, PlaceView, EnterpriseView)


class RegistryPage(Page):
    """Entered with the id of a record it opens that one, whatever of the four it is."""

    TITLE = Words("人房企", "Registry")
    KEYS = (
        KeyHelp("Ctrl+N", Words("新建一份", "New record")),
        KeyHelp("Ctrl+O", _IMPORT),
        KeyHelp("Ctrl+Shift+O", Words("存一份导入模板", "Save an empty template for an import")),
        KeyHelp(TABLE_KEY, Words("换成表格，再按换回卡片", "As a table, and back to the card")),
        KeyHelp("Ctrl+PgUp  Ctrl+PgDn", Words("换到另一类", "The kind before or after")),
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setProperty("ground", "page")
        words = [Choice(view.KIND, session.said(view.TITLE)) for view in _VIEWS]
        self.kinds = Tabs(session.said(self.TITLE), words)
        self._views: dict[str, RegistryView] = {}
        self._as_table = False
        self._stack = ShownStack()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, PAGE_TOP // 2, 0, 0)
        whole.setSpacing(SPACE_8)
        above = QHBoxLayout()
        above.setContentsMargins(PAGE_SIDE, 0, PAGE_SIDE, 0)
        above.addWidget(self.kinds, 1)
        self.take_in = Button(session.said(_IMPORT), Weight.TEXT, "arrow_download", "Ctrl+O")
        self.take_in.clicked.connect(self._on_import)
        self.template = Button(session.said(TEMPLATE), Weight.TEXT, "document_table", "Ctrl+Shift+O")
        self.template.clicked.connect(self._on_template)
        above.addWidget(self.template)
        above.addWidget(self.take_in)
        self.setAcceptDrops(True)
        whole.addLayout(above)
        whole.addWidget(self._stack, 1)
        self.kinds.changed.connect(self._on_kind)
        session.barred_changed.connect(self._bar)
        self._bar()
        for key, does in (
            ("Ctrl+N", self._on_new),
            ("Ctrl+O", self._on_import),
            ("Ctrl+Shift+O", self._on_template),
            (TABLE_KEY, self._on_table),
            ("Ctrl+PgUp", self._on_before),
            ("Ctrl+PgDown", self._on_after),
        ):
            QShortcut(QKeySequence(key), self, does)

    def view(self, kind: str) -> RegistryView:
        """The view of a kind, made when it is first wanted."""
        if kind not in self._views:
            made = next(view for view in _VIEWS if kind == view.KIND)(self.session)
            made.titled.connect(self.titled)
            made.table_asked.connect(self._on_table)
            made.set_alone(self._as_table)
            if isinstance(made, HouseholdView):
                made.added_to.connect(self._on_added_to)
            self._views[kind] = made
            self._stack.addWidget(made)
        return self._views[kind]

    @property
    def shown(self) -> RegistryView:
        """The view that is shown."""
        return self.view(self.kinds.value())

    @property
    def keys(self) -> Iterable[KeyHelp]:
        return (*self.KEYS, *self.shown.KEYS)

    def enter(self, record: str = "") -> None:
        if record and record != NEW:
            self.bring(self._enter(record))
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

    def at_hand(self) -> str:
        return self.shown.at_hand()

    def filter_box(self) -> QWidget | None:
        return self.shown.filter_box()

    @Slot()
    def _on_kind(self) -> None:
        self._show(self.kinds.value())

    @Slot()
    def _on_new(self) -> None:
        self.shown.enter(NEW)

    @Slot()
    def _on_table(self) -> None:
        self._as_table = not self._as_table
        for view in self._views.values():
            view.set_alone(self._as_table)

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
        people.bring(people.begin_with(values))

    # Tables.

    @Slot()
    def _bar(self) -> None:
        self.take_in.bar(self.session.why_barred())

    @Slot()
    def _on_import(self) -> None:
        if not self.session.barred:
            self.session.background.spawn(self._choose_table(), self)

    async def _choose_table(self) -> None:
        said = self.session.said
        dialog = QFileDialog(self, said(_CHOOSE))
        dialog.setNameFilter(f"{said(_TABLES)} ({' '.join('*' + suffix for suffix in _SUFFIXES)})")
        chosen: list[str] = []
        dialog.fileSelected.connect(chosen.append)
        if await self.session.background.answered(dialog) and chosen:
            self.take_table(Path(chosen[0]))

    def take_table(self, path: Path) -> None:
        """Shows what a table would bring to the kind that is shown."""
        sheet = ImportSheet(self.session, self.shown.KIND, path, self)
        sheet.imported.connect(self._on_imported)
        sheet.open()

    @Slot()
    def _on_template(self) -> None:
        self.session.background.spawn(self._save_template(self.shown.KIND), self)

    async def _save_template(self, kind: str) -> None:
        session = self.session
        name = session.said(TEMPLATE_FILE, kind=session.labels.kind(kind))
        out = await file_to_write(session, session.said(TEMPLATE), f"{name}.xlsx", self)
        if out is not None:
            await session.background.run(write_template, kind, out, session.language)
            session.said_done.emit(session.said(TEMPLATE_SAVED, file=out.name), None)

    @Slot()
    def _on_imported(self) -> None:
        # Not by the changes of thousands of records: what is shown is read anew.
        for view in self._views.values():
            if view.entered:
                view.start(view.ask())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData()) and not self.session.barred:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.take_table(path)


def _dropped(data: QMimeData) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() in _SUFFIXES), None)
