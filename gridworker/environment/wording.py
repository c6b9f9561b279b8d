"""What a trouble says to a person: its sentence in `translations/errors.toml`, in the language of the person.

The file is read when the first thing goes wrong, not before: start-up must be quick.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from gridworker.domain.errors import InvalidRecord, Trouble
from gridworker.environment.language import Words
from gridworker.environment.resources import resource

UNKNOWN = "unknown_trouble"


class _Facts(dict[str, Any]):
    """The facts of a trouble; one that is missing leaves its place empty, so that the sentence is still read."""

    def __missing__(self, name: str) -> str:
        return ""


@cache
def wordings() -> dict[str, Words]:
    """Every sentence by its code; `reason.<code>` is why a value is not valid, `op.<code>` what became of an op."""
    import tomllib

    tables = tomllib.loads(resource("translations/errors.toml").read_text(encoding="utf-8"))
    groups = {name: tables.pop(name) for name in ("reason", "op")}
    for name, group in groups.items():
        tables |= {f"{name}.{code}": entry for code, entry in group.items()}
    return {code: Words(entry["zh"], entry["en"]) for code, entry in tables.items()}


def sentence(code: str, language: str, **facts: Any) -> str:
    """The sentence of `code` with its places filled; a code without wording is said to be unknown, with the code."""
    known = wordings().get(code)
    words = known or wordings()[UNKNOWN]
    given = {name: _listed(value, language) for name, value in facts.items()} if known else {"code": code}
    return words.said(language).format_map(_Facts(given))


def _listed(fact: Any, language: str) -> Any:
    """A fact in the language where it has both (`Words`), with the mark between the items of a list as used there."""
    fact = fact.said(language) if isinstance(fact, Words) else fact
    return fact.replace("、", ", ") if language == "en" and isinstance(fact, str) else fact


def reason(code: str, language: str) -> str:
    """Why a value is not valid, as the end of a line that begins with the field."""
    known = wordings().get(f"reason.{code}")
    return known.said(language) if known else code


def op_sentence(code: str, language: str) -> str:
    """Why the district returned an op or keeps it waiting (protocol §9)."""
    known = wordings().get(f"op.{code}")
    return known.said(language) if known else code


def describe(trouble: Trouble, language: str) -> str:
    """All that a person is told about `trouble`: what happened, whether the work is safe, what to do."""
    said = sentence(trouble.code, language, **trouble.facts)
    if not isinstance(trouble, InvalidRecord):
        return said
    kind = str(trouble.facts.get("kind", ""))
    return "\n".join([said, *(path_line(kind, path, why, language) for path, why in trouble.paths)])


def path_line(kind: str, path: str, why: str, language: str) -> str:
    """One thing that is not valid: the field by its label, its path, and the reason."""
    from gridworker.environment.labels import labels

    if not path:
        return f"  {reason(why, language)}"
    label = labels(language).path(kind, path)
    if language == "en":
        return f"  {label} ({path}): {reason(why, language)}"
    return f"  {label}（{path}）：{reason(why, language)}"
