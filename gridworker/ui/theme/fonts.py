"""Which font the window draws with: a good Chinese one of the system, or the bundled one where it has none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from gridworker.environment.resources import resource

SCREEN_FAMILIES = (
    "Microsoft YaHei UI", "Microsoft YaHei", "MiSans", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
    "HarmonyOS Sans SC",
)  # fmt: skip
"""Each has Latin of its own and a bold weight. Others (Droid Sans Fallback, WenQuanYi) lack one or both: titles would
stand as thin as the text, and digits in another hand."""
BUNDLED = ("NotoSansCJKsc-Regular-subset.otf", "NotoSansCJKsc-Bold-subset.otf")
# Thirty characters that stand on every page. A font that has them is a Chinese one.
PROBE = "今天巡查纠纷调解走访同步设置网格人民协议登记受理履行回访归档"


@dataclass(frozen=True)
class ScreenFont:
    """The families to ask for, best first, and whether the bundled font had to be loaded."""

    families: tuple[str, ...]
    bundled: bool


def missing(text: str, families: tuple[str, ...]) -> str:
    """The characters of `text` that would be drawn as boxes, each once, in order.

    Never asks a QRawFont for a writing system: without a Chinese font that ends the process (Qt 6.5 and 6.8).
    """
    font = QFont()
    font.setFamilies(list(families))
    metrics = QFontMetrics(font)
    return "".join(sign for sign in dict.fromkeys(text) if not metrics.inFontUcs4(ord(sign)))


@cache
def screen_font() -> ScreenFont:
    """Find the font to draw with; needs a QGuiApplication. Looked up once, as fonts do not come and go."""
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    known = tuple(family for family in SCREEN_FAMILIES if family in chinese)
    if known and not missing(PROBE, known):
        return ScreenFont(known, bundled=False)
    # An unlisted one may still have a rare character of somebody's name.
    return ScreenFont((*load_bundled(), *(known or chinese[:1])), bundled=True)


def load_bundled() -> tuple[str, ...]:
    """Load the bundled font and return its families. Raises `ComputerTrouble` where the files are missing."""
    loaded = (QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}"))) for name in BUNDLED)
    found = [family for number in loaded for family in QFontDatabase.applicationFontFamilies(number)]
    return tuple(dict.fromkeys(found))
