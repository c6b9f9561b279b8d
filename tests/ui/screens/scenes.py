"""What is done in the window before each picture."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gridworker.domain.errors import ComputerTrouble, OurFault
from gridworker.store import attached
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.leaving import sync_question, unkept_question
from gridworker.ui.pages.registry.import_sheet import ImportSheet
from gridworker.ui.pages.settings.restoring import CopiesSheet, Kept, RestoreSheet
from gridworker.ui.pages.today.note_sheet import NoteSheet
from gridworker.ui.shell.directory import ENTRIES, NEW_RECORD
from gridworker.ui.shell.window import MainWindow
from gridworker.ui.trouble_sheet import TroubleSheet
from tests.documents.tables import xlsx
from tests.ui.screens.phone import (
    choose_photos,
    forget_photos,
    open_photos,
    pull_stick,
    tick_two,
    to_the_photos,
)

Step = Callable[[MainWindow], Any]
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Scene(NamedTuple):
    """A name for the picture, the page and the record it begins with, and what is done there, a step a time."""

    name: str
    page: str
    record: str = ""
    steps: tuple[Step, ...] = ()


def every_page() -> list[Scene]:
    """Every page as it is entered."""
    return [Scene(entry.code, entry.code) for entry in ENTRIES]


def full(case: str, kept: str) -> list[Scene]:
    """The pages of a laptop in use, with a dispute in mediation and one whose agreement is being kept."""
    return [
        *every_page(),
        Scene("dispute-file", "dispute", case),
        *(Scene(f"{kind}-new", kind, NEW_RECORD) for kind in ("patrol", "visit", "dispute")),
        Scene("dispute-sessions", "dispute", case, (_tab("sessions"),)),
        Scene("dispute-agreement", "dispute", kept, (_tab("agreement"),)),
        Scene("dispute-materials", "dispute", case, (_tab("materials"),)),
        Scene("dispute-papers", "dispute", kept, (_tab("papers"),)),
        Scene("dispute-paper", "dispute", kept, (_do("paper:agreement"),)),
    ]


def on_file(home: str, person: str) -> list[Scene]:
    """The registry with a home and somebody open, and each of its other parts."""
    return [
        Scene("registry-home", "registry", home),
        Scene("registry-person", "registry", person),
        Scene("registry-places", "registry", "", (_part("place"),)),
        Scene("registry-businesses", "registry", "", (_part("enterprise"),)),
        Scene("registry-table", "registry", "", (_part("person"), _press(Qt.Key.Key_T, _CTRL))),
    ]


def at_work(case: str, kept: str) -> list[Scene]:
    """Forms half way, and what opens over the pages."""
    return [
        *_from_the_phone(case),
        Scene("patrol-hazard", "patrol", NEW_RECORD, (_hazard,)),
        Scene("patrol-missing", "patrol", NEW_RECORD, (_finish,)),
        Scene("patrol-all", "patrol", "", (_scope("all"), _row(0))),
        Scene("patrol-route", "patrol", "points"),
        Scene("patrol-changes", "patrol", "", (_scope("all"), _row(0), _press(Qt.Key.Key_H, _CTRL))),
        Scene("visit-needs", "visit", "", (_scope("needs"), _row(0))),
        Scene("visit-call", "visit", "call"),
        Scene("visit-need", "visit", "call", (_need,)),
        Scene("visit-record", "visit", "", (_scope("recent"), _row(0))),
        Scene("dispute-preview", "dispute", "", (_press(Qt.Key.Key_Down), _press(Qt.Key.Key_Space))),
        Scene("dispute-session", "dispute", case, (_do("session"),)),
        Scene("dispute-clause", "dispute", case, (_do("clause"),)),
        Scene("dispute-extend", "dispute", case, (_do("extend"),)),
        Scene("dispute-supplement", "dispute", kept, (_do("clause"),)),
        Scene("dispute-confirm", "dispute", kept, (_do("confirm"),)),
        Scene("dispute-agent", "dispute", NEW_RECORD, (_agent,)),
        Scene("dispute-follow-up", "dispute", kept, (_do("follow_up"),)),
        Scene("dispute-withdrawn", "dispute", case, (_do("withdrawn"),)),
        Scene("dispute-reason", "dispute", case, (_reveal,)),
        Scene("dispute-changes", "dispute", case, (_changes,)),
        Scene("dispute-material", "dispute", case, (_tab("materials"), _material)),
        Scene("sync-conflict", "sync", case),
        Scene("sync-mend", "sync", "", (_mend,)),
        Scene("sync-receipts", "sync", "", (_receipts,)),
        Scene("keys", "patrol", "", (_press(Qt.Key.Key_F1),)),
        Scene("search", "today", "", (_search,)),
        Scene("commands", "today", "", (_press(Qt.Key.Key_K, _CTRL),)),
        Scene("note", "today", "", (_press(Qt.Key.Key_4, _CTRL),)),
        Scene("task", "today", "", (_press(Qt.Key.Key_N, _CTRL),)),
        Scene("task-open", "today", "", (_errand,)),
        Scene("note-found", "today", "", (_press(Qt.Key.Key_4, _CTRL), _jot)),
        Scene("event-new", "event", NEW_RECORD),
        Scene("import-columns", "registry", "", (_table,)),
        Scene("import", "registry", "", (_table, _column, _press(Qt.Key.Key_F9))),
        Scene("export", "patrol", "", (_press(Qt.Key.Key_E, _CTRL),)),
        Scene("statistics-tables", "statistics", "", (_tables,)),
        Scene("statistics-print", "statistics", "", (_tables, _press(Qt.Key.Key_P, _CTRL))),
        Scene("statistics-records", "statistics", "", (_records,)),
        Scene("phrases", "settings", "", (_phrases,)),
        Scene("password", "settings", "", (_password,)),
        Scene("self-check", "settings", "", (_check,)),
        Scene("patrol-hazards", "patrol", NEW_RECORD, (_press(Qt.Key.Key_H, _ALT),)),
    ]


def _from_the_phone(case: str) -> list[Scene]:
    """A folder of the phone's photos, until its stick is pulled."""
    return [
        Scene("phone-photos", "patrol", NEW_RECORD, (choose_photos, _hazard, open_photos, tick_two)),
        Scene("phone-offered", "patrol", NEW_RECORD, (_hazard, to_the_photos)),
        Scene("phone-materials", "dispute", case, (_tab("materials"),)),
        Scene("phone-pulled", "patrol", NEW_RECORD, (pull_stick, open_photos)),
        Scene("phone-settings", "settings"),
        Scene("settings-without", "settings", "", (forget_photos,)),
    ]


