"""The marks between words that the code puts together, in both languages."""

from __future__ import annotations

from gridworker.environment.language import Words

COMMA = Words("，", ", ")
LISTED = Words("、", ", ")
SEMICOLON = Words("；", "; ")
COLON = Words("：", ": ")
STOP = Words("。", ".")
ASIDE = Words("（{text}）", " ({text})")
QUOTED = Words("“{text}”", '"{text}" ')


def joined(lead: str, text: str) -> str:
    """A text behind its lead: full-width marks bring their own space."""
    between = "" if lead[-1:] >= "\u3000" else " "
    return f"{lead}{between}{text}".strip()
