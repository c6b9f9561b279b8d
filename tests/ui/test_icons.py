"""The icons are all there, and take any colour."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPixmap

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.resources import resource
from gridworker.ui.theme.icons import drawing, icon, pixmap
from gridworker.ui.theme.theme import Theme
from gridworker.ui.widgets.drawing import STATES
from gridworker.ui.widgets.mark import mark_icon


def listed() -> list[str]:
    lines = resource("icons/list.txt").read_text(encoding="utf-8").splitlines()
    return [name for line in lines if not line.startswith("#") for name in line.split()]


def inks(picture: QPixmap) -> set[tuple[int, int, int]]:
    """The colours of what is fully drawn."""
    image = picture.toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    solid = [image.pixelColor(x, y) for x, y in points if image.pixelColor(x, y).alpha() == 255]
    return {(colour.red(), colour.green(), colour.blue()) for colour in solid}


def test_the_list_and_the_files_agree() -> None:
    files = {path.name for path in resource("icons").glob("*.svg")}
    assert files == {f"{name}.{style}.svg" for name in listed() for style in ("regular", "filled")}


@pytest.mark.parametrize("filled", [False, True], ids=["regular", "filled"])
def test_every_icon_takes_the_colour_it_is_given(look: Theme, filled: bool) -> None:
    wanted = QColor("#AE3527")
    odd = {name: inks(pixmap(name, "#AE3527", 40, 2.0, filled)) for name in listed()}
    expected = {(wanted.red(), wanted.green(), wanted.blue())}
    assert {name: found for name, found in odd.items() if found != expected} == {}


def test_no_drawing_has_a_colour_of_its_own() -> None:
    painted = [
        name
        for name in listed()
        for filled in (False, True)
        if b"fill=" in drawing(name, filled) or b"stroke=" in drawing(name, filled)
    ]
    assert painted == []


def test_states_have_their_icons(look: Theme) -> None:
    assert all(drawing(state.icon, state.filled) for state in STATES.values())


def test_a_sharp_screen_gets_a_sharp_icon(look: Theme) -> None:
    picture = pixmap("home", "#000000", 20, 1.5)
    assert (picture.width(), picture.devicePixelRatio()) == (30, 1.5)
    assert {size.width() for size in icon("home", "#000000", 20).availableSizes()} == {20, 30, 40}


def test_the_same_icon_is_drawn_once(look: Theme) -> None:
    before = pixmap.cache_info().misses
    first = pixmap("home", "#123456", 21)
    assert pixmap("home", "#123456", 21) is first
    assert pixmap.cache_info().misses == before + 1


def test_an_icon_that_is_not_there_says_that_files_are_missing(look: Theme) -> None:
    with pytest.raises(ComputerTrouble):
        drawing("unicorn")


def test_the_mark_is_there_for_task_bar_and_tray(look: Theme) -> None:
    assert {16, 32, 48, 256} <= {size.width() for size in mark_icon().availableSizes()}
