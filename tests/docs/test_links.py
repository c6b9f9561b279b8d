"""What the pages point to is there, and lies in the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, anchors, links, pages, text_of

_NAMED = re.compile(r"`((?:gridworker|tests|resources|docs|benchmarks|requirements)/[\w./-]+)`")
_DECISION = re.compile(r"decisions? (\d{3})|\((0\d\d)\)")
_SECTION = re.compile(r"\bprotocol §(\d+)", re.IGNORECASE)

PAGES = pages()


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_to_a_page_or_a_heading_that_is_there(page: Path) -> None:
    broken = []
    for link in links(page):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        to = (page.parent / path).resolve() if path else page
        inside = to.is_relative_to(ROOT) and to.exists()
        if not inside or (anchor and anchor not in anchors(to)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_named_is_there(page: Path) -> None:
    # KIND stands for the name of any kind.
    missing = [n for n in _NAMED.findall(text_of(page)) if "KIND" not in n and not (ROOT / n).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_decision_named_is_written_down(page: Path) -> None:
    known = {path.name[:3] for path in (DOCS / "decisions").glob("*.md")}
    cited = {first or second for first, second in _DECISION.findall(text_of(page))}
    assert cited - known == set()


def test_decisions_are_numbered_without_gaps_and_say_why() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [page.name[:3] for page in decisions] == [f"{n:03}" for n in range(1, len(decisions) + 1)]
    for page in decisions:
        text = text_of(page)
        assert text.startswith(f"# {page.name[:3]} "), page
        for part in ("**Context.**", "**Decision.**", "**Consequence.**"):
            assert text.count(part) == 1, (page, part)


def test_every_section_of_the_protocol_that_the_code_cites_exists() -> None:
    sections = {int(n) for n in re.findall(r"^## (\d+)\. ", text_of(DOCS / "protocol.md"), re.MULTILINE)}
    assert sections == set(range(1, 12))
    cited = {
        int(number)
        for folder in ("gridworker", "tests")
        for path in (ROOT / folder).rglob("*.py")
        for number in _SECTION.findall(path.read_text(encoding="utf-8"))
    }
    assert cited - sections == set()
