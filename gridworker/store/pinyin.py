"""Names by the sound of their characters: full pinyin, initials, and the two mixed, from every character on.

张小生 is found by zhangxiaosheng, zxs, zhangxs, zxiaosheng, xiaosheng and whatever these begin with. Characters that
are read in several ways in names and places (单 shan, 弄 long) are indexed under each. The readings of all others
are those of pypinyin, whose table is read when the first name is indexed.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import accumulate, islice, product
from pathlib import Path

from gridworker.store.words import HOUSE, fold

LONGEST_FULL = 16
LONGEST_INITIALS = 8
LONGEST_NAME = 4
_LONGEST_TEXT = 200
_MOST_VARIANTS = 6
_WITHIN = "·•"
"""Dots that stand within a name and part nothing: 阿依古丽·买买提."""
_ENTRY = re.compile(r'"(\d+)": *"([^",]+)')
_PART = re.compile(r"[^0-9 ]+[0-9]*")

# The everyday reading first, then the one it has in surnames, given names and places.
_SEVERAL = """
单 dan shan|仇 chou qiu|解 jie xie|查 cha zha|曾 zeng ceng|翟 zhai di|区 qu ou|乐 le yue|盖 gai ge
朴 pu piao|员 yuan yun|万 wan mo|折 zhe she|缪 miao mou|繁 fan po|牟 mou mu|尉 wei yu|俟 si qi|宓 mi fu
秘 mi bi|冼 xian sheng|莘 xin shen|谌 chen shen|种 zhong chong|召 zhao shao|盛 sheng cheng|石 shi dan
柏 bai bo|费 fei bi|晟 sheng cheng|隗 wei kui|郗 xi chi|郇 xun huan|褚 chu zhe|车 che ju|覃 tan qin
番 fan pan|藏 cang zang|薄 bo bao|黑 hei he|祭 ji zhai|贾 jia gu|句 ju gou|适 shi kuo|六 liu lu|洗 xi xian
奇 qi ji|沈 shen chen|宿 su xiu|行 xing hang|强 qiang jiang|长 chang zhang|重 zhong chong|厦 sha xia
堡 bao pu bu|埔 pu bu|蚌 bang beng|圩 wei xu|峙 zhi shi|栅 zha shan|会 hui kuai|泊 bo po|都 du dou
朝 chao zhao|调 tiao diao|弄 nong long|巷 xiang hang|角 jiao jue|传 chuan zhuan|降 jiang xiang|校 xiao jiao
乘 cheng sheng|率 lv shuai|粘 zhan nian|尾 wei yi|绿 lv lu|露 lu lou|落 luo la|参 can shen|称 cheng chen
弹 tan dan|差 cha chai|便 bian pian|还 huan hai|血 xue xie|吓 xia he|佛 fo fu
"""


def pinyin_of(names: Iterable[str]) -> str:
    """What the index holds for names and titles: every beginning of every token of theirs.

    A question then asks for one token. If it asked for all that begin so, the index would put together all records
    of each before it told the first.
    """
    parts = {part for name in names for part in _parts(name[:_LONGEST_TEXT])}
    return " ".join(map(_beginnings, parts))


def name_tokens(text: str) -> frozenset[str]:
    """The tokens under which a name or title is found by pinyin; each beginning of a token finds it."""
    return frozenset().union(*map(_tokens, _parts(text[:_LONGEST_TEXT])))


def _tokens(part: str) -> frozenset[str]:
    readings = [found for unit in _units(part) if (found := _readings(unit))]
    short = len(readings) <= LONGEST_NAME and not part[-1].isdigit()
    tokens = _mixed if short else _suffixes
    return frozenset(token for syllables in _variants(readings) for token in tokens(syllables))


# While many records are indexed the same names and places come again and again.
@lru_cache(maxsize=1024)
def _beginnings(part: str) -> str:
    tokens = {token[:LONGEST_FULL] for token in _tokens(part)}
    return " ".join({token[:length] for token in tokens for length in range(1, len(token) + 1)})


def find_sound(text: str, letters: str) -> tuple[int, int] | None:
    """From where to where in a name or title the first characters stand that sound like `letters`; None if none do."""
    places = [
        (at, found) for at, sign in enumerate(text[:_LONGEST_TEXT]) if (found := _sound_of(sign)) is not None
    ]
    readings = [found for _, found in places]
    first = letters[:1]
    for begin, (at, found) in enumerate(places):
        if any(syllable[0] == first for syllable in found) and (end := _sounds(readings, begin, letters)):
            return at, places[end - 1][0] + 1
    return None


def _sound_of(sign: str) -> tuple[str, ...] | None:
    """How a character of a text is read; nothing for what parts two names, None for what is passed over."""
    folded = fold(sign).strip()
    if len(folded) == 1:
        return _readings(folded) or None
    return None if folded or sign in _WITHIN else ()


def _sounds(readings: list[tuple[str, ...]], at: int, letters: str) -> int:
    """Behind which character `letters` end, as syllables or initials of those from `at` on; 0 where they are not.

    The last syllable may be cut short.
    """
    # All ways at once, character by character: one after another they would double with each that has two.
    sounded = {0}
    for behind, syllables in enumerate(readings[at:], start=at + 1):
        if any(syllable.startswith(letters[done:]) for done in sounded for syllable in syllables):
            return behind
        parts = {part for syllable in syllables for part in (syllable, syllable[0])}
        sounded = {done + len(part) for done in sounded for part in parts if letters.startswith(part, done)}
        if not sounded:
            return 0
    return 0


def _parts(text: str) -> list[str]:
    """A text between its punctuation and after each number, of a house number the house alone: 东篱苑3.

    The dot within a name (阿依古丽·买买提) parts nothing. Numbers by themselves are found as words.
    """
    plain = HOUSE.sub(lambda house: house[1] + " ", text.translate(dict.fromkeys(map(ord, _WITHIN))))
    return _PART.findall(fold(plain))


def _units(part: str) -> list[str]:
    """The characters of a part, and the number at its end as one."""
    stem = part.rstrip("0123456789")
    return list(stem) if stem == part else [*stem, part[len(stem) :]]


def _variants(readings: list[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """A short name in every reading; of a longer text the first readings, then one character at a time in another."""
    if len(readings) <= LONGEST_NAME:
        return islice(product(*readings), _MOST_VARIANTS) if readings else ()
    first = tuple([several[0] for several in readings])
    others = [(at, other) for at, several in enumerate(readings) for other in several[1:]]
    return [first, *[(*first[:at], other, *first[at + 1 :]) for at, other in others[: _MOST_VARIANTS - 1]]]


def _suffixes(syllables: tuple[str, ...]) -> list[str]:
    """From each syllable on: the full pinyin and the initials, each up to what a person would type."""
    full = "".join(syllables)
    initials = list(map(_initial, syllables))
    short = "".join(initials)
    starts, short_starts = (
        accumulate(map(len, syllables), initial=0),
        accumulate(map(len, initials), initial=0),
    )
    tokens = [full[at : at + LONGEST_FULL] for at in starts]
    tokens += [short[at : at + LONGEST_INITIALS] for at in short_starts]
    return [token for token in tokens if token]


def _mixed(syllables: tuple[str, ...]) -> list[str]:
    """From each syllable on: every mixture of full syllables and initials, of which the last is full."""
    *above, last = syllables
    tokens = endings = [last]
    for syllable in reversed(above):
        endings = [start + ending for ending in endings for start in {syllable, _initial(syllable)}]
        tokens = tokens + endings
    return tokens


def _initial(syllable: str) -> str:
    return syllable if syllable[0].isdigit() else syllable[0]


@cache
def _readings(unit: str) -> tuple[str, ...]:
    """How a character is read, a letter and a number as they are written; nothing for what has no sound."""
    if unit.isascii():
        return (unit,)
    several = _several().get(unit)
    if several:
        return several
    which, syllables = _table()
    place = which[ord(unit)] if ord(unit) < len(which) else 0
    return (syllables[place],) if place else ()


@cache
def _several() -> dict[str, tuple[str, ...]]:
    entries = [entry.split() for entry in _SEVERAL.replace("\n", "|").split("|") if entry]
    return {character: tuple(readings) for character, *readings in entries}


@cache
def _table() -> tuple[array[int], list[str]]:
    """By the number of a character which of the syllables it is read with; 0 for none."""
    which = array("H")
    toned: dict[str, int] = {}
    for character, first in _characters():
        which.extend([0] * (character + 1 - len(which)))
        which[character] = toned.setdefault(first, len(toned) + 1)
    return which, ["", *map(_plain, toned)]


def _characters() -> Iterator[tuple[int, str]]:
    """Pypinyin's first reading of each character, from its file alone: the package would keep all, and its phrases.

    Entry by entry: all of them at once, though only for a moment, would leave three megabytes of holes behind.
    """
    package = find_spec("pypinyin")
    assert package is not None
    assert package.submodule_search_locations
    told = Path(package.submodule_search_locations[0], "pinyin_dict.json").read_text(encoding="utf-8")
    for entry in _ENTRY.finditer(told):
        yield int(entry[1]), entry[2]


def _plain(syllable: str) -> str:
    """A syllable without its tone, ü as v: lǜ → lv, as it is typed."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", syllable).translate(_UMLAUT))
    return "".join([letter for letter in letters if letter.isascii()])


_UMLAUT = str.maketrans("üǖǘǚǜ", "vvvvv")
