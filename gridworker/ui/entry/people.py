"""换个人使用: who works on this computer. Choosing somebody opens the lock of that profile, or enrols a new one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.environment.profiles import next_profile, profiles_beside
from gridworker.ui.entry.card import read_card
from gridworker.ui.entry.doorway import Doorway
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.person_row import PersonRow
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.text import Label, Paragraph

_TITLE = Words("换个人使用", "Somebody else")
_REMARK = Words(
    "资料分开存放，各用各的口令；没写完的已留作草稿。",
    "Records are apart, each behind a password; drafts are kept.",
)
_UNNAMED = Words("还没有打开过的资料", "A profile nobody has opened")
_HERE = Words("现在用的", "in use now")
_NEW = Words("新的一位", "Somebody new")
_BACK = Words("返回", "Back")
_OPEN_ELSEWHERE = Words(
    "{name}的窗口已经打开，已把它调到前面。",
    "The window of {name} is open already and was brought to the front.",
)
_UNKEPT = Words(
    "{name}有没写完的内容还没存上，请{name}先解锁处理，再换人。",
    "Something {name} has not finished is not kept yet. Please let {name} unlock and see to it first.",
)
_BEFORE = Words("先用的人", "whoever is here")
_MOST_IN_SIGHT = 5


class People(Doorway):
    """`chosen` carries the folder of a profile, which need not exist; `left` says that nobody wants to change."""

    chosen = Signal(Path)
    left = Signal()

    def __init__(self, folder: Path, language: str) -> None:
        super().__init__(language, 440)
        self._folder = folder
        self.column.setSpacing(SPACE_12)
        self.column.addWidget(Label(self.said(_TITLE), Type.TITLE, bold=True))
        self.column.addWidget(Paragraph(self.said(_REMARK), Type.META))
        self._notice = Paragraph("", Type.META, tone=Tone.DANGER)
        self._notice.hide()
        self.column.addWidget(self._notice)
        self._profiles = profiles_beside(folder)
        self.rows = [self._row(number, one) for number, one in enumerate(self._profiles, start=1)]
        self.column.addWidget(self._list())
        foot = QHBoxLayout()
        self.new = Button(self.said(_NEW), Weight.PLAIN, "person_add", "N")
        self.new.clicked.connect(partial(self.chosen.emit, next_profile(folder)))
        back = Button(self.said(_BACK), Weight.TEXT, key="Esc")
        back.clicked.connect(self.left)
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self.new)
        self.column.addSpacing(SPACE_8)
        self.column.addLayout(foot)

    def _list(self) -> QWidget:
        scroll = ScrollColumn(gap=SPACE_8)
        for row in self.rows:
            scroll.column.addWidget(row)
        shown = self.rows[:_MOST_IN_SIGHT]
        height = sum(row.sizeHint().height() + SPACE_8 for row in shown)
        scroll.setMinimumHeight(height + SPACE_16 * (len(self.rows) > _MOST_IN_SIGHT))
        return scroll

    def _row(self, number: int, folder: Path) -> PersonRow:
        card = read_card(folder)
        here = self.said(_HERE) if folder == self._folder else ""
        remark = " · ".join(filter(None, (card.place, here)))
        row = PersonRow(card.name or self.said(_UNNAMED), remark, str(number) if number < 10 else "")
        row.clicked.connect(partial(self.chosen.emit, folder))
        return row

    def begin(self) -> None:
        """Waits for a choice."""
        pairs = zip(self._profiles, self.rows, strict=True)
        others: list[QWidget] = [row for profile, row in pairs if profile != self._folder]
        (others or [self.new])[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_open_elsewhere(self, folder: Path) -> None:
        """The chosen profile has a window of its own."""
        self._tell(self.said(_OPEN_ELSEWHERE, name=read_card(folder).name or self.said(_UNNAMED)))

    def tell_unkept(self) -> None:
        """Who is here now has written something that could not be kept."""
        self._tell(self.said(_UNKEPT, name=read_card(self._folder).name or self.said(_BEFORE)))

    def _tell(self, said: str) -> None:
        self._notice.set_text(said)
        self._notice.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key, text = Qt.Key(event.key()), event.text()
        if key is Qt.Key.Key_Escape:
            self.left.emit()
        elif key in steps:
            self._step(steps[key])
        elif key is Qt.Key.Key_N and not event.modifiers():
            self.new.click()
        elif text.isascii() and text.isdecimal() and 0 < int(text) <= len(self.rows):
            self.rows[int(text) - 1].click()
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        stops: list[QWidget] = [*self.rows, self.new]
        at = next((number for number, one in enumerate(stops) if one.hasFocus()), -1)
        stops[(at + step) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
