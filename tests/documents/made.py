"""Papers of a case, made and read again."""

from __future__ import annotations

import re

from gridworker.documents.dispute.case import Case
from gridworker.documents.dispute.papers import make_paper
from gridworker.documents.paper import Paper
from gridworker.documents.press.pages import set_paper
from gridworker.documents.press.pdf import to_pdf
from gridworker.domain.mediation_papers import papers_of
from tests.documents.reading import text_of


def made(of: Case, name: str) -> Paper:
    return make_paper(of, next(ref for ref in papers_of(of.body) if ref.name == name))


def printed(of: Case, name: str) -> str:
    """The text of a paper without its heads and feet."""
    paper = made(of, name)
    text = text_of(to_pdf([set_paper(paper)], paper.title))
    return text.replace(re.sub(r"\s", "", paper.about), "")
