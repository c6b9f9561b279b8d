"""The pages of the project, and what the tests read in them: links, fenced blocks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block of a page: its language and its lines."""

    language: str
    text: str


def pages() -> list[Path]:
    """Every page that people read: those at the root and all below `docs`."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def text_of(page: Path) -> str:
    """A page as text."""
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a page in one language, in order."""
    return [text for found, text in map(Block._make, _FENCED.findall(text_of(page))) if found == language]


def links(page: Path) -> list[str]:
    """Where the links of a page lead; what stands in fenced blocks is no link."""
    return _LINK.findall(_FENCED.sub("", text_of(page)))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as a forge makes them."""
    return {_anchor(heading) for heading in _HEADING.findall(_FENCED.sub("", text_of(page)))}


def _anchor(heading: str) -> str:
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")
