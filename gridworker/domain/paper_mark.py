"""The mark on a printed page, as its QR code holds it: which record, which paper, page and copy. Nothing personal."""

from __future__ import annotations

import re
from typing import NamedTuple

_LEAD = "GW2"
_SHORT = {
    "application": "AP",
    "registration": "RG",
    "rights_notice": "RN",
    "mandate": "MD",
    "investigation": "IN",
    "session": "SE",
    "agreement": "AG",
    "oral_agreement": "OA",
    "supplement": "SU",
    "follow_up": "FU",
    "confirmation": "CF",
    "note": "NO",
    "urgent": "UR",
}
_LONG = {short: code for code, short in _SHORT.items()}
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Upper case, digits and three signs only: QR codes hold those in two thirds of the room.
_MARK = re.compile(
    rf"{_LEAD}/([0-9A-Z]{{25}})/([A-Z]{{2}})(\d{{0,3}})/(\d{{1,4}})/(\d{{1,4}})/([0-9A-F]{{6}}|0)/(\d{{1,2}})",
    re.ASCII,
)


class PaperMark(NamedTuple):
    """A page of a paper of a record: `page` of `pages`, from 1 on; 0 where the program that prints counts them.

    `version` stands for what the paper said when it was printed (`paper_version`), "" for one to be filled in by hand.
    `copy` is counted from 1 on, 0 where nobody knows how many are printed.
    """

    record: str
    paper: str
    page: int
    pages: int
    version: str = ""
    copy: int = 0

    def text(self) -> str:
        """The mark in the QR code: at most 50 signs, so that its modules are large enough for a poor photo."""
        code, _, number = self.paper.partition("-")
        about = f"{_base_36(int(self.record.replace('-', ''), 16))}/{_SHORT[code]}{number}"
        return f"{_LEAD}/{about}/{self.page}/{self.pages}/{self.version.upper() or 0}/{self.copy}"


def read_mark(text: str) -> PaperMark | None:
    """The mark that a QR code holds; None for one that is not ours."""
    match = _MARK.fullmatch(text.strip())
    if match is None:
        return None
    record, short, number, page, pages, version, copy = match.groups()
    digits = f"{int(record, 36):032x}"
    if short not in _LONG or len(digits) > 32:
        return None
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    paper = _LONG[short] + (f"-{int(number)}" if number else "")
    said = "" if version == "0" else version.lower()
    return PaperMark("-".join(parts), paper, int(page), int(pages), said, int(copy))


def _base_36(number: int) -> str:
    """128 bits in 25 digits."""
    found = ""
    while number:
        number, digit = divmod(number, 36)
        found = _DIGITS[digit] + found
    return found.rjust(25, "0")
