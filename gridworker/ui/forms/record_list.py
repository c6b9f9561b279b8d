"""The list beside a form: rows of records and drafts, read a page at a time, painted by one delegate."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gridworker.environment.marks import COMMA
from gridworker.operations.listing import Listed, ids_of_kind, ids_since, list_page, rows_of
from gridworker.operations.recent import record_in
from gridworker.ui.forms.columns import first_column, in_columns, write_cells
from gridworker.ui.pins import PINNED
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import CONTROL_RADIUS, SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.drawing import StateLook
from gridworker.ui.widgets.painting import Themed, box, focus_ring, write
from gridworker.ui.widgets.whole_rows import end_behind_a_row

PAGE = 60
_AVATAR = 38
Index = QModelIndex | QPersistentModelIndex


class Row(NamedTuple):
    """A row as it is painted: `id` is a record or, with `draft`, a draft; `number` is its place, newest highest.

    With an `avatar` its first character stands at the left. `state` says icon and colour of `word`, unless a `tag`
    stands there. `vanished` rows are of records that somebody else took away while they were shown. `cells` are what
    stands in the columns behind the first where there is room for columns.
    """

    id: str
    number: int
    title: str
    remark: str
    when: str = ""
    look: StateLook | None = None
    word: str = ""
    tag: tuple[str, Tone] | None = None
    avatar: tuple[str, Tone] | None = None
    draft: bool = False
    vanished: bool = False
    pinned: bool = False
    cells: tuple[str, ...] = ()

    def told(self, language: str) -> str:
        """What a screen reader says."""
        tag, pinned = self.tag[0] if self.tag else "", PINNED.said(language) if self.pinned else ""
        parts = (self.title, self.remark, *self.cells, self.when, self.word, tag, pinned)
        return COMMA.said(language).join(part for part in parts if part)


class RecordList(QAbstractListModel):
    """Rows of a kind. `describe` makes a row of a record, `gone` makes it a row of one that is not there any more."""

    def __init__(
        self,
        session: Session,
        kind: str,
        describe: Callable[[Listed], Row],
        gone: Callable[[Row], Row],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._kind = session, kind
        self._describe, self._gone = describe, gone
        self._rows: list[Row] = []
        self._since, self._text = 0, ""
        self._complete = True
        self._fetching = False
        self.is_chosen = False
        """Whether the rows were chosen by the page: what changes elsewhere may not belong among them."""
        session.pins.changed.connect(self._on_pins)

    @property
    def has_cells(self) -> bool:
        """Whether a row has more than a title."""
        return any(row.cells for row in self._rows)

    @property
    def kind(self) -> str:
        """The kind of the records."""
        return self._kind

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.told(self._session.language)
        return None

    def row(self, index: Index) -> Row | None:
        """The row at an index, None past the end."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        return row._replace(pinned=True) if record_in(row.id) in self._session.pins else row

    def place_of(self, record: str) -> int:
        """Where a record or draft stands, -1 where it is not shown."""
        return next((at for at, row in enumerate(self._rows) if row.id == record), -1)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows these and no others."""
        self.is_chosen = True
        self._fill(rows, complete=True)

    async def load(self, since: int, text: str, before: Sequence[Row] = ()) -> None:
        """Shows the records from `since` on in which `text` is found, with the rows `before` above them."""
        self._since, self._text = since, text
        page = await self._session.run(list_page, self._kind, since=since, text=text, limit=PAGE)
        if (since, text) == (self._since, self._text):
            self.is_chosen = False
            rows = [*before, *map(self._describe, page)]
            self._fill(rows, complete=bool(text.strip()) or len(page) < PAGE)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete and not self._fetching

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._fetching = True
            self._session.background.spawn(self._fetch(), self)

    async def _fetch(self) -> None:
        since, text = self._since, self._text
        below = self._rows[-1].number if self._rows else None
        try:
            page = await self._session.run(
                list_page, self._kind, since=since, text=text, below=below, limit=PAGE
            )
        finally:
            self._fetching = False
        if (since, text) != (self._since, self._text) or self._complete:
            return
        self._complete = len(page) < PAGE
        if page:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(page) - 1)
            self._rows += map(self._describe, page)
            self.endInsertRows()

    async def ids(self) -> list[str]:
        """The records of this kind that the list has, those not read yet among them."""
        if self._complete:
            there = [row.id for row in self._rows if not row.draft and not row.vanished]
            return list(await self._session.run(ids_of_kind, self._kind, there))
        return list(await self._session.run(ids_since, self._kind, self._since))

    async def refresh(self, records: Collection[str]) -> None:
        """Shows what became of these records: changed rows, new ones in their place, vanished ones as vanished."""
        found = await self._session.run(rows_of, records)
        for record in records:
            at = self.place_of(record)
            row = self._describe(found[record]) if record in found else None
            if row is None and at >= 0:
                self._put(at, self._gone(self._rows[at]))
            elif row is not None and at >= 0 and row.number == self._rows[at].number:
                self._put(at, row)
            elif row is not None:
                if at >= 0:
                    self._take_away(at)
                self._insert(row)

    def put_draft(self, row: Row) -> None:
        """Shows a draft above the records, or the record that it changes as it is now being written."""
        at = self.place_of(row.id)
        if at >= 0:
            self._put(at, row._replace(number=self._rows[at].number))
            return
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._rows.insert(0, row)
        self.endInsertRows()

    @Slot()
    def _on_pins(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _put(self, at: int, row: Row) -> None:
        self._rows[at] = row
        self.dataChanged.emit(self.index(at), self.index(at))

    def _take_away(self, at: int) -> None:
        self.beginRemoveRows(QModelIndex(), at, at)
        del self._rows[at]
        self.endRemoveRows()

    def _insert(self, row: Row) -> None:
        if row.number < self._since or self._text.strip():
            return
        after = (at for at, other in enumerate(self._rows) if not other.draft and other.number < row.number)
        at = next(after, len(self._rows))
        if at == len(self._rows) and not self._complete:
            return
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.insert(at, row)
        self.endInsertRows()

    def _fill(self, rows: Sequence[Row], *, complete: bool) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._complete = complete
        self.endResetModel()


class RowPainter(QStyledItemDelegate):
    """Paints rows: two lines, at the right the time and below it the state."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        now = theme.current()
        lines = now.metrics(Type.BODY, bold=True).height() + now.metrics(Type.META).height()
        return QSize(0, lines + 2 * SPACE_8 + SPACE_4 + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        where = QRectF(option.rect).adjusted(0, 1, 0, -3)  # type: ignore[attr-defined]  # missing in the stubs
        state = option.state  # type: ignore[attr-defined]  # missing in the stubs
        self._ground(painter, where, state)
        inside = where.adjusted(SPACE_12, SPACE_8, -SPACE_12, -SPACE_8)
        if row.avatar:
            side = theme.current().px(_AVATAR)
            centre = QPointF(inside.left() + side / 2, inside.center().y())
            drawing.draw_avatar(painter, centre, side, *row.avatar)
            inside.setLeft(inside.left() + side + SPACE_12)
        if row.cells and in_columns(where.width()):
            painter.setFont(theme.current().font(Type.BODY))
            whole = where.adjusted(SPACE_12, 0, -SPACE_12, 0)
            write_cells(painter, whole, row.cells, theme.current().tokens.text)
            inside.setRight(first_column(whole).right())
        _Lines(painter, inside, row).draw()
        painter.restore()

    @staticmethod
    def _ground(painter: QPainter, where: QRectF, state: QStyle.StateFlag) -> None:
        t = theme.current().tokens
        if state & QStyle.StateFlag.State_Selected:
            line = t.primary if t.border > 1 else None
            box(painter, where, CONTROL_RADIUS, t.primary_soft, line, t.border)
        elif state & QStyle.StateFlag.State_MouseOver:
            box(painter, where, CONTROL_RADIUS, t.surface2)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            focus_ring(painter, where, CONTROL_RADIUS, t)


class _Lines:
    """The two lines of a row within `inside`."""

    def __init__(self, painter: QPainter, inside: QRectF, row: Row) -> None:
        self._painter, self._row = painter, row
        now = theme.current()
        above = now.metrics(Type.BODY, bold=True).height()
        below = now.metrics(Type.META).height()
        top = inside.top() + (inside.height() - above - below - SPACE_4) / 2
        self._above = QRectF(inside.left(), top, inside.width(), above)
        self._below = QRectF(inside.left(), top + above + SPACE_4, inside.width(), below)

    def draw(self) -> None:
        """Draws both."""
        now, row = theme.current(), self._row
        t = now.tokens
        room = self._right(self._above, row.when)
        font = now.font(Type.BODY, bold=True)
        font.setStrikeOut(row.vanished)
        line = self._above
        if row.pinned:
            line = line.adjusted(drawing.draw_pin(self._painter, line.left(), line.center().y()), 0, 0, 0)
            room -= line.left() - self._above.left()
        self._left(line, row.title, room, t.text3 if row.vanished else t.text, font)
        room = self._below.width()
        if row.look is not None:
            width = drawing.state_width(row.word)
            room -= width + SPACE_8
            left = self._below.right() - width
            drawing.draw_status(self._painter, left, self._below.center().y(), row.look, row.word)
        self._left(self._below, row.remark, room, t.text2, now.font(Type.META))

    def _right(self, line: QRectF, text: str) -> float:
        """Draws a text at the right of a line and gives the room that is left of it."""
        now = theme.current()
        self._painter.setFont(now.font(Type.META))
        write(self._painter, line, text, now.tokens.text2, Qt.AlignmentFlag.AlignRight)
        used = now.metrics(Type.META).horizontalAdvance(text)
        if self._row.tag and not text:
            used = drawing.tag_width(self._row.tag[0])
            drawing.draw_tag(self._painter, line.right() - used, line.center().y(), *self._row.tag)
        return line.width() - used - (SPACE_8 if used else 0)

    def _left(self, line: QRectF, text: str, room: float, colour: str, font: Any) -> None:
        self._painter.setFont(font)
        cut = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(max(0, room)))
        write(self._painter, line, cut, colour)


class RowView(Themed, QListView):
    """The list as the person sees it: one row is current, Up and Down move, Enter goes into it."""

    def __init__(self, model: RecordList, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(RowPainter(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        model.modelReset.connect(self._show_whole_rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_whole_rows()

    @Slot()
    def _show_whole_rows(self) -> None:
        end_behind_a_row(self, self.sizeHintForRow(0))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and not self.selectionModel().hasSelection():
            # The record that is open is not among these rows: the ring stands around them all.
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus_ring(painter, QRectF(self.viewport().rect()), CONTROL_RADIUS, theme.current().tokens)
            painter.end()

    def restyle(self) -> None:
        # Not update() of the view itself: while a view is being set up that ends the process (PySide 6.8).
        self.scheduleDelayedItemsLayout()
        self._show_whole_rows()
        self.viewport().update()
