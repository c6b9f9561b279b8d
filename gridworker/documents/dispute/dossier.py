"""The dossier as one PDF: cover, contents, papers and evidence in their order, back cover."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gridworker.documents.dispute.agreement import in_words
from gridworker.documents.dispute.binding import Entry, back, contents, cover
from gridworker.documents.dispute.case import Case
from gridworker.documents.dispute.evidence import (
    PDF,
    File,
    Held,
    custody_table,
    held_of,
    picture_of,
    register_of,
)
from gridworker.documents.dispute.papers import make_paper
from gridworker.documents.dispute.titles import official_title
from gridworker.documents.press.pages import SetPaper, set_paper
from gridworker.documents.press.pdf import folios, to_pdf
from gridworker.domain import mediation
from gridworker.domain.attachments import ATTACHMENTS
from gridworker.domain.dossier import Completeness, Part
from gridworker.domain.mediation_papers import PaperRef

_OF_FILES = ("identity", "evidence", "receipt")
_SCANNED = "含签字页"


class Foreign(NamedTuple):
    """Pages that somebody else made."""

    content: bytes
    length: int


class Dossier(NamedTuple):
    """The whole as PDF, its contents, and the files that could not be put into it, by name."""

    content: bytes
    entries: tuple[Entry, ...]
    left_out: tuple[str, ...]
    pages: int


Piece = SetPaper | Foreign


def make_dossier(case: Case, what: Completeness, files: Mapping[str, File]) -> Dossier:
    """Puts a dossier together; files are given by the ids of their elements.

    Raises `ComputerTrouble` (`resources_missing`).
    """
    entries: list[Entry] = []
    pieces: list[Piece] = []
    left_out: list[str] = []
    number = 1
    for part in what.parts:
        for title, remark, made in _of_part(case, part, files, left_out):
            count = sum(map(_count, made))
            entries.append(Entry(title, number, number + count - 1, remark))
            pieces += made
            number += count
    covers = [set_paper(cover(case)), set_paper(contents(entries))]
    last = set_paper(back(case, number - 1))
    content = _bound([*covers, *pieces, last], sum(map(_count, covers)), number - 1, case.matter())
    return Dossier(content, tuple(entries), tuple(left_out), number + sum(map(_count, covers)))


def _of_part(
    case: Case, part: Part, files: Mapping[str, File], left_out: list[str]
) -> list[tuple[str, str, list[Piece]]]:
    """The documents of a part: title, remark and pages of each."""
    here = [files[key] for key in part.files if key in files]
    if part.code in _OF_FILES:
        custody = custody_table(case, _logged(case, part), {key: files[key].name for key in part.files})
        pages: list[Piece] = [set_paper(register_of(here, custody)), *_files(here, left_out)]
        return [(official_title(part.code), f"{len(here)}件", pages)] if here else []
    if not part.papers:
        return [(official_title(part.code), _SCANNED, _files(here, left_out))] if here else []
    found: list[tuple[str, str, list[Piece]]] = []
    for ref in part.papers:
        made: list[Piece] = [set_paper(make_paper(case, ref))]
        signed = [files[key] for key in _signed(case, part, ref) if key in files]
        remark = _SCANNED if signed else ""
        found.append((_title(part, ref), remark, [*made, *_files(signed, left_out)]))
    return found


def _logged(case: Case, part: Part) -> list[Held]:
    """When files of the part left the case, and to whom."""
    entries = [held_of(entry) for _, entry in mediation.present(case.body, "custody")]
    return [held for held in entries if set(held.files) & set(part.files)]


def _signed(case: Case, part: Part, ref: PaperRef) -> list[str]:
    """The files of the signed pages of a paper; those of which nobody said which stand behind the last one."""
    named = dict(mediation.present(case.body, ATTACHMENTS))
    keys = {one.key for one in part.papers}
    said = {key: str(named.get(key, {}).get("paper") or "") for key in part.files}
    is_last = ref == part.papers[-1]
    return [key for key, paper in said.items() if paper == ref.key or (is_last and paper not in keys)]


def _title(part: Part, ref: PaperRef) -> str:
    return official_title(ref.code) + (f"（{in_words(ref.number)}）" if len(part.papers) > 1 else "")


def _files(files: Sequence[File], left_out: list[str]) -> list[Piece]:
    """Each file that can be seen on paper."""
    made: list[Piece] = []
    for file in files:
        if file.type == PDF and (foreign := _foreign(file)):
            made.append(foreign)
        elif picture := picture_of(file):
            made.append(set_paper(picture))
        elif file.content is None or file.type == PDF:
            left_out.append(file.name)
    return made


def _foreign(file: File) -> Foreign | None:
    """The pages of a PDF; None for one that cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if file.content is None:
        return None
    try:
        return Foreign(file.content, len(PdfReader(io.BytesIO(file.content)).pages) or 0)
    except (PyPdfError, ValueError, KeyError, TypeError, OSError):
        return None


def _count(piece: Piece) -> int:
    return piece.length if isinstance(piece, Foreign) else len(piece.pages)


def _bound(pieces: Sequence[Piece], unnumbered: int, numbered: int, title: str) -> bytes:
    """One PDF: own pages are drawn at once, so that fonts are in it once; those of others are laid between."""
    flags: list[int | None] = [*[None] * unnumbered, *range(1, numbered + 1)]
    own = [piece for piece in pieces if isinstance(piece, SetPaper)]
    own_numbers: list[int | None] = []
    place = 0
    for piece in pieces:
        count = _count(piece)
        if isinstance(piece, SetPaper):
            own_numbers += (flags + [None] * count)[place : place + count]
        place += count
    content = to_pdf(own, title, own_numbers)
    return content if len(own) == len(pieces) else _merged(content, pieces, flags)


def _merged(content: bytes, pieces: Sequence[Piece], numbers: Sequence[int | None]) -> bytes:
    from pypdf import PageObject, PdfReader, PdfWriter, Transformation

    own, writer, place = iter(PdfReader(io.BytesIO(content)).pages), PdfWriter(), 0
    for piece in pieces:
        if isinstance(piece, SetPaper):
            for _ in piece.pages:
                writer.add_page(next(own))
        else:
            wanted = [number or 0 for number in numbers[place : place + piece.length]]
            marks = PdfReader(io.BytesIO(folios(wanted))).pages
            for page, mark in zip(PdfReader(io.BytesIO(piece.content)).pages, marks, strict=True):
                sheet = PageObject.create_blank_page(width=595, height=842)
                box = page.mediabox
                scale = min(595 / float(box.width), 842 / float(box.height))
                move = Transformation().translate(-float(box.left), -float(box.bottom)).scale(scale)
                page.transfer_rotation_to_content()
                sheet.merge_transformed_page(page, move)
                sheet.merge_page(mark)
                writer.add_page(sheet)
        place += _count(piece)
    writer.add_metadata({"/Title": official_title("cover"), "/Creator": "gridworker"})
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()
