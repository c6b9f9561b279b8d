"""Text as the search index sees it: one token a character, so that any piece of a text is a phrase that finds it.

Three more kinds of tokens stand behind a text, each longer than one character, so that nothing is mistaken for them:
every three characters of a run of letters and digits (`13812345678` → `138 381 812 …`), because single digits are in
every record and a phrase of them would look through all; house numbers (`3幢2单元501` and `3-2-501` → `n3n2n501`);
and `gap0` between texts that do not belong together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

GAP = " gap0 "
RUN = re.compile(r"[0-9a-z]{3,}")
HOUSE = re.compile(r"(?<!\d)(\d++)(?:\s*+(?:幢|栋|座|号楼|单元|[-－–—#])++\s*+\d++)+(?:\s*[室号])?")
_ONE_RUN = re.compile(r"[0-9a-z]{6,}")
_NUMBER = re.compile(r"\d+")


class _Folding(dict[int, str]):
    """What each character becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = [sign if unicodedata.category(sign)[0] in "LN" else " " for sign in plain if not _is_mark(sign)]
    return "".join(kept)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M"


_FOLDING = _Folding()


def fold(text: str) -> str:
    """`text` in small, half-width letters without accents; whatever is neither letter nor digit is a blank.

    Each character is folded by itself, so that a piece of a text folds to a piece of the folded text.
    """
    return text.translate(_FOLDING)


def characters(text: str) -> str:
    """The tokens of a text, one for each character of it."""
    return " ".join(fold(text))


def triples(run: str) -> str:
    """The tokens of a run of three or more letters and digits: each three that follow one another."""
    return " ".join([run[at : at + 3] for at in range(len(run) - 2)])


def house_token(number: str) -> str:
    """The token of a house number: `3幢2单元501室` and `3-2-501` → `n3n2n501`."""
    return "".join(["n" + part for part in _NUMBER.findall(fold(number))])


def words_of(texts: Iterable[str]) -> str:
    """What the index holds for texts that do not belong together."""
    pieces: list[str] = []
    for text in texts:
        folded = fold(text)
        if _ONE_RUN.fullmatch(folded):
            pieces.append(triples(folded))
            continue
        pieces.append(" ".join(folded))
        pieces += map(triples, RUN.findall(folded))
        pieces += _house_tokens(text)
    return GAP.join(pieces)


def _house_tokens(text: str) -> list[str]:
    """Every house number in a text, whole and without its first parts: a room is asked for without its house too."""
    tokens = []
    for house in HOUSE.finditer(text):
        parts = ["n" + part for part in _NUMBER.findall(fold(house[0]))]
        tokens += ["".join(parts[at:]) for at in range(len(parts) - 1)]
    return tokens
