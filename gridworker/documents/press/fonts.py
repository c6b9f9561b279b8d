"""Which fonts papers are set in: those of GB/T 9704 where the computer has them, else the bundled serif."""

from __future__ import annotations

import sys
from functools import cache
from threading import get_ident
from typing import Final, NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.resources import resource

UNITS: Final = 600
"""Units of the press in an inch: everything is measured in them."""

NO_GLYPH = "▢"
"""Stands for a character that no font of this computer has."""

_SERIF = "NotoSerifCJKsc-{weight}-subset.otf"
_SANS = "NotoSansCJKsc-{weight}-subset.otf"


class Face(NamedTuple):
    """What to ask for, best first; the bundled file for where nothing of it is there, and its weight."""

    families: tuple[str, ...]
    file: str
    is_bold: bool = False


_NOTO = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
BODY = Face(
    ("FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312", "FZFangSong-Z02S", "STFangsong", *_NOTO), _SERIF
)
TITLE = Face(("FZXiaoBiaoSong-B05S", "方正小标宋简体", "小标宋", *_NOTO), _SERIF, is_bold=True)
HEADING = Face(("SimHei", "黑体", "Noto Sans CJK SC", "Noto Sans SC"), _SANS, is_bold=True)
_HAVE_BOLD = (*_NOTO, "Noto Sans CJK SC", "Noto Sans SC")

_application: list[QGuiApplication] = []


def make_ready() -> None:
    """Fonts need an application: the window's, or on the command line one that shows nothing."""
    if QGuiApplication.instance() is None:
        # Elsewhere the platform without a screen has no fonts of the system.
        hidden = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
        _application.append(QGuiApplication(["gridworker", *hidden]))


def points(size: float) -> int:
    """A size in points as units."""
    return round(size * UNITS / 72)


def mm(length: float) -> int:
    """A length in millimetres as units."""
    return round(length * UNITS / 25.4)


def font(face: Face, size: float) -> QFont:
    """The font of a face in a size in points. Raises `ComputerTrouble` (`resources_missing`)."""
    return _font(face, size, get_ident())


@cache
def _font(face: Face, size: float, _thread: int) -> QFont:
    """A font remembers what it was drawn with, and that belongs to a thread."""
    family = _family(face)
    made = QFont()
    # Behind it the serif, for what 仿宋 lacks; then whatever the system finds.
    made.setFamilies(list(dict.fromkeys((family, _family(BODY)))))
    made.setPixelSize(points(size))
    made.setBold(face.is_bold and family in _HAVE_BOLD)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@cache
def _family(face: Face) -> str:
    known = frozenset(QFontDatabase.families())
    found = next((family for family in face.families if family in known), "")
    return found or _loaded(face.file)


@cache
def _loaded(file: str) -> str:
    for weight in ("Regular", "Bold"):
        number = QFontDatabase.addApplicationFont(str(resource(f"fonts/{file.format(weight=weight)}")))
    families = QFontDatabase.applicationFontFamilies(number)
    if not families:
        raise ComputerTrouble("resources_missing")
    return families[0]


@cache
def _has(face: Face, sign: str) -> bool:
    return QFontMetricsF(font(face, 16)).inFontUcs4(ord(sign))


def printable(face: Face, text: str, missing: dict[str, None]) -> str:
    """The text with a box for each character that no font here has; those are added to `missing`."""
    if text.isascii():
        return text
    lacking = [sign for sign in dict.fromkeys(text) if ord(sign) > 0x3400 and not _has(face, sign)]
    for sign in lacking:
        missing.setdefault(sign)
        text = text.replace(sign, NO_GLYPH)
    return text
