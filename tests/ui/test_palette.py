"""Ctrl+K finds people as they are typed, shows why, and begins a visit to them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest

from gridworker.operations.recent import note_opened
from gridworker.operations.records import add_record
from gridworker.ui.session import Session
from gridworker.ui.shell.palette_lines import Choice
from gridworker.ui.shell.window import MainWindow
from gridworker.ui.theme.measures import Type
from gridworker.ui.theme.theme import Appearance, Theme
from gridworker.ui.widgets.marked_text import MarkedText
from tests.ui.conftest import settle
from tests.ui.pages.typing import Typist, hide_and_end

Story = Callable[[MainWindow, Typist], Coroutine[Any, Any, None]]
GARDEN = {"text": "东篱苑", "building": "7", "unit": "1", "room": "302"}


@pytest.fixture
def ids(session: Session) -> dict[str, str]:
    """A home with its head, a neighbour of nearly the same sound, a shop, and a quarrel of both."""
    profile, made = session.profile, {}
    made["home"] = add_record(profile, "household", {"place": GARDEN, "use": "own"}).ids[0]
    wang = {"name": "王桂英", "relation": "head", "household_id": made["home"], "phone": "13800004321"}
    made["wang"] = add_record(profile, "person", wang).ids[0]
    wei = {"name": "魏国英", "place": {"text": "西河沿17号"}}
    made["wei"] = add_record(profile, "person", wei).ids[0]
    shop = {"name": "兴旺小吃店", "size": "micro", "place": {"text": "东篱路61号"}}
    made["shop"] = add_record(profile, "enterprise", shop).ids[0]
    parties = [{"name": "王桂英", "person_id": made["wang"]}, {"name": "魏国英", "role": "respondent"}]
    leak = {"title": "楼上漏水", "type": "neighbour", "parties": parties, "facts": "厨房顶上滴水。"}
    made["leak"] = add_record(profile, "dispute", leak).ids[0]
    return made


@pytest.fixture
def play(session: Session, loop: asyncio.AbstractEventLoop) -> Callable[[Story], None]:
    """Runs a story in the whole window."""

    def run(story: Story) -> None:
        window = MainWindow(session)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        loop.run_until_complete(story(window, Typist(window.page, session, shown=True)))
        hide_and_end(window)

    return run


def choices(window: MainWindow) -> list[Choice]:
    return window._palette._choices()


def told(window: MainWindow) -> list[str]:
    """The lines, what is marked in them in brackets, and the key that stands in them now."""
    caps = window._palette._lines.caps
    return [
        " | ".join(
            filter(
                None,
                (
                    in_brackets(one.title, one.marks),
                    in_brackets(one.remark, one.remark_marks),
                    caps.get(at, ""),
                ),
            )
        )
        for at, one in enumerate(choices(window))
    ]


def in_brackets(text: str, marks: Any) -> str:
    pieces = MarkedText(text, marks).pieces()
    return "".join(f"[{piece}]" if marked else piece for piece, marked in pieces)


def test_initials_find_people_first_and_a_visit_to_each(
    session: Session, ids: dict[str, str], play: Callable[[Story], None]
) -> None:
    async def story(window: MainWindow, zhou: Typist) -> None:
        await zhou.press("Ctrl+K", "w", "g", "y")
        assert told(window) == [
            "人房企 · 2",
            "[魏国英] · 西河沿17号 | 人员",
            "[王桂英] · 东篱苑7幢1单元302室 | 人员 · 户主 · 有 1 件进行中的纠纷",
            "记录 · 1",
            "楼上漏水 | 纠纷 · [王桂英]",
            "操作",
            "为 魏国英 新建走访 | 自动带入对象、地址和上次的情况 | Ctrl+3",
            "为 王桂英 新建走访 | 自动带入对象、地址和上次的情况",
        ]
        # The key is that of whoever is picked.
        await zhou.press("Down")
        assert [line.endswith("Ctrl+3") for line in told(window)[-2:]] == [False, True]
        await zhou.press("Ctrl+3")
        page: Any = window.page
        assert not window._palette.isVisible()
        assert page.form.values()["name"] == "王桂英"
        assert page.form.values()["target_id"] == ids["wang"]
        assert page.form.result.isAncestorOf(zhou.focus)
        await zhou.press("Ctrl+K", "x", "w", "x", "c", "Up", "Return")
        assert page.form.values()["name"] == "兴旺小吃店"
        assert page.form.values()["target"] == "enterprise"

    play(story)


def test_of_two_that_have_one_name_each_says_which_it_is(
    session: Session, ids: dict[str, str], play: Callable[[Story], None]
) -> None:
    place = {"name": "兴旺小吃店", "type": "restaurant", "place": {"text": "东篱路61号"}}
    add_record(session.profile, "place", place)

    async def story(window: MainWindow, zhou: Typist) -> None:
        await zhou.press("Ctrl+K", "x", "w", "x", "c", "d")
        assert [line for line in told(window) if "新建走访" in line] == [
            "为 兴旺小吃店 新建走访 | 场所 · 餐饮 | Ctrl+3",
            "为 兴旺小吃店 新建走访 | 企业 · 微型",
        ]

    play(story)


def test_a_home_is_visited_from_its_number(
    session: Session, ids: dict[str, str], play: Callable[[Story], None]
) -> None:
    async def story(window: MainWindow, zhou: Typist) -> None:
        await zhou.press("Ctrl+K", *"7-1-302")
        assert told(window)[1].startswith("东篱苑[7幢1单元302室]")
        home = next(line for line in told(window) if line.startswith("为 东篱苑"))
        assert home.startswith("为 东篱苑7幢1单元302室 新建走访")
        while not choices(window)[window._palette._list.currentRow()].visits:
            await zhou.press("Down")
        await zhou.press("Return")
        page: Any = window.page
        assert page.form.values()["target_id"] == ids["home"]
        assert page.form.values()["target"] == "household"

    play(story)


def test_where_nobody_is_offered_the_key_is_that_of_a_visit_to_nobody_yet(
    session: Session, ids: dict[str, str], play: Callable[[Story], None]
) -> None:
    note_opened(session.profile, ids["wang"])

    async def story(window: MainWindow, zhou: Typist) -> None:
        await zhou.press("Ctrl+K")
        assert told(window)[:2] == [
            "最近看过",
            "王桂英 · 东篱苑7幢1单元302室 | 人员 · 户主 · 有 1 件进行中的纠纷",
        ]
        await zhou.press("Ctrl+3")
        page: Any = window.page
        assert page.form.values()["name"] is None

    play(story)


def test_the_text_in_which_it_was_found_is_told_and_numbers_stay_covered(
    session: Session, ids: dict[str, str], play: Callable[[Story], None]
) -> None:
    async def story(window: MainWindow, zhou: Typist) -> None:
        await zhou.press("Ctrl+K", *"138")
        assert told(window)[1] == "王桂英 · 东篱苑7幢1单元302室 | 人员 · [138]****4321"
        await zhou.press("Escape", "Ctrl+K")
        zhou.write("厨房")
        await zhou.rest()
        assert told(window)[1] == "楼上漏水 | 纠纷 · [厨房]顶上滴水。"

    play(story)


def test_commands_are_found_by_their_sound_below_what_is_on_file(
    session: Session, ids: dict[str, str], play: Callable[[Story], None]
) -> None:
    async def story(window: MainWindow, zhou: Typist) -> None:
        await zhou.press("Ctrl+K", *"ljtb")
        assert told(window) == ["操作", "[立即同步]"]
        await zhou.press("Escape", "Ctrl+K")
        zhou.write("走访")
        await zhou.rest()
        assert told(window)[:3] == ["操作", "记一次[走访]", "[走访]"]

    play(story)


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
def test_a_mark_is_bold_and_in_the_accent(look: Theme, appearance: Appearance) -> None:
    look.set_appearance(appearance)
    plain, marked = (drawn(look, marks) for marks in ((), ((0, 3),)))
    accent, ink = QColor(look.tokens.primary_text), QColor(look.tokens.text)
    assert count(marked, accent) > 20
    if accent != ink:
        assert count(plain, accent) == 0
    # Where colours tell little, the strokes do: they are broader.
    ground = QColor(look.tokens.surface)
    assert count(marked, ground) < count(plain, ground)


def drawn(look: Theme, marks: Any) -> QImage:
    picture = QImage(120, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor(look.tokens.surface))
    painter = QPainter(picture)
    MarkedText("王桂英", marks).draw(painter, QRectF(0, 0, 120, 40), Type.BODY, look.tokens.text)
    painter.end()
    return picture


def count(picture: QImage, colour: QColor) -> int:
    return sum(picture.pixelColor(x, y) == colour for x in range(120) for y in range(40))


def test_what_has_no_room_ends_in_an_ellipsis_where_it_is_marked_or_not(look: Theme) -> None:
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    ground = QColor(Qt.GlobalColor.white)
    picture.fill(ground)
    painter = QPainter(picture)
    MarkedText("东篱苑7幢1单元302室", ((3, 5),)).draw(painter, QRectF(0, 0, 40, 40), Type.BODY, "#000000")
    painter.end()
    assert all(picture.pixelColor(x, y) == ground for x in range(43, 60) for y in range(40))


class Counted(QObject):
    """How many events of a kind a widget had since."""

    def __init__(self, watched: QObject, kind: QEvent.Type) -> None:
        super().__init__(watched)
        self._kind, self.count = kind, 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is self._kind
        return False


@pytest.mark.usefixtures("ids")
def test_a_line_that_is_painted_anew_does_not_have_the_page_painted_too(
    play: Callable[[Story], None],
) -> None:
    async def story(window: MainWindow, zhou: Typist) -> None:
        await zhou.press("Ctrl+K", "w", "g", "y")
        settle()
        page = Counted(window.page, QEvent.Type.Paint)
        found = Counted(window._palette._list.viewport(), QEvent.Type.Paint)
        await zhou.press("Down")
        settle()
        assert found.count > 0
        assert page.count == 0

    play(story)


@pytest.mark.usefixtures("ids")
def test_the_cross_that_comes_with_the_first_key_lays_nothing_out_anew(
    play: Callable[[Story], None],
) -> None:
    async def story(window: MainWindow, zhou: Typist) -> None:
        await zhou.press("Ctrl+K")
        settle()
        box = Counted(window.header.search, QEvent.Type.LayoutRequest)
        header = Counted(window.header, QEvent.Type.LayoutRequest)
        await zhou.press("w")
        settle()
        assert box.count > 0
        assert header.count == 0

    play(story)


@pytest.fixture
def steady_cursor() -> Iterator[None]:
    """The cursor of the box would blink in one picture and not in the other."""
    hints = QGuiApplication.styleHints()
    before = hints.cursorFlashTime()
    hints.setCursorFlashTime(0)
    yield
    hints.setCursorFlashTime(before)


@pytest.mark.usefixtures("ids", "steady_cursor")
def test_the_list_grows_and_shrinks_without_a_trace(play: Callable[[Story], None]) -> None:
    def on_the_screen(window: MainWindow) -> QImage:
        settle()
        return window.screen().grabWindow(window.window().winId()).toImage()

    async def story(window: MainWindow, zhou: Typist) -> None:
        heights = []
        for key in ("Ctrl+K", "w", "g", "Backspace", "Backspace", "x", "x"):
            await zhou.press(key)
            heights.append(window._palette.height())
            was = on_the_screen(window)
            window.repaint()
            assert on_the_screen(window) == was
        # Both were seen, or nothing was tested.
        steps = [after - before for before, after in itertools.pairwise(heights)]
        assert min(steps) < 0 < max(steps)

    play(story)
