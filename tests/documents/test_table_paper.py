"""A table on paper: a column that is made for Chinese has room for English words too."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from gridworker.documents.filled import Cell, Table
from gridworker.documents.table_paper import as_pdf

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("word", ["Persuaded", "Reported", "2026-11-30"])
def test_a_word_is_not_broken(word: str) -> None:
    heads = ["Time", "Place", "Found", "Description", "What was done", "By"]
    rows = [
        [
            Cell("2026-11-01 14:20"),
            Cell("东篱路95号"),
            Cell("Fire"),
            Cell("通道畅通"),
            Cell(word),
            Cell("周敏"),
        ]
    ]
    table = Table("patrols", "Patrols", "", ["patrol"] * 6, heads, [16, 20, 12, 44, 6, 8], rows)
    (page,) = PdfReader(io.BytesIO(as_pdf(table))).pages
    assert word in page.extract_text().split()
