"""The register as a table: ids in order, and of the lines only the pages that were drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gridworker.domain.id_list import IdList
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.operations.disputes import DisputeRow, rows_of
from gridworker.operations.today import this_day
from gridworker.ui.forms.moments import say_day
from gridworker.ui.pages.dispute import wording
from gridworker.ui.pins import PINNED
from gridworker.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
PAGE = 40
_KEPT_PAGES = 12

COLUMNS = (
    Words("纠纷", "Dispute"),
    Words("类型", "Type"),
    Words("进度", "Progress"),
    Words("风险", "Risk"),
    Words("期限", "Due"),
    Words("同步", "Sync"),
)
_NOTHING = QModelIndex()


class RegisterModel(QAbstractTableModel):
    """`ROW` of any cell is the `DisputeRow`, None while it is being fetched and for one that is gone (`is_gone`)."""

    loaded = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._ids = IdList()
        # Of what was drawn alone: with all places a list takes four times the room.
        self._lines: dict[str, int] = {}
        self._rows: dict[str, DisputeRow] = {}
        self._gone: set[str] = set()
        self._fetches = 0
        self._asked: dict[int, None] = {}

    def set_ids(self, ids: IdList) -> None:
        """Show these disputes. Where only the end is new, what is shown stays as it is."""
        if self._ids and ids.begins_with(self._ids):
            if len(ids) > len(self._ids):
                self.beginInsertRows(_NOTHING, len(self._ids), len(ids) - 1)
                self._take(ids)
                self.endInsertRows()
            return
        self.beginResetModel()
        self._take(ids)
        self._forget_pages()
        self.endResetModel()

    def _take(self, ids: IdList) -> None:
        self._ids = ids
        self._gone -= ids.lacking(self._gone)

    def _forget_pages(self) -> None:
        self._asked.clear()
        self._lines.clear()

    def ids(self) -> IdList:
        """The disputes in their order."""
        return self._ids

    def place_of(self, record: str) -> int:
        """The line of a dispute, -1 where it is not shown."""
        return self._lines.get(record, -1) if record in self._lines else self._ids.place_of(record)

    def drawn(self, records: Iterable[str]) -> dict[str, int]:
        """Those of some disputes whose pages were drawn, with their lines."""
        return {record: self._lines[record] for record in records if record in self._lines}

    def record_at(self, line: int) -> str:
        """The dispute of a line, "" where there is none."""
        return self._ids[line] if 0 <= line < len(self._ids) else ""

    def row_at(self, line: int) -> DisputeRow | None:
        """What is known of a line."""
        return self._rows.get(self.record_at(line))

    def is_gone(self, line: int) -> bool:
        """Whether the dispute of a line was deleted or moved away."""
        return self.record_at(line) in self._gone

    def gone(self) -> frozenset[str]:
        """The disputes that were deleted or moved away while they were shown."""
        return frozenset(self._gone)

    def forget(self, records: Iterable[str]) -> None:
        """These changed: fetch them again when they are drawn."""
        for record in records:
            self._rows.pop(record, None)
            self._gone.discard(record)
            if record in self._lines:
                self._asked.pop(self._lines[record] // PAGE, None)
                self._ask(self._lines[record])

    def rowCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._session.said(COLUMNS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = index.row()
        row = self.row_at(line)
        if role == ROW:
            if row is None and not self.is_gone(line):
                self._ask(line)
            elif row is not None:
                self._lines[row.id] = line
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            if row is None and index.column() == 0 and self.is_gone(line):
                return self._session.said(wording.GONE)
            return self._told(row, index.column()) if row else ""
        return None

    def _told(self, row: DisputeRow, column: int) -> str:
        """What a screen reader says of a cell."""
        labels = self._session.labels
        if column == 0:
            pinned = self._session.said(PINNED) if row.id in self._session.pins else ""
            told = (row.title, self._session.said(LISTED).join(row.parties), pinned)
            return " ".join(filter(None, told))
        return (
            labels.choice("dispute", "type", row.type),
            wording.progress(row.body, row.course, labels),
            labels.choice("dispute", "risk", row.risk),
            say_day(row.due.day, this_day(self._session.profile), labels.language) if row.due else "",
            labels.word("sync_states", row.sync),
        )[column - 1]

    def fetch(self, line: int) -> None:
        """What is known of a line will soon be asked for."""
        if self.record_at(line) and self.row_at(line) is None:
            self._ask(line)

    @property
    def is_fetching(self) -> bool:
        """Whether lines are on their way."""
        return self._fetches > 0

    def _ask(self, line: int) -> None:
        page = line // PAGE
        if page in self._asked:
            return
        self._asked[page] = None
        self._lines |= {record: page * PAGE + at for at, record in enumerate(self._page(page))}
        self._session.background.spawn(self._fetch(page), self)

    def _page(self, page: int) -> list[str]:
        return self._ids[page * PAGE : (page + 1) * PAGE]

    async def _fetch(self, page: int) -> None:
        wanted = self._page(page)
        self._fetches += 1
        try:
            found = await self._session.run(rows_of, wanted)
        finally:
            self._fetches -= 1
        self._rows.update(found)
        self._let_go()
        self._gone.update(record for record in wanted if record not in found)
        last = min((page + 1) * PAGE, len(self._ids)) - 1
        if last >= page * PAGE:
            self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(COLUMNS) - 1))
        self.loaded.emit()

    def _let_go(self) -> None:
        """Keeps the pages asked for last; who goes back to another sees it fetched again."""
        if len(self._rows) <= _KEPT_PAGES * PAGE:
            return
        for page in list(self._asked)[: -_KEPT_PAGES // 2]:
            del self._asked[page]
        kept = {record for page in self._asked for record in self._page(page)}
        self._rows = {record: row for record, row in self._rows.items() if record in kept}
        self._lines = {record: line for record, line in self._lines.items() if record in kept}
