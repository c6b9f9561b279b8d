"""A layout that sets its items in lines, as words are set, and starts a new line where the width ends."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from gridworker.ui.theme.measures import SPACE_8

_Line = list[tuple[QLayoutItem, QRect]]


class Flow(QWidget):
    """A widget whose children flow. Its height follows from its width, so that no line is ever cut."""

    def __init__(self, gap: int = SPACE_8, *, even: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow = FlowLayout(self, gap, even=even)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class FlowLayout(QLayout):
    """Items keep their own sizes and stand in the middle of their line.

    `even` lines have as many items as the others where they can: two and two, and not three and one left over.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = SPACE_8, *, even: bool = False) -> None:
        super().__init__()
        self._even = even
        self._items: list[QLayoutItem] = []
        self._gap = gap
        # Layouts ask many times over: what holds until an item changes is kept.
        self._hint = self._least = QSize()
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        if parent is not None:
            parent.setLayout(self)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def invalidate(self) -> None:
        self._hint = self._least = QSize()
        self._heights.clear()
        super().invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # Qt wants null past the end
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, where: QRect) -> None:
        super().setGeometry(where)
        self._heights[where.width()] = self._arrange(where, move=True)
        # Nested layouts forget heightForWidth; a minimum height they do not.
        self.parentWidget().setMinimumHeight(self._heights[where.width()])

    def sizeHint(self) -> QSize:
        """All items in one line."""
        if not self._hint.isValid():
            self._hint = self._with_margins(self._one_line())
        return self._hint

    def minimumSize(self) -> QSize:
        """Room for the widest item."""
        if not self._least.isValid():
            size = QSize(0, 0)
            for item in self._items:
                size = size.expandedTo(item.minimumSize())
            self._least = self._with_margins(size)
        return self._least

    def _one_line(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        gaps = self._gap * max(0, len(shown) - 1)
        height = max((size.height() for size in shown), default=0)
        return QSize(sum(size.width() for size in shown) + gaps, height)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, where: QRect, *, move: bool) -> int:
        """Place the items (or only measure) and return the height that they take."""
        margins = self.contentsMargins()
        inside = where.marginsRemoved(margins)
        top = inside.top()
        for line in self._lines(inside):
            top += self._set_line(line, top, move=move) + self._gap
        return max(top - self._gap, inside.top()) - where.top() + margins.bottom()

    def _lines(self, inside: QRect) -> list[_Line]:
        """The items with their places in their lines, no line longer than it must be where they are to be even."""
        shown = [item for item in self._items if not item.isEmpty()]
        lines = self._broken(shown, inside, len(shown))
        if self._even and len(lines) > 1:
            most = ceil(len(shown) / len(lines))
            lines = min(self._broken(shown, inside, most), lines, key=len)
        return lines

    def _broken(self, shown: list[QLayoutItem], inside: QRect, most: int) -> list[_Line]:
        """Lines of at most so many items, which end where the width does."""
        lines: list[_Line] = []
        left = inside.left()
        for item in shown:
            wanted = item.sizeHint()
            width, height = wanted.width(), wanted.height()
            if width > inside.width():
                width = min(width, max(inside.width(), item.minimumSize().width()))
                height = item.heightForWidth(width) if item.hasHeightForWidth() else height
            if not lines or len(lines[-1]) == most or left + width > inside.right() + 1:
                lines.append([])
                left = inside.left()
            lines[-1].append((item, QRect(left, 0, width, height)))
            left += width + self._gap
        return lines

    @staticmethod
    def _set_line(line: _Line, top: int, *, move: bool) -> int:
        height = max(place.height() for _, place in line)
        if move:
            for item, place in line:
                middle = top + (height - place.height()) // 2
                item.setGeometry(QRect(QPoint(place.left(), middle), place.size()))
        return height
