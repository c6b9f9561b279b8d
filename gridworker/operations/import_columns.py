"""Which column of somebody else's table is which field: by its header, in the words people use for it.

Our own labels in both languages are among them, so that what was exported comes back; the others are data:
`catalogs/import_headers.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from gridworker.documents.incoming import Line
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.kinds import KINDS
from gridworker.domain.width import fold_width
from gridworker.environment.labels import labels
from gridworker.environment.language import LANGUAGES
from gridworker.environment.resources import resource

IMPORTED = ("person", "household", "place", "enterprise")
"""The kinds that are taken from tables."""

RECORD_ID = "id"
_SKIPPED = "-"
_HEADERS_WITHIN = 15
_OWN = {
    "person": (
        "name",
        "sex",
        "birth_on",
        "ethnicity",
        "id_type",
        "id_number",
        "phone",
        "place",
        "household_id",
    ),
    "household": ("place", "use", "phone"),
    "place": ("name", "type", "place", "contact", "phone", "uscc", "check_every"),
    "enterprise": ("name", "uscc", "contact", "phone", "place", "size", "industry"),
}
_MORE = {"person": ("relation", "residence")}
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_IDS = ("记录编号", "record id")


class Column(NamedTuple):
    """A column of the table: what stands over it, and the field it goes to; "" for one that nobody knows."""

    header: str
    target: str

    @property
    def is_known(self) -> bool:
        """Whether it goes into the records."""
        return self.target not in ("", _SKIPPED)


def template(kind: str, language: str) -> list[str]:
    """The headers of an empty table of a kind, for somebody to fill in."""
    names = [*(name for name in _OWN[kind] if name != "household_id"), *_MORE.get(kind, ()), "text"]
    return [labels(language).field(kind, name) for name in names]


def find_columns(kind: str, lines: Iterable[Line]) -> tuple[int, list[Column]]:
    """Which of the first lines holds the headers, and the columns under them.

    A table may have its title above. Raises `PersonCanMend`: `table_no_headers`, `table_column_missing` with what is
    needed, `table_column_twice`.
    """
    best: tuple[int, list[Column]] = (0, [])
    seen: list[str] = []
    for line in lines:
        if line.number > _HEADERS_WITHIN:
            break
        columns = [Column(cell.text, _target(kind, cell.text)) for cell in line.cells]
        seen = seen or [column.header for column in columns if column.header]
        if _known(columns) > _known(best[1]):
            best = (line.number, columns)
    if not _known(best[1]):
        raise PersonCanMend("table_no_headers", found=_named(seen), wanted=_named(template(kind, "zh_CN")))
    _check(kind, best[1])
    return best


def _known(columns: Sequence[Column]) -> int:
    return sum(column.is_known for column in columns)


def _check(kind: str, columns: Sequence[Column]) -> None:
    there = [column.target for column in columns if column.is_known]
    for name, field in KINDS[kind].fields.items():
        parts = [target for target in there if target.partition(".")[0] == name]
        if field.required and not parts and RECORD_ID not in there:
            label = labels("zh_CN").field(kind, name)
            raise PersonCanMend("table_column_missing", name=label, found=_named(c.header for c in columns))
    twice = sorted(
        {column.header for column in columns if column.is_known and there.count(column.target) > 1}
    )
    if twice:
        raise PersonCanMend("table_column_twice", names=_named(twice))


def _named(headers: Iterable[str]) -> str:
    return "、".join([header for header in headers if header][:20])


def _target(kind: str, header: str) -> str:
    plain = plain_header(header)
    return _targets(kind).get(plain, "") if plain else _SKIPPED


def plain_header(text: str) -> str:
    """A header without case, blanks, punctuation and what stands in brackets: `联系电话（必填）*` → `联系电话`."""
    plain = _BRACKETS.sub("", fold_width(text)).lower()
    return "".join(sign for sign in plain if sign.isalnum())


@cache
def _targets(kind: str) -> Mapping[str, str]:
    catalog = _catalog()
    named: dict[str, str] = {plain_header(header): _SKIPPED for header in catalog["skipped"]}
    # Fields that no table fills: they are ours to say, or a record of their own.
    for language in LANGUAGES:
        words = labels(language)
        named |= {plain_header(words.field(kind, name)): "" for name in ("stays", "watch")}
        named |= {
            plain_header(words.field(kind, name)): _SKIPPED
            for name in ("created_at", "created_by_name", "head_id")
        }
        for name in (*_OWN[kind], *_MORE.get(kind, ()), "text", "tags"):
            named[plain_header(words.field(kind, name))] = name
    for name, headers in catalog[kind].items():
        named |= {plain_header(header): name for header in headers}
    return named | {plain_header(header): RECORD_ID for header in _IDS}


@cache
def choices(kind: str, name: str) -> Mapping[str, str]:
    """The codes of a field by what people write for them: labels in both languages, codes, the catalog's words."""
    found: dict[str, str] = {}
    for code, words in _catalog().get("choices", {}).get(name, {}).items():
        found |= {plain_header(word): code for word in words}
    codes = KINDS[kind].fields[name].choices or labels("zh_CN").codes(kind, name)
    for code in codes:
        said = [labels(language).choice(kind, name, code) for language in LANGUAGES]
        found |= {plain_header(word): code for word in (code, *said)}
    return {word: code for word, code in found.items() if code in codes}


@cache
def _catalog() -> Mapping[str, Any]:
    return tomllib.loads(resource("catalogs/import_headers.toml").read_text(encoding="utf-8"))
