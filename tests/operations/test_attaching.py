"""Photos and papers added to records: kept before the record names them, replaced, taken away and given back."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gridworker.cli.demo.pictures import CHAILING_HILL, phone_photo
from gridworker.domain.errors import InvalidRecord, PersonCanMend, Trouble
from gridworker.operations import attaching
from gridworker.operations.records import add_record, edit_record, show_record
from gridworker.store import attachments
from gridworker.store.profile import Profile
from tests.laptop import NOON, laptop

ELEMENT = "01930000-0000-7000-8000-0000000000e1"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 3000


@pytest.fixture
def zhou() -> Iterator[Profile]:
    with laptop() as profile:
        yield profile


@pytest.fixture
def patrol(zhou: Profile) -> str:
    fields = {"place": {"text": "柴岭山护林点"}, "categories": ["fire"], "text": "路口有枯枝。"}
    return add_record(zhou, "patrol", fields).ids[0]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "IMG_20261122_120000.jpg"
    file.write_bytes(phone_photo("hill", NOON, CHAILING_HILL, size=(900, 1200)))
    return file


def elements(profile: Profile, record: str) -> dict[str, Any]:
    found: dict[str, Any] = show_record(profile, record).get("attachments", {})
    return found


def content(profile: Profile, sha256: str) -> bytes | None:
    return profile.attachments.read(lambda db: attachments.content(db, sha256))


def test_a_photo_of_a_patrol(zhou: Profile, patrol: str, photo: Path) -> None:
    added = attaching.attach(zhou, patrol, photo)
    assert added.changes.ids == [patrol]
    element = elements(zhou, patrol)[added.element]
    assert element["name"] == "IMG_20261122_120000.jpg"
    assert (element["type"], element["taken_at"]) == ("image/jpeg", NOON)
    assert element["position"]["lon"] == round(CHAILING_HILL[0] * 1e7)
    kept = content(zhou, element["sha256"])
    assert kept is not None
    assert len(kept) == element["size"]
    assert content(zhou, element["thumb"]) is not None


def test_a_paper_stays_as_it_is(zhou: Profile, patrol: str, tmp_path: Path) -> None:
    file = tmp_path / "收条.jpg"
    file.write_bytes(PDF)
    added = attaching.attach(zhou, patrol, file)
    element = elements(zhou, patrol)[added.element]
    assert (element["name"], element["type"], element["size"]) == ("收条.pdf", "application/pdf", len(PDF))
    assert content(zhou, added.sha256) == PDF
    assert "thumb" not in element


def test_an_office_document_is_told_from_any_other_archive(
    zhou: Profile, patrol: str, tmp_path: Path
) -> None:
    names = {"纪要.docx": ["[Content_Types].xml", "word/document.xml"], "程序.zip": ["setup.exe"]}
    for name, members in names.items():
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for member in members:
                archive.writestr(member, "x")
    attaching.attach(zhou, patrol, tmp_path / "纪要.docx")
    with pytest.raises(PersonCanMend, match="attachment_type"):
        attaching.attach(zhou, patrol, tmp_path / "程序.zip")


def test_a_file_in_the_place_of_another_has_nothing_of_it(
    zhou: Profile, patrol: str, photo: Path, tmp_path: Path
) -> None:
    first = attaching.attach(zhou, patrol, photo, element=ELEMENT)
    file = tmp_path / "整改通知书.pdf"
    file.write_bytes(PDF)
    second = attaching.attach(zhou, patrol, file, element=ELEMENT)
    assert first.element == second.element == ELEMENT
    assert elements(zhou, patrol) == {
        ELEMENT: {
            "sha256": second.sha256,
            "size": len(PDF),
            "type": "application/pdf",
            "name": "整改通知书.pdf",
            "by_name": "周敏",
        }
    }


def test_taken_away_and_given_back(zhou: Profile, patrol: str, photo: Path) -> None:
    added = attaching.attach(zhou, patrol, photo)
    attaching.detach(zhou, patrol, added.element)
    assert elements(zhou, patrol)[added.element]["_deleted"] is True
    edit_record(zhou, patrol, {f"attachments/{added.element}/_deleted": None})
    assert "_deleted" not in elements(zhou, patrol)[added.element]


def test_added_again_after_it_was_taken_away_it_is_shown_again(
    zhou: Profile, patrol: str, photo: Path
) -> None:
    attaching.attach(zhou, patrol, photo, element=ELEMENT)
    attaching.detach(zhou, patrol, ELEMENT)
    attaching.attach(zhou, patrol, photo, element=ELEMENT)
    assert "_deleted" not in elements(zhou, patrol)[ELEMENT]


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("空.jpg", b"", "attachment_empty"),
        ("苹果.HEIC", b"\0\0\0\x24ftypheic\0\0\0\0mif1heic", "photo_heic"),
        ("改了名的.jpg", b"\0\0\0\x24ftypheic\0\0\0\0mif1heic", "photo_heic"),
        ("坏的.jpg", b"\xff\xd8\xff\xe0" + bytes(3000), "photo_broken"),
        ("程序.jpg", b"MZ\x90\0" + bytes(3000), "attachment_type"),
    ],
)
def test_a_file_that_cannot_be_taken(
    zhou: Profile, patrol: str, tmp_path: Path, name: str, written: bytes, code: str
) -> None:
    file = tmp_path / name
    file.write_bytes(written)
    with pytest.raises(PersonCanMend, match=code) as refused:
        attaching.attach(zhou, patrol, file)
    assert refused.value.facts["file"] == name
    assert elements(zhou, patrol) == {}
    assert zhou.attachments.read(attachments.files) == []


def test_a_film_is_too_large(zhou: Profile, patrol: str, tmp_path: Path) -> None:
    file = tmp_path / "录像.mp4"
    with file.open("wb") as film:
        film.write(b"\0\0\0\x20ftypisom")
        film.truncate(64 * 1024 * 1024 + 1)
    with pytest.raises(PersonCanMend, match="file_too_large"):
        attaching.attach(zhou, patrol, file)


def test_where_it_cannot_go(zhou: Profile, patrol: str, photo: Path, tmp_path: Path) -> None:
    with pytest.raises(PersonCanMend, match="unknown_record"):
        attaching.attach(zhou, ELEMENT, photo)
    with pytest.raises(InvalidRecord):
        attaching.attach(zhou, patrol, photo, element="第一张")
    for missing, code in ((tmp_path / "没有.jpg", "file_missing"), (tmp_path, "file_unreadable")):
        with pytest.raises(Trouble, match=code):
            attaching.attach(zhou, patrol, missing)


def test_what_was_pasted_is_named_by_whoever_pastes(zhou: Profile) -> None:
    element = attaching.keep_content(zhou, phone_photo("wall", NOON, size=(300, 400)), "粘贴的照片.png")
    assert element["name"] == "粘贴的照片.jpg"
    fields = {"place": {"text": "东篱苑"}, "categories": ["other"], "attachments": [element]}
    record = add_record(zhou, "patrol", fields).ids[0]
    assert list(elements(zhou, record).values()) == [element]
