"""What kinds, fields and choices are called, in the language of the person: `catalogs/labels.<language>.toml`.

A field within another is named by a path of names (`parties/phone`); what has no label, such as a field of a newer
version, is called by its code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from gridworker.environment.resources import resource

EVERY_KIND = "record"


@cache
def labels(language: str) -> Labels:
    """The labels in a language."""
    text = resource(f"catalogs/labels.{language}.toml").read_text(encoding="utf-8")
    return Labels(language, tomllib.loads(text))


class Labels:
    """The labels of one language, by code."""

    def __init__(self, language: str, tables: Mapping[str, Any]) -> None:
        self.language = language
        self._tables = tables

    def kind(self, kind: str) -> str:
        """What records of a kind are called."""
        return self._text(kind, "_kind") or kind

    def field(self, kind: str, name: str) -> str:
        """What a field is called."""
        found = self._text(kind, "fields", name) or self._text(EVERY_KIND, "fields", name)
        return found or name.rpartition("/")[2]

    def path(self, kind: str, path: str) -> str:
        """What a path of a patch is called: the field and, in an element of a collection, its member."""
        parts = path.split("/")
        return self.field(kind, f"{parts[0]}/{parts[2]}" if len(parts) == 3 else parts[0])

    def choice(self, kind: str, name: str, code: str) -> str:
        """What a choice or a state of a field is called; a field without choices keeps the text itself."""
        found = self._text(kind, "choices", name, code) or self._text(EVERY_KIND, "choices", name, code)
        return found or code

    def codes(self, kind: str, name: str) -> tuple[str, ...]:
        """The codes that the catalog names for a field, in its order (decision 014)."""
        table = self._tables.get(kind, {}).get("choices", {}).get(name, {})
        return tuple(table)

    def word(self, group: str, code: str) -> str:
        """A label that belongs to no kind: of `roles`, `levels`, `sync_states`, `actions`, `results`, `doubts`."""
        return self._text(group, code) or code

    def _text(self, *names: str) -> str:
        value: Any = self._tables
        for name in names:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value if isinstance(value, str) else ""
