"""Spaces, corners and sizes of type, in logical pixels at text size 100 %."""

from __future__ import annotations

from enum import IntEnum

SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_20, SPACE_24, SPACE_32, SPACE_40 = 4, 8, 12, 16, 20, 24, 32, 40
PAGE_SIDE, PAGE_TOP, PAGE_BOTTOM = 24, 2, 16
CARD_PADDING = 20

CONTROL_RADIUS, CARD_RADIUS, DIALOG_RADIUS = 8, 12, 16

TEXT_SCALES = (1.0, 1.15, 1.3, 1.5)
LARGE_TEXT = 1.3

SMALLEST_TARGET, LARGE_TARGET = 36, 44
CONTROL = 38
ICON = 20

FADE_MS = 120
TOAST_MS = 8000

# By logical width divided by the text scale: below the first the rail is compact, below the second lists fold.
COMPACT_BELOW, FOLDED_BELOW = 1180, 900


class Type(IntEnum):
    """What a text is for; the value is its size in pixels at 100 %. Captions are for key caps and axes only."""

    CAPTION = 12
    META = 13
    LABEL = 14
    BODY = 15
    SUBTITLE = 17
    TITLE = 20
    PAGE = 26
    FIGURE = 32
