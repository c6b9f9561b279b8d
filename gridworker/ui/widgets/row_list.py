"""A list of painted rows: arrow keys move, Enter opens, Space acts; one delegate paints, a model holds the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_16, Type
from gridworker.ui.theme.theme import Theme
from gridworker.ui.widgets.painting import Themed, box, focus_ring
from gridworker.ui.widgets.plain_list import make_plain
from gridworker.ui.widgets.whole_rows import end_behind_a_row

Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole


class RowModel(QAbstractListModel):
    """Holds rows and what each says to a screen reader. Rows of the same `key` are the same row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []

    def rows(self) -> Sequence[Any]:
        """The rows in their order."""
        return self._rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Shows these instead. The current row stays where its key still is."""
        if list(rows) == self._rows:
            return
        if [self.key(row) for row in rows] == [self.key(row) for row in self._rows]:
            self._rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def key(self, row: Any) -> Any:
        """What makes a row the same as another."""
        return row

    def words(self, row: Any) -> str:
        """The row in one sentence."""
        return str(row)

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(row)
        return None


class RowDelegate(QStyledItemDelegate):
    """Paints ground, hairline and focus of a row; subclasses draw what is in it and say where it acts."""

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return theme.current()

    def height(self) -> int:
        """Two lines of text and the air around them."""
        now = self.theme
        return max(
            now.metrics(Type.BODY, bold=True).height() + now.metrics(Type.META).height() + SPACE_16,
            now.target,
        )

    def draw(self, painter: QPainter, where: QRectF, row: Any, *, lit: bool) -> None:
        """Draws what is in the row; `lit` where the mouse or the focus is on it."""
        raise NotImplementedError

    def acting(self, _where: QRectF, _row: Any) -> QRectF:
        """Where in a row a press acts (a tick, a button) in place of opening it."""
        return QRectF()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, self.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(_ROW)
        if row is None:
            return
        # The stubs of PySide6 leave the fields of the option out.
        where, state = QRectF(option.rect), option.state  # type: ignore[attr-defined]
        view = option.widget  # type: ignore[attr-defined]
        t = self.theme.tokens
        lit = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = (
            bool(state & QStyle.StateFlag.State_HasFocus) and isinstance(view, RowList) and view.focus_shown
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if lit or focused:
            box(painter, where.adjusted(0, 2, 0, -2), 8, t.surface2)
        self.draw(painter, where, row, lit=lit or focused)
        if index.row():
            painter.fillRect(QRectF(where.left(), where.top(), where.width(), 1), self.theme.colour("line"))
        if focused:
            focus_ring(painter, where.adjusted(1, 2, -1, -2), 8, t)
        painter.restore()


class RowList(Themed, QListView):
    """`opened` and `acted` carry the row: Enter or a click opens, Space or a press on what acts in it acts."""

    opened = Signal(object)
    acted = Signal(object)

    def __init__(
        self, name: str, model: RowModel, delegate: RowDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self._shown_by_key = False
        delegate.setParent(self)
        model.setParent(self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        make_plain(self, name)
        self._kept: tuple[Any, int] | None = None
        model.modelAboutToBeReset.connect(self._note)
        model.modelReset.connect(self._back_to_row)
        model.modelReset.connect(self._show_whole_rows)

    @property
    def focus_shown(self) -> bool:
        """Whether the current row has the ring: the focus is here, and not from the mouse."""
        return self.hasFocus() and self._shown_by_key

    @property
    def row(self) -> Any:
        """The current row, None where there is none."""
        return self.currentIndex().data(_ROW) if self.currentIndex().isValid() else None

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(240), 2 * self._delegate.height())

    def restyle(self) -> None:
        # Not `update`: in an item view that is another function, and while Qt polishes the list it ends the process.
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
        self._show_whole_rows()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_whole_rows()

    @Slot()
    def _show_whole_rows(self) -> None:
        end_behind_a_row(self, self._delegate.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._shown_by_key = True
        row = self.row
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(row)
        elif row is not None and event.key() == Qt.Key.Key_Space:
            self.acted.emit(row)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._shown_by_key = event.reason() is not Qt.FocusReason.MouseFocusReason
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = index.data(_ROW) if index.isValid() else None
        if row is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        acts = self._delegate.acting(QRectF(self.visualRect(index)), row).contains(QPointF(event.position()))
        (self.acted if acts else self.opened).emit(row)

    def _note(self) -> None:
        model = self.model()
        self._kept = (
            (model.key(self.row), self.currentIndex().row())
            if isinstance(model, RowModel) and self.row
            else None
        )

    def _back_to_row(self) -> None:
        model, kept = self.model(), self._kept
        if not isinstance(model, RowModel) or kept is None or not model.rows():
            return
        keys = [model.key(row) for row in model.rows()]
        place = keys.index(kept[0]) if kept[0] in keys else min(kept[1], len(keys) - 1)
        self.setCurrentIndex(model.index(place, 0))
