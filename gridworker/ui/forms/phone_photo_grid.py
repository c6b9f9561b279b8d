"""Small pictures of the phone's photos beside one another: arrows move, Space ticks; only those in sight are loaded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gridworker.environment.language import Words
from gridworker.operations.folder_listing import FolderFile
from gridworker.operations.folder_look import FolderPhoto, Seen
from gridworker.operations.folder_photos import Looker
from gridworker.store.profile import Profile
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.session import Session
from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import CONTROL_RADIUS, SPACE_4, SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.drawing import draw_tag, tag_height
from gridworker.ui.widgets.painting import Themed, box, focus_ring, write
from gridworker.ui.widgets.plain_list import make_plain
from gridworker.ui.widgets.row_list import Index, RowModel

_NEW, _USED, _NOT = Words("新", "New"), Words("用过", "Used"), Words("打不开", "Unreadable")
_TICKED = Words("已选", "chosen")
_WIDE, _HIGH = 144, 108
_MOST_PICTURES, _MOST_ASKED = 48, 24
_ROW = Qt.ItemDataRole.UserRole
_TICK = 22


class PhotoRows(RowModel):
    """The photos, what was seen in each since, and which are ticked (by path)."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.ticked: set[str] = set()
        self._seen: dict[FolderFile, Seen] = {}

    def see(self, file: FolderFile, seen: Seen) -> None:
        """What was found in a file."""
        self._seen[file] = seen

    def seen(self, row: FolderPhoto) -> Seen | None:
        """What is known of a photo."""
        return self._seen.get(row.file, row.seen)

    def when(self, row: FolderPhoto) -> str:
        """When it was taken, in words."""
        clock, seen = self._session.profile.clock, self.seen(row)
        at = row._replace(seen=seen).moment
        return say_moment(at, clock.now(), clock.tz(at), self._session.language)

    def sign(self, row: FolderPhoto) -> tuple[str, Tone]:
        """The word on a photo, "" for none."""
        seen = self.seen(row)
        if seen is not None and seen.trouble is not None:
            return self._session.said(_NOT), Tone.WARN
        if row.is_new:
            return self._session.said(_NEW), Tone.PRIMARY
        return (self._session.said(_USED) if row.is_used else ""), Tone.NEUTRAL

    def key(self, row: FolderPhoto) -> str:
        return row.file.path

    def words(self, row: FolderPhoto) -> str:
        ticked = self._session.said(_TICKED) if row.file.path in self.ticked else ""
        return " · ".join(filter(None, (row.file.name, self.when(row), self.sign(row)[0], ticked)))


