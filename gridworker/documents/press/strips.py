"""Strips: pieces of a page, as wide as the text, none of which is ever cut in two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from gridworker.documents.press.fonts import mm

WIDTH = mm(156)
"""The type area of GB/T 9704-2012 is 156 by 225 mm."""
HEIGHT = mm(225)
PITCH = HEIGHT / 22
"""22 lines a page."""


@dataclass(slots=True)
class Strip:
    """A piece of a page: `glued` to the next one, `blank` where it vanishes at the top, `breaks` where a page begins.

    `edges` are the upright rules of a grid; its row begins with this strip (`first`) or ends with it (`last`).
    """

    height: float
    draw: Callable[[QPainter, float], None] | None = None
    glued: bool = False
    blank: bool = False
    breaks: bool = False
    edges: tuple[float, ...] = ()
    first: bool = False
    last: bool = False
