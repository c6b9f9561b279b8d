"""The main window: the frame, the page that is shown, and the keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe, sentence
from gridworker.operations.agenda import disputes_due
from gridworker.operations.changes import Changes
from gridworker.operations.overview import Overview, overview
from gridworker.operations.today import this_day
from gridworker.ui.app_name import APP_NAME
from gridworker.ui.entry.card import Card, keep_card
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.forms.pages_in import PagesIn
from gridworker.ui.pages.page import Page
from gridworker.ui.pins import PIN_KEY
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import ENTRIES, NEW, NEW_RECORD, entry_for, make
from gridworker.ui.shell.header import OTHERS_KEY, Header
from gridworker.ui.shell.key_sheet import KeySheet
from gridworker.ui.shell.palette import Palette
from gridworker.ui.shell.rail import Rail
from gridworker.ui.shell.status_bar import StatusBar, stepped
from gridworker.ui.shell.steps import REDO_KEYS, UNDO, UNDO_KEY, Steps
from gridworker.ui.step import Step
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import COMPACT_BELOW, SPACE_12, SPACE_24
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.banner import Banner
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.page_view import PageView
from gridworker.ui.widgets.toast import Toast

_BLINK_MS, _GLANCE_MS = 100, 2
_ABOVE_FOOTERS = 104
"""How far above the window's edge a toast lies: above the status bar and the main buttons of a form."""

_WAITING = Words("{count} 条待同步", "{count} to sync")
_CONFLICTS = Words("{count} 件需要您处理", "{count} need you")
_DUE = Words("{count} 件到期要办", "{count} due")
_SYNCED = Words("{sent} 处改动全部送达。", "All {sent} changes delivered.")
_NOTHING_NEW = Words("已是最新，没有要送的。", "Up to date; nothing to send.")
_FILES_WAIT = Words("另有 {files} 个照片、文件还没传完。", "{files} photos and files still wait.")
_FILES_TO_GO = Words("{count} 个照片、文件待传", "{count} files to send")
_RECEIVED = Words("收到 {received} 条。", "{received} received.")


