"""A filled table as a paper: what it is, its rows, its notes, and at the head of every page who took it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gridworker.documents.filled import Cell, Table
from gridworker.documents.paper import Block, Grid, Paper, Paragraph, Style
from gridworker.documents.paper import Cell as Field

_TEXT_MOST = 400
_UPRIGHT_MOST = 4
"""A table of more columns lies across."""
_SIZE = 10.5
_NARROWEST, _AROUND, _LONGEST_WORD = 6, 4, 12
_WORD = re.compile("[!-~]+")


def as_paper(table: Table) -> Paper:
    """The table on A4; a column that is empty in every row is left out, so that the others have room."""
    shown = [place for place in range(len(table.headers)) if _says(table.rows, place)]
    wide = len(shown) > _UPRIGHT_MOST
    return Paper(table.name, table.title, list(_blocks(table, shown)), about=table.mark, wide=wide)


def as_pdf(table: Table) -> bytes:
    """The table as PDF. Raises `ComputerTrouble` (`resources_missing`)."""
    from gridworker.documents.press.pages import set_paper
    from gridworker.documents.press.pdf import to_pdf

    return to_pdf([set_paper(as_paper(table))], table.title)


def _blocks(table: Table, shown: Sequence[int]) -> Iterator[Block]:
    yield Paragraph(table.title, Style.CENTRE)
    heads = [f"{word}：{cell.text}" for word, cell in table.heads if cell.text]
    if heads:
        yield Paragraph("　　".join(heads), Style.NOTE)
    if shown and table.rows:
        top = [Field(table.headers[place], label=True) for place in shown]
        rows = [[Field(_cut(row[place]), label=_short(row[place])) for place in shown] for row in table.rows]
        yield Grid([_share(table, place) for place in shown], [top, *rows], heads=1, size=_SIZE)
    if table.singles:
        yield Grid([3, 1], [[Field(head), Field(cell.text, label=True)] for head, cell in table.singles])
    for note in table.notes:
        yield Paragraph(note, Style.NOTE)


def _says(rows: Sequence[Sequence[Cell]], place: int) -> bool:
    return any(row[place].text for row in rows)


def _share(table: Table, place: int) -> int:
    """A column has room for its longest word that is not Chinese: elsewhere than between words it is not broken."""
    texts = (table.headers[place], *(row[place].text for row in table.rows))
    longest = max((len(word) for text in texts for word in _WORD.findall(text)), default=0)
    return max(table.widths[place], _NARROWEST, min(longest, _LONGEST_WORD) + (_AROUND if longest else 0))


def _cut(cell: Cell) -> str:
    return cell.text if len(cell.text) <= _TEXT_MOST else cell.text[: _TEXT_MOST - 1] + "…"


def _short(cell: Cell) -> bool:
    return isinstance(cell.value, int)
