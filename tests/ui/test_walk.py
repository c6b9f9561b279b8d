"""Every page, form and question, walked in both languages and all sizes: named, reachable, uncut, unmixed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize

from gridworker.domain.errors import Trouble
from gridworker.ui.background import Background
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.settings.licences import LicencesSheet
from gridworker.ui.pages.settings.page import SettingsPage
from gridworker.ui.theme.theme import Appearance, Theme
from tests.architecture.words import in_catalogs, in_code, written_in_chinese
from tests.ui.pages.typing import hide_and_end
from tests.ui.patience import Failed
from tests.ui.walk import looking
from tests.ui.walk.doors import DOORS
from tests.ui.walk.focus import go_round
from tests.ui.walk.full_laptop import FullLaptop
from tests.ui.walk.keys import missing_keys
from tests.ui.walk.questions import QUESTIONS
from tests.ui.walk.shown import Shown
from tests.ui.walk.walker import SCENES, Walker, walk

LANGUAGES = ("zh_CN", "en")
EVERYWHERE = SCENES | DOORS | QUESTIONS
Start = Callable[..., Walker]
SMALLEST, USUAL = (1280, 680), (1366, 720)


@pytest.fixture(scope="module", params=LANGUAGES)
def laptop(request: pytest.FixtureRequest) -> Iterator[FullLaptop]:
    made = FullLaptop(request.param)
    yield made
    made.close()


@pytest.fixture(scope="module")
def words() -> frozenset[str]:
    """All that the window may say, but for what has something put into it."""
    texts = (*in_code(), *in_catalogs())
    return frozenset(word for text in texts for word in text.words if "{" not in word)


@pytest.fixture
def start(
    laptop: FullLaptop, look: Theme, loop: asyncio.AbstractEventLoop, failed: Failed
) -> Iterator[Start]:
    """Opens the window at a size; whatever is neither caught nor the fault of the network fails the test."""
    errors: list[BaseException] = []
    background = Background(loop, errors.append)
    walkers: list[Walker] = []

    def begin(width: int, height: int, scale: float = 1.0) -> Walker:
        look.set_scale(scale)
        walker = Walker(laptop, laptop.session(background))
        walker.window.resize(width, height)
        walkers.append(walker)
        return walker

    yield begin
    if not failed():
        loop.run_until_complete(background.idle())
    for walker in walkers:
        hide_and_end(walker.window)
    loop.run_until_complete(background.close())
    assert [error for error in errors if not isinstance(error, Trouble)] == []


# The town's and the people's own names, which the district gives.
NAMES = ("周敏", "沈国强", "俞建芬", "萧山区", "城厢街道", "西河路社区", "第三网格", "中文", "的电脑")
LATIN = frozenset(
    "https Ctrl Shift Alt Enter Esc Space Del F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 "
    "KB MB GB dly dly3 cgf English zhoumin K3D jpg pdf PDF Word Excel".split()
)
# The number of a case and an amount in capitals are what the papers say, in any language.
IN_BOTH = re.compile(r"（\d{4}）\w*人调字第\d+号|人民币[\u3400-\u9fff]+")


def test_everything_is_called_something_and_tab_leads_there(
    start: Start, loop: asyncio.AbstractEventLoop, look: Theme, laptop: FullLaptop
) -> None:
    # Where Tab leads is the same in both looks and languages: each is walked once.
    look.set_appearance(Appearance.LIGHT if laptop.language == "zh_CN" else Appearance.CONTRAST)
    foreign = latin if laptop.language == "zh_CN" else chinese

    async def examine(walker: Walker) -> list[object]:
        scene = walker.scene
        # The names of licences are no words of any language.
        texts = () if isinstance(scene, LicencesSheet) else looking.said(scene)
        strange = sorted({text for text in texts if foreign(text)})
        named = [*looking.nameless(scene), *looking.without_words(scene), *strange, *looking.raw_dates(scene)]
        # Tab comes last: it leads away from what the scene shows when it is opened.
        return [*named, *filter(None, [await go_round(walker)])]

    with Shown() as shown:
        assert loop.run_until_complete(walk(start(*USUAL), examine, EVERYWHERE)) == {}
    # In the program the doors stand in the window's frame.
    assert set(shown.windows) <= {"Lock", "Enrolment", "People", "Unlocking"}


@pytest.mark.parametrize(("scale", "size"), [(1.0, SMALLEST), (1.3, USUAL), (1.5, USUAL)])
def test_nothing_is_cut_and_f1_says_every_key(
    start: Start,
    loop: asyncio.AbstractEventLoop,
    scale: float,
    size: tuple[int, int],
    words: frozenset[str],
) -> None:
    def examine(walker: Walker) -> list[str]:
        found = cut_off(walker, words, size)
        if scale == 1.5:
            # The largest text may need the wheel, and the seven steps of a case their tooltips.
            sideways = looking.scrolled_sideways(walker.scene)
            found = [line for line in found if line not in sideways and not line.startswith("Stepper")]
        high = [] if scale > 1.0 or has_much_to_say(walker) else looking.scrolled_down(walker.scene)
        return [*found, *high, *missing_keys(walker)]

    assert loop.run_until_complete(walk(start(*size, scale), examine, EVERYWHERE)) == {}


def cut_off(walker: Walker, words: frozenset[str], size: tuple[int, int]) -> list[str]:
    """What is not whole in a window of this size, which it must keep."""
    scene, window = walker.scene, walker.window
    large = [] if window.size() == QSize(*size) else [f"the window is {window.size().toTuple()}"]
    sideways = looking.scrolled_sideways(scene)
    return [
        *large,
        *looking.cut(scene, words),
        *sideways,
        *looking.left_over(scene),
        *looking.sticking_out(scene),
        *looking.overlapping(scene),
        *looking.scrolled_twice(scene),
    ]


def has_much_to_say(walker: Walker) -> bool:
    """Whether the page is one that may be higher than the window: the settings, and a case."""
    page = walker.window.page
    return isinstance(page, SettingsPage) or (isinstance(page, DisputePage) and page.file.isVisible())


def chinese(text: str) -> bool:
    """Whether a text has Chinese in it that is neither a name nor written into records in Chinese."""
    if any(phrase.startswith(text.rstrip("…")) for _, phrase in written_in_chinese() if text):
        return False
    for name in NAMES:
        text = text.replace(name, "")
    return bool(re.search("[\u3400-\u9fff，。：；（）、]", IN_BOTH.sub("", text)))


def latin(text: str) -> bool:
    """Whether a text has a word in it that is not Chinese, but for keys and what is typed."""
    return bool(set(re.findall("[A-Za-z][A-Za-z0-9_]+", text)) - LATIN)
