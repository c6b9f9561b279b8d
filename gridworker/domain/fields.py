"""How a field of a record is declared: its shape, how it merges, how private it is, whether it is searched."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

import msgspec

MAX_TEXT = 20_000
"""How many characters a text may hold."""

MAX_INTEGER = 2**53 - 1
"""Beyond it, JSON numbers are not the same everywhere."""

LAST_MOMENT = 253_402_300_799_999
"""The end of the year 9999, ms UTC, where calendars end; what lies behind it was counted in another unit."""


class Merge(StrEnum):
    """How two changes to one field meet (protocol §4, patches)."""

    VALUE = "value"
    CHOICE = "choice"
    TEXT = "text"
    GROUP = "group"
    SET = "set"
    ELEMENTS = "elements"
    ANSWERS = "answers"
    WORKFLOW = "workflow"
    FIXED = "fixed"


class Form(StrEnum):
    """What a single value looks like in JSON."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "flag"
    DATE = "date"
    INSTANT = "instant"
    ID = "id"
    LABEL = "label"
    ANY = "any"


class Privacy(IntEnum):
    """Sensitivity class; sensitive values are masked until revealed (PIPL art. 28, 51)."""

    OPEN = 0
    PERSONAL = 1
    SENSITIVE = 2


class Search(StrEnum):
    """Whether a field is found by the search box: not at all, by its characters, or by pinyin as well."""

    NONE = "none"
    TEXT = "text"
    NAME = "name"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a kind, of a group or of an element."""

    merge: Merge = Merge.VALUE
    form: Form = Form.TEXT
    required: bool = False
    privacy: Privacy = Privacy.OPEN
    search: Search = Search.NONE
    choices: tuple[str, ...] = ()
    members: Mapping[str, Field] = msgspec.field(default_factory=dict)
    append_only: bool = False
    server_only: bool = False
    transitions: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    initial: tuple[str, ...] = ()


class Kind(msgspec.Struct, frozen=True, eq=False):
    """A kind of record: its code, its fields and which of them name it.

    `title` are the fields a list shows as the record's name; `moment` is the field that orders it in time.
    """

    code: str
    fields: Mapping[str, Field]
    title: tuple[str, ...]
    moment: str = "created_at"


def text(
    *,
    required: bool = False,
    privacy: Privacy = Privacy.OPEN,
    search: Search = Search.NONE,
    server_only: bool = False,
) -> Field:
    """A short text, compared whole."""
    return Field(required=required, privacy=privacy, search=search, server_only=server_only)


def long_text(*, required: bool = False) -> Field:
    """A text of several sentences, compared whole and searched."""
    return Field(merge=Merge.TEXT, required=required, search=Search.TEXT)


def integer() -> Field:
    """A whole number."""
    return Field(form=Form.INTEGER)


def minutes(*, required: bool = False) -> Field:
    """The offset from UTC in minutes at the place where a time was noted."""
    return Field(form=Form.INTEGER, required=required)


def instant(*, required: bool = False) -> Field:
    """A moment: integer milliseconds since the epoch, UTC."""
    return Field(form=Form.INSTANT, required=required)


def date() -> Field:
    """A calendar day `YYYY-MM-DD`."""
    return Field(form=Form.DATE)


def fen() -> Field:
    """An amount of money in integer 分."""
    return Field(form=Form.INTEGER)


def record_id() -> Field:
    """The id of another record."""
    return Field(form=Form.ID)


def flag() -> Field:
    """True, or absent."""
    return Field(form=Form.FLAG)


def anything(*, required: bool = False) -> Field:
    """Any JSON value without floats, compared whole."""
    return Field(form=Form.ANY, required=required)


def choice(*codes: str, required: bool = False) -> Field:
    """One code of a closed list; labels are in the catalogs."""
    return Field(merge=Merge.CHOICE, choices=codes, required=required)


def group(*, required: bool = False, search: Search = Search.NONE, **members: Field) -> Field:
    """Values that only make sense together, compared and kept as one tuple."""
    return Field(merge=Merge.GROUP, members=members, required=required, search=search)


def members(
    *codes: str, form: Form = Form.TEXT, required: bool = False, search: Search = Search.NONE
) -> Field:
    """A set of texts of a form (of `codes`, if any are given); adding and removing are per member."""
    return Field(merge=Merge.SET, form=form, choices=codes, required=required, search=search)


def elements(*, required: bool = False, append_only: bool = False, **fields: Field) -> Field:
    """A collection of objects by id; with `append_only` an element never changes once added."""
    return Field(merge=Merge.ELEMENTS, members=fields, required=required, append_only=append_only)


def workflow(*, initial: tuple[str, ...], required: bool = False, **transitions: tuple[str, ...]) -> Field:
    """A state that moves only along declared transitions; `initial` are the states a new record may have."""
    return Field(merge=Merge.WORKFLOW, transitions=transitions, initial=initial, required=required)


def fixed(form: Form = Form.TEXT, *, required: bool = False, server_only: bool = False) -> Field:
    """A value that is given once and never changed."""
    return Field(merge=Merge.FIXED, form=form, required=required, server_only=server_only)


def answers() -> Field:
    """Answers to the district's own questions: `form@version` → question → value."""
    return Field(merge=Merge.ANSWERS, form=Form.ANY)