def on_bad_days() -> list[Scene]:
    """What goes wrong with this computer, and a fault of ours."""
    return [
        Scene("disk-full", "patrol", NEW_RECORD, (_disk_full,)),
        Scene("fault", "today", "", (_fault,)),
        Scene("closing-unkept", "patrol", NEW_RECORD, (_closing_unkept,)),
        Scene("closing-sync", "sync", "", (_closing_in_a_sync,)),
        Scene("copies", "settings", "", (_copies,)),
        Scene("restore", "settings", "", (_restore,)),
        Scene("sync-files", "sync", "", (_files_owed,)),
    ]


def offline() -> list[Scene]:
    """A sync that cannot reach the server."""
    return [Scene("sync-offline", "sync", "", (_press(Qt.Key.Key_F5),)), Scene("today-offline", "today")]


def _press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Step:
    def press(window: MainWindow) -> None:
        QTest.keyClick(_focused(window), key, modifier)

    return press


def _focused(window: MainWindow) -> QWidget:
    focused: QWidget | None = QApplication.focusWidget()
    return window if focused is None else focused


def _page(window: MainWindow) -> Any:
    return window.page


def _agent(window: MainWindow) -> None:
    editor = next(iter(_page(window).sheet.form.editors.values()))
    editor.inputs["name"].set_value("李小明")
    editor.add_agent.click()
    editor.agent.inputs["name"].set_value("李建国")


def _finish(window: MainWindow) -> None:
    _page(window).finish()


def _hazard(window: MainWindow) -> None:
    form = _page(window).form
    form.place.set_value("东篱苑3幢2单元楼道")
    form.categories.set_value(["fire"])
    form.categories.changed.emit()
    form.text.set_value("楼道内停放电动自行车2辆，从302室拉线充电。已当场劝离并提醒物业清理。")
    form.handling.outcome.set_value(["deadline"])
    form.handling.outcome.changed.emit()


def _scope(code: str) -> Step:
    def choose(window: MainWindow) -> None:
        pane = _page(window).pane
        pane.set_scope(code)
        pane.asked.emit()

    return choose


def _row(at: int) -> Step:
    def click(window: MainWindow) -> None:
        pane = _page(window).pane
        pane.view.setCurrentIndex(pane.view.model().index(at, 0))
        pane.view.setFocus()
        QTest.keyClick(pane.view, Qt.Key.Key_Return)

    return click


def _part(kind: str) -> Step:
    def choose(window: MainWindow) -> None:
        page = _page(window)
        page.kinds.set_value(kind)
        page.kinds.changed.emit()

    return choose


def _need(window: MainWindow) -> None:
    form = _page(window).form
    form.name.set_value("永利五金加工部")
    form.caller.set_value("来老板")
    form.needs.take_in()


