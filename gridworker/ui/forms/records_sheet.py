"""The records behind a number: whoever doubts a figure or a cell opens them, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gridworker.documents.values import moment
from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import mask_numbers
from gridworker.domain.titles import title_of
from gridworker.environment.language import Words
from gridworker.operations.listing import Listed, rows_of
from gridworker.ui.forms.record_list import RecordList, Row, RowView
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.drawing import STATES
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Label, Paragraph

_CLOSE = Words("关闭", "Close")
_COUNT = Words("共 {count} 条，回车打开", "{count} records; Enter opens")
_MOST = Words(
    "共 {count} 条，列出最近 {most} 条，回车打开",
    "{count} records, the newest {most} are listed; Enter opens",
)
_NONE = Words("没有对应的记录", "No records")
MOST = 300


class Behind(NamedTuple):
    """Some records of one kind: what they are called, and which."""

    code: str
    word: str
    kind: str
    ids: Sequence[str]


class RecordsSheet(Sheet):
    """Sets of records under their words; Enter or a click goes to a record."""

    def __init__(
        self, session: Session, title: str, definition: str, sets: Sequence[Behind], parent: QWidget
    ) -> None:
        super().__init__(parent, title, 680, 520)
        self._session, self._sets = session, {one.code: one for one in sets}
        self.sets = SegmentedChoice([Choice(one.code, f"{one.word} {len(one.ids):,}") for one in sets])
        self.sets.setAccessibleName(title)
        self.sets.set_value(next((one.code for one in sets if one.ids), sets[0].code))
        self.sets.changed.connect(self._load)
        self._count = Label("", Type.META)
        self.model = RecordList(
            session, sets[0].kind, self._row, lambda row: row._replace(vanished=True), self
        )
        self.view = RowView(self.model, title)
        self.view.clicked.connect(self._open)
        self.column.setSpacing(SPACE_8)
        if definition:
            self.column.addWidget(Paragraph(definition, Type.LABEL))
        self.column.addWidget(self.sets, 0, Qt.AlignmentFlag.AlignLeft)
        if len(sets) == 1:
            self.sets.hide()
        self.column.addWidget(self.view, 1)
        self.column.addWidget(self._count)
        self.foot(Button(session.said(_CLOSE), key="Esc"))
        self.view.setFocus()
        self._load()

    @property
    def shown(self) -> Behind:
        """The set that is listed."""
        return self._sets[self.sets.value()]

    @Slot()
    def _load(self) -> None:
        self._session.background.spawn(self._read(), self)

    async def _read(self) -> None:
        behind, said = self.shown, self._session.said
        found = await self._session.run(rows_of, behind.ids[:MOST])
        if behind is not self.shown:
            return
        self.model.show_rows([self._row(found[id_]) for id_ in behind.ids[:MOST] if id_ in found])
        count = len(behind.ids)
        words = _NONE if not count else _MOST if count > MOST else _COUNT
        self._count.setText(said(words, count=f"{count:,}", most=MOST))
        self.view.setCurrentIndex(self.model.index(0))

    def _row(self, listed: Listed) -> Row:
        kind, named = self.shown.kind, self._session.labels
        title = mask_numbers(title_of(KINDS[kind], listed.body))
        parts = [named.kind(kind), listed.place if listed.place not in title else ""]
        when = moment(listed.number)[5:]
        word = named.word("sync_states", listed.state)
        remark = " · ".join(part for part in parts if part)
        return Row(
            listed.id, listed.number, title or named.kind(kind), remark, when, STATES[listed.state], word
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and self.view.hasFocus():
            self._open(self.view.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if row is not None:
            kind = self.shown.kind
            self.accept()
            self._session.go(kind, row.id)
