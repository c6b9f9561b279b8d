"""The marks between words that the code puts together, in both languages."""

from __future__ import annotations

from gridworker.environment.language import Words

COMMA = Words("，", ", ")
LISTED = Words("、", ", ")
SEMICOLON = Words("；", "; ")
COLON = Words("：", ": ")
STOP = Words("。", ".")
ASIDE = Words("（{text}）", " ({text})")
