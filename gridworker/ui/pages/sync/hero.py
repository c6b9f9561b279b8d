"""The top of the sync page: ring, what happens now in one sentence, the counts, and the buttons."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from gridworker.environment.language import Words
from gridworker.ui.pages.sync.course import Hero
from gridworker.ui.pages.sync.queue_list import LOOKS
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, SPACE_20, SPACE_24, Type
from gridworker.ui.widgets.bars import ProgressBar
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.ring import Ring
from gridworker.ui.widgets.signs import Status
from gridworker.ui.widgets.text import Label, Paragraph

_DONE = Words("已处理", "done")
_WAITING = Words("条待上传", "to send")
_FILES = Words("个文件待传", "files to send")
_SYNC = Words("立即同步", "Sync now")
_GO_ON = Words("继续", "Go on")
_PAUSE = Words("暂停", "Pause")
_CANCEL = Words("取消", "Cancel")
COUNTED = {
    "sent": Words("已上传 {count}", "{count} delivered"),
    "conflict": Words("待您选择 {count}", "{count} to choose"),
    "refused": Words("被退回 {count}", "{count} returned"),
    "review": Words("待审核 {count}", "{count} in review"),
    "waiting": Words("等待 {count}", "{count} waiting"),
}


class HeroCard(Card):
    """`started`, `paused` and `cancelled` fire for the buttons."""

    started = Signal()
    paused = Signal()
    cancelled = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        said = session.said
        self.ring = Ring(104, 10)
        self.title = Label("", Type.TITLE, bold=True)
        self.bar = ProgressBar()
        self.sentence = Paragraph("", Type.LABEL)
        self._counts = {state: Status(LOOKS[state][0], "") for state in COUNTED}
        counts = Flow(SPACE_20)
        for status in self._counts.values():
            counts.flow.addWidget(status)
        words = QVBoxLayout()
        words.setSpacing(SPACE_8)
        words.addStretch(1)
        for part in (self.title, self.bar, self.sentence, counts):
            words.addWidget(part)
        words.addStretch(1)
        self.start = Button(said(_SYNC), Weight.PRIMARY, "arrow_sync", "F5")
        self.pause = Button(said(_PAUSE), Weight.PLAIN, "pause")
        self.cancel = Button(said(_CANCEL), Weight.TEXT, "dismiss")
        self.start.clicked.connect(self.started)
        self.pause.clicked.connect(self.paused)
        self.cancel.clicked.connect(self.cancelled)
        buttons = QVBoxLayout()
        buttons.setSpacing(SPACE_12)
        buttons.addStretch(1)
        for button in (self.start, self.pause, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_24)
        row.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addLayout(buttons)
        self.column.addLayout(row)

    def say(self, hero: Hero) -> None:
        """What happens now, or how things stand."""
        self.title.setText(hero.title)
        self.title.set_tone(hero.tone)
        self.sentence.set_text(hero.sentence)
        self.start.setAccessibleDescription(f"F5\n{hero.sentence}")

    def show_buttons(self, *, syncing: bool, stopping: bool, is_paused: bool) -> None:
        """Those that make sense now; one that is asleep says why in the sentence beside it."""
        had = any(button.hasFocus() for button in (self.start, self.pause, self.cancel))
        self.start.setVisible(not syncing)
        self.start.set_text(self._session.said(_GO_ON if is_paused else _SYNC))
        self.start.set_icon("play" if is_paused else "arrow_sync")
        self.pause.setVisible(syncing)
        self.cancel.setVisible(syncing)
        for button in (self.pause, self.cancel):
            button.bar(self.sentence.text() if stopping else "")
        self.bar.setVisible(syncing)
        if had:
            (self.pause if syncing else self.start).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many records stand where."""
        for state, status in self._counts.items():
            count = counts.get(state, 0)
            status.show_status(LOOKS[state][0], self._session.said(COUNTED[state], count=count))
            status.setVisible(count > 0)

    def show_progress(self, done: int, total: int) -> None:
        """While a sync runs: how many of those that waited are done."""
        figure, done_word = f"{done}/{total}", self._session.said(_DONE)
        self.ring.set_progress(done, total, figure, done_word)
        self.bar.set_progress(done, max(1, total), f"{figure} {done_word}")

    def show_waiting(self, records: int, files: int) -> None:
        """While none runs: how many records wait, and once there are none, how many files."""
        count, word = (files, _FILES) if files and not records else (records, _WAITING)
        self.ring.set_progress(0 if count else 1, 1, f"{count:,}", self._session.said(word))
