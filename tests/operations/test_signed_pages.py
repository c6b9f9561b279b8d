"""Zhou Min photographs what was signed: pages printed by another program, seen askew and in shadow, file themselves."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import NameObject, NumberObject, StreamObject
from PySide6.QtGui import QImage

from gridworker.domain.dossier import completeness
from gridworker.domain.mediation import sessions
from gridworker.domain.paper_mark import PaperMark
from gridworker.operations.attaching import detach
from gridworker.operations.page_marks import read_marks
from gridworker.operations.papers import write_dossier
from gridworker.operations.records import add_record, edit_record, show_record
from gridworker.operations.signed_pages import Fate, Filed, file_page, keep_page
from gridworker.store.profile import Profile
from tests.documents.photographs import Shot, photographed
from tests.documents.reading import pages_of
from tests.laptop import laptop
from tests.operations.cases import FIELDS, TO_SIGN, pages

pytestmark = pytest.mark.usefixtures("qapp")

SHOTS = [
    Shot(),
    Shot(width=3600, turned=7, light=0.5),
    Shot(width=1600, turned=90, leaning=0.06, light=0.7),
    Shot(width=1440, turned=-4, leaning=0.1, quality=50),
    Shot(width=1200, turned=183, light=0.35, quality=60),
    Shot(width=1080, turned=2, leaning=0.04, light=0.8, quality=45),
    Shot(width=2000, turned=12, covered=0.25),
]


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


@pytest.fixture
def record(profile: Profile) -> str:
    return add_record(profile, "dispute", TO_SIGN).ids[0]


def snapped(profile: Profile, page: QImage, folder: Path, shot: Shot = SHOTS[0]) -> Filed:
    """What became of a photo of a page."""
    file = folder / "IMG_2034.jpg"
    file.write_bytes(photographed(page, shot))
    return file_page(profile, keep_page(profile, file))


def attached(profile: Profile, filed: Filed) -> dict[str, object]:
    found: dict[str, object] = show_record(profile, filed.record)["attachments"][filed.element]
    return found


def test_a_photo_of_a_printed_page_says_which_page_it_is(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    (page,) = pages(profile, record, "agreement", tmp_path)
    for shot in SHOTS:
        found = [(mark.record, mark.paper, mark.page) for mark in read_marks(photographed(page, shot))]
        assert found == [(record, "agreement", 1)], shot


def test_a_photo_of_a_signed_page_is_filed_as_that_page_of_that_paper(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    other = add_record(profile, "dispute", FIELDS | {"title": "楼道堆物"}).ids[0]
    for number, page in enumerate(pages(profile, record, "agreement", tmp_path, 2), start=1):
        filed = snapped(profile, page, tmp_path, SHOTS[1])
        assert (filed.fate, filed.record, filed.ref.code, filed.page) == (
            Fate.FILED,
            record,
            "agreement",
            number,
        )
        element = attached(profile, filed)
        assert (element["role"], element["paper"], element["page"]) == ("signed", "agreement", number)
        assert element["name"] == f"人民调解协议书（签字页第{number}页）.jpg"
    part = next(part for part in completeness(show_record(profile, record)).parts if part.code == "agreement")
    assert part.is_complete
    assert not show_record(profile, other).get("attachments")
    detach(profile, filed.record, filed.element)
    assert attached(profile, filed)["_deleted"]


def test_the_signed_page_of_a_session_stands_behind_that_session_also_when_another_came_between(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    (page,) = pages(profile, record, "session-2", tmp_path)
    (first, held), (second, _) = sessions(show_record(profile, record))
    between = held | {"at": held["at"] + 1000, "record": "李建国：要赔。"}
    edit_record(profile, record, {f"sessions/{profile.make_id()}": between})
    filed = snapped(profile, page, tmp_path)
    assert (filed.fate, filed.ref.name, filed.ref.element) == (Fate.FILED, "session-3", second)
    write_dossier(profile, record, tmp_path / "卷宗.pdf")
    contents = pages_of((tmp_path / "卷宗.pdf").read_bytes())[1]
    assert re.search(r"人民调解记录（三）\d+—\d+含签字页", contents)
    assert first != second


def test_the_page_of_an_older_version_is_filed_and_said_to_be_old(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    page = pages(profile, record, "agreement", tmp_path)[0]
    (clause, *_) = show_record(profile, record)["clauses"]
    edit_record(profile, record, {f"clauses/{clause}/what": "修好卫生间，并重做防水"})
    filed = snapped(profile, page, tmp_path)
    assert (filed.fate, filed.record) == (Fate.OLD, record)
    assert attached(profile, filed)["role"] == "signed"


def test_what_is_entered_after_signing_does_not_make_a_page_old(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    page = pages(profile, record, "agreement", tmp_path)[0]
    signed = {"form": "written", "number": "1", "signed_on": "2026-11-22", "sealed_on": "2026-11-22"}
    edit_record(profile, record, {"agreement": signed, f"mediators/{profile.make_id()}": {"name": "赵敏"}})
    assert snapped(profile, page, tmp_path).fate is Fate.FILED


def scan(picture: Image.Image) -> bytes:
    """A PDF of a picture, with another one in the form in which scanners keep black and white."""
    content, made = io.BytesIO(), io.BytesIO()
    picture.save(content, "PDF")
    writer, stream = PdfWriter(clone_from=content), StreamObject()
    stream.set_data(bytes(64))
    facts = {"Type": "/XObject", "Subtype": "/Image", "ColorSpace": "/DeviceGray", "Filter": "/JBIG2Decode"}
    stream.update({NameObject(f"/{name}"): NameObject(value) for name, value in facts.items()})
    numbers = {"Width": 8, "Height": 8, "BitsPerComponent": 1}
    stream.update({NameObject(f"/{name}"): NumberObject(value) for name, value in numbers.items()})
    resources: Any = writer.pages[0]["/Resources"]
    resources["/XObject"][NameObject("/Black")] = writer._add_object(stream)
    writer.write(made)
    return made.getvalue()


def test_a_scan_is_kept_whatever_its_scanner_packs_pages_with(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    (page,) = pages(profile, record, "agreement", tmp_path)
    shown = Image.open(io.BytesIO(photographed(page, SHOTS[0])))
    for picture, has_mark in ((shown, True), (Image.new("L", (40, 40)), False)):
        file = tmp_path / "扫描件.pdf"
        file.write_bytes(scan(picture))
        kept = keep_page(profile, file)
        assert (kept.element["name"], kept.mark is not None) == ("扫描件.pdf", has_mark)


def test_the_same_photo_twice_is_there_once(profile: Profile, record: str, tmp_path: Path) -> None:
    page = pages(profile, record, "rights_notice", tmp_path)[0]
    assert snapped(profile, page, tmp_path).fate is Fate.FILED
    assert snapped(profile, page, tmp_path).fate is Fate.AGAIN
    assert len(show_record(profile, record)["attachments"]) == 1


def test_a_page_of_a_case_elsewhere_stays_where_it_was_put(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    elsewhere = laptop()
    there = [add_record(elsewhere, "dispute", TO_SIGN).ids[0] for _ in range(2)][1]
    page = pages(elsewhere, there, "agreement", tmp_path)[0]
    elsewhere.close()
    assert snapped(profile, page, tmp_path) == Filed(Fate.UNKNOWN)
    assert not show_record(profile, record).get("attachments")


def test_a_code_that_cannot_be_read_leaves_an_ordinary_photo(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    (page,) = pages(profile, record, "agreement", tmp_path)
    file = tmp_path / "IMG_1.jpg"
    for shot in (Shot(width=400), Shot(width=1000, quality=3, light=0.1), Shot(covered=0.75)):
        file.write_bytes(photographed(page, shot))
        kept = keep_page(profile, file)
        assert (kept.mark, kept.element["name"]) == (None, "IMG_1.jpg"), shot


def test_a_scan_of_several_pages_is_filed_whole(profile: Profile, record: str, tmp_path: Path) -> None:
    pages(profile, record, "agreement", tmp_path, 2)
    sheets = [Image.open(file).convert("L") for file in sorted(tmp_path.glob("printed-*.png"))]
    for name in ("scan.tiff", "scan.pdf"):
        sheets[0].save(tmp_path / name, save_all=True, append_images=sheets[1:])
        filed = file_page(profile, keep_page(profile, tmp_path / name))
        assert (filed.fate, filed.ref.code, filed.page) == (Fate.FILED, "agreement", 1)


def test_codes_of_others_and_broken_files_bear_no_mark(tmp_path: Path) -> None:
    import segno

    content = io.BytesIO()
    segno.make("https://example.org/GW2/").save(content, kind="png", scale=8)
    for found in (content.getvalue(), b"%PDF-1.7\nnothing", b"\xff\xd8\xff no photo", b""):
        assert read_marks(found) == []


def test_the_mark_holds_nothing_personal_and_little_at_all(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    (mark, *_) = [
        found
        for page in pages(profile, record, "agreement", tmp_path)
        for found in read_marks(photographed(page, SHOTS[0]))
    ]
    assert mark == PaperMark(record, "agreement", 1, mark.pages, mark.version)
    assert len(mark.text()) <= 50
    for secret in ("李建国", "330109", "13712342046"):
        assert secret not in mark.text()
