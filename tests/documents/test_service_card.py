"""联系卡: one for the grid or for a business, on A6 or four on A4; its code is a contact for a telephone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from gridworker.documents.press.cards import card_pdf
from gridworker.documents.service_card import ServiceCard
from gridworker.domain.errors import PersonCanMend
from gridworker.operations.records import add_record
from gridworker.operations.service_cards import Numbers, card_numbers, write_card
from gridworker.store.profile import Profile
from tests.documents.reading import pages_of
from tests.laptop import laptop
from tests.operations.published import publish

CARD = ServiceCard(
    "网格服务联系卡",
    "周敏",
    "西河路社区第三网格",
    "13800000001",
    "12345",
    ["政策咨询", "矛盾纠纷"],
    "致：永利五金加工部",
)


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def size_of(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first page in millimetres."""
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


def test_a_card_is_an_a6_sheet_that_says_who_is_called_and_for_what() -> None:
    pdf = card_pdf(CARD)
    (text,) = pages_of(pdf)
    assert size_of(pdf) == (148, 105)
    for words in (
        "网格服务联系卡",
        "致：永利五金加工部",
        "周敏",
        "西河路社区第三网格",
        "13800000001",
        "12345",
    ):
        assert words in text
    assert "可以找我：政策咨询、矛盾纠纷" in text


def test_four_cards_fit_a_sheet_of_a4() -> None:
    pdf = card_pdf(CARD, four=True)
    (text,) = pages_of(pdf)
    assert size_of(pdf) == (297, 210)
    assert text.count("13800000001") == 4


def test_its_code_is_a_contact_and_no_sign_breaks_it() -> None:
    assert CARD.code == "MECARD:N:周敏;TEL:13800000001;ORG:西河路社区第三网格;;"
    odd = CARD._replace(worker="A;B:C", grid="")
    assert odd.code == r"MECARD:N:A\;B\:C;TEL:13800000001;;"


def test_the_number_is_remembered_and_the_district_says_what_may_be_asked(
    profile: Profile, tmp_path: Path
) -> None:
    assert card_numbers(profile) == Numbers("", "12345")
    firm = add_record(profile, "enterprise", {"name": "永利五金加工部"}).ids[0]
    publish(profile, "policy/service-card", 1, {"hotline": "0571-82000000", "asked": ["融资", "用工"]})
    made = write_card(profile, tmp_path / "card.pdf", Numbers("13800000001", "0571-82000000"), firm)
    assert (made.whom, made.worker, made.grid) == ("致：永利五金加工部", "周敏", "西河路社区第三网格")
    assert list(made.asked) == ["融资", "用工"]
    assert card_numbers(profile) == Numbers("13800000001", "0571-82000000")
    (text,) = pages_of((tmp_path / "card.pdf").read_bytes())
    assert "融资、用工" in text


def test_a_folder_that_is_not_there_leaves_nothing_behind(profile: Profile, tmp_path: Path) -> None:
    with pytest.raises(PersonCanMend):
        write_card(profile, tmp_path / "gone" / "card.pdf", Numbers("13800000001", ""))
    assert card_numbers(profile).phone == ""