class PhotoGrid(Themed, QListView):
    """`taken` fires for Enter or a double click, `passed_over` for Delete, `changed` when the current photo, the ticks,
    or what is known of a photo are others.
    """

    taken = Signal()
    passed_over = Signal()
    changed = Signal()

    def __init__(self, session: Session, looker: Looker, name: str) -> None:
        super().__init__()
        self._session, self._looker = session, looker
        self.rows = PhotoRows(session, self)
        self._pictures: OrderedDict[FolderFile, QImage] = OrderedDict()
        self._asked: list[FolderFile] = []
        self._loading = False
        self.setModel(self.rows)
        self.setItemDelegate(_Tile(self))
        make_plain(self, name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.restyle()

    @property
    def cell(self) -> QSize:
        """The room of a photo with its time."""
        now = self.theme
        high = now.px(_HIGH) + now.metrics(Type.META).height() + SPACE_8 + SPACE_4
        return QSize(now.px(_WIDE) + SPACE_8, high)

    @property
    def row(self) -> FolderPhoto | None:
        """The photo under the cursor."""
        return self.currentIndex().data(_ROW) if self.currentIndex().isValid() else None

    def chosen(self) -> list[FolderPhoto]:
        """The ticked photos, else the one under the cursor."""
        ticked = [row for row in self.rows.rows() if row.file.path in self.rows.ticked]
        return ticked or [row for row in (self.row,) if row is not None and self._opens(row)]

    def _opens(self, row: FolderPhoto) -> bool:
        seen = self.rows.seen(row)
        return seen is None or seen.trouble is None

    def set_photos(self, photos: Sequence[FolderPhoto], *, stay: bool = False) -> None:
        """Shows these; the cursor stays on its photo, or with `stay` at its place."""
        before, at = self.row, max(0, self.currentIndex().row())
        self.rows.set_rows(photos)
        paths = [row.file.path for row in photos]
        self.rows.ticked &= set(paths)
        if before is not None and not stay and before.file.path in paths:
            at = paths.index(before.file.path)
        if photos:
            self.setCurrentIndex(self.rows.index(min(at, len(photos) - 1), 0))
        self.changed.emit()

        self._end_behind_a_row()

    def _end_behind_a_row(self) -> None:
        """Keeps the rest below the last whole row clear, where there are more rows than fit."""
        high, across = self.cell.height(), max(1, self.viewport().width() // self.cell.width())
        is_longer = -(-self.rows.rowCount() // across) * high > self.height() >= high
        self.setViewportMargins(0, 0, 0, self.height() % high if is_longer else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._end_behind_a_row()

    def tick(self, row: FolderPhoto) -> None:
        """Chooses a photo, or no longer."""
        if self._opens(row):
            self.rows.ticked ^= {row.file.path}
            self._tell()

    def tick_new(self) -> None:
        """Chooses all new photos; none of them where all are chosen."""
        new = {row.file.path for row in self.rows.rows() if row.is_new}
        self.rows.ticked = self.rows.ticked - new if new <= self.rows.ticked else self.rows.ticked | new
        self._tell()

    def picture(self, row: FolderPhoto) -> QImage | None:
        """The picture of a photo where it was loaded; asked for where it was not."""
        if row.file in self._pictures:
            self._pictures.move_to_end(row.file)
            return self._pictures[row.file]
        if row.file not in self._asked:
            self._asked = [*self._asked[1 - _MOST_ASKED :], row.file]
        if not self._loading:
            self._loading = True
            self._session.background.spawn(self._load(), self)
        return None

    async def _load(self) -> None:
        """What was asked for last is in sight now: it comes first."""
        try:
            while self._asked:
                file = self._asked[-1]
                seen, picture = await self._session.run(_read, self._looker, file, self._room())
                self._asked = [one for one in self._asked if one != file]
                self.rows.see(file, seen)
                self._pictures[file] = picture
                while len(self._pictures) > _MOST_PICTURES:
                    self._pictures.popitem(last=False)
                self._tell()
        finally:
            self._loading = False

    def _room(self) -> QSize:
        return QSize(self.theme.px(_WIDE), self.theme.px(_HIGH)) * self.devicePixelRatioF()

    def _tell(self) -> None:
        self.viewport().update()
        self.changed.emit()

    def minimumSizeHint(self) -> QSize:
        return self.cell + QSize(SPACE_8, 0)

    def restyle(self) -> None:
        # Not `update`: in an item view that is another function, and while Qt polishes the list it ends the process.
        self._pictures.clear()
        self.setGridSize(self.cell)
        self.updateGeometry()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.row, event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.taken.emit()
        elif key == Qt.Key.Key_Space and row is not None:
            self.tick(row)
        elif key == Qt.Key.Key_Delete:
            self.passed_over.emit()
        elif key == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.tick_new()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.tick(index.data(_ROW))

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """The two presses of a double click tick once: nothing more."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))
        self.viewport().update()

    def currentChanged(self, current: Any, previous: Any) -> None:
        super().currentChanged(current, previous)
        self.changed.emit()


def _read(profile: Profile, looker: Looker, file: FolderFile, room: QSize) -> tuple[Seen, QImage]:
    """In a thread: what a file is, and its picture as large as its room; an empty one where it shows none."""
    seen, thumb = looker.glimpse(profile, file)
    if thumb is None:
        return seen, QImage()
    mode, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    return seen, QImage.fromData(thumb).scaled(room, mode, smooth)


class _Tile(QStyledItemDelegate):
    """A picture, its sign, its tick and its time."""

    def __init__(self, grid: PhotoGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return self._grid.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(_ROW)
        if row is None:
            return
        # The stubs of PySide6 leave the fields of the option out.
        whole, state = QRectF(option.rect), option.state  # type: ignore[attr-defined]
        theme = self._grid.theme
        left, top = whole.left() + SPACE_4, whole.top() + SPACE_4
        where = QRectF(left, top, theme.px(_WIDE), theme.px(_HIGH))
        below = QRectF(left, where.bottom(), where.width(), theme.metrics(Type.META).height() + SPACE_4)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_picture(painter, where, row)
        self._paint_signs(painter, where, row)
        painter.setFont(theme.font(Type.META))
        write(painter, below, self._grid.rows.when(row), theme.tokens.text2, Qt.AlignmentFlag.AlignHCenter)
        if state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, where.adjusted(-3, -3, 3, 3), CONTROL_RADIUS + 2, theme.tokens)
        painter.restore()

    def _paint_picture(self, painter: QPainter, where: QRectF, row: FolderPhoto) -> None:
        picture, t = self._grid.picture(row), self._grid.tokens
        box(painter, where, CONTROL_RADIUS, t.surface3, t.line)
        if picture is None or picture.isNull():
            side = self._grid.theme.px(28)
            middle = QRectF(where.center().x() - side / 2, where.center().y() - side / 2, side, side)
            draw_icon(painter, middle, "image", t.text3)
            return
        round_ = QPainterPath()
        round_.addRoundedRect(where, CONTROL_RADIUS, CONTROL_RADIUS)
        scale = max(where.width() / picture.width(), where.height() / picture.height())
        wide, high = where.width() / scale, where.height() / scale
        source = QRectF((picture.width() - wide) / 2, (picture.height() - high) / 2, wide, high)
        painter.setClipPath(round_)
        painter.drawImage(where, picture, source)
        painter.setClipping(False)

    def _paint_signs(self, painter: QPainter, where: QRectF, row: FolderPhoto) -> None:
        t, (word, tone) = self._grid.tokens, self._grid.rows.sign(row)
        if word:
            middle = where.top() + SPACE_4 + tag_height() / 2
            draw_tag(painter, where.left() + SPACE_4, middle, word, tone)
        if row.file.path in self._grid.rows.ticked:
            box(painter, where, CONTROL_RADIUS, None, t.primary, 3)
            side = self._grid.theme.px(_TICK)
            disc = QRectF(where.right() - side - SPACE_4, where.top() + SPACE_4, side, side)
            box(painter, disc.adjusted(1, 1, -1, -1), side / 2, t.surface)
            draw_icon(painter, disc, "checkmark_circle", t.primary, filled=True)
