"""A photo of a signed page files itself: the mark on the page says of which paper of which case it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.documents.dispute.wording import paper_title
from gridworker.domain.attachments import ATTACHMENTS
from gridworker.domain.mediation import present
from gridworker.domain.mediation_papers import PaperRef, papers_of
from gridworker.domain.paper_mark import PaperMark
from gridworker.domain.paper_version import paper_marked, paper_version
from gridworker.domain.paths import DELETED
from gridworker.operations.attaching import attach_kept, keep_content, keep_file
from gridworker.operations.page_marks import read_marks
from gridworker.operations.records import Edited
from gridworker.operations.showing import shown
from gridworker.store import record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

_NAME = "{title}（签字页第{page}页）{ending}"
_WHOLE = "{title}（签字页）{ending}"


class Page(NamedTuple):
    """A file that was kept: the element that names it, the mark of the page that it shows, None for any other.

    `original` is the SHA-256 of a picture as it came; "" where nobody asks.
    """

    element: dict[str, Any]
    mark: PaperMark | None = None
    original: str = ""


class Fate(StrEnum):
    """What became of a page by its mark."""

    FILED = "filed"
    OLD = "old"
    """Filed, though the paper says something else by now."""
    AGAIN = "again"
    """The same file is in that case already."""
    UNKNOWN = "unknown"
    """This laptop does not hold the case, or the case has no such paper: the file is where it was put."""


class Filed(NamedTuple):
    """A page that found its case, as `element` of `record`: the case's title, which paper, which page of how many."""

    fate: Fate
    record: str = ""
    element: str = ""
    case: str = ""
    ref: PaperRef = PaperRef("")
    one_of_many: bool = False
    page: int = 0
    pages: int = 0
    added: Edited | None = None
    """The edit by which it was added; None where none was."""


def keep_page(profile: Profile, path: Path) -> Page:
    """Keeps a file as `keep_file` does, and looks for the mark of a page on it. Raises likewise."""
    element = keep_file(profile, path)
    if not _may_show_a_page(element):
        return Page(element)
    try:
        return _seen(element, path.read_bytes())
    except OSError:
        return Page(element)


def keep_pasted(profile: Profile, content: bytes, name: str) -> Page:
    """The same for what was pasted. Raises as `keep_content`."""
    return _seen(keep_content(profile, content, name), content)


def _seen(element: dict[str, Any], content: bytes) -> Page:
    mark = _mark(content) if _may_show_a_page(element) else None
    return Page(element, mark, hashlib.sha256(content).hexdigest())


def _may_show_a_page(element: Mapping[str, Any]) -> bool:
    kind = str(element["type"])
    return kind.startswith("image/") or kind == "application/pdf"


def _mark(content: bytes) -> PaperMark | None:
    """The mark that counts: of several pages in one file, that of the first."""
    return next(iter(sorted(read_marks(content), key=lambda mark: mark.page)), None)


def file_page(profile: Profile, page: Page) -> Filed:
    """Adds a kept page to the case that its mark names, as a signed page of that paper.

    Raises as `edit_record`; what is kept stays kept.
    """
    mark = page.mark
    body = profile.read(lambda db: _case(db, profile, mark.record)) if mark is not None else None
    ref = paper_marked(body, mark.paper, mark.version) if mark is not None and body is not None else None
    if mark is None or body is None or ref is None:
        return Filed(Fate.UNKNOWN)
    several = sum(one.code == ref.code for one in papers_of(body)) > 1
    found = Filed(
        Fate.FILED, str(body["id"]), "", str(body.get("title") or ""), ref, several, mark.page, mark.pages
    )
    for key, item in present(body, ATTACHMENTS):
        if item.get("sha256") == page.element["sha256"] and item.get("paper") == ref.key:
            return found._replace(fate=Fate.AGAIN, element=key)
    is_old = bool(mark.version) and paper_version(body, ref) != mark.version
    elements, added = attach_kept(profile, found.record, [_signed(page.element, ref, mark, several=several)])
    return found._replace(fate=Fate.OLD if is_old else Fate.FILED, element=elements[0], added=added)


def _case(db: Tables, profile: Profile, record: str) -> dict[str, Any] | None:
    """The dispute of this id, or the one it was merged into or handed over as; None where it is not on this laptop."""
    seen: set[str] = set()
    while record and record not in seen:
        seen.add(record)
        row = record_rows.load(db, record)
        if row is None or row.kind != "dispute":
            return None
        body = shown(db, profile.identity, row)
        record = str(body.get("merged_into") or body.get("to_id") or "")
        if not record or record_rows.load(db, record) is None:
            return None if body.get(DELETED) else body
    return None


def _signed(element: Mapping[str, Any], ref: PaperRef, mark: PaperMark, *, several: bool) -> dict[str, Any]:
    title = paper_title(ref, "zh_CN", one_of_many=several)
    form = _NAME if mark.page else _WHOLE
    name = form.format(title=title, page=mark.page, ending=Path(str(element["name"])).suffix)
    page = {"page": mark.page} if mark.page else {}
    return {**element, "name": name, "role": "signed", "paper": ref.key, **page}
