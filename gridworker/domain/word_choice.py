"""用词提醒: words that mediators mix up, some of which change what an agreement says in law."""

from __future__ import annotations

import re
from typing import NamedTuple


class Doubt(NamedTuple):
    """A word to look at again: where it stands in the text, the word, and the code of the advice."""

    at: int
    word: str
    code: str


_DOUBTS = (
    ("deposit", re.compile("定金|订金")),
    ("support", re.compile("抚养|扶养")),
    ("elders", re.compile("瞻养")),
    ("compensation", re.compile("补偿|赔偿")),
    ("fee", re.compile("调解费|收取?费用?调解|有偿调解")),
    ("fine", re.compile("罚款")),
    ("prompt", re.compile("尽快|近期|适当时候|过段时间")),
)
"""定金 is a surety that is returned double, 订金 an advance (民法典 586). 抚养 is for children, 扶养 between spouses,
赡养 for parents (1058, 1059, 1067). 赔偿 supposes a fault, 补偿 does not. Mediation is free (人民调解法 4) and punishes
nobody; a clause needs a day (29)."""


def doubts(text: str) -> list[Doubt]:
    """Each word of the text that is worth a second look, in order; a word is named once."""
    found = {
        (match.group(), code): Doubt(match.start(), match.group(), code)
        for code, pattern in _DOUBTS
        for match in reversed(list(pattern.finditer(text)))
    }
    return sorted(found.values())
