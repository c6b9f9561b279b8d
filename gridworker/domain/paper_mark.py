"""The mark on a printed page, as its QR code holds it: which record, which paper, which page. Nothing personal."""

from __future__ import annotations

import re
from typing import NamedTuple

_LEAD = "GW1"
# Upper case, digits and three signs only: QR codes hold those in two thirds of the room.
_MARK = re.compile(rf"{_LEAD}/([0-9A-F-]{{36}})/([A-Z0-9-]{{1,40}})/(\d{{1,4}})/(\d{{1,4}})", re.ASCII)


class PaperMark(NamedTuple):
    """A page of a paper of a record: `page` of `pages`, from 1 on; 0 where the program that prints counts them."""

    record: str
    paper: str
    page: int
    pages: int

    def text(self) -> str:
        """The mark in the QR code."""
        return f"{_LEAD}/{self.record}/{self.paper}/{self.page}/{self.pages}".upper()


def read_mark(text: str) -> PaperMark | None:
    """The mark that a QR code holds; None for one that is not ours."""
    match = _MARK.fullmatch(text.strip())
    if match is None:
        return None
    record, paper, page, pages = match.groups()
    return PaperMark(record.lower(), paper.lower(), int(page), int(pages))
