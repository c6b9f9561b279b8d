"""The papers of a case: which there are, what each lacks, made as PDF, DOCX or one dossier; each print is noted."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from gridworker.documents.dispute.case import Case, Office
from gridworker.documents.dispute.evidence import File
from gridworker.documents.dispute.papers import make_paper
from gridworker.documents.dispute.titles import official_title
from gridworker.documents.paper import Paper
from gridworker.documents.whole_file import check_place, write_whole
from gridworker.domain.attachments import ATTACHMENTS
from gridworker.domain.dates import local_day
from gridworker.domain.dossier import Completeness, completeness
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.ids import is_id, made_at
from gridworker.domain.mediation import present
from gridworker.domain.mediation_papers import Lack, PaperRef, copies, missing, papers_of
from gridworker.domain.retention import read_years
from gridworker.operations.accesses import note_access, note_reveal
from gridworker.operations.committees import committee
from gridworker.operations.policies import phones
from gridworker.operations.references import published
from gridworker.operations.saving import known
from gridworker.operations.showing import shown
from gridworker.store import streams
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

FORMATS = ("pdf", "docx")


class PaperCard(NamedTuple):
    """A paper that can be made: how many copies are printed, and what is missing on it."""

    ref: PaperRef
    title: str
    copies: int
    lacks: tuple[Lack, ...]


class Printed(NamedTuple):
    """A paper as a file, and the characters that no font of this computer has."""

    content: bytes
    pages: int
    missing: tuple[str, ...]


class Bound(NamedTuple):
    """A dossier that was written: its pages, what it still lacks, and the files that are not in it."""

    pages: int
    what: Completeness
    left_out: tuple[str, ...]


def case_of(profile: Profile, record: str) -> Case:
    """A dispute for its papers, in full. Raises `PersonCanMend` (`unknown_record`, `no_papers`)."""

    def work(db: Tables) -> tuple[dict[str, Any], str]:
        found = shown(db, profile.identity, known(db, record))
        own = next((one.name for one in streams.all_streams(db) if one.code == found["grid"]), "")
        return found, own

    found, grid = profile.read(work)
    if found.get("_deleted"):
        raise PersonCanMend("unknown_record", id=record)
    if found["kind"] != "dispute":
        raise PersonCanMend("no_papers")
    now = profile.clock.now()
    tz = profile.clock.tz(now)
    office = _office(published(profile, "policy/mediation"), found["grid"], grid)
    office = office._replace(phones=profile.read(phones))
    return Case(found, office, local_day(now, tz), tz)


def _office(content: Any, code: str, grid: str) -> Office:
    """The committee, the court and the years as `policy/mediation` has them.

    `{"committees": {"330109001": "…"}, "court": "…", "retention_years": {"short": 5}}`
    """
    given = content if isinstance(content, dict) else {}
    name = committee(content, code, grid)
    office = Office(name or Office().committee, str(given.get("court") or ""))
    return office._replace(years=read_years(content))


def list_papers(case: Case) -> list[PaperCard]:
    """The papers that can be made for a case, in the order of the dossier."""
    return [
        PaperCard(ref, official_title(ref.code), copies(case.body, ref.code), tuple(missing(ref, case.body)))
        for ref in papers_of(case.body)
    ]


def find_paper(case: Case, name: str) -> PaperRef:
    """The paper of this name or official title. Raises `PersonCanMend` (`unknown_paper`)."""
    refs = papers_of(case.body)
    wanted = [ref for ref in refs if name in (ref.name, ref.code, official_title(ref.code))]
    if not wanted:
        raise PersonCanMend("unknown_paper", name=name, names="、".join(ref.name for ref in refs))
    return wanted[-1]


def paper_of(case: Case, ref: PaperRef) -> Paper:
    """A paper of a case, declared."""
    return make_paper(case, ref)


def printed(case: Case, ref: PaperRef, form: str) -> Printed:
    """A paper as PDF or DOCX. Raises `ComputerTrouble` (`resources_missing`)."""
    from gridworker.documents.press.pages import set_paper
    from gridworker.documents.press.pdf import to_pdf

    paper = make_paper(case, ref)
    sheets = set_paper(paper)
    if form == "docx":
        from gridworker.documents.word import to_docx

        return Printed(to_docx(paper), len(sheets.pages), sheets.missing)
    return Printed(to_pdf([sheets], paper.title), len(sheets.pages), sheets.missing)


def write_paper(profile: Profile, record: str, name: str, form: str, out: Path) -> Printed:
    """Writes a paper to `out`, whole or not at all, after noting that it was printed (PIPL art. 51).

    Raises `PersonCanMend` (`unknown_record`, `no_papers`, `unknown_paper`, `folder_missing`, `out_is_a_folder`),
    `ComputerTrouble`, and `OSError` from the disk.
    """
    check_place(out)
    case = case_of(profile, record)
    ref = find_paper(case, name)
    made = printed(case, ref, form)
    note_print(profile, case, ref)
    write_whole(out, made.content)
    return made


def look_at(profile: Profile, record: str) -> Case:
    """A dispute whose paper is looked at, after noting it: a paper hides nothing. Raises as `case_of`."""
    case = case_of(profile, record)
    note_reveal(profile, [dict(case.body)])
    return case


def note_print(profile: Profile, case: Case, ref: PaperRef) -> None:
    """Notes that a paper with everybody's data left the store."""
    note_access(profile, "print", [dict(case.body)], reason=official_title(ref.code))


def write_dossier(profile: Profile, record: str, out: Path) -> Bound:
    """Writes the dossier of a case to `out`, whole or not at all, after noting it. Raises as `write_paper`."""
    from gridworker.documents.dispute.dossier import make_dossier

    check_place(out)
    case = case_of(profile, record)
    what = completeness(case.body)
    made = make_dossier(case, what, files_of(profile, case))
    note_access(profile, "print", [dict(case.body)], reason=official_title("cover"))
    write_whole(out, made.content)
    return Bound(made.pages, what, made.left_out)


def files_of(profile: Profile, case: Case) -> dict[str, File]:
    """The attachments of a case by element, each with its content where it is on this laptop."""
    return {
        key: File(
            str(item.get("name") or "附件"),
            str(item.get("type") or ""),
            str(item.get("sha256") or ""),
            case.moment(item.get("taken_at")),
            case.moment(made_at(key)) if is_id(key) else "",
            profile.file(str(item.get("sha256") or "")),
            str(item.get("by_name") or ""),
        )
        for key, item in present(case.body, ATTACHMENTS)
    }
