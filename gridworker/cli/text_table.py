"""Tables for a terminal, in which a Chinese character takes two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_GAP = "  "
_WIDEST = 48


def text_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under their headers, each column as wide as its widest cell; long cells are cut, a cell is one line."""
    lines = [[_cut(_one_line(cell)) for cell in row] for row in (headers, *rows)]
    widths = [max(_columns(line[place]) for line in lines) for place in range(len(headers))]
    return "\n".join(_GAP.join(map(_padded, line, widths)).rstrip() for line in lines)


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _columns(text: str) -> int:
    return sum(_columns_of(sign) for sign in text)


def _columns_of(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def _cut(text: str) -> str:
    if _columns(text) <= _WIDEST:
        return text
    kept, width = "", 0
    for sign in text:
        width += _columns_of(sign)
        if width > _WIDEST - 1:
            break
        kept += sign
    return kept + "…"
