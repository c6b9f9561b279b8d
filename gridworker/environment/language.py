"""The two languages of everything a person reads; Chinese is the default."""

from __future__ import annotations

from typing import Any, NamedTuple

LANGUAGES = ("zh_CN", "en")
DEFAULT_LANGUAGE = "zh_CN"


class Words(NamedTuple):
    """One text in both languages, with places in braces for facts."""

    zh: str
    en: str

    def said(self, language: str, **facts: Any) -> str:
        """The text in `language`, Chinese where the language is unknown, its places filled with `facts`."""
        text = self.en if language == "en" else self.zh
        return text.format(**facts) if facts else text
