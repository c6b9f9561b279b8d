"""A line of somebody else's table as the fields of a record, or why it cannot be one.

What is doubtful is taken and counted, as on the forms; what would have to be guessed is not taken, and the line is
named with its column and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from gridworker.documents.incoming_line import Cell, Line
from gridworker.domain import identifiers
from gridworker.domain.addresses import parse_address
from gridworker.domain.checks import find_problems
from gridworker.domain.fields import MAX_TEXT, Field, Form, Kind, Merge
from gridworker.domain.ids import is_id
from gridworker.domain.kinds import KINDS, SCHEMA
from gridworker.domain.op import Op
from gridworker.domain.width import fold_width
from gridworker.operations.import_columns import RECORD_ID, Column, choices, plain_header

NUMBERS = ("id_number", "phone", "uscc")
_MASKED = re.compile(r"[*＊]{2,}|[*＊]\s*$")
_DAY = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_DAY_IN_ONE = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_LIST = re.compile(r"[、，,;；\s]+")
_PARTS = ("text", "building", "unit", "room")
_COUNTER = re.compile(r"(?:幢|栋|号楼|座|单元|室|号)$")
_NOBODY = "00000000-0000-7000-8000-000000000000"


class Flaw(NamedTuple):
    """Why a line is not taken: the header of the column, "" for the whole line, and the code of the reason."""

    header: str
    code: str


class Row(NamedTuple):
    """A line that can be taken: its fields, the record it says it is, and how many numbers look wrong or are masked."""

    line: int
    values: dict[str, Any]
    record: str = ""
    doubts: int = 0
    masked: int = 0


class Reader(NamedTuple):
    """Reads the lines of one table: the kind, its columns, the grid that new places are in, and today."""

    kind: str
    columns: Sequence[Column]
    region: str
    today: date

    def read(self, line: Line) -> Row | list[Flaw]:
        """The record that a line holds, or all that is wrong with it."""
        taken = _Taken(KINDS[self.kind], self.today)
        for column, cell in zip(self.columns, line.cells, strict=False):
            if column.is_known and (cell.text or cell.flaw):
                taken.take(column, cell)
        taken.finish(self.region)
        if not taken.flaws:
            taken.check(self.columns)
        return taken.flaws or Row(line.number, taken.values, taken.record, taken.doubts, taken.masked)


class _Taken:
    """What was taken from one line so far."""

    def __init__(self, kind: Kind, today: date) -> None:
        self._kind, self._today = kind, today
        self.values: dict[str, Any] = {}
        self.flaws: list[Flaw] = []
        self.record = ""
        self.doubts = self.masked = 0
        self._parts: dict[str, str] = {}

    def take(self, column: Column, cell: Cell) -> None:
        """Takes what a cell says."""
        if cell.flaw:
            self.flaws.append(Flaw(column.header, cell.flaw))
            return
        name, _, part = column.target.partition(".")
        if name == RECORD_ID:
            self.record = cell.text if is_id(cell.text) else ""
        elif part:
            self._parts[part] = fold_width(cell.text)
        elif name == "household_id":
            # Our own export names the home by its id; in other tables nothing stands in such a column.
            self.values |= {name: cell.text} if is_id(cell.text) else {}
        elif _MASKED.search(cell.text) and name in (*NUMBERS, "name", "contact", "place"):
            self._masked(column, name)
        else:
            self._value(column, name, cell)

    def _masked(self, column: Column, name: str) -> None:
        """A covered value is none: it may not overwrite what is known, nor name anybody."""
        self.masked += 1
        if self._kind.fields[name].required:
            self.flaws.append(Flaw(column.header, "masked"))

    def _value(self, column: Column, name: str, cell: Cell) -> None:
        field = self._kind.fields[name]
        try:
            value = _converted(self._kind.code, name, field, cell)
        except ValueError as wrong:
            self.flaws.append(Flaw(column.header, str(wrong)))
            return
        if value not in (None, "", [], {}):
            self.values[name] = value

    def finish(self, region: str) -> None:
        """Puts together what follows from several columns."""
        if self._parts:
            said = {
                part: _COUNTER.sub("", text) or text for part, text in self._parts.items() if part != "text"
            }
            given = self.values.get("place", {})
            text = self._parts.get("text") or given.get("text", "")
            self.values["place"] = {
                **given,
                **({"text": text} if text else {}),
                **{k: v for k, v in said.items() if v},
            }
        place = self.values.get("place")
        if isinstance(place, dict) and region:
            self.values["place"] = {**place, "region": region}
        if number := self.values.get("id_number"):
            self._follow_from(str(number))
        for name, check in _CHECKS.items():
            self.doubts += bool(self.values.get(name) and check(str(self.values[name])))

    def _follow_from(self, number: str) -> None:
        if self.values.get("id_type") in (None, "resident_id"):
            self.doubts += identifiers.check_id_number(number, self._today) is not None
            born, sex = identifiers.birth_of(number), identifiers.sex_of(number)
            derived = {"birth_on": born.isoformat() if born else "", "sex": str(sex or "")}
            self.values = {**{name: value for name, value in derived.items() if value}, **self.values}

    def check(self, columns: Sequence[Column]) -> None:
        """What the district would refuse is found before anything is saved."""
        headers = {column.target.partition(".")[0]: column.header for column in columns if column.is_known}
        if not self.record:
            for name, field in self._kind.fields.items():
                if field.required and name not in self.values:
                    self.flaws.append(Flaw(headers.get(name, ""), "required"))
        patch = {name: (None, value) for name, value in self.values.items() if name != "tags"}
        if patch and not self.flaws:
            problems = find_problems(self._kind, _op(self._kind.code, patch), 0)
            wrong = [one for one in problems if one.reason != "required"]
            self.flaws += [Flaw(headers.get(one.path.partition("/")[0], ""), one.reason) for one in wrong]
        elif not patch:
            self.flaws.append(Flaw("", "nothing_in_line"))


def _op(kind: str, patch: dict[str, Any]) -> Op:
    """An op with these values, to be judged alone."""
    return Op(
        n=1, op=_NOBODY, stream=_NOBODY, record=_NOBODY, kind=kind, schema=SCHEMA, at=0, tz=0, base=(0, ""),
        action="create", patch=patch, settles=[], why="",
    )  # fmt: skip


_CHECKS = {"phone": identifiers.check_phone, "uscc": identifiers.check_uscc}


def _converted(kind: str, name: str, field: Field, cell: Cell) -> Any:
    """The value of a field that a cell means. Raises `ValueError` with the code of what is wrong."""
    if field.merge is Merge.GROUP:
        return parse_address(cell.text)
    if field.merge is Merge.SET:
        return sorted({item.replace("/", "／") for item in _LIST.split(cell.text) if item})
    if field.form is Form.DATE:
        return _day(cell)
    if field.form is Form.INTEGER:
        return _whole(cell.text)
    if name in NUMBERS:
        plain = fold_width(cell.text)
        return (
            re.sub(r"\s", "", plain).upper()
            if name != "phone"
            else re.sub(r"(?<=\d)[\s-]+(?=\d{4})", "", plain)
        )
    known = choices(kind, name)
    if known and (code := known.get(plain_header(cell.text))):
        return code
    if field.merge is Merge.CHOICE:
        raise ValueError("choice")
    if len(cell.text) > MAX_TEXT:
        raise ValueError("too_long")
    return cell.text


def _day(cell: Cell) -> str:
    """1980-01-01, 1980/1/1, 1980年1月1日, 19800101, and the number of a day in a spreadsheet's calendar."""
    text = fold_width(cell.text)
    found = _DAY.fullmatch(text) or _DAY_IN_ONE.fullmatch(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else _day_by_number(cell)
    except ValueError:
        raise ValueError("date") from None


def _day_by_number(cell: Cell) -> str:
    # 1980 alone is a year and no day; a number below is nobody's birthday.
    if not cell.day or int(cell.text) < 3_000:
        raise ValueError("date")
    return cell.day


def _whole(text: str) -> int:
    found = re.search(r"\d{1,6}", fold_width(text))
    if found is None:
        raise ValueError("integer")
    return int(found[0])
