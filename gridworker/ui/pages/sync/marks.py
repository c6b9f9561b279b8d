"""What differs between two texts, to be marked inside them; long stretches that agree are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_WORDS = re.compile(r"[0-9A-Za-z*:./-]+|\s+|.", re.DOTALL)
_KEPT = 28
_LONGEST = 6000
_GAP = "……"
_LEAST = 3


class Marked(NamedTuple):
    """A text and the parts of it, `(start, length)`, that the other one has not."""

    text: str
    parts: tuple[tuple[int, int], ...]


def marked(mine: str, theirs: str) -> tuple[Marked, Marked]:
    """Both texts with what differs. Numbers and Latin words are compared whole, everything else by the character."""
    if max(len(mine), len(theirs)) > _LONGEST:
        mine, theirs = mine[:_LONGEST], theirs[:_LONGEST]
    # A conflict is rare, and this a large module.
    from difflib import SequenceMatcher

    one, other = _WORDS.findall(mine), _WORDS.findall(theirs)
    left, right = _Side(), _Side()
    steps = _smoothed(SequenceMatcher(None, one, other, autojunk=False).get_opcodes())
    for number, (same_here, a, b, c, d) in enumerate(steps):
        if same_here:
            same = "".join(one[a:b])
            shown = _shortened(same, first=number == 0, last=number == len(steps) - 1)
            left.add(shown, differs=False)
            right.add(shown, differs=False)
        else:
            left.add("".join(one[a:b]), differs=True)
            right.add("".join(other[c:d]), differs=True)
    return left.marked, right.marked


def _smoothed(steps: Sequence[tuple[str, int, int, int, int]]) -> list[tuple[bool, int, int, int, int]]:
    """Differences with a sign or two between them that happen to agree are one difference: that is easier to read."""
    found: list[tuple[bool, int, int, int, int]] = []
    for number, (step, a, b, c, d) in enumerate(steps):
        same = step == "equal" and (b - a >= _LEAST or number in (0, len(steps) - 1))
        if found and not same and not found[-1][0]:
            found[-1] = (False, found[-1][1], b, found[-1][3], d)
        else:
            found.append((same, a, b, c, d))
    return found


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """A stretch that agrees: its ends beside the differences, and what lies between left out."""
    if len(text) <= 3 * _KEPT or (first and last):
        return text
    head, tail = "" if first else text[:_KEPT], "" if last else text[-_KEPT:]
    return head + _GAP + tail


class _Side:
    def __init__(self) -> None:
        self._text = ""
        self._parts: list[tuple[int, int]] = []

    def add(self, text: str, *, differs: bool) -> None:
        if differs and text:
            self._parts.append((len(self._text), len(text)))
        self._text += text

    @property
    def marked(self) -> Marked:
        return Marked(self._text, tuple(self._parts))
