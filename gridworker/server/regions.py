"""The regions of a district: added one by one or from a file of codes. Each gets its stream."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, insert, update

from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.errors import PersonCanMend
from gridworker.server.tables import district, region, stream
from gridworker.server.tree import LEVELS, Region, Tree

COLUMNS = ("code", "name", "level", "parent", "valid_from", "valid_to")
DIGITS = {"district": 6, "town": 9, "village": 12, "grid": 15}
"""Digits of a code by level: administrative division codes, and village code + 3 for a grid (GB/T 34300)."""


class Entry(NamedTuple):
    """A region as a person gives it; `line` is the line of the file, 0 where there is none."""

    code: str
    name: str
    level: str
    parent: str
    valid_from: str = ""
    valid_to: str = ""
    line: int = 0


def read_csv(content: bytes) -> list[Entry]:
    """The regions in a CSV file (UTF-8, with or without BOM; or GB 18030) with the columns of `COLUMNS`.

    Raises `PersonCanMend`: `region_file`, or the error of a row with its line.
    """
    reader = csv.DictReader(io.StringIO(_text(content), newline=""), strict=True)
    try:
        if not set(COLUMNS[:4]) <= set(reader.fieldnames or ()):
            raise PersonCanMend("region_columns", columns=",".join(COLUMNS))
        return [_entry(row, reader.line_num) for row in reader]
    except csv.Error as error:
        raise PersonCanMend("region_file", line=reader.line_num) from error


def add_regions(
    connection: Connection, tree: Tree, entries: Iterable[Entry], make_id: Callable[[], str], now: int
) -> list[Region]:
    """Adds regions, those above first; one that is there already in the same words is passed over.

    Raises `PersonCanMend` for the first entry that cannot be; then nothing is added.
    """
    today = local_day(now, CHINA_MINUTES).isoformat()
    known = {node.code: node for node in tree.regions.values()}
    added: list[Region] = []
    for entry in sorted(entries, key=lambda entry: LEVELS.index(entry.level) if entry.level in LEVELS else 0):
        _check(entry, known)
        there = known.get(entry.code)
        if there is not None:
            _check_same(entry, there)
            continue
        node = Region(
            id=make_id(),
            code=entry.code,
            name=entry.name,
            level=entry.level,
            parent=known[entry.parent].id,
            valid_from=entry.valid_from or today,
            valid_to=entry.valid_to or None,
        )
        known[node.code] = node
        added.append(node)
    write_regions(connection, added)
    return added


def write_regions(connection: Connection, nodes: list[Region]) -> None:
    """Writes new regions and their streams."""
    if not nodes:
        return
    connection.execute(insert(region), [dict(zip(region.c.keys(), node, strict=True)) for node in nodes])
    write_streams(connection, [(node.id, node.kind) for node in nodes])
    connection.execute(update(district).values(tree_version=district.c.tree_version + 1))


def write_streams(connection: Connection, streams: list[tuple[str, str]]) -> None:
    """Makes empty streams of these ids and kinds."""
    start = {"seq": 0, "chain": "", "records": 0, "sum64": "0" * 16}
    connection.execute(insert(stream), [{"stream": name, "kind": kind} | start for name, kind in streams])


def check_code(code: str, level: str, line: int = 0) -> None:
    """Raises `PersonCanMend` for a level there is not, or a code that has not the digits of its level."""
    if level not in LEVELS:
        raise PersonCanMend("region_level", level=level, levels=",".join(LEVELS), **_at(line))
    if len(code) != DIGITS[level] or not (code.isascii() and code.isdigit()):
        raise PersonCanMend("region_code", region=code, digits=DIGITS[level], **_at(line))


def _check(entry: Entry, known: dict[str, Region]) -> None:
    check_code(entry.code, entry.level, entry.line)
    at = _at(entry.line)
    if not entry.name or len(entry.name) > 200:
        raise PersonCanMend("region_name", region=entry.code, **at)
    for day in filter(None, (entry.valid_from, entry.valid_to)):
        if not _is_day(day):
            raise PersonCanMend("region_day", region=entry.code, day=day, **at)
    if entry.level == "district":
        if entry.code not in known:
            raise PersonCanMend("region_other_district", region=entry.code, **at)
        return
    parent = known.get(entry.parent)
    if parent is None:
        raise PersonCanMend("region_parent", region=entry.code, parent=entry.parent, **at)
    if LEVELS.index(parent.level) >= LEVELS.index(entry.level):
        raise PersonCanMend("region_parent_level", region=entry.code, parent=entry.parent, **at)


def _check_same(entry: Entry, there: Region) -> None:
    is_same = entry.level == there.level and (entry.name == there.name or entry.level == "district")
    if not is_same or entry.line == 0:
        raise PersonCanMend("region_exists", region=entry.code, name=there.name, **_at(entry.line))


def _at(line: int) -> dict[str, str]:
    """Where in the file, in words that fit both languages: empty where there is no file."""
    return {"line": f"{line}: " if line else ""}


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _entry(row: dict[str, str | None], line: int) -> Entry:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    return Entry(**cells, line=line)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PersonCanMend("region_file", line=1)


def listed(tree: Tree) -> Iterator[Region]:
    """All regions, by code."""
    yield from sorted(tree.regions.values(), key=lambda node: (node.code, node.valid_from))
