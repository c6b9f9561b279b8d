"""同步: one button, one sentence that says what happens, the queue with reasons, and what was delivered before."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.operations.changes import Changes
from gridworker.operations.delivery import FilesWaiting, Parcel, outgoing, parcels, past_receipts
from gridworker.store.queue import Queued
from gridworker.sync.engine import Progress
from gridworker.ui.forms.taking_out import export_record_to
from gridworker.ui.pages.page import KeyHelp, Page
from gridworker.ui.pages.reader import Reader
from gridworker.ui.pages.sync import course
from gridworker.ui.pages.sync.aside import DownloadsCard, HistoryCard, PromiseCard
from gridworker.ui.pages.sync.conflict import settle
from gridworker.ui.pages.sync.hero import HeroCard
from gridworker.ui.pages.sync.queue_list import NEEDS, QueueDelegate, QueueModel, Row
from gridworker.ui.pages.sync.receipts import MOST, ReceiptsSheet
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import PAGE_BOTTOM, PAGE_SIDE, PAGE_TOP, SPACE_4, SPACE_12, SPACE_16
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.empty_state import EmptyState
from gridworker.ui.widgets.row_list import RowList
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.two_columns import TwoColumns

_QUEUE = Words("同步队列", "Queue")
FILTERS = {
    "all": Words("全部", "All"),
    "needs": Words("要处理", "Need you"),
    "waiting": Words("等待", "Waiting"),
    "done": Words("已上传", "Delivered"),
}
_EMPTY = Words("全部已送达，可以放心关机", "All delivered")
_EMPTY_TEXT = Words(
    "新记的内容会先存在本机，排在这里等同步。", "What you record is kept here first and waits in this list."
)
_EMPTY_ELSE = {
    "never": Words("还没有同步过", "Not synced yet"),
    "needs": Words("没有要您处理的", "Nothing needs you"),
    "waiting": Words("没有等着上传的", "Nothing waits"),
    "done": Words("这次还没有送出什么", "Nothing delivered by this sync"),
}
_NEVER_TEXT = Words(
    "本机上没有要送的。第一次同步会带来派给您的任务和同事的记录。",
    "Nothing waits here. The first sync brings your tasks and what colleagues recorded.",
)
_PARTS = {
    "all": frozenset(
        {"conflict", "refused", "file_refused", "sealed", "review", "waiting", "files", "sending", "sent"}
    ),
    "needs": frozenset({"conflict", "refused", "file_refused", "sealed", "review"}),
    "waiting": frozenset({"waiting", "files", "sending"}),
    "done": frozenset({"sent"}),
}

MOST_ROWS = 500
"""So many rows are in the list at once; as they are delivered the next ones move up. The counts are of all."""


class SyncPage(Page):
    """Follows the queue: at most every 200 ms while much happens."""

    TITLE = Words("同步", "Sync")
    KEYS = (
        KeyHelp("F5", Words("立即同步", "Sync now")),
        KeyHelp("↑ ↓", Words("选一条", "Choose a record")),
        KeyHelp("Enter", Words("打开；有冲突的先比对", "Open it; a conflict is compared first")),
        KeyHelp("Space", Words("比对、去修改、导出", "Compare, mend, export")),
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._queue: list[Queued] = []
        self._delivered: dict[str, Queued] = {}
        self._parcels: dict[str, Parcel] = {}
        self._incoming: dict[str, set[str]] = {}
        self._progress: Progress | None = None
        self._trouble: Trouble | None = None
        self._began = self._heard = session.profile.clock.monotonic()
        self._total = self._total_files = 0
        self._stopping = self._paused = False
        self._has_taken_stock = True
        self._reader = Reader(session.background, self, self._load)
        self._build()
        self._words_wanted = QTimer(self)
        self._words_wanted.setSingleShot(True)
        self._words_wanted.setInterval(20)
        self._words_wanted.timeout.connect(self._read_words)
        # A wait for the server is counted down.
        self._ticking = QTimer(self)
        self._ticking.setInterval(1000)
        self._ticking.timeout.connect(self._on_tick)
        self.list.verticalScrollBar().valueChanged.connect(self._words_wanted.start)
        session.changed.connect(self._on_changed)
        session.sync_began.connect(self._on_began)
        session.sync_progress.connect(self._on_progress)
        session.sync_ended.connect(self._on_ended)
        session.sync_failed.connect(self._on_failed)

    def _build(self) -> None:
        self.hero = HeroCard(self.session)
        self.hero.started.connect(self._on_start)
        self.hero.paused.connect(self._on_pause)
        self.hero.cancelled.connect(self._on_cancel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_SIDE, PAGE_TOP, PAGE_SIDE, PAGE_BOTTOM)
        whole.setSpacing(SPACE_12)
        whole.addWidget(self.hero)
        self._columns = TwoColumns(self._queue_card(), self._aside())
        whole.addWidget(self._columns, 1)

    def _queue_card(self) -> Card:
        said = self.session.said
        card = Card(padding=SPACE_16)
        card.column.setSpacing(SPACE_4)
        self.filter = SegmentedChoice([Choice(code, said(words)) for code, words in FILTERS.items()])
        self.filter.setAccessibleName(said(_QUEUE))
        self.filter.changed.connect(self._show_rows)
        row = QHBoxLayout()
        row.addWidget(self.filter)
        row.addStretch(1)
        card.column.addLayout(row)
        self._model = QueueModel(self)
        self.list = RowList(said(_QUEUE), self._model, QueueDelegate())
        self.list.opened.connect(self._on_opened)
        self.list.acted.connect(self._on_acted)
        card.column.addWidget(self.list, 1)
        self.empty = EmptyState("cloud_checkmark", said(_EMPTY), said(_EMPTY_TEXT))
        card.column.addWidget(self.empty, 1)
        return card

    def _aside(self) -> list[Card]:
        self.downloads, self.history = DownloadsCard(self.session), HistoryCard(self.session)
        self.history.asked.connect(self._on_history)
        return [self.downloads, self.history, PromiseCard(self.session)]

    def enter(self, record: str = "") -> None:
        """A record's id opens its conflict, where it has one."""
        self.load()
        self._say()
        if record:
            self.session.background.spawn(self._settle(record), self)
        elif not self.list.hasFocus():
            self.hero.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def load(self) -> None:
        """Reads the queue and the receipts."""
        self._reader.ask()

    async def _load(self) -> None:
        queue = await self.session.run(outgoing)
        now = {row.record for row in queue}
        known = self._queue if self._has_taken_stock else ()
        gone = {row.record: row for row in known if row.record not in now}
        self._delivered = {key: row for key, row in (self._delivered | gone).items() if key not in now}
        self._queue = queue
        # What needs a person is read anew: its words change with what the server said.
        needing = {row.record for row in self._queue if row.state in NEEDS}
        self._parcels = {key: one for key, one in self._parcels.items() if key not in needing}
        self._show_rows()
        self._say()
        receipts = await self.session.run(past_receipts, 3)
        if receipts and self.session.last_receipt is None:
            self.session.last_receipt = receipts[0].content
            self._say()
            self._show_rows()
        self.history.show_receipts(receipts)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def restyle(self) -> None:
        super().restyle()
        self._fit()

    def _fit(self) -> None:
        """The older receipts give way first where the page is higher than what is seen of it."""
        above = self.hero.sizeHint().height() + SPACE_12 + PAGE_TOP + PAGE_BOTTOM
        self.history.fit_into(self._columns.room_for(self.history, self.seen_height - above))

    def _states(self) -> list[tuple[Queued, str]]:
        rows = [(row, "sending" if self._is_sending(row) else row.state) for row in self._queue]
        return [*rows, *((row, "sent") for row in self._delivered.values())]

    def _is_sending(self, row: Queued) -> bool:
        """Whether this one is under way: all changes that wait go together, files one by one."""
        progress = self._progress if self.session.syncing else None
        if progress is None:
            return False
        if progress.files is not None:
            return row.state == "files" and progress.files.sha256 in row.files.names
        return progress.stage == "sending" and row.state == "waiting"

    def _files(self) -> FilesWaiting:
        """The files beside the records, in numbers."""
        parts = [row.files for row in self._queue]
        return FilesWaiting(sum(one.count for one in parts), sum(one.size for one in parts))

    @Slot()
    def _show_rows(self) -> None:
        said, language = self.session.said, self.session.language
        states = self._states()
        counted = Counter(state for _, state in states)
        for code, words in FILTERS.items():
            count = sum(counted[state] for state in _PARTS[code])
            self.filter.set_word(code, f"{said(words)} {count}" if count else said(words))
        wanted = _PARTS[self.filter.value()]
        first = islice(((row, state) for row, state in states if state in wanted), MOST_ROWS)
        shown = [Row(row, state, self._parcels.get(row.record), language) for row, state in first]
        self._model.set_rows(shown)
        self.list.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self._say_empty()
        counted["waiting"] += counted.pop("sending", 0) + counted.pop("files", 0)
        counted["refused"] += counted.pop("file_refused", 0)
        self.hero.show_counts(counted)
        self._words_wanted.start()

    def _say_empty(self) -> None:
        """Why the list is empty: only after a sync is anything known to be delivered."""
        part, said = self.filter.value(), self.session.said
        if part == "all" and self.session.last_receipt is None:
            part = "never"
        title = said(_EMPTY_ELSE.get(part, _EMPTY))
        self.empty.say(title, said(_NEVER_TEXT if part == "never" else _EMPTY_TEXT))

    @Slot()
    def _read_words(self) -> None:
        """The words of the rows in sight that have none yet."""
        first = max(0, self.list.indexAt(self.list.viewport().rect().topLeft()).row())
        rows = self._model.rows()[first : first + 30]
        missing = [row.queued.record for row in rows if row.parcel is None]
        if missing:
            self.session.background.spawn(self._fetch_words(missing), self)

    async def _fetch_words(self, records: list[str]) -> None:
        for parcel in await self.session.run(parcels, records):
            self._parcels[parcel.record] = parcel
        rows = [row._replace(parcel=self._parcels.get(row.queued.record)) for row in self._model.rows()]
        self._model.set_rows(rows)

    def _say(self) -> None:
        """Title, sentence, ring and buttons, as things stand now."""
        session, language = self.session, self.session.language
        waiting = sum(row.state in ("waiting", "sent") for row in self._queue)
        attention = sum(row.state in NEEDS for row in self._queue)
        files = self._files()
        if session.syncing:
            now = session.profile.clock.monotonic()
            elapsed, since = now - self._began, now - self._heard
            hero = course.running(self._progress, elapsed, since, stopping=self._stopping, language=language)
        elif self._trouble is not None:
            hero = course.troubled(self._trouble, language)
        elif self._paused and (waiting or files.waiting):
            hero = course.paused(waiting, files, language)
        else:
            again = not session.link.stopped
            hero = course.resting(
                session.last_receipt, waiting, attention, language, files=files, by_itself=again
            )
        self.hero.say(hero)
        self._show_progress(waiting, files.waiting)
        resumable = self._paused and waiting + files.waiting > 0
        self.hero.show_buttons(syncing=session.syncing, stopping=self._stopping, is_paused=resumable)

    def _show_progress(self, waiting: int, files: int) -> None:
        """The ring: records first, then files, as they go."""
        if not self.session.syncing:
            self.hero.show_waiting(waiting, files)
            return
        progress = self._progress
        if progress is not None and progress.files is not None:
            self._total_files = max(self._total_files, progress.files.left)
            self.hero.show_progress(self._total_files - progress.files.left, self._total_files)
            return
        unsent = sum(row.state == "waiting" for row in self._queue)
        total = max(self._total, unsent)
        self.hero.show_progress(total - unsent, total)

    @Slot()
    def _on_tick(self) -> None:
        if not self.session.syncing:
            self._ticking.stop()
        self._say()

    @Slot()
    def _on_start(self) -> None:
        self.session.sync()

    @Slot()
    def _on_pause(self) -> None:
        self._paused = True
        self._on_cancel()

    @Slot()
    def _on_cancel(self) -> None:
        self._stopping = True
        self.session.cancel_sync()
        self._say()

    @Slot()
    def _on_began(self) -> None:
        self._began = self.session.profile.clock.monotonic()
        self._total = self._total_files = 0
        self._progress = self._trouble = None
        self._stopping = self._paused = False
        self._delivered, self._incoming = {}, {}
        # While the page was out of sight nobody counted.
        self._has_taken_stock = self.isVisible()
        self.session.background.spawn(self._take_stock(), self)
        self._say()

    async def _take_stock(self) -> None:
        """What waits as the sync begins. Where it is read late, what one saw may have left already."""
        queue = await self.session.run(outgoing)
        seen = self._queue if self._has_taken_stock else ()
        self._queue = list({row.record: row for row in (*seen, *queue)}.values())
        self._has_taken_stock = True
        self._total = sum(row.state == "waiting" for row in (*self._queue, *self._delivered.values()))
        self._say()

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        if progress.stage != (self._progress.stage if self._progress else ""):
            self._total_files = 0
        before, self._progress = self._progress, progress
        self._heard = self.session.profile.clock.monotonic()
        if course.file_of(progress) != course.file_of(before):
            self.load()
        self._ticking.start() if progress.stage == "busy" else self._ticking.stop()
        self._say()

    @Slot(object)
    def _on_ended(self, receipt: dict[str, Any] | None) -> None:
        self._stopping, self._progress = False, None
        # Of a sync that did not get through nobody knows what there would have been.
        if not (receipt or {}).get("error"):
            self.downloads.show_incoming(self._incoming)
            self.downloads.show_files((receipt or {}).get("attachments") or {})
        self.load()
        self._say()

    @Slot(object)
    def _on_failed(self, trouble: Trouble) -> None:
        self._trouble, self._stopping = trouble, False
        self._say()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self.session.syncing:
            own = {row.record for row in self._queue} | self._delivered.keys()
            for kind, records in changes.records.items():
                self._incoming.setdefault(kind, set()).update(records - own)
            self.downloads.show_incoming(self._incoming)
        if self.isVisible() or self.session.syncing:
            self.load()

    def _on_opened(self, row: Row) -> None:
        if row.state == "conflict":
            self._on_acted(row)
        elif row.queued.kind:
            self.session.go(row.queued.kind, row.queued.record)

    def _on_acted(self, row: Row) -> None:
        if row.state == "conflict":
            self.session.background.spawn(self._settle(row.queued.record), self)
        elif row.state == "sealed":
            title = row.parcel.title if row.parcel else ""
            work = export_record_to(self.session, row.queued.record, title, self)
            self.session.background.spawn(work, self)
        elif row.action:
            self.session.go(row.queued.kind, row.queued.record)

    async def _settle(self, record: str) -> None:
        await settle(self.session, record, self)

    @Slot()
    def _on_history(self) -> None:
        self.session.background.spawn(self._open_history(), self)

    async def _open_history(self) -> None:
        receipts = await self.session.run(past_receipts, MOST)
        await self.session.background.answered(ReceiptsSheet(self.session, receipts, self))
