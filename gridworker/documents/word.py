"""Papers as DOCX for offices that go on writing: the same blocks, faces and sizes as the press, in Word's own terms."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from gridworker.documents.paper import (
    Block,
    Cell,
    Grid,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Seal,
    Signatures,
    Space,
    Style,
)
from gridworker.domain.paper_mark import PaperMark

_BODY, _HEAD, _TITLE = "仿宋", "黑体", "小标宋"
_WIDTH_MM, _ACROSS_MM = 156, 257
_RULE = 15
_PITCH = 29
_LOOKS = {
    Style.TITLE: (_TITLE, 22.0, 34, "centre", 0, 0),
    Style.HEADING: (_HEAD, 16.0, _PITCH, "left", 2, 0),
    Style.BODY: (_BODY, 16.0, _PITCH, "left", 2, 0),
    Style.PLAIN: (_BODY, 16.0, _PITCH, "left", 0, 0),
    Style.RIGHT: (_BODY, 16.0, _PITCH, "right", 0, 0),
    Style.CENTRE: (_BODY, 16.0, _PITCH, "centre", 0, 0),
    Style.SPEECH: (_BODY, 16.0, _PITCH, "left", -2, 2),
    Style.NOTE: (_BODY, 10.5, 16, "left", 0, 0),
}
"""Face, size and pitch in points, alignment, characters that the first line and all lines stand in."""


def to_docx(paper: Paper) -> bytes:
    """The paper as a DOCX of A4 pages; its mark stands on every page, without the page's number."""
    from docx import Document

    document = Document()
    document.core_properties.title = paper.title
    document.core_properties.author = "gridworker"
    _page(document.sections[0], paper)
    for block in paper.blocks:
        if isinstance(block, Signatures | Seal) and document.paragraphs:
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        _write(document, block, _ACROSS_MM if paper.wide else _WIDTH_MM)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _page(section: Any, paper: Paper) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    if paper.wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(32), Mm(28)
    else:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.header_distance, section.footer_distance = Mm(12), Mm(22)
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if paper.about:
        _run(head, f"{paper.about}　", _BODY, 9)
    if paper.record:
        mark = PaperMark(paper.record, paper.name, 0, 0, paper.version).text()
        head.add_run().add_picture(_qr(mark), width=Mm(20))
    if paper.numbered:
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, field in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", "")):
            _run(foot, text, _BODY, 12)
            if field:
                _field(foot, field)


def _qr(text: str) -> io.BytesIO:
    import segno

    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=8, border=0)
    picture.seek(0)
    return picture


def _field(paragraph: Any, name: str) -> None:
    """A number that Word counts itself."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(_run(paragraph, "1", _BODY, 12).font.element)
    paragraph.paragraph_format.element.append(field)


def _run(paragraph: Any, text: str, face: str, size: float) -> Any:
    """Text in a face: Latin and Chinese name their faces apart."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.name, run.font.size = face, Pt(size)
    run.font.element.rPr.rFonts.set(qn("w:eastAsia"), face)
    return run