class MainWindow(QMainWindow):
    """The window of an unlocked profile. `lock_asked` fires for Ctrl+L, `others_asked` where somebody else is to work
    here, `closed` when it was closed.
    """

    lock_asked = Signal()
    others_asked = Signal()
    closed = Signal()

    def __init__(self, session: Session, first: str = "today") -> None:
        """The window with the page `first` open; with "" none is open yet, and one must be before it is shown."""
        super().__init__()
        self.session = session
        self.setWindowTitle(session.said(APP_NAME))
        self._pages: dict[str, Page] = {}
        self._views: dict[str, PageView] = {}
        self._current = ""
        self._needing = 0
        self._due_day: date | None = None
        self.steps = Steps(session, self)
        self.rail, self.header, self.status = Rail(session), Header(session), StatusBar(session)
        self._stack = QStackedWidget()
        self._lay_out()
        self.pages_in = PagesIn(session, self)
        self._toast = Toast(self, lift=_ABOVE_FOOTERS)
        self._palette = Palette(session, self, self.header.search)
        self._connect()
        self._keys()
        self.resize(1366, 720)
        # Before anything is laid out: the wide rail of a large text would make the window wider than the screen.
        self._fit_rail()
        if first:
            self.open_page(first)
        self._refresh()

    def _lay_out(self) -> None:
        middle, right, whole = QWidget(), QVBoxLayout(), QHBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self._notice())
        right.addWidget(self._stack, 1)
        right.addWidget(self.status)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        middle.setLayout(whole)
        self.setCentralWidget(middle)

    def _notice(self) -> QWidget:
        """Above every page: why nothing may be added here, or that the clock is wrong."""
        self._barred = QWidget(self)
        self.barred = Banner("warning", Tone.WARN, "", parent=self._barred)
        row = QHBoxLayout(self._barred)
        row.setContentsMargins(SPACE_24, 0, SPACE_24, SPACE_12)
        row.addWidget(self.barred)
        self._show_barred()
        return self._barred

    @Slot()
    def _show_barred(self) -> None:
        why, clock = self.session.why_barred(), self.session.clock_trouble
        if not why and clock is not None:
            why = describe(clock, self.session.language)
        self._barred.setVisible(bool(why))
        self.barred.say("warning", Tone.WARN, "", why)

    def _connect(self) -> None:
        session = self.session
        session.barred_changed.connect(self._show_barred)
        session.clock_changed.connect(self._show_barred)
        session.wanted.connect(self._on_wanted)
        session.changed.connect(self._on_changed)
        session.said_done.connect(self._on_said_done)
        self.steps.told.connect(self._on_step_told)
        session.status.connect(self.status.show_saved)
        session.sync_began.connect(self._show_network)
        session.sync_ended.connect(self._on_sync_ended)
        session.sync_failed.connect(self._show_network)
        session.link_changed.connect(self._show_network)
        self.rail.picked.connect(self.open_page)
        self.header.back_pressed.connect(self._on_escape)
        self.header.lock_asked.connect(self.lock_asked)
        self.header.others_asked.connect(self.others_asked)
        self.header.search.textEdited.connect(self._palette.ask)
        self.header.searched.connect(self._palette.take_first)
        self.status.keys_asked.connect(self._show_keys)
        self.status.size_asked.connect(self._on_size)
        self._toast.acted.connect(self._on_toast_acted)
        theme.current().changed.connect(self._fit_rail)

    def _keys(self) -> None:
        for number, entry in enumerate(ENTRIES, start=1):
            self._key(f"Alt+{number}", partial(self.open_page, entry.code))
        for key, code in NEW.items():
            self._key(key, partial(self.open_page, code, NEW_RECORD))
        self._key("Ctrl+K", self._palette.begin)
        self._key(PIN_KEY, self._on_pin)
        self._key("F5", self.session.sync)
        self._key("F1", self._show_keys)
        self._key("Ctrl+L", self.lock_asked.emit)
        self._key(OTHERS_KEY, self.others_asked.emit)
        self._key("Ctrl+F", self._on_find)
        self._key(UNDO_KEY, self._on_undo)
        for key in REDO_KEYS:
            self._key(key, self._on_redo)
        self._key("Escape", self._on_escape)
        for keys, step in ((("Ctrl+=", "Ctrl++"), 1), (("Ctrl+-",), -1), (("Ctrl+0",), 0)):
            for key in keys:
                self._key(key, partial(self._on_size, step))

    def _key(self, key: str, does: Callable[[], Any]) -> None:
        """A key of the whole window; it never acts while an input method composes."""

        def act() -> None:
            if not composing():
                does()

        QShortcut(QKeySequence(key), self).activated.connect(act)

    def open_page(self, code: str, record: str = "") -> None:
        """Shows a page, builds it first where nobody was there yet, and enters it."""
        entry = entry_for(code)
        if entry is None:
            return
        for _ in self.build(entry.code):
            pass
        page = self._pages[entry.code]
        self._current = entry.code
        self._stack.setUpdatesEnabled(False)
        self._stack.setCurrentWidget(self._views[entry.code])
        self.rail.select(entry.code)
        self.header.show_title(self.session.said(page.TITLE))
        page.enter(record)
        if not record:
            self._focus_where_it_was(page)
        self.session.background.spawn(self._show_filled(), self)

    async def _show_filled(self) -> None:
        """A page that fills in several turns is one picture; what was there before stands until then."""
        try:
            await self.filled()
        finally:
            self._stack.setUpdatesEnabled(True)

    async def filled(self) -> None:
        """Waits until the page has what it shows first, for a blink at most."""
        for _ in range(_BLINK_MS // _GLANCE_MS):
            if not self.page.is_reading():
                return
            await self.session.background.pause(_GLANCE_MS)

    def _focus_where_it_was(self, page: Page) -> None:
        """Who comes back to a page goes on where they were: on the rail its keys would not act."""
        now: QWidget | None = QApplication.focusWidget()
        last: QWidget | None = page.focusWidget()
        if last is not None and last.isVisibleTo(page) and not (now and page.isAncestorOf(now)):
            last.setFocus(Qt.FocusReason.OtherFocusReason)

    def build(self, code: str) -> Iterator[None]:
        """Builds the page `code` where nobody was there yet, and stops between its parts, so that keys get a turn."""
        entry = entry_for(code)
        if entry is not None and entry.code not in self._pages:
            view = PageView(self._stack)
            self._stack.addWidget(view)
            page = make(entry, self.session, view.inside)
            view.take(page)
            page.titled.connect(self._on_titled)
            self._views[entry.code], self._pages[entry.code] = view, page
            yield

    def built(self, code: str) -> Page | None:
        """The page `code` if it is built."""
        return self._pages.get(code)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._current]

    def _on_titled(self, title: str, remark: str, back: bool) -> None:
        if self.sender() is self.page:
            self.header.show_title(title, remark, back=back)

    def _on_wanted(self, where: str, record: str) -> None:
        self.open_page(where, record)

    def _on_escape(self) -> None:
        if self._palette.isVisible():
            self._palette.end()
        else:
            self.page.go_back()

    def _on_find(self) -> None:
        box = self.page.filter_box()
        if box is not None:
            box.setFocus()

    def _on_pin(self) -> None:
        self.session.pins.toggle(self.page.at_hand())

    def _on_size(self, step: int) -> None:
        now = theme.current()
        now.set_scale(stepped(now.scale, step))
        self.session.keep_scale(now.scale)

    def _show_keys(self) -> None:
        KeySheet(self.session, self.page, self).open()

    def _on_said_done(self, text: str, step: Step | None) -> None:
        if step is not None:
            self.steps.add(text, step)
        self._on_step_told(text, self.session.said(UNDO) if step else "", UNDO_KEY if step else "")

    @Slot(str, str, str)
    def _on_step_told(self, text: str, action: str, key: str) -> None:
        self._toast.say(text, action=action, key=key)

    def _on_undo(self) -> None:
        self._toast.dismiss()
        self.steps.take_back()

    def _on_redo(self) -> None:
        self._toast.dismiss()
        self.steps.do_again()

    @Slot()
    def _on_toast_acted(self) -> None:
        if self._toast.action.accessibleDescription() == UNDO_KEY:
            self.steps.take_back()
        else:
            self.steps.do_again()

    def tell_trouble(self, trouble: Trouble) -> None:
        """Shows what went wrong with something nobody waits for on a page."""
        self._toast.say(describe(trouble, self.session.language), icon="warning")

    @Slot()
    def _show_network(self) -> None:
        """The pill: a running sync, else what is wrong with the way to the server, else what needs a person."""
        link, state = self.session.link, self.session.link.found
        if self.session.syncing:
            state = "syncing"
        elif state in ("online", "unknown") and self._needing:
            state = "attention"
        why = sentence(link.code, self.session.language) if link.code and state == link.found else ""
        self.header.show_network(state, why)

    def _on_sync_ended(self, receipt: dict[str, Any]) -> None:
        said = self.session.said
        if not (receipt.get("error") or receipt["attention"] or self.session.by_itself):
            parts = [said(_SYNCED, sent=receipt["sent"]) if receipt["sent"] else said(_NOTHING_NEW)]
            if receipt["received"]:
                parts.append(said(_RECEIVED, received=receipt["received"]))
            if files := (receipt.get("attachments") or {}).get("waiting"):
                parts.append(said(_FILES_WAIT, files=files))
            self._toast.say("".join(parts))
        self._show_network()
        self._refresh()

    def _on_changed(self, changes: Changes) -> None:
        if "dispute" in changes.records:
            self._due_day = None
        self._refresh()

    def _refresh(self) -> None:
        self.session.background.spawn(self._count(), self)

    async def _count(self) -> None:
        counted: Overview = await self.session.run(overview)
        said = self.session.said
        self.rail.show_place(counted.place)
        keep_card(self.session.profile.folder, Card(self.session.profile.identity.name, counted.place))
        self.rail.set_count("sync", counted.waiting, said(_WAITING, count=counted.waiting))
        if counted.files.waiting and not counted.waiting:
            files = counted.files.waiting
            self.rail.set_count("sync", files, said(_FILES_TO_GO, count=files))
        self._needing = counted.needing
        if self._needing:
            self.rail.set_count("sync", self._needing, said(_CONFLICTS, count=self._needing), Tone.WARN)
        self._show_network()
        self.status.show_counts(counted.held, counted.waiting, self._when(counted.last_sync))
        await self._count_due()

    async def _count_due(self) -> None:
        """The clocks of all disputes are read when one has changed or a day begins, and behind what a page reads."""
        today = this_day(self.session.profile)
        if today == self._due_day:
            return
        self._due_day = today
        if self._current:
            await self.filled()
        due = await self.session.run(disputes_due)
        self.rail.set_count("dispute", due, self.session.said(_DUE, count=due), Tone.WARN)

    def _when(self, moment: int) -> str:
        """A moment in ms as the status bar names it, on this computer's calendar; "" for none."""
        clock = self.session.profile.clock
        return say_moment(moment, clock.now(), clock.tz(moment), self.session.language) if moment else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def _fit_rail(self) -> None:
        """Narrow windows and large text get the narrow rail."""
        self.rail.set_compact(self.width() / theme.current().scale < COMPACT_BELOW)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
