"""The rail: the pages with their words, always visible, and how many things wait in each."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from gridworker.environment.language import Words
from gridworker.ui.app_name import APP_NAME
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import ENTRIES
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.mark import AppMark
from gridworker.ui.widgets.nav_item import NavItem
from gridworker.ui.widgets.painting import PaintedWidget
from gridworker.ui.widgets.text import Label

_PAGES = Words("页面", "Pages")

WIDE, NARROW = 196, 84


class Rail(PaintedWidget):
    """`picked` fires with the code of the page that was pressed."""

    picked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._compact = False
        self.setAccessibleName(session.said(_PAGES))
        self._items: dict[str, NavItem] = {}
        self._group = QButtonGroup(self)
        self._names: list[Label] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_12, SPACE_16, SPACE_12, SPACE_12)
        column.setSpacing(SPACE_4)
        column.addLayout(self._head(session))
        column.addSpacing(SPACE_12)
        for entry in ENTRIES:
            if entry.low and not any(item.property("low") for item in self._items.values()):
                column.addStretch(1)
            item = NavItem(entry.icon, session.said(entry.word), key=entry.key, parent=self)
            item.setProperty("low", entry.low)
            item.setProperty("code", entry.code)
            item.clicked.connect(self._on_clicked)
            self._group.addButton(item)
            self._items[entry.code] = item
            column.addWidget(item)
        self._fit()

    def _head(self, session: Session) -> QHBoxLayout:
        row = self._head_row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        mark = AppMark(session.said(APP_NAME))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        names = QVBoxLayout()
        names.setSpacing(0)
        self._names = [
            Label(session.said(APP_NAME), Type.BODY, bold=True),
            Label(session.profile.identity.district, Type.META, tone=Tone.NEUTRAL),
        ]
        for name in self._names:
            names.addWidget(name)
        row.addLayout(names, 1)
        return row

    def show_place(self, place: str) -> None:
        """The grid under the name of the app."""
        self._names[1].setText(place)
        self._names[1].setToolTip(place)

    def select(self, code: str) -> None:
        """Marks the page that is shown."""
        # A page that is not in the rail leaves none of them marked.
        self._group.setExclusive(False)
        for other, item in self._items.items():
            item.setChecked(other == code)
        self._group.setExclusive(True)

    def set_count(self, code: str, count: int, told: str, tone: Tone = Tone.PRIMARY) -> None:
        """How many things wait in a page."""
        self._items[code].set_count(count, tone, told)

    def set_compact(self, compact: bool) -> None:
        """Words below the icons, for narrow windows and large text."""
        if compact != self._compact:
            self._compact = compact
            self._fit()

    def restyle(self) -> None:
        super().restyle()
        if self._items:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.theme.colour("rail"))
        edge = self.tokens.border
        painter.fillRect(self.width() - edge, 0, edge, self.height(), self.theme.colour("line"))

    def _fit(self) -> None:
        for name in self._names:
            name.setVisible(not self._compact)
        # Alone, the mark stands above the middle of the icons.
        self._head_row.setStretch(1, 0 if self._compact else 1)
        for item in self._items.values():
            item.set_compact(self._compact)
        margin = SPACE_8 if self._compact else SPACE_12
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(margin, SPACE_16, margin, SPACE_12)
        least = NARROW if self._compact else WIDE
        widest = max(item.sizeHint().width() for item in self._items.values()) if self._items else 0
        self.setFixedWidth(max(least, widest + 2 * margin))

    def _on_clicked(self) -> None:
        self.picked.emit(str(self.sender().property("code")))
