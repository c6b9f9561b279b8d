"""The register of disputes: its parts, filters, the table and the keys that move in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gridworker.domain.id_list import IdList
from gridworker.environment.language import Words
from gridworker.operations.disputes import FIRST, PARTS, Wanted, count_parts, find_ids, rows_of
from gridworker.operations.today import this_day
from gridworker.ui.forms.export_sheet import EXPORT, EXPORT_KEY
from gridworker.ui.forms.saved_filters import SavedFilters
from gridworker.ui.pages.dispute.filter_chip import FilterChip
from gridworker.ui.pages.dispute.preview import Preview
from gridworker.ui.pages.dispute.register_delegate import RegisterDelegate, column_widths, row_height
from gridworker.ui.pages.dispute.register_model import RegisterModel
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, SPACE_16, SPACE_20, Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.empty_state import EmptyState
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.painting import Themed
from gridworker.ui.widgets.search_box import SearchBox
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.signs import Divider
from gridworker.ui.widgets.text import Label, Paragraph
from gridworker.ui.widgets.whole_rows import WholeRows

_NARROW, _WIDE, _ANY = 140, 260, (1 << 24) - 1
_PARTS = {
    "open": Words("进行中", "Open"),
    "mine": Words("我调解的", "Mine"),
    "follow_up": Words("要回访", "Follow up"),
    "archived": Words("已办结", "Closed"),
    "all": Words("全部", "All"),
}
_ALL_TYPES = Words("全部类型", "All types")
_ALL_RISKS = Words("全部风险", "All risks")
_TYPE = Words("类型", "Type")
_RISK = Words("风险", "Risk")
_FILTER = Words("筛选：名称、姓名", "Filter")
_CLEAR = Words("清除", "Clear")
_NEW = Words("登记纠纷", "New dispute")
_KEYS = Words("↑↓ 选择 · ↵ 打开 · 空格预览 · / 筛选", "↑↓ choose · ↵ open · Space preview · / filter")
_COUNT = Words("共 {count} 件", "{count} disputes")
_EMPTY = Words("还没有登记过纠纷", "No disputes yet")
_EMPTY_TEXT = Words(
    "谁来申请、与谁、为什么事，先登记下来；调解、协议、回访都记在同一卷里。",
    "Who came, with whom they quarrel, and why: register it; sessions, agreement and follow-ups join the same file.",
)
_NONE = Words("这里没有纠纷", "No disputes here")
_NONE_TEXT = Words("换一个分类，或者清除筛选条件。", "Choose another part, or clear the filter.")


class Register(Themed, QWidget):
    """The list page. `opened` carries the id of the dispute that is wanted, `new_wanted` asks for a new one."""

    opened = Signal(str)
    new_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._turn = self._loads = 0
        self._held = ""
        said = session.said
        self.parts = SegmentedChoice([Choice(code, said(_PARTS[code])) for code in PARTS], "open")
        self.types = FilterChip(said(_TYPE), said(_ALL_TYPES), self._choices("type"))
        self.risks = FilterChip(said(_RISK), said(_ALL_RISKS), self._choices("risk"))
        self.filter = SearchBox(said(_FILTER), said(_CLEAR), "/")
        self.saved = SavedFilters(session, "dispute", self.filter, self._filters, self._put_filters)
        self.saved.listen(self)
        self.new = Button(said(_NEW), Weight.PRIMARY, "add", "Ctrl+2")
        self.table = QTableView()
        self._whole = WholeRows(self.table)
        self.model = RegisterModel(session, self)
        self._delegate = RegisterDelegate(session, self.table)
        self._count = Label("", Type.META)
        self.preview = Preview(session)
        self.preview.hide()
        self._stack = QStackedWidget()
        self._lay_out()
        self._set_up_table()
        self._connect()

    def _choices(self, name: str) -> list[Choice]:
        from gridworker.domain.dispute import DISPUTE

        labels = self._session.labels
        return [Choice(code, labels.choice("dispute", name, code)) for code in DISPUTE.fields[name].choices]

    def _lay_out(self) -> None:
        said = self._session.said
        card = Card(padding=SPACE_8)
        below = QHBoxLayout()
        below.setContentsMargins(SPACE_12, 0, SPACE_12, 0)
        below.setSpacing(SPACE_12)
        below.addWidget(Paragraph(said(_KEYS), Type.META), 1, Qt.AlignmentFlag.AlignVCenter)
        self.export = Button(said(EXPORT), Weight.TEXT, "document_table", EXPORT_KEY)
        below.addWidget(self.export)
        below.addWidget(self._count)
        card.column.setSpacing(SPACE_8)
        card.column.addWidget(self._whole, 1)
        card.column.addWidget(Divider())
        card.column.addLayout(below)
        first = Button(said(_NEW), Weight.PRIMARY, "add", "Ctrl+2")
        first.clicked.connect(self.new_wanted)
        self._empty = _framed(EmptyState("handshake", said(_EMPTY), said(_EMPTY_TEXT), action=first))
        self._none = _framed(EmptyState("filter", said(_NONE), said(_NONE_TEXT)))
        for shown in (card, self._empty, self._none):
            self._stack.addWidget(shown)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE_16)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self.preview)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_20 - 4)
        whole.addLayout(self._bar())
        whole.addLayout(middle, 1)

    def _bar(self) -> QHBoxLayout:
        """What narrows the register, and the button of a new dispute."""
        self._choices_row, chips, bar = Flow(), QWidget(), QHBoxLayout()
        pair = QHBoxLayout(chips)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(SPACE_8)
        pair.addWidget(self.types)
        pair.addWidget(self.risks)
        self._choices_row.flow.addWidget(self.parts)
        self._choices_row.flow.addWidget(chips)
        bar.setSpacing(SPACE_8)
        bar.addWidget(self._choices_row)
        bar.addStretch(1)
        self.filter.setMinimumWidth(_NARROW)
        self.filter.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        bar.addWidget(self.filter, 100)
        bar.addWidget(self.saved)
        bar.addWidget(self.new)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()

    def event(self, event: QEvent) -> bool:
        # The parts grow when their counts come.
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit_bar()
        return super().event(event)

    def _fit_bar(self) -> None:
        """The chips stand in a second line before the words of the box are cut."""
        row = self._choices_row
        beside = (self.filter.width_of_words, *(one.sizeHint().width() for one in (self.saved, self.new)))
        room = self.width() - sum(beside) - 4 * SPACE_8
        whole = row.sizeHint().width()
        row.setMaximumWidth(_ANY if whole <= room else self.parts.sizeHint().width())

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(self._delegate)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setAccessibleName(self._session.said(Words("纠纷登记簿", "Register of disputes")))
        table.installEventFilter(self)
        self.restyle()

    def _connect(self) -> None:
        for widget in (self.parts, self.types, self.risks, self.filter):
            widget.changed.connect(self.load)
        self.new.clicked.connect(self.new_wanted)
        self.table.doubleClicked.connect(self._on_double)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.model.loaded.connect(self._show_preview)
        self._session.pins.changed.connect(self.table.viewport().update)

    def restyle(self) -> None:
        self.filter.setMaximumWidth(self.theme.px(_WIDE))
        if hasattr(self, "table"):
            self.table.verticalHeader().setDefaultSectionSize(row_height())
            self._whole.fit()
            for column, width in enumerate(column_widths(self._session.labels), start=1):
                self.table.setColumnWidth(column, width)
            self._fit_bar()
        super().restyle()

    @Slot()
    def load(self, followed: frozenset[str] = frozenset()) -> None:
        """Ask the store again, and keep the place. What is `followed` and no more there stays as a vanished line."""
        self._held = self.model.record_at(self.table.currentIndex().row()) or self._held
        self._turn += 1
        work = self._load(self._turn, self.model.drawn(followed))
        if loading := self._session.background.spawn(work, self):
            self._loads += 1
            loading.add_done_callback(self._on_loaded)

    def _on_loaded(self, _loading: object) -> None:
        self._loads -= 1

    @property
    def is_loading(self) -> bool:
        """Whether the lines that are seen first are being read."""
        return self._loads > 0 or self.model.is_fetching

    async def _load(self, turn: int, followed: dict[str, int]) -> None:
        run, text = self._session.run, self.filter.value()
        wanted = Wanted(self.parts.value(), self.types.value(), self.risks.value())
        self._delegate.today = await run(this_day)
        ids = await run(find_ids, wanted, text, limit=FIRST)
        if turn != self._turn:
            return
        if len(ids) == FIRST:
            # Where others changed something, or nothing changed above, the long list stays until the new one is there.
            if not followed and not self.model.ids().begins_with(ids):
                self._show(ids)
            ids = await run(find_ids, wanted, text)
        missing = {record: followed[record] for record in ids.lacking(followed)}
        if missing and (vanished := await self._vanished(missing)):
            ids = _with(ids, vanished)
        if turn != self._turn:
            return
        self._show(ids)
        self._show_counts(*await run(count_parts))

    async def _vanished(self, missing: dict[str, int]) -> dict[str, int]:
        """Those of the missing disputes that are no more there, each with its line."""
        there = await self._session.run(rows_of, list(missing))
        return {record: line for record, line in missing.items() if record not in there}

    def _show(self, ids: IdList) -> None:
        self.model.set_ids(ids)
        self._count.setText(self._session.said(_COUNT, count=f"{len(ids):,}"))
        place = self.model.place_of(self._held)
        if ids and (not self.table.currentIndex().isValid() or place != self.table.currentIndex().row()):
            self.table.setCurrentIndex(self.model.index(max(place, 0), 0))
        self.model.fetch(max(place, 0))
        self._stack.setCurrentIndex(0 if ids else 2)
        self._whole.fit()
        self._show_preview()

    def _show_counts(self, counted: dict[str, int], any_there: bool) -> None:
        for code, count in counted.items():
            word = self._session.said(_PARTS[code])
            self.parts.set_word(code, f"{word} {count:,}" if count else word)
        if not any_there and not self.model.ids():
            self._stack.setCurrentWidget(self._empty)
        narrowed = self.types.value() or self.risks.value() or self.filter.value()
        self.filter.setEnabled(any_there or bool(narrowed))

    def refresh(self, changed: frozenset[str]) -> None:
        """Records changed: fetch what is shown of them again, and the order."""
        self.model.forget(changed)
        self.load(followed=changed | self.model.gone())

    def take_focus(self) -> None:
        """Bring the focus to the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def hold(self, record: str) -> None:
        """Stand at this dispute when the list is shown."""
        self._held = record
        place = self.model.place_of(record)
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, 0))

    def _filters(self) -> Mapping[str, str]:
        parts: dict[str, Any] = {
            "part": self.parts,
            "type": self.types,
            "risk": self.risks,
            "text": self.filter,
        }
        return {name: widget.value() for name, widget in parts.items()}

    def _put_filters(self, values: Mapping[str, str]) -> None:
        """Filters as it was kept; the focus goes to what is found."""
        self.parts.set_value(values.get("part", self.parts.value()))
        self.types.set_value(values.get("type", ""))
        self.risks.set_value(values.get("risk", ""))
        self.filter.set_value(values.get("text", ""))
        self.take_focus()
        self.load()

    def close_preview(self) -> bool:
        """Close the look beside the list; False where there is none."""
        shown = not self.preview.isHidden()
        self._set_preview(False)
        return shown

    def _set_preview(self, shown: bool) -> None:
        self.preview.setVisible(shown)
        # The preview says them, and the titles need the room.
        for column in (1, 3):
            self.table.setColumnHidden(column, shown)
        self._show_preview()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not composing():
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.table.currentIndex())
        elif event.key() == Qt.Key.Key_Space:
            self._set_preview(self.preview.isHidden())
        elif event.text() == "/":
            self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            return False
        return True

    def _open(self, index: QModelIndex) -> None:
        record = self.model.record_at(index.row())
        if record and not self.model.is_gone(index.row()):
            self._held = record
            self.opened.emit(record)

    @Slot(QModelIndex)
    def _on_double(self, index: QModelIndex) -> None:
        self._open(index)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.table.viewport().update()
        self._show_preview()

    @Slot()
    def _show_preview(self) -> None:
        row = self.model.row_at(self.table.currentIndex().row())
        if not self.preview.isHidden() and row is not None:
            self.preview.show_row(row, self._delegate.today)


def _framed(empty: EmptyState) -> Card:
    """Stands where the table stands, on the same ground."""
    card = Card()
    card.column.addWidget(empty)
    return card


def _with(ids: IdList, vanished: dict[str, int]) -> IdList:
    """These ids with the vanished ones where they stood."""
    for record, line in sorted(vanished.items(), key=lambda item: item[1]):
        ids = ids.with_one(record, line)
    return ids