def _tab(code: str) -> Step:
    def choose(window: MainWindow) -> None:
        file = _page(window).file
        file.tabs.set_value(code)
        file.tabs.changed.emit()

    return choose


def _do(step: str) -> Step:
    return lambda window: _page(window).file.do(step)


def _reveal(window: MainWindow) -> None:
    _page(window).file.cards[0].reveal.click()


def _material(window: MainWindow) -> None:
    next(iter(_page(window).file.materials.cards.values())).tile.click()


def _changes(window: MainWindow) -> None:
    _page(window).file.changes.click()


def _mend(window: MainWindow) -> None:
    """What the district returned, opened to be mended."""
    page: Any = window.page
    page._on_acted(next(row for row in page.list.model().rows() if row.state == "refused"))


def _receipts(window: MainWindow) -> None:
    _page(window).history.asked.emit()


def _search(window: MainWindow) -> None:
    window.header.search.setFocus()
    QTest.keyClicks(window.header.search, "dly")


def _tables(window: MainWindow) -> None:
    page = _page(window)
    if not page.shows_tables:
        QTest.keyClick(page.views, Qt.Key.Key_B, _ALT)


def _jot(window: MainWindow) -> None:
    sheet = cast(list[NoteSheet], window.findChildren(NoteSheet))[-1]
    sheet.text.set_value("李建国说东篱苑3幢2单元501室昨晚10点半漏水到楼下，请明天上午去看看，电话13800138000")
    sheet.text.changed.emit()


def _errand(window: MainWindow) -> None:
    """The first task of the list, not the case that may stand above it."""
    shown = _page(window).list
    lines = shown.model().rows()
    shown.opened.emit(next(line for line in lines if line.item.what == "task"))


def _table(window: MainWindow) -> None:
    """Somebody's own table, with other words over the columns, and lines that cannot be taken."""
    page = _page(window)
    page.kinds.set_value("person")
    page.kinds.changed.emit()
    path = Path(tempfile.mkdtemp()) / "第三网格人口.xlsx"
    page.take_table(xlsx(path, _ROLL))


def _column(window: MainWindow) -> None:
    """Says which column has the names: nobody calls it so in this table."""
    sheet = cast(list[ImportSheet], window.findChildren(ImportSheet))[-1]
    assert sheet.columns is not None
    sheet.columns.pickers[0].set_value("name")


_ROLL = (
    ("称呼", "身份证号", "手机", "现住址", "与户主关系", "面积"),
    ("李建国", "330109198001011234", "13812345678", "东篱苑3幢2单元501室", "户主", "89"),
    ("王秀英", "", "138 1234 5678", "东篱苑3-2-501", "妻", "89"),
    ("来阿凤", "", "", "西河路18号", "户主", "60"),
    ("沈大明", 330109195003071230.0, "13900000001", "西河路20号", "户主", "75"),
    ("骆永康", "", "", "西河路22号", "房东的亲戚", ""),
    ("张**", "", "138****5678", "西河路24号", "", ""),
)


def _records(window: MainWindow) -> None:
    page = _page(window)
    page.views.set_value("overview")
    page._on_view()
    page.overview.cards["hazards"].click()


def _phrases(window: MainWindow) -> None:
    _page(window).phrases.edit.click()


def _password(window: MainWindow) -> None:
    _page(window).password.click()


def _check(window: MainWindow) -> None:
    _page(window).check.button.click()


def _disk_full(window: MainWindow) -> None:
    window.tell_trouble(ComputerTrouble("disk_full"))


def _closing_unkept(window: MainWindow) -> None:
    unkept_question(window.session, [ComputerTrouble("disk_full")], window).open()


def _closing_in_a_sync(window: MainWindow) -> None:
    sync_question(window.session, window).open()


def _kept(window: MainWindow) -> list[Kept]:
    clock, language = window.session.profile.clock, window.session.language
    now = clock.now()
    return [
        Kept(Path(f"{back}.gwb"), say_moment(now - back * 3_600_000, now, 480, language), "2.1 MB")
        for back in (1, 2, 3, 5, 26, 50, 170)
    ]


def _copies(window: MainWindow) -> None:
    CopiesSheet(window.session, _kept(window), window).open()


def _restore(window: MainWindow) -> None:
    RestoreSheet(window.session, _kept(window)[4], window).open()


def _files_owed(window: MainWindow) -> None:
    """The district was restored: whether it has the files is to be asked again."""
    window.session.profile.write(attached.doubt)
    _page(window).load()


def _fault(window: MainWindow) -> None:
    TroubleSheet(OurFault("our_fault", reference="7F3A-21"), window.session.language, window).open()