def _styled(paragraph: Any, style: Style) -> tuple[str, float]:
    """Sets a paragraph as its style is; gives face and size."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    face, size, pitch, align, first, rest = _LOOKS[style]
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    form.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
        "centre": WD_ALIGN_PARAGRAPH.CENTER,
    }[align]
    form.left_indent, form.first_line_indent = Pt(size * rest), Pt(size * first)
    form.keep_with_next = style in (Style.TITLE, Style.HEADING)
    return face, size


def _write(document: Any, block: Block, width_mm: float) -> None:
    if isinstance(block, Paragraph):
        _paragraph(document, block)
    elif isinstance(block, Grid):
        _grid(document, block, width_mm)
    elif isinstance(block, Signatures):
        _signatures(document, block)
    elif isinstance(block, Seal):
        _seal(document, block)
    elif isinstance(block, Picture):
        _picture(document, block, width_mm)
    elif isinstance(block, Space):
        _gap(document, block.lines * _PITCH)
    elif isinstance(block, PageBreak):
        document.add_page_break()


def _paragraph(document: Any, block: Paragraph) -> None:
    for number, part in enumerate(block.text.split("\n")):
        paragraph = document.add_paragraph()
        face, size = _styled(paragraph, block.style)
        if block.lead and not number:
            _run(paragraph, block.lead, _HEAD, size)
        _run(paragraph, part, face, size)


def _gap(document: Any, height: float) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    _styled(paragraph, Style.PLAIN)
    paragraph.paragraph_format.line_spacing = Pt(max(1, height))
    # A date never stands on a page of its own.
    paragraph.paragraph_format.keep_with_next = True


def _grid(document: Any, block: Grid, width_mm: float) -> None:
    from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
    from docx.shared import Mm, Pt

    table = document.add_table(rows=0, cols=len(block.shares))
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    _narrow(document)
    whole = sum(block.shares)
    for column, share in zip(table.columns, block.shares, strict=True):
        column.width = Mm(width_mm * share / whole)
    for number, cells in enumerate(block.rows):
        row = table.add_row()
        if number < block.heads:
            _repeated(row)
        row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        row.height = Pt(max(cell.lines for cell in cells) * 18 + 8)
        starts = list(accumulate((cell.span for cell in cells), initial=0))
        for cell, start in zip(cells, starts, strict=False):
            share = sum(block.shares[start : start + cell.span])
            _cell(
                row.cells[start].merge(row.cells[start + cell.span - 1]),
                cell,
                width_mm * share / whole,
                block.size,
            )


def _narrow(document: Any) -> None:
    """Gives the last table 1 mm beside its text, as in print: the words of a form fit on one line."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = list(document.element.body.iter(qn("w:tbl")))[-1].tblPr
    look = properties.find(qn("w:tblLook"))
    properties.insert(len(properties) if look is None else properties.index(look), margins)


def _repeated(row: Any) -> None:
    """Word puts the row on top of every page that the table goes on to."""
    from docx.oxml import OxmlElement

    # From the paragraph up: the row itself keeps its element to itself.
    cell = row.cells[0].paragraphs[0].paragraph_format.element.getparent()
    cell.getparent().get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _cell(place: Any, cell: Cell, width_mm: float, size: float) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    place.width = Mm(width_mm)
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, part in enumerate(cell.text.split("\n")):
        paragraph = place.add_paragraph() if number else place.paragraphs[0]
        _styled(paragraph, Style.NOTE)
        paragraph.paragraph_format.line_spacing = Pt(size * 1.5)
        if cell.label:
            paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, part, _BODY, size)


def _signatures(document: Any, block: Signatures) -> None:
    rows = [block.places[at : at + block.columns] for at in range(0, len(block.places), block.columns)]
    table = document.add_table(rows=0, cols=block.columns)
    for words in rows:
        _signature_row(table, words)


def _signature_row(table: Any, words: Sequence[str]) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
    from docx.shared import Mm, Pt

    row = table.add_row()
    row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Mm(13)
    for cell, word in zip(row.cells, words, strict=False):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        paragraph = cell.paragraphs[0]
        _styled(paragraph, Style.PLAIN)
        paragraph.paragraph_format.line_spacing = Pt(20)
        paragraph.paragraph_format.keep_with_next = True
        _run(paragraph, word, _BODY, 14)
        _run(paragraph, "＿" * (_RULE if len(row.cells) == 1 else _RULE // 3), _BODY, 10)


def _seal(document: Any, block: Seal) -> None:
    from docx.shared import Mm, Pt

    for text in (block.who, block.day):
        paragraph = document.add_paragraph()
        face, size = _styled(paragraph, Style.RIGHT)
        if text == block.who:
            paragraph.paragraph_format.space_before = Mm(12)
            paragraph.paragraph_format.keep_with_next = True
        else:
            paragraph.paragraph_format.right_indent = Pt(size * 4)
            paragraph.paragraph_format.keep_with_next = True
        _run(paragraph, text, face, size)


def _picture(document: Any, block: Picture, width_mm: float) -> None:
    from docx.shared import Mm

    document.add_picture(io.BytesIO(block.content), width=Mm(width_mm))
    _paragraph(document, Paragraph(block.caption, Style.NOTE))
