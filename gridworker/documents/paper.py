"""What an official paper says, declared once: blocks that the press sets as PDF and `word` writes as DOCX."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

BLANK = "＿＿＿＿＿＿"
"""A place in a sentence that is filled in by hand."""


class Style(StrEnum):
    """How a paragraph is set; sizes and faces are those of GB/T 9704-2012."""

    TITLE = "title"
    """二号小标宋, centred."""
    HEADING = "heading"
    """三号黑体, with what follows."""
    BODY = "body"
    """三号仿宋, its first line two characters in."""
    PLAIN = "plain"
    """三号仿宋, not indented."""
    RIGHT = "right"
    """三号仿宋, at the right edge."""
    CENTRE = "centre"
    """三号仿宋, centred."""
    SPEECH = "speech"
    """三号仿宋, hanging behind its lead: a question, an answer."""
    NOTE = "note"
    """五号, for remarks below a form."""


class Paragraph(NamedTuple):
    """A text; each of its lines is a paragraph. `lead` stands before it in 黑体."""

    text: str
    style: Style = Style.BODY
    lead: str = ""


class Cell(NamedTuple):
    """A field of a grid: over `span` columns, at least `lines` high; a label is centred."""

    text: str
    span: int = 1
    label: bool = False
    lines: int = 1


class Grid(NamedTuple):
    """A form: rows of cells, whose spans fill the columns; `shares` are the columns' widths relative to each other.

    `kept` stays on one page, if it fits on one. The first `heads` rows stand again on top of every page the form
    goes on to. `size` is that of its text in points.
    """

    shares: Sequence[float]
    rows: Sequence[Sequence[Cell]]
    kept: bool = False
    heads: int = 0
    size: float = 12


class Signatures(NamedTuple):
    """Places to sign by hand, each behind its word, `columns` in a row; kept together with what precedes."""

    places: Sequence[str]
    columns: int = 2


class Seal(NamedTuple):
    """Who seals, and the day below; room is left for the seal."""

    who: str
    day: str


class Picture(NamedTuple):
    """An image (JPEG, PNG, …) as large as the page allows, with a line below."""

    content: bytes
    caption: str


class Space(NamedTuple):
    """Empty lines; they vanish at the top of a page."""

    lines: float = 1


class PageBreak(NamedTuple):
    """What follows begins a page."""


Block = Paragraph | Grid | Signatures | Seal | Picture | Space | PageBreak


class Paper(NamedTuple):
    """A paper of a record: `name` is what commands call it, `title` its official name, `copies` how many are printed.

    `about` stands small at the head of every page. Without a `record` the pages bear no mark; `version` is the mark's.
    `numbered` says whether they bear their number. A `wide` one lies across, for tables of many columns.
    """

    name: str
    title: str
    blocks: Sequence[Block]
    about: str = ""
    record: str = ""
    copies: int = 1
    numbered: bool = True
    version: str = ""
    wide: bool = False
