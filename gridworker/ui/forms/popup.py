"""The look of the lists that open over a form: a row a line, its key before it, the current one on a soft ground."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.painting import box, write

KEY = Qt.ItemDataRole.UserRole
_FRAME = SPACE_4 + 1


class PopupRow(QStyledItemDelegate):
    """Paints the words of a row, and before them the key of `KEY` where it has one."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.current().target)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        now = theme.current()
        t = now.tokens
        where = QRectF(option.rect)  # type: ignore[attr-defined]  # missing in the stubs
        lit = option.state & QStyle.StateFlag.State_Selected  # type: ignore[attr-defined]  # as above
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if lit:
            box(painter, where, 6, t.primary_soft, t.primary if t.border > 1 else None, t.border)
        left = where.left() + SPACE_8 + 1
        if key := index.data(KEY):
            left += drawing.draw_key(painter, left, where.center().y(), key) + SPACE_12
        painter.setFont(now.font(Type.BODY))
        room = where.right() - SPACE_8 - left
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, max(0, int(room))
        )
        write(
            painter,
            QRectF(left, where.top(), room + 2, where.height()),
            words,
            t.primary_text if lit else t.text,
        )
        painter.restore()


def dress(view: QAbstractItemView) -> None:
    """Gives a view the look; it is a child of the window, so that no second window comes and goes."""
    view.setProperty("popup", True)
    view.setItemDelegate(PopupRow(view))
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setViewportMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
    view.hide()


def open_at(view: QAbstractItemView, field: QWidget, rows: int, width: int) -> None:
    """Shows a view of so many rows below a field, or above it where there is more room."""
    window = field.window()
    wanted = rows * theme.current().target + 2 * _FRAME
    top = field.mapTo(window, QPoint(0, 0))
    below = window.height() - top.y() - field.height() - SPACE_4 - SPACE_8
    above = top.y() - SPACE_4 - SPACE_8
    downwards = below >= min(wanted, above)
    height = min(wanted, below if downwards else above)
    y = top.y() + field.height() + SPACE_4 if downwards else top.y() - SPACE_4 - height
    width = min(max(field.width(), width), window.width() - top.x() - SPACE_4)
    view.setGeometry(QRect(top.x(), y, width, height))
    view.show()
    view.raise_()
