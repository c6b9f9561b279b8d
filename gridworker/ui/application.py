"""The one top-level window: the doors before a profile, and the pages behind them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSize, QTranslator, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QStackedWidget, QSystemTrayIcon, QWidget

from gridworker.domain.errors import OurFault, Trouble
from gridworker.environment.installation import Installation, installation, note_start
from gridworker.environment.lent import take_back
from gridworker.environment.settings import IDLE_MINUTES, LANGUAGE, read_setting
from gridworker.environment.wording import sentence
from gridworker.store.vault import KEYS_NAME
from gridworker.ui.ahead import Ahead, get_ready
from gridworker.ui.app_name import APP_NAME
from gridworker.ui.background import Background
from gridworker.ui.entry.doorway import Doorway
from gridworker.ui.entry.lock import Lock
from gridworker.ui.entry.succession import Succession
from gridworker.ui.idle import Idle
from gridworker.ui.one_instance import OneInstance

if TYPE_CHECKING:
    from gridworker.store.profile import Profile
    from gridworker.ui.connection import Connection
    from gridworker.ui.copying import Copying
    from gridworker.ui.indexing import Indexing
    from gridworker.ui.renewal import Renewal
    from gridworker.ui.session import Session
    from gridworker.ui.shell.window import MainWindow
    from gridworker.ui.tray import Tray

_WANTED, _LEAST = QSize(1366, 720), QSize(860, 440)
"""The least is what a screen of 1366 × 768 shows at a scaling of 150 %."""
_TITLE_BAR = 32


def set_language(app: QCoreApplication, language: str) -> None:
    """How numbers and days are written from now on, and what Qt says itself: menus of text fields, the file dialog."""
    QLocale.setDefault(QLocale("zh_CN" if language == "zh_CN" else "en"))
    spoken: Iterable[QTranslator] = app.findChildren(QTranslator)
    for words in spoken:
        app.removeTranslator(words)
        words.deleteLater()
    # Qt's own language is English.
    if language == "zh_CN":
        words = QTranslator(app)
        words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        app.installTranslator(words)


class Frame(QStackedWidget):
    """The one top-level window: enrolment, the lock, or the pages. `over` ends the program.

    What the lock does not need is imported when it is needed, so that the lock is there at once (`ahead`).
    """

    def __init__(self, folder: Path, language: str, background: Background, over: Callable[[], None]) -> None:
        super().__init__()
        self._folder, self._language, self._background, self._over = folder, language, background, over
        self._lock: Lock | None = None
        self._window: MainWindow | None = None
        self._session: Session | None = None
        self._connection: Connection | None = None
        self._copying: Copying | None = None
        self._indexing: Indexing | None = None
        self._renewal: Renewal | None = None
        self._tray: Tray | None = None
        self._focus: QWidget | None = None
        self._ready: asyncio.Future[None] | None = None
        self._closing = self._leaving = False
        self._installation = installation()
        self._succession = Succession(folder, background, lambda: self._window, self)
        self._succession.settled.connect(self._on_next)
        self._succession.opened.connect(self._on_key)
        self.next: OneInstance | None = None
        self._idle = Idle(self)
        self._idle.passed.connect(self.lock)
        self.setWindowTitle(APP_NAME.said(language))
        self.setMinimumSize(_LEAST)
        self.resize(_WANTED)

    @property
    def language(self) -> str:
        """The language of the window."""
        return self._language

    @property
    def is_restarting(self) -> bool:
        """Whether another version of the program is to start in place of this window."""
        return self._renewal is not None and self._renewal.is_restarting

    @property
    def session(self) -> Session | None:
        """The session of the unlocked profile, if there is one."""
        return self._session

    @property
    def window_of_pages(self) -> MainWindow | None:
        """The pages, once the profile was unlocked."""
        return self._window

    @property
    def is_locked(self) -> bool:
        """Whether a door is shown in place of the pages."""
        return isinstance(self.currentWidget(), Doorway)

    def start(self, password: str) -> None:
        """Shows enrolment where nobody is enrolled, else the lock; goes on at once where the password is known."""
        if not (self._folder / KEYS_NAME).exists():
            from gridworker.ui.entry.enrolment import Enrolment

            enrolment = Enrolment(self._folder, self._background, self._language)
            enrolment.enrolled.connect(self._on_enrolled)
            enrolment.others_wanted.connect(self.show_people)
            self._show(enrolment)
            enrolment.begin()
        elif password:
            self._background.bring(self._open_with(password), self)
        else:
            self.lock()
        self._fit_screen()
        self.show()
        note_start(self._installation, Installation.reach)

    def _fit_screen(self) -> None:
        """On a small screen, or with a large scaling, the window is no larger than what the desktop leaves."""
        # The screen of a window that nobody sees has no size.
        if QGuiApplication.platformName() != "offscreen":
            room = self.screen().availableSize() - QSize(0, _TITLE_BAR)
            self.resize(_WANTED.boundedTo(room).expandedTo(_LEAST))

    def lock(self) -> None:
        """Shows the lock; what was open stays as it is behind it, what other programs were lent is taken back."""
        if self.is_locked:
            return
        self._background.spawn(self._take_back(), self)
        if self._session is not None:
            self._session.locked.emit(True)
        self._focus = QApplication.focusWidget()
        if self._lock is None:
            self._lock = Lock(self._folder, self._background, self._language)
            self._lock.opened.connect(self._on_key)
            self._lock.others_wanted.connect(self.show_people)
            self._lock.unlock_wanted.connect(self._on_unlock_wanted)
            self._prepare()
        self._show(self._lock)
        barred = self._session is not None and self._session.barred == "revoked_here"
        self._lock.begin(sentence("REVOKED", self._language) if barred else "")

    async def _take_back(self) -> None:
        await self._background.run(take_back, self._folder)

    @Slot()
    def show_people(self) -> None:
        """Locks, and asks who goes on at this computer."""
        if (self._folder / KEYS_NAME).exists():
            self.lock()
        self._succession.show_people(self._language)

    @Slot()
    def _on_unlock_wanted(self) -> None:
        self._succession.show_unlocking(self._language)

    def _on_next(self, instance: OneInstance) -> None:
        self.next = instance
        if not self._closing:
            self._closing = True
            self.hide()
            self._background.spawn(self._close(), self)

    def come_forward(self) -> None:
        """A second start asked for this window."""
        self.showNormal()
        self.raise_()
        self.activateWindow()

    def _show(self, widget: QWidget) -> None:
        if self.indexOf(widget) < 0:
            self.addWidget(widget)
        self.setCurrentWidget(widget)

    def _prepare(self) -> asyncio.Future[None]:
        """Gets ready what stands behind the lock, once; done when it is."""
        if self._ready is None:
            self._ready = ready = self._background.promise()
            self._background.spawn(self._get_ready(ready), self)
        return self._ready

    async def _get_ready(self, ready: asyncio.Future[None]) -> None:
        try:
            await get_ready(self._background, self._language)
        finally:
            if not ready.done():
                ready.set_result(None)

    def _on_enrolled(self, password: str) -> None:
        self._background.bring(self._open_with(password), self)

    async def _open_with(self, password: str) -> None:
        from gridworker.store.profile import open_profile

        await self._enter(await self._background.run(open_profile, self._folder, password))

    def _on_key(self, key: bytes) -> None:
        if self._window is not None:
            self._show(self._window)
            if self._focus is not None:
                self._focus.setFocus()
            if self._session is not None:
                self._session.locked.emit(False)
            return
        self._background.bring(self._open_key(key), self)

    async def _open_key(self, key: bytes) -> None:
        from gridworker.store.profile import open_with_key
        from gridworker.ui.first_start import give_up

        try:
            await self._enter(await self._background.run(open_with_key, self._folder, key))
        except Exception:
            if not give_up(self._installation):
                raise
            self._closing = True
            await self._close()

    async def _enter(self, profile: Profile) -> None:
        """From the lock to the pages, in several turns: keys are answered in between."""
        await self._prepare()
        from gridworker.ui.first_start import prove
        from gridworker.ui.session import Session
        from gridworker.ui.shell.window import MainWindow

        self._session = Session(profile, self._background, self._language)
        await self._background.pause(0)
        window = MainWindow(self._session, first="")
        # Before it has pages: Qt dresses anew whatever gets a parent.
        self.addWidget(window)
        await self._background.pause(0)
        for _ in window.build("today"):
            await self._background.pause(0)
        window.open_page("today")
        await window.filled()
        self._window = window
        self._window.lock_asked.connect(self.lock)
        self._window.others_asked.connect(self.show_people)
        self._session.lock_wanted.connect(self.lock)
        self._session.setting_changed.connect(self._on_setting)
        self._session.restored.connect(self._on_restored)
        first_start = self._installation is not None and self._installation.on_trial
        prove(self._installation, profile)
        self._show(self._window)
        self._on_setting(IDLE_MINUTES.key, read_setting(self._folder, IDLE_MINUTES))
        self._idle.begin()
        await self._background.pause(0)
        self._stand_by(first_start=first_start)

    def _stand_by(self, *, first_start: bool) -> None:
        """What goes on behind the pages from now on: the network, copies, new versions, the tray."""
        from gridworker.ui.connection import Connection
        from gridworker.ui.copying import Copying
        from gridworker.ui.indexing import Indexing
        from gridworker.ui.renewal import Renewal
        from gridworker.ui.tray import Tray

        assert self._session is not None
        assert self._window is not None
        self._connection = Connection(self._session)
        self._connection.begin()
        self._copying = Copying(self._session)
        self._copying.begin()
        self._indexing = Indexing(self._session)
        self._indexing.begin()
        self._renewal = Renewal(self._session, self._over_what_is_shown, self.close)
        self._renewal.begin(first_start=first_start)
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = Tray(self._session, self, self)
            self._tray.show()
        Ahead(self._window).begin()

    def _on_setting(self, key: str, value: str) -> None:
        if key == IDLE_MINUTES.key:
            self._idle.set_minutes(int(value))
        elif key == LANGUAGE.key and self._session is not None:
            self._speak(value, self._session)

    def _speak(self, language: str, session: Session) -> None:
        """The pages and the lock anew in another language; the session, its sync and every draft go on."""
        self._language = session.language = language
        self.setWindowTitle(APP_NAME.said(language))
        if (app := QCoreApplication.instance()) is not None:
            set_language(app, language)
        self._make_anew(session)
        if self._tray is not None:
            self._tray.speak()

    def _on_restored(self, said: str) -> None:
        """The profile went back to a copy: every page anew, for what they held is of another day."""
        if self._session is not None:
            self._make_anew(self._session)
            self._session.said_done.emit(said, None)

    def _make_anew(self, session: Session) -> None:
        from gridworker.ui.shell.window import MainWindow

        gone, self._focus = (self._window, self._lock), None
        self._lock, self._window = None, MainWindow(session)
        self._window.lock_asked.connect(self.lock)
        self._window.others_asked.connect(self.show_people)
        self._show(self._window)
        self._window.open_page("settings")
        Ahead(self._window).begin()
        for widget in gone:
            if widget is not None:
                self.removeWidget(widget)
                widget.deleteLater()

    def tell(self, trouble: Trouble) -> bool:
        """Tells the person on the page, if one is shown; False where there is none."""
        if self._window is None or isinstance(trouble, OurFault):
            return False
        self._window.tell_trouble(trouble)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        # A computer that is being switched off waits for no answer.
        app = QApplication.instance()
        off = isinstance(app, QApplication) and app.isSavingSession()
        if self._session is not None and not self._closing and not off:
            event.ignore()
            if not self._leaving:
                self._leaving = True
                self._background.spawn(self._leave(), self)
            return
        # Closing takes its time (a write that was begun, threads): the window goes, the program ends behind it.
        event.accept()
        if not self._closing:
            self._closing = True
            self._background.spawn(self._close(), self)

    async def _leave(self) -> None:
        """Goes once nothing half written would be lost and no sync is waited for; else stays open."""
        from gridworker.ui.leaving import Leaving

        assert self._session is not None
        assert self._window is not None
        leaving = Leaving(self._over_what_is_shown, self.hide, self.isVisible)
        try:
            settled = await leaving.settled(self._session, self._window)
        finally:
            self._leaving = False
        if self._renewal is not None and not settled:
            self._renewal.is_restarting = False
        if settled and not self._closing:
            self._closing = True
            self.hide()
            if self._renewal is not None:
                await self._renewal.before_leaving()
            await self._close()

    def _over_what_is_shown(self) -> QWidget:
        return self.currentWidget()

    async def _close(self) -> None:
        if self._connection is not None:
            self._connection.end()
        if self._copying is not None:
            self._copying.end()
        if self._indexing is not None:
            self._indexing.end()
        if self._renewal is not None:
            self._renewal.end()
        if self._session is not None:
            self._session.cancel_sync()
            self._session.locked.emit(True)
        await self._background.close()
        take_back(self._folder)
        if self._session is not None:
            self._session.profile.close()
        self._over()
