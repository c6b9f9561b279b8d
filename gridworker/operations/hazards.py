"""隐患台账: what is not put right yet, the overdue first; how long somebody is given; and the table to hand on."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.documents.filled import Cell, Table
from gridworker.documents.table import ID_HEADER, write_table
from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.masking import mask_numbers
from gridworker.domain.paths import Body
from gridworker.domain.titles import place_text
from gridworker.environment.labels import Labels, labels
from gridworker.environment.language import Words
from gridworker.environment.resources import resource
from gridworker.operations.exporting import mark_of
from gridworker.operations.matching import Book, Entry
from gridworker.operations.references import published
from gridworker.operations.showing import sync_state
from gridworker.operations.today import this_day
from gridworker.store import hazard_rows, outbox, record_rows
from gridworker.store.database import Tables
from gridworker.store.meta import Identity
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow

MOST = 500
"""A grid has some dozens; who has more filters by level."""

LEVELS = ("minor", "major", "grave")
_LONGEST_CHAIN = 50
_LONGEST_TERM = 366
_TITLE = Words("隐患台账", "Hazards")
_HEADERS = (
    Words("隐患等级", "Level"),
    Words("地点", "Place"),
    Words("发现情况", "Found"),
    Words("情况说明", "Description"),
    Words("发现日期", "Found on"),
    Words("发现人", "Found by"),
    Words("处置结果", "What was done"),
    Words("整改期限", "Deadline"),
    Words("逾期天数", "Days overdue"),
    Words("复查次数", "Rechecks"),
    Words("最近复查结果", "Last recheck"),
    ID_HEADER,
)
_WIDTHS = (8, 20, 10, 34, 11, 8, 10, 11, 8, 8, 12)


class Hazard(NamedTuple):
    """An open hazard: the last patrol of its chain and its body, without numbers of persons in its texts.

    `due` is the deadline; `found_at` the moment (ms UTC) of the first patrol of the chain, `rechecks` counts the
    others; `by` is who made the last one.
    """

    id: str
    number: int
    state: str
    level: str
    place: str
    due: date | None
    found_at: int
    rechecks: int
    by: str
    body: Body


class Ledger(NamedTuple):
    """The day it is here, and the open hazards: overdue first, those without a deadline last."""

    today: date
    hazards: list[Hazard]


def ledger(profile: Profile, level: str = "", text: str = "") -> Ledger:
    """The open hazards, of a level where one is given (a choice of `patrol.severity`), with `text` in their words."""

    def work(db: Tables) -> list[Hazard]:
        rows = hazard_rows.open_hazards(db, level, MOST)
        states = outbox.states(db, [row.id for row in rows])
        return [_hazard(db, row, states.get(row.id, set()), profile.identity) for row in rows]

    found = profile.read(work)
    return Ledger(this_day(profile), _saying(found, text) if text.strip() else found)


def count_hazards(profile: Profile) -> tuple[int, int]:
    """How many hazards are open, and how many of these overdue."""
    today = this_day(profile).isoformat()
    return profile.read(lambda db: hazard_rows.counts(db, today))


def is_open(profile: Profile, record: str) -> bool:
    """Whether a patrol is a hazard that waits for a recheck."""
    return profile.read(lambda db: hazard_rows.is_open(db, record))


def days_to_mend(profile: Profile) -> dict[str, int]:
    """After how many days to recheck, by level and `any`: the district's `policy/rechecks`, else the program's."""
    content = published(profile, "policy/rechecks")
    given = content if isinstance(content, dict) else {}
    return {**_own_terms(), **{level: days for level, days in given.items() if _is_term(days)}}


def write_ledger(profile: Profile, out: Path, language: str = "zh_CN", level: str = "") -> int:
    """Writes the open hazards to an xlsx file and returns how many there are.

    Raises `PersonCanMend` (`folder_missing`, `out_is_a_folder`) and `ComputerTrouble`.
    """
    found = ledger(profile, level)
    named = labels(language)
    rows = [_line(hazard, found.today, named) for hazard in found.hazards]
    heads = [header.said(language) for header in _HEADERS]
    write_table(_TITLE.said(language), [heads, *rows], out, mark_of(profile, language))
    return len(rows)


def ledger_table(profile: Profile, language: str = "zh_CN", level: str = "") -> Table:
    """The open hazards as a table to be printed; without their ids, which no paper needs."""
    found, named = ledger(profile, level), labels(language)
    lines = [(hazard.id, _line(hazard, found.today, named)[:-1]) for hazard in found.hazards]
    rows = [[Cell(value, [record]) for value in line] for record, line in lines]
    heads = [header.said(language) for header in _HEADERS[:-1]]
    title = _TITLE.said(language)
    table = Table("hazards", title, "", ["patrol"] * len(heads), heads, _WIDTHS, rows)
    return table._replace(mark=mark_of(profile, language))


def _hazard(db: Tables, row: RecordRow, states: set[tuple[str, str]], own: Identity) -> Hazard:
    body, first, rechecks = row.body, row.number, 0
    before = body
    while rechecks < _LONGEST_CHAIN and (id_ := before.get("rechecks_id")):
        rechecks += 1
        earlier = record_rows.load(db, str(id_))
        if earlier is None or earlier.deleted:
            break
        before, first = earlier.body, min(first, earlier.number)
    place = body.get("place")
    return Hazard(
        row.id,
        row.number,
        sync_state(row, states),
        str(body.get("severity") or "minor"),
        mask_numbers(place_text(place)) if isinstance(place, dict) else "",
        _day(body.get("recheck_on")),
        first,
        rechecks,
        str(body.get("created_by_name") or (own.name if body.get("created_by") == own.worker else "")),
        {**body, "text": mask_numbers(str(body.get("text") or before.get("text") or ""))},
    )


def _saying(hazards: list[Hazard], text: str) -> list[Hazard]:
    """Those whose place or description is found by what was typed, pinyin and all, in their order."""
    book = Book([Entry(f"{hazard.place} · {hazard.body['text']}", hazard.id) for hazard in hazards])
    found = {entry.thing for entry in book.matching(text, MOST)}
    return [hazard for hazard in hazards if hazard.id in found]


def _line(hazard: Hazard, today: date, named: Labels) -> list[str | int]:
    body = hazard.body
    overdue = (today - hazard.due).days if hazard.due else 0

    def said(name: str) -> str:
        value = body.get(name)
        return named.choice("patrol", name, str(value)) if value else ""

    found = "、".join(
        named.choice("patrol", "categories", str(code)) for code in body.get("categories") or ()
    )
    return [
        named.choice("patrol", "severity", hazard.level),
        hazard.place,
        found,
        body["text"],
        local_day(hazard.found_at, CHINA_MINUTES).isoformat(),
        hazard.by,
        said("outcome"),
        hazard.due.isoformat() if hazard.due else "",
        overdue if overdue > 0 else "",
        hazard.rechecks,
        said("recheck_result"),
        hazard.id,
    ]


@cache
def _own_terms() -> dict[str, int]:
    return tomllib.loads(resource("catalogs/rechecks.toml").read_text(encoding="utf-8"))


def _is_term(days: Any) -> bool:
    return type(days) is int and 0 < days <= _LONGEST_TERM


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
