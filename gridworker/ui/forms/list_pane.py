"""The column left of a form: which records, a box to filter them, the list, and what stands there if it is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from gridworker.environment.language import Words
from gridworker.ui.forms.columns import Heads
from gridworker.ui.forms.export_sheet import EXPORT, EXPORT_KEY
from gridworker.ui.forms.record_list import RecordList, Row, RowView
from gridworker.ui.forms.saved_filters import SavedFilters
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.button import IconButton
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.empty_state import EmptyState
from gridworker.ui.widgets.search_box import SearchBox
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.text import Label

TABLE, TABLE_KEY = Words("表格", "Table"), "Ctrl+T"
WIDTH = 304
_CLEAR = Words("清除", "Clear")
_INITIALS = Words("也可以输入拼音首字母，如 dly＝东篱苑", "Pinyin initials will do, as dly")
_PAUSE_MS = 120


class ListPane(Card):
    """`asked` fires when other records are wanted (`scope`, `text`), `opened` with a row that was chosen.

    With `heads` it can stand alone, as a table: `table_asked` fires for that.
    """

    asked = Signal()
    opened = Signal(object)
    entered = Signal()
    export_asked = Signal()
    table_asked = Signal()

    def __init__(
        self,
        session: Session,
        model: RecordList,
        scopes: Sequence[Choice],
        filter_hint: str,
        name: str,
        icon: str,
        heads: Sequence[str] = (),
    ) -> None:
        super().__init__(padding=SPACE_12)
        self._model = model
        self._icon = icon
        self._scopes = SegmentedChoice(scopes)
        self._scopes.setAccessibleName(name)
        self.heading = Label("", Type.SUBTITLE, bold=True)
        self.heading.hide()
        self.box = SearchBox(filter_hint, session.said(_CLEAR))
        self.box.setToolTip(session.said(_INITIALS))
        self.view = RowView(model, name)
        self._empty = QWidget()
        self.heads = Heads(heads, self.view, lambda: model.has_cells)
        self.table = IconButton("table", session.said(TABLE), TABLE_KEY)
        if not heads:
            self.table.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self.saved = SavedFilters(session, model.kind, self.box, self._filter, self._put_filter)
        self._export = IconButton("document_table", session.said(EXPORT), EXPORT_KEY)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.restyle()

    def _lay_out(self) -> None:
        self.column.setSpacing(SPACE_8)
        above, filtering = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self._scopes)
        above.addStretch(1)
        above.addWidget(self.table)
        filtering.setSpacing(SPACE_4)
        filtering.addWidget(self.box, 1)
        filtering.addWidget(self.saved)
        filtering.addWidget(self._export)
        self.column.addLayout(above)
        self.column.addWidget(self.heading)
        self.column.addLayout(filtering)
        self.column.addSpacing(SPACE_4 - SPACE_8)
        self.column.addWidget(self.heads)
        self.column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._pause.timeout.connect(self.asked)
        self._scopes.changed.connect(self.view.scrollToTop)
        self._scopes.changed.connect(self.asked)
        self.box.changed.connect(self._pause.start)
        self.view.clicked.connect(self._open)
        self.table.clicked.connect(self.table_asked)
        self._export.clicked.connect(self.export_asked)
        self._model.modelReset.connect(self.heads.fit)

    def restyle(self) -> None:
        self.setFixedWidth(self.theme.px(WIDTH))
        self.heading.setFixedHeight(self._scopes.sizeHint().height())
        super().restyle()

    def set_folded(self, folded: bool) -> None:
        """Folded, the list stands alone and takes all the width."""
        if folded:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(self.theme.px(WIDTH))

    @property
    def scope(self) -> str:
        """Which records are wanted."""
        return self._scopes.value()

    def set_scope(self, scope: str) -> None:
        """Want other records; not a change by the person."""
        self._scopes.set_value(scope)

    def set_word(self, scope: str, word: str) -> None:
        """Change the word of a scope, as when its count changes."""
        self._scopes.set_word(scope, word)

    @Slot(str)
    def set_heading(self, heading: str) -> None:
        """What is listed in place of what the scopes name; "" for the scopes again."""
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self._scopes.setVisible(not heading)

    @property
    def text(self) -> str:
        """What is in the box."""
        return self.box.value()

    def _filter(self) -> Mapping[str, str]:
        return {"scope": self.scope, "text": self.text}

    def _put_filter(self, values: Mapping[str, str]) -> None:
        """Filters as it was kept; the focus goes to what is found."""
        self._scopes.set_value(values.get("scope", self.scope))
        self.box.set_value(values.get("text", ""))
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.asked.emit()

    def show_empty(self, title: str, text: str) -> None:
        """What stands in the list's place while it has no rows."""
        fresh = EmptyState(self._icon, title, text)
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = fresh
        self._stack.addWidget(fresh)
        self._stack.setCurrentWidget(self.view if self._model.rowCount() else fresh)

    def show_list(self) -> None:
        """The rows, after they were read anew."""
        self._stack.setCurrentWidget(self.view if self._model.rowCount() else self._empty)

    def mark(self, record: str) -> None:
        """Makes the row of a record (or draft) the current one, or none."""
        at = self._model.place_of(record) if record else -1
        self.view.setCurrentIndex(self._model.index(at) if at >= 0 else QModelIndex())

    def bring_into_sight(self, row: str) -> None:
        """Scrolls to a row that is not the current one, if it is among them."""
        at = self._model.place_of(row)
        if at >= 0:
            self.view.scrollTo(self._model.index(at), RowView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and self.view.hasFocus():
            self._open(self.view.currentIndex())
            self.entered.emit()
        elif self.box.hasFocus() and (enter or event.key() == Qt.Key.Key_Down) and self._model.rowCount():
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self._model.index(0))
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if isinstance(row, Row) and not row.vanished:
            self.opened.emit(row)
