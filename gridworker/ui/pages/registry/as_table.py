"""A list of the registry that stands alone, as a table; a row that is opened takes its place."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal

from gridworker.domain.kinds import KINDS
from gridworker.environment.language import Words
from gridworker.operations.listing import Listed
from gridworker.ui.forms.days import reading
from gridworker.ui.forms.form_page import FormPage
from gridworker.ui.forms.list_pane import ListPane
from gridworker.ui.widgets.chips import Choice

_ALL, _DRAFTS = Words("全部", "All"), Words("草稿", "Drafts")
_FILTER = Words("筛选：名称、地址", "Filter: name or address")


class AsTable(FormPage):
    """Subclasses say which fields stand in `COLUMNS` behind the title; `table_asked` fires for the other way."""

    table_asked = Signal()

    TITLE: ClassVar[Words]
    ICON: ClassVar[str]
    COLUMNS: ClassVar[tuple[str, ...]]

    def make_pane(self) -> ListPane:
        name, hint = self.session.said(self.TITLE), self.session.said(_FILTER)
        pane = ListPane(self.session, self.model, self.scopes(), hint, name, self.ICON, self.heads())
        pane.table_asked.connect(self.table_asked)
        return pane

    def scopes(self) -> list[Choice]:
        """Which records the list may show."""
        said = self.session.said
        return [Choice("all", said(_ALL)), Choice("drafts", said(_DRAFTS))]

    def heads(self) -> list[str]:
        """What stands over the columns."""
        named, first = self.session.labels, "place" if self.KIND == "household" else "name"
        return [named.field(self.KIND, name) for name in (first, *self.COLUMNS)]

    def cells(self, listed: Listed) -> tuple[str, ...]:
        """What stands in the columns for a record; numbers of persons are covered in what is listed."""
        read, fields = reading(self.session, self.KIND), KINDS[self.KIND].fields
        return tuple(read.text(name, fields[name], listed.body.get(name)) for name in self.COLUMNS)

    async def begin_or_resume(self) -> None:
        await super().begin_or_resume()
        if self.alone and not self.touched:
            self.show_list()

    def set_alone(self, alone: bool) -> None:
        """The list alone, in columns, or the list beside the form."""
        if alone == self.alone:
            return
        self.alone = alone
        self._fold()
        if self.folded and not alone:
            # A window without room for both.
            self._unfold()
            self.form.first_field().setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.show_list()
        if alone and not self.pane.view.currentIndex().isValid():
            self.pane.view.setCurrentIndex(self.model.index(0))
