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

from gridworker.documents.incoming_line import Line
from gridworker.documents.table import ID_HEADER
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.kinds import KINDS
from gridworker.domain.width import fold_width
from gridworker.environment.labels import labels
from gridworker.environment.language import LANGUAGES, Words
from gridworker.environment.marks import COLON
from gridworker.environment.resources import resource

IMPORTED = ("person", "household", "place", "enterprise")
"""The kinds that are taken from tables."""

RECORD_ID = "id"
SKIPPED = "-"
"""The target of a column that stays behind."""

HEADERS_WITHIN = 15
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


class Column(NamedTuple):
    """A column of the table: what stands over it, and the field it goes to; "" for one that nobody knows."""

    header: str
    target: str

    @property
    def is_known(self) -> bool:
        """Whether it goes into the records."""
        return self.target not in ("", SKIPPED)


_NOWHERE: tuple[int, list[Column]] = (0, [])


def template(kind: str) -> list[str]:
    """The fields that an empty table of a kind asks for, in its order."""
    return [*(name for name in _OWN[kind] if name != "household_id"), *_MORE.get(kind, ()), "text"]


def offered(kind: str) -> list[str]:
    """What a column may be, as a person chooses: the fields, parts of an address, tags, the id of a record."""
    fields = [name for name in (*_OWN[kind], *_MORE.get(kind, ())) if name != "household_id"]
    parts = [name for name in _catalog()[kind] if "." in name]
    return [*fields, *parts, "text", "tags", RECORD_ID]


def target_label(kind: str, target: str, language: str) -> str:
    """What a target is called: 姓名, 住址：幢."""
    if target == RECORD_ID:
        return ID_HEADER.said(language)
    name, _, part = target.partition(".")
    named = labels(language)
    label = named.field(kind, name)
    return f"{label}{COLON.said(language)}{named.field(kind, f'place/{part}')}" if part else label


def find_target(kind: str, word: str) -> str | None:
    """The target that a word means: its code, its label in either language, `-` for a column that stays behind."""
    if word == SKIPPED:
        return word
    for target in offered(kind):
        if word in (target, *(target_label(kind, target, language) for language in LANGUAGES)):
            return target
    return None


def find_columns(kind: str, lines: Iterable[Line]) -> tuple[int, list[Column]]:
    """Which of the first lines holds the headers, and what stands under them; not yet whether that will do.

    A table may have its title above. Where no header is known, the line with the most words is taken for it.
    """
    best, fullest = _NOWHERE, _NOWHERE
    for line in lines:
        if line.number > HEADERS_WITHIN:
            break
        columns = [understood(kind, cell.text) for cell in line.cells]
        if _known(columns) > _known(best[1]):
            best = (line.number, columns)
        if _named_count(columns) > _named_count(fullest[1]):
            fullest = (line.number, columns)
    return best if best[0] else fullest


def understood(kind: str, header: str) -> Column:
    """A column as its header is understood without anybody's help."""
    return Column(header, _target(kind, header))


def _named_count(columns: Sequence[Column]) -> int:
    return sum(bool(column.header) for column in columns)


def check_columns(kind: str, columns: Sequence[Column]) -> None:
    """Raises `PersonCanMend`: `table_no_headers`, `table_column_missing` with what is needed, `table_column_twice`."""
    if not _known(columns):
        found = _named(column.header for column in columns)
        wanted = Words._make(
            _named(target_label(kind, name, language) for name in template(kind)) for language in LANGUAGES
        )
        raise PersonCanMend("table_no_headers", found=found, wanted=wanted)
    _check(kind, columns)


def _known(columns: Sequence[Column]) -> int:
    return sum(column.is_known for column in columns)


def _check(kind: str, columns: Sequence[Column]) -> None:
    there = [column.target for column in columns if column.is_known]
    for name, field in KINDS[kind].fields.items():
        parts = [target for target in there if target.partition(".")[0] == name]
        if field.required and not parts and RECORD_ID not in there:
            label = Words._make(labels(language).field(kind, name) for language in LANGUAGES)
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
    return _targets(kind).get(plain, "") if plain else SKIPPED


def plain_header(text: str) -> str:
    """A header without case, blanks, punctuation and what stands in brackets: `联系电话（必填）*` → `联系电话`."""
    plain = _BRACKETS.sub("", fold_width(text)).lower()
    return "".join(sign for sign in plain if sign.isalnum())


@cache
def _targets(kind: str) -> Mapping[str, str]:
    catalog = _catalog()
    named: dict[str, str] = {plain_header(header): SKIPPED for header in catalog["skipped"]}
    # Fields that no table fills: they are ours to say, or a record of their own.
    for language in LANGUAGES:
        words = labels(language)
        named |= {plain_header(words.field(kind, name)): "" for name in ("stays", "watch")}
        named |= {
            plain_header(words.field(kind, name)): SKIPPED
            for name in ("created_at", "created_by_name", "head_id")
        }
        for name in (*_OWN[kind], *_MORE.get(kind, ()), "text", "tags"):
            named[plain_header(words.field(kind, name))] = name
    for name, headers in catalog[kind].items():
        named |= {plain_header(header): name for header in headers}
    return named | {plain_header(header): RECORD_ID for header in ID_HEADER}


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
