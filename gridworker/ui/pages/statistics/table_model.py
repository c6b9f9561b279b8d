"""A filled table in the window: what stands in its cells, which of them are typed, and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gridworker.documents.filled import Cell, Table
from gridworker.environment.language import Words
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.painting import box, focus_ring, write

Index = QModelIndex | QPersistentModelIndex
_CARRIED = Words("沿用上月", "from last month")
_CELL = Qt.ItemDataRole.UserRole
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


class TableModel(QAbstractTableModel):
    """`typed` fires with the key of a cell and what was typed into it."""

    typed = Signal(object, str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.headers: Sequence[str] = ()
        self._in_the_middle: set[int] = set()
        self._rows: list[Sequence[Cell]] = []

    def show_table(self, table: Table) -> None:
        """Shows a table; the numbers that stand alone come below its rows, their words over two columns."""
        self.beginResetModel()
        self.headers = table.headers
        self._in_the_middle = {
            column for row in table.rows for column, cell in enumerate(row) if isinstance(cell.value, int)
        }
        self._rows = [*table.rows, *([Cell(word), Cell(), cell] for word, cell in table.singles)]
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        """The cell at an index; an empty one where a row is shorter."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else ()
        return row[index.column()] if 0 <= index.column() < len(row) else Cell()

    def head(self, index: Index) -> str:
        """What the cell is called: its row, where that has a name, and its column."""
        row = self._rows[index.row()]
        first = row[0].value if row and isinstance(row[0].value, str) else ""
        if len(row) < len(self.headers):
            return str(first)
        return " · ".join(part for part in (first, self.headers[index.column()]) if part)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self.headers)

    def headerData(
        self, section: int, across: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if across is Qt.Orientation.Vertical or section >= len(self.headers):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _MIDDLE if section in self._in_the_middle else _LEFT
        return self.headers[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        if role == _CELL:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.head(index)} {cell.text}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._session.said(_CARRIED) if cell.carried else cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            under = (
                len(self._rows[index.row()]) == len(self.headers) and index.column() in self._in_the_middle
            )
            return _MIDDLE if under or isinstance(cell.value, int) else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return (
            flags | Qt.ItemFlag.ItemIsEditable if self.cell(index).key and not self._session.barred else flags
        )

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self.cell(index)
        if role != Qt.ItemDataRole.EditRole or cell.key is None or str(value).strip() == cell.value:
            return False
        row = list(self._rows[index.row()])
        row[index.column()] = cell._replace(value=str(value).strip(), carried=False)
        self._rows[index.row()] = row
        self.dataChanged.emit(index, index)
        self.typed.emit(cell.key, str(value))
        return True


class TableDelegate(QStyledItemDelegate):
    """Paints cells: columns of numbers in the middle, typed cells on a ground of their own, carried ones tinted."""

    def height(self) -> int:
        """The height of a row."""
        return theme.current().metrics(Type.LABEL).height() + 2 * SPACE_8

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, self.height())

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        field = LineField(enter_moves=False, parent=parent)
        field.setAccessibleName(str(_index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return field

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now = theme.current()
        t, cell = now.tokens, index.data(_CELL)
        # The stubs of PySide6 leave the fields of the option out.
        where, state = QRectF(option.rect), option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if cell.key is not None:
            painter.fillRect(where, now.colour("primary_tint" if cell.carried else "surface2"))
        painter.fillRect(QRectF(where.left(), where.bottom(), where.width(), 1), now.colour("line"))
        if state & QStyle.StateFlag.State_Selected:
            box(painter, where.adjusted(1, 1, -1, -1), 5, t.primary_soft)
            if state & QStyle.StateFlag.State_HasFocus:
                focus_ring(painter, where.adjusted(1, 1, -1, -1), 5, t)
        painter.setFont(now.font(Type.LABEL))
        inside = where.adjusted(SPACE_12, 0, -SPACE_12, 0)
        line, room = cell.text.replace("\n", " "), int(inside.width())
        text = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room)
        zero = cell.value == 0 and isinstance(cell.value, int)
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        write(painter, inside, text, t.text3 if zero else t.text, align)
        painter.restore()
