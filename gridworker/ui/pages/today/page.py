"""今天: a greeting, four ways to begin, the list of what is to be done, and what waits beside it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.operations.agenda import Agenda, Item, agenda, errand
from gridworker.operations.beside import beside
from gridworker.operations.changes import Changes
from gridworker.operations.recent import record_in
from gridworker.operations.records import edit_record
from gridworker.operations.today import this_day
from gridworker.ui.forms.change_step import change_step
from gridworker.ui.forms.moments import local, month_word
from gridworker.ui.pages.page import KeyHelp, Page
from gridworker.ui.pages.reader import Reader
from gridworker.ui.pages.today.agenda_list import TICKED, AgendaDelegate, AgendaModel, Line
from gridworker.ui.pages.today.aside import DraftsCard, WaitingCard, WeekCard
from gridworker.ui.pages.today.errand_sheet import ErrandSheet
from gridworker.ui.pages.today.jotting import TASK_DRAFT, jot, jot_note
from gridworker.ui.pages.today.note_sheet import note_draft
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import (
    PAGE_BOTTOM,
    PAGE_SIDE,
    PAGE_TOP,
    SPACE_4,
    SPACE_12,
    Type,
)
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.banner import Banner
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.empty_state import EmptyState
from gridworker.ui.widgets.kind_signs import sign_of
from gridworker.ui.widgets.row_list import RowList
from gridworker.ui.widgets.text import Label, SectionTitle
from gridworker.ui.widgets.tile import Tile
from gridworker.ui.widgets.two_columns import TwoColumns

_GREETINGS = (
    (5, Words("夜深了，{name}", "Good evening, {name}")),
    (11, Words("上午好，{name}", "Good morning, {name}")),
    (13, Words("中午好，{name}", "Good day, {name}")),
    (18, Words("下午好，{name}", "Good afternoon, {name}")),
    (24, Words("晚上好，{name}", "Good evening, {name}")),
)
_DATE = Words("{month} 月 {day} 日 {name}", "{name}, {day} {month}")
_WEEKDAYS = (
    Words("星期一", "Monday"),
    Words("星期二", "Tuesday"),
    Words("星期三", "Wednesday"),
    Words("星期四", "Thursday"),
    Words("星期五", "Friday"),
    Words("星期六", "Saturday"),
    Words("星期日", "Sunday"),
)
_OFFLINE = Words("现在没有网络，照常工作就好。", "You are offline; work goes on.")
_OFFLINE_TEXT = Words(
    "记录已保存在本机；联网后点“同步”一次上传。", "Everything is saved here and goes up when you sync."
)
_LOOK = Words("查看待同步", "What waits")
_TILES = (
    ("patrol", Words("记巡查", "Patrol"), "Ctrl+1", Words("出门前先建好", "Begin before you go out")),
    (
        "dispute",
        Words("登记纠纷", "Dispute"),
        "Ctrl+2",
        Words("受理后自动生成编号", "Numbered once accepted"),
    ),
    ("visit", Words("记走访", "Visit"), "Ctrl+3", Words("按户或企业", "By household or firm")),
    ("note", Words("随手记", "Note"), "Ctrl+4", Words("先记下来，稍后归类", "Write it down, sort it later")),
)
_LAST = Words("上次：{what}", "Last: {what}")
_TO_DO = Words("今天要做", "To do")
_COUNT = Words("{all} 项，已完成 {done} 项", "{all}, {done} done")
_COUNT_OPEN = Words("{all} 项", "{all}")
_ADD = Words("添加待办", "Add a task")
_TICK = Words("勾选即完成，按 Ctrl+Z 撤销", "Tick when done; Ctrl+Z undoes it")
_NOTHING = Words("今天没有要办的事", "Nothing to do today")
_NOTHING_TEXT = Words(
    "区里派的任务、到期的复查、调解和走访，都会列在这里。",
    "Tasks, rechecks, sessions and visits that fall due stand here.",
)
_DONE = Words("已完成“{title}”", '"{title}" is done')
_OPEN_AGAIN = Words("已恢复“{title}”", '"{title}" is to be done again')
_SAVED = Words("已记下", "Saved")
NEW = "new"
AWAY = ("offline", "silent")
AWAY_MS = 10_000


class TodayPage(Page):
    """Loads when it is entered and whenever something changed, at most every 200 ms."""

    TITLE = Words("今天", "Today")
    KEYS = (
        KeyHelp("↑ ↓", Words("选一项", "Choose an item")),
        KeyHelp("Enter", Words("打开这一项", "Open it")),
        KeyHelp("Space", Words("勾选完成", "Tick it off")),
        KeyHelp("Ctrl+4", Words("随手记", "Write a note")),
        KeyHelp("Ctrl+N", Words("添加待办", "Add a task")),
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._agenda = Agenda(this_day(session.profile), [])
        self._ticked: dict[Any, Item] = {}
        self._reader = Reader(session.background, self, self._load)
        self._offline_told = self._is_filled = False
        self._build()
        self._bar()
        session.changed.connect(self._on_changed)
        session.barred_changed.connect(self._bar)
        session.sync_progress.connect(self._on_progress)
        session.sync_ended.connect(self._on_sync_ended)
        session.link_changed.connect(self._on_link)
        self._away = QTimer(self, singleShot=True, interval=AWAY_MS)
        self._away.timeout.connect(self._show_away)
        minute = QTimer(self, interval=60_000)
        minute.timeout.connect(self.on_minute)
        minute.start()
        for key, kind in (("Ctrl+N", "task"),):
            shortcut = QShortcut(
                QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(partial(self.jot, kind))

    def _build(self) -> None:
        said = self.session.said
        self.banner = Banner("cloud_off", Tone.WARN, said(_OFFLINE), said(_OFFLINE_TEXT), said(_LOOK))
        self.banner.acted.connect(self._on_banner)
        self.banner.hide()
        self._tiles: dict[str, Tile] = {}
        tiles = QHBoxLayout()
        tiles.setSpacing(SPACE_12)
        for kind, title, key, remark in _TILES:
            tile = Tile(*sign_of(kind), said(title), said(remark), key)
            tile.clicked.connect(partial(self._begin, kind))
            tiles.addWidget(tile)
            self._tiles[kind] = tile
        self._columns = TwoColumns(self._list_card(), self._aside())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_SIDE, PAGE_TOP, PAGE_SIDE, PAGE_BOTTOM)
        whole.setSpacing(SPACE_12)
        whole.addWidget(self.banner)
        whole.addLayout(tiles)
        whole.addWidget(self._columns, 1)

    def _list_card(self) -> Card:
        said = self.session.said
        card = Card()
        card.column.setSpacing(SPACE_4)
        self._add = add = Button(said(_ADD), Weight.TEXT, "add", "Ctrl+N")
        add.clicked.connect(partial(self.jot, "task"))
        self._heading = SectionTitle(said(_TO_DO), right=add)
        card.column.addWidget(self._heading)
        self.list = RowList(said(_TO_DO), AgendaModel(self), AgendaDelegate())
        self.list.opened.connect(self._on_opened)
        self.list.acted.connect(self._on_acted)
        card.column.addWidget(self.list, 1)
        self._nothing = EmptyState("checkmark_circle", said(_NOTHING), said(_NOTHING_TEXT))
        self._nothing.hide()
        card.column.addWidget(self._nothing, 1)
        self._tip = Label(said(_TICK), Type.META)
        card.column.addWidget(self._tip)
        return card

    def _aside(self) -> list[Card]:
        session = self.session
        self.waiting, self.week, self.drafts = WaitingCard(session), WeekCard(session), DraftsCard(session)
        self.waiting.pressed.connect(self._on_sync)
        return [self.waiting, self.week, self.drafts]

    def enter(self, record: str = "") -> None:
        """`new` begins a note, the id of a draft goes on with it; a record's id brings its line into view."""
        self._greet()
        self.waiting.show_syncing(self.session.syncing)
        self.load()
        kind, _, note = record.partition("/")
        if note:
            self.bring(self._show_note(note))
        elif record == NEW or record in (note_draft(), TASK_DRAFT):
            self.jot("task" if kind == TASK_DRAFT else "note")
        elif not self.list.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _bar(self) -> None:
        """Where nothing may be added, what would add says why."""
        why = self.session.why_barred()
        for tile in self._tiles.values():
            tile.bar(why)
        self._add.bar(why)

    @Slot()
    def on_minute(self) -> None:
        """A new day, or another time of the day, is noticed."""
        if self.isVisible():
            self._greet()
            if self._agenda.today != this_day(self.session.profile):
                self.load()

    def _greet(self) -> None:
        said, clock = self.session.said, self.session.profile.clock
        now = local(clock.now(), clock.tz(clock.now()))
        greeting = next(words for until, words in _GREETINGS if now.hour < until)
        month = month_word(now.date(), self.session.language)
        day = said(_DATE, month=month, day=now.day, name=said(_WEEKDAYS[now.weekday()]))
        self.titled.emit(said(greeting, name=self.session.profile.identity.name), day, False)

    def load(self) -> None:
        """Reads everything the page shows."""
        self._reader.ask()

    def at_hand(self) -> str:
        line = self.list.currentIndex().data(Qt.ItemDataRole.UserRole) if self.list.hasFocus() else None
        return record_in(line.item.record) if isinstance(line, Line) else ""

    def is_reading(self) -> bool:
        return self._reader.is_busy and not self._is_filled

    async def _load(self) -> None:
        run = self.session.run
        self._agenda = await run(agenda, self._agenda)
        self._show_list()
        found = await run(beside, tuple(self._tiles))
        self._is_filled = True
        self.waiting.show_waiting(found.waiting, found.stand)
        self.drafts.show_drafts(found.drafts)
        for kind, last in found.lasts.items():
            if last:
                self._tiles[kind].set_remark(self.session.said(_LAST, what=last))
        self.week.show_week(found.week, found.coverage)
        self._show_week()

    def _show_list(self) -> None:
        """Open items in their order; what was ticked off here today stays in sight, at the end."""
        today, language = self._agenda.today, self.session.language
        open_ = {_key(item) for item in self._agenda.items}
        self._ticked = {key: item for key, item in self._ticked.items() if key not in open_}
        lines = [Line(item, False, today, language) for item in self._agenda.items]
        lines += [Line(item, True, today, language) for item in self._ticked.values()]
        model = self.list.model()
        if isinstance(model, AgendaModel):
            model.set_rows(lines)
        words = _COUNT if self._ticked else _COUNT_OPEN
        shown = self.session.said(words, all=len(lines), done=len(self._ticked)) if lines else ""
        self._heading.remark.setText(shown)
        self.list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._tip.setVisible(any(line.item.what in TICKED for line in lines))

    @Slot(str)
    def jot(self, kind: str) -> None:
        """Asks for a note or a task."""
        if why := self.session.why_barred():
            self.session.said_done.emit(why, None)
        elif not composing():
            self.bring(self._jot(kind))

    async def _jot(self, kind: str) -> None:
        if await (jot_note if kind == "note" else jot)(self.session, self):
            self.session.said_done.emit(self.session.said(_SAVED), None)

    def _begin(self, kind: str) -> None:
        if kind == "note":
            self.jot(kind)
        else:
            self.session.go(kind, NEW)

    def _on_opened(self, line: Line) -> None:
        if line.item.kind == "note":
            self.bring(self._show_note(line.item.record, line))
        elif line.item.kind == "task":
            self.bring(self._show_errand(line))
        else:
            self.session.go(line.item.kind, line.item.record)

    async def _show_note(self, note: str, line: Line | None = None) -> None:
        found = await self.session.run(errand, note)
        if await jot_note(self.session, self, found.text, note) is None:
            listed = next((item for item in self._agenda.items if item.record == note), None)
            item = line.item if line else listed
            if item is not None:
                await self._tick(item, done=not (line and line.done))

    async def _show_errand(self, line: Line) -> None:
        found = await self.session.run(errand, line.item.record)
        sheet = ErrandSheet(self.session, line, found, self)
        sheet.about_wanted.connect(self.session.go)
        wanted = await self.session.background.answered(sheet)
        if wanted:
            await self._tick(line.item, done=not line.done)

    def _on_acted(self, line: Line) -> None:
        if line.item.what in TICKED:
            self.session.background.spawn(self._tick(line.item, done=not line.done), self)
        else:
            self._on_opened(line)

    async def _tick(self, item: Item, *, done: bool) -> None:
        today = this_day(self.session.profile).isoformat()

        async def keep(_record: str) -> None:
            # One that is open again goes as the list is loaded.
            self._ticked[_key(item)] = item

        edited = await self.session.run(edit_record, item.record, _tick(item, today, done=done))
        await keep(item.record)
        self.session.tell(edited.changes)
        step = change_step(self.session, edited, _tick(item, today, done=not done), keep)
        words = _DONE if done else _OPEN_AGAIN
        self.session.said_done.emit(self.session.said(words, title=item.title), step)

    @Slot(object)
    def _on_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.load()

    @Slot(object)
    def _on_progress(self, _progress: object) -> None:
        self.waiting.show_syncing(True)

    @Slot(object)
    def _on_sync_ended(self, receipt: dict[str, Any] | None) -> None:
        self.waiting.show_syncing(False)
        offline = ((receipt or {}).get("error") or {}).get("kind") == "network"
        self._show_offline(away=offline)
        self._show_week()
        self.load()

    @Slot()
    def _on_link(self) -> None:
        # A network that only flickers is not worth a bar.
        if (self.session.link.found in AWAY) != self._offline_told and not self._away.isActive():
            self._away.start()

    @Slot()
    def _show_away(self) -> None:
        self._show_offline(away=self.session.link.found in AWAY)

    def _show_offline(self, *, away: bool) -> None:
        """The bar, once in a spell without network."""
        self.banner.setVisible(away and (not self._offline_told or self.banner.isVisible()))
        self._offline_told = away
        self._show_week()

    @Slot()
    def _on_banner(self) -> None:
        self.banner.hide()
        self._show_week()
        self.session.go("sync")

    @Slot()
    def _on_sync(self) -> None:
        if self.session.syncing:
            self.session.go("sync")
        else:
            self.waiting.show_syncing(True)
            self.session.sync()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_week()

    def restyle(self) -> None:
        super().restyle()
        self._show_week()

    def _show_week(self) -> None:
        """The week's rounds give way first where the column is higher than what is seen of the page."""
        above = self._tiles["note"].sizeHint().height() + SPACE_12 + PAGE_TOP + PAGE_BOTTOM
        above += 0 if self.banner.isHidden() else self.banner.sizeHint().height() + SPACE_12
        self.week.fit_into(self._columns.room_for(self.week, self.seen_height - above))


def _key(item: Item) -> tuple[str, str, str]:
    return (item.what, item.record, item.element)


def _tick(item: Item, today: str, *, done: bool) -> dict[str, Any]:
    """What a tick changes in the record of an item."""
    if item.what == "clause":
        clause = f"clauses/{item.element}"
        return {f"{clause}/done": "yes" if done else "no", f"{clause}/done_on": today if done else None}
    return {"status": "done" if done else "open"}
