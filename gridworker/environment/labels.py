"""What kinds, fields and choices are called, in the language of the person: `catalogs/labels.<language>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from gridworker.environment.resources import resource

EVERY_KIND = "common"


@cache
def labels(language: str) -> Labels:
    """The labels in a language."""
    return Labels(tomllib.loads(resource(f"catalogs/labels.{language}.toml").read_text(encoding="utf-8")))


class Labels:
    """Labels by code. What has no label (a field of a newer version) is called by its code."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._tables = tables

    def kind(self, kind: str) -> str:
        """What records of a kind are called."""
        return self._text(kind, "_kind") or kind

    def field(self, kind: str, *names: str) -> str:
        """What a field is called; a second name is that of a member of the first."""
        for owner in (kind, EVERY_KIND):
            found = self._text(owner, "fields", *names) if len(names) == 1 else self._text(owner, *names)
            if found:
                return found
        return names[-1]

    def choice(self, kind: str, name: str, code: str) -> str:
        """What a choice or a state of a field is called."""
        for owner in (kind, EVERY_KIND):
            found = self._text(owner, "choices", name, code)
            if found:
                return found
        return code

    def _text(self, *names: str) -> str:
        value: Any = self._tables
        for name in names:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value if isinstance(value, str) else ""
