"""Papers on pages: what is declared stands there whole, in its order, and no page is cut or confused with another."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from gridworker.documents.paper import (
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
from gridworker.documents.press.pages import set_paper
from gridworker.documents.press.pdf import folios, to_pdf
from gridworker.documents.word import to_docx
from gridworker.domain.paper_mark import PaperMark, read_mark
from tests.documents.reading import drawn, has_clear_margins, has_ink, pages_of, text_of

RECORD = "0192f0c1-7a3b-7c4d-8e5f-0123456789ab"
SENTENCE = "2026年11月13日起，401室卫生间防水层老化渗漏，致301室吊顶受潮脱落约6平方米。"
SIGNED = (
    Signatures(["当事人（签名）：", "人民调解员（签名）："]),
    Seal("东篱社区人民调解委员会", "2026年11月2日"),
)

pytestmark = pytest.mark.usefixtures("qapp")


def paper(*blocks: object, record: str = "") -> Paper:
    return Paper("agreement", "人民调解协议书", blocks, about="（2026）东篱社区人调字第31号", record=record)  # type: ignore[arg-type]


def test_what_is_declared_is_read_back_page_by_page() -> None:
    declared = paper(
        Paragraph("人民调解协议书", Style.TITLE),
        Grid((1, 3), [[Cell("姓名", label=True), Cell("欧阳·买买提")], [Cell("事实"), Cell(SENTENCE)]]),
        Paragraph("多久了？", Style.SPEECH, lead="问："),
        PageBreak(),
        *SIGNED,
    )
    first, second = pages_of(to_pdf([set_paper(declared)], declared.title))
    for text in ("人民调解协议书", "欧阳·买买提", SENTENCE, "问：多久了？", "第1页共2页"):
        assert text in first
    for text in ("当事人（签名）：", "东篱社区人民调解委员会2026年11月2日", "第2页共2页"):
        assert text in second


def test_the_fonts_are_in_the_file() -> None:
    content = to_pdf([set_paper(paper(Paragraph(SENTENCE)))], "试")
    fonts = PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    descriptors = [font.get_object()["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts.values()]
    assert descriptors
    assert all("/FontFile2" in descriptor.get_object() for descriptor in descriptors)


@given(lines=st.integers(1, 160), rows=st.integers(0, 30))
def test_nobody_signs_on_a_page_without_words_and_no_page_runs_over(lines: int, rows: int) -> None:
    grid = Grid((1, 2), [[Cell(f"第{number}项"), Cell(SENTENCE)] for number in range(rows)])
    set_ = set_paper(paper(grid, *[Paragraph(f"{n}行", Style.PLAIN) for n in range(lines)], *SIGNED))
    pages = pages_of(to_pdf([set_], "试"))
    assert "行当事人（签名）：" in pages[-1]
    assert pages[-1].count("签名") == 2
    text = "".join(pages)
    assert [text.count(f"{n}行") >= 1 for n in range(lines)] == [True] * lines
    for page in set_.pages:
        y, strip = page[-1]
        assert y + strip.height <= 225 * 600 / 25.4 + 1


def test_a_field_of_a_form_that_is_longer_than_a_page_goes_on_overleaf() -> None:
    facts = "".join(f"第{number}句话，{SENTENCE}" for number in range(120))
    set_ = set_paper(paper(Grid((2, 5), [[Cell("纠纷简要情况", label=True), Cell(facts, lines=8)]])))
    assert len(set_.pages) > 3
    assert facts in text_of(to_pdf([set_], "试")).replace("（2026）东篱社区人调字第31号", "")
    assert all(has_clear_margins(set_, page) for page in range(len(set_.pages)))


def test_a_character_that_no_font_has_is_a_box_and_named_below() -> None:
    set_ = set_paper(paper(Paragraph("当事人\U0003134a某与李某。")))
    text = text_of(to_pdf([set_], "试"))
    assert set_.missing == ("\U0003134a",)
    assert "当事人▢某与李某。" in text
    assert "请手写补上并由当事人确认：U+3134A。" in text


def test_every_page_bears_a_mark_that_says_which_it_is() -> None:
    set_ = set_paper(paper(Paragraph("一"), PageBreak(), Paragraph("二"), record=RECORD))
    for page in range(2):
        assert has_ink(drawn(set_, page), 168, 14, 184, 30)
    mark = PaperMark(RECORD, "session-2", 1, 2)
    assert read_mark(mark.text()) == mark
    assert read_mark("https://example.org/") is None


def test_pages_of_a_dossier_bear_its_numbers_at_their_outer_edges() -> None:
    one, two = set_paper(paper(Paragraph("甲"))), set_paper(paper(Paragraph("乙")))
    assert ["甲" in text and text.endswith("7") for text in pages_of(to_pdf([one, two], "卷", [7, 8]))] == [
        True,
        False,
    ]
    numbers = [page.extract_text().split() for page in PdfReader(io.BytesIO(folios([9, 10, 11]))).pages]
    assert numbers == [["9"], ["10"], ["11"]]


def test_a_picture_fills_the_width_and_one_that_cannot_be_read_leaves_its_name(tmp_path: Path) -> None:
    file = tmp_path / "photo.png"
    drawn(set_paper(paper(Paragraph(SENTENCE))), 0).save(str(file))
    for content in (file.read_bytes(), b"not a picture"):
        set_ = set_paper(paper(Picture(content, "现场照片一")))
        assert len(set_.pages) == 1
        assert "现场照片一" in text_of(to_pdf([set_], "试"))


def test_word_says_what_the_press_says() -> None:
    blocks = (
        Paragraph("人民调解协议书", Style.TITLE),
        Grid((1, 2), [[Cell("姓名", label=True), Cell("李建国")]]),
        Space(),
        *SIGNED,
    )
    document = Document(io.BytesIO(to_docx(paper(*blocks, record=RECORD))))
    said = "".join(p.text for p in document.paragraphs) + "".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    for text in ("人民调解协议书", "李建国", "当事人（签名）：", "东篱社区人民调解委员会", "2026年11月2日"):
        assert text in said
    assert "PAGE" in document.sections[0].footer.part.blob.decode()
    assert len(document.sections[0].header.part.related_parts) == 1


def test_papers_are_made_where_there_is_no_display() -> None:
    program = (
        "from gridworker.documents.paper import Paper, Paragraph\n"
        "from gridworker.documents.press.pages import set_paper\n"
        "from gridworker.documents.press.pdf import to_pdf\n"
        "import sys\n"
        "sys.stdout.buffer.write(to_pdf([set_paper(Paper('a', '试', [Paragraph('没有屏幕也能出文书。')]))], '试'))\n"
    )
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, env=env, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "没有屏幕也能出文书。" in text_of(done.stdout)
