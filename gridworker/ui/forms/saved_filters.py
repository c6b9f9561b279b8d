"""Filters by name for a list: Ctrl+Shift+F shows them, a digit takes one; the last lines keep or drop one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.operations.saved_filters import Saved, drop_filter, save_filter, saved_filters
from gridworker.ui.forms.fields_sheet import Asked, FieldsSheet
from gridworker.ui.forms.phrase_row import PhraseMenu
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import IconButton
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.line_field import LineField

KEY = "Ctrl+Shift+F"
SAVED = Words("存下的筛选", "Saved filters")
_SAVE = Words("把现在的筛选存下来", "Keep the filter as it is now")
_DROP = Words("删掉一个", "Drop one")
_NAME = Words("给它起个名字", "Its name")
_KEEP = Words("存下", "Keep")
_KEPT = Words(
    "已存下“{name}”，按 Ctrl+Shift+F 再按数字取用", 'Kept "{name}": Ctrl+Shift+F and its digit bring it back'
)


class SavedFilters(IconButton):
    """The button beside the filter of the list `of`. `read` gives what the filter is made of, `put` restores it."""

    def __init__(
        self,
        session: Session,
        of: str,
        box: QWidget,
        read: Callable[[], Mapping[str, str]],
        put: Callable[[Mapping[str, str]], None],
    ) -> None:
        super().__init__("filter", session.said(SAVED), KEY)
        self._session, self._of, self._box = session, of, box
        self._read, self._put = read, put
        self._menu: PhraseMenu | None = None
        self._saved: Sequence[Saved] = ()
        self._dropping = False
        self.clicked.connect(self.open_menu)

    def listen(self, page: QWidget) -> None:
        """Takes its key from anywhere on the page."""
        shortcut = QShortcut(QKeySequence(KEY), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.open_menu)

    @Slot()
    def open_menu(self) -> None:
        """What was kept, each with its digit."""
        if not composing():
            self._session.background.spawn(self._open(dropping=False), self)

    async def _open(self, *, dropping: bool) -> None:
        self._saved, self._dropping = await self._session.run(saved_filters, self._of), dropping
        if self._menu is None or self._menu.parentWidget() is not self.window():
            self._menu = PhraseMenu(self._session.said(SAVED), self._box)
            self._menu.chosen.connect(self._on_chosen)
            self.destroyed.connect(self._menu.deleteLater)
        said = self._session.said
        lines = [one.name for one in self._saved]
        if not dropping:
            lines += [said(_SAVE), *([said(_DROP)] if lines else [])]
        self._menu.open_over(lines)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        if self._dropping:
            self._session.background.spawn(self._drop(self._saved[number].name), self)
        elif number < len(self._saved):
            self._put(self._saved[number].values)
        elif number == len(self._saved):
            self._session.background.spawn(self._keep(), self)
        else:
            self._session.background.spawn(self._open(dropping=True), self)

    async def _drop(self, name: str) -> None:
        await self._session.run(drop_filter, self._of, name)

    async def _keep(self) -> None:
        said, values = self._session.said, dict(self._read())
        asked = [Asked("name", said(_NAME), LineField(), required=True)]
        sheet = FieldsSheet(self._session, said(SAVED), asked, said(_KEEP), self)
        if await self._session.background.answered(sheet):
            name = str(sheet.answers["name"])
            await self._session.run(save_filter, self._of, name, values)
            self._session.said_done.emit(said(_KEPT, name=name), None)
