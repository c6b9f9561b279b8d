"""Zhou Min prints a case: papers and dossier as files, the committee's name, and the trace each print leaves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from gridworker.domain.errors import PersonCanMend
from gridworker.operations.attaching import attach, give_role
from gridworker.operations.committees import committee_of
from gridworker.operations.papers import (
    case_of,
    find_paper,
    list_papers,
    write_dossier,
    write_paper,
)
from gridworker.operations.records import add_record, list_records
from gridworker.store.profile import Profile
from tests.documents.reading import pages_of, text_of
from tests.laptop import laptop
from tests.operations.cases import FIELDS, photo
from tests.operations.published import pull

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


@pytest.fixture
def record(profile: Profile) -> str:
    return add_record(profile, "dispute", FIELDS).ids[0]


def scan(folder: Path, name: str, pages: int) -> Path:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=400, height=600)
    file = folder / name
    with file.open("wb") as out:
        writer.write(out)
    return file


def test_a_paper_is_written_and_leaves_a_trace(profile: Profile, record: str, tmp_path: Path) -> None:
    made = write_paper(profile, record, "agreement", "pdf", tmp_path / "协议书.pdf")
    text = text_of((tmp_path / "协议书.pdf").read_bytes())
    assert "330109197403051234" in text
    assert made.pages == len(pages_of((tmp_path / "协议书.pdf").read_bytes()))
    (trace,) = list_records(profile, "access", [("what", "print")], 9, None)
    assert (trace["about_id"], trace["reason"]) == (record, "人民调解协议书")


def test_a_paper_is_found_by_its_official_title_too(profile: Profile, record: str) -> None:
    case = case_of(profile, record)
    assert find_paper(case, "人民调解协议书").name == "agreement"
    assert find_paper(case, "session").name == "session-2"
    with pytest.raises(PersonCanMend, match="unknown_paper"):
        find_paper(case, "判决书")


def test_nothing_is_written_where_there_is_no_folder(profile: Profile, record: str, tmp_path: Path) -> None:
    with pytest.raises(PersonCanMend, match="folder_missing"):
        write_paper(profile, record, "agreement", "docx", tmp_path / "没有" / "协议书.docx")
    assert list_records(profile, "access", [("what", "print")], 9, None) == []


def test_a_visit_has_no_papers(profile: Profile) -> None:
    note = add_record(profile, "note", {"text": "买菜"}).ids[0]
    with pytest.raises(PersonCanMend, match="no_papers"):
        case_of(profile, note)


def test_the_committee_is_the_villages_unless_the_district_names_another(
    profile: Profile, record: str
) -> None:
    assert case_of(profile, record).office.committee == "西河路社区人民调解委员会"
    content = {
        "committees": {"330109001": "城厢街道人民调解委员会", "330109": "萧山区人民调解委员会"},
        "court": "杭州市萧山区人民法院",
        "retention_years": {"short": 3},
    }
    pull(profile, "reference", [{"name": "policy/mediation", "version": 1, "content": content}])
    office = case_of(profile, record).office
    assert (office.committee, office.court) == ("城厢街道人民调解委员会", "杭州市萧山区人民法院")
    assert (office.years["short"], office.years["long"]) == (3, 10)


@pytest.mark.parametrize(
    ("grid", "committee"),
    [
        ("柳塘新村社区第三网格", "柳塘新村社区人民调解委员会"),
        ("山末址村第一网格", "山末址村人民调解委员会"),
        ("江寺居委会二网格", "江寺社区人民调解委员会"),
        ("第三网格", ""),
    ],
)
def test_a_grid_tells_its_committee(grid: str, committee: str) -> None:
    assert committee_of(grid) == committee


def test_the_dossier_binds_papers_photos_and_scans_in_order(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    for file, role in (
        (photo(tmp_path, "吊顶.png"), "evidence"),
        (photo(tmp_path, "身份证.png"), "identity"),
        (scan(tmp_path, "协议书签字页.pdf", 2), "signed"),
    ):
        give_role(profile, record, attach(profile, record, file).element, role)
    broken = tmp_path / "收条.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    give_role(profile, record, attach(profile, record, broken).element, "receipt")
    bound = write_dossier(profile, record, tmp_path / "卷宗.pdf")
    pages = pages_of((tmp_path / "卷宗.pdf").read_bytes())
    assert bound.pages == len(pages)
    assert bound.left_out == ("收条.pdf",)
    assert "卷名李建国与王秀英邻里纠纷" in pages[0]
    assert "保管期限长期（10年）" in pages[0]
    titles = [
        "申请书",
        "告知书",
        "当事人身份证明",
        "授权委托书",
        "调查记录",
        "证据材料",
        "记录（一）",
        "协议书",
        "履行凭证",
    ]
    places = [pages[1].index(title) for title in titles]
    assert places == sorted(places)
    assert "含签字页" in pages[1]
    assert folios(tmp_path / "卷宗.pdf")[2:-1] == [str(number) for number in range(1, len(pages) - 2)]
    assert f"本卷宗共{len(pages) - 3}页" in pages[-1]


def folios(file: Path) -> list[str]:
    """The last number on its own on each page, which is that of the dossier."""
    found = []
    for page in PdfReader(io.BytesIO(file.read_bytes())).pages:
        numbers = [line.strip() for line in page.extract_text().splitlines() if line.strip().isdecimal()]
        found.append(numbers[-1] if numbers else "")
    return found


def test_what_is_missing_is_known_of_every_paper(profile: Profile) -> None:
    bare = add_record(
        profile,
        "dispute",
        {"title": "漏水", "type": "family", "personal_status": True, "parties": [{"name": "李建国"}]},
    ).ids[0]
    lacks = {
        card.ref.name: {lack.code for lack in card.lacks} for card in list_papers(case_of(profile, bare))
    }
    assert {"two_parties", "party", "field"} <= lacks["application"]
    assert {"clause", "mediator"} <= lacks["agreement"]
    assert {"never_confirmed", "not_in_force"} <= lacks["confirmation"]
    assert lacks["session-1"] == {"no_session"}
