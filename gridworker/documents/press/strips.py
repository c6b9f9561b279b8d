"""Strips: pieces of a page, as wide as the text, none of which is ever cut in two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QPainter

from gridworker.documents.press.fonts import mm

WIDTH = mm(156)
"""The type area of GB/T 9704-2012 is 156 by 225 mm."""
HEIGHT = mm(225)
PITCH = HEIGHT / 22
"""22 lines a page."""


class Room(NamedTuple):
    """A sheet of A4, `page` being its width and height, and the room for text on it, in units of the press."""

    page: tuple[float, float]
    left: float
    top: float
    width: float
    height: float


UPRIGHT = Room((mm(210), mm(297)), mm(28), mm(37), WIDTH, HEIGHT)
ACROSS = Room((mm(297), mm(210)), mm(20), mm(32), mm(257), mm(150))


@dataclass(slots=True)
class Strip:
    """A piece of a page: `glued` to the next one, `blank` where it vanishes at the top, `breaks` where a page begins.

    `edges` are the upright rules of a grid; its row begins with this strip (`first`) or ends with it (`last`). `above`
    stands again over it where it begins a page.
    """

    height: float
    draw: Callable[[QPainter, float], None] | None = None
    glued: bool = False
    blank: bool = False
    breaks: bool = False
    edges: tuple[float, ...] = ()
    first: bool = False
    last: bool = False
    above: Sequence[Strip] = ()
