"""Evidence leaves the case as copies that anybody can check, and the case says who had it when."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.operations.attaching import attach, detach, give_role
from gridworker.operations.evidence import custody_of, export_evidence, items_of, note_view
from gridworker.operations.papers import write_dossier
from gridworker.operations.records import add_record, list_records, show_record
from gridworker.store.profile import Profile
from tests.documents.reading import pages_of
from tests.laptop import laptop
from tests.operations.cases import FIELDS, checked, photo

pytestmark = pytest.mark.usefixtures("qapp")

REASON = "移送派出所调查"


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


@pytest.fixture
def record(profile: Profile, tmp_path: Path) -> str:
    made = add_record(profile, "dispute", FIELDS).ids[0]
    scan = tmp_path / "收 条.pdf"
    scan.write_bytes(b"%PDF-1.7\n" + os.urandom(40_000))
    hostile = tmp_path / "a\\b:'说明\n第二行'.pdf"
    hostile.write_bytes(b"%PDF-1.7\nanother")
    for file, role in ((photo(tmp_path, "吊顶.png"), "evidence"), (scan, "receipt"), (hostile, "evidence")):
        give_role(profile, made, attach(profile, made, file).element, role)
    return made


def test_a_folder_of_evidence_is_checked_by_sha256sum_and_a_changed_file_is_found(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    out = tmp_path / "证据"
    made = export_evidence(profile, record, out, REASON, "城南派出所")
    assert (made.files, made.missing) == (3, ())
    assert all(line.endswith((": OK", ": 成功")) for line in checked(out))
    (image, *_) = sorted((out / "材料").iterdir())
    assert image.name == "01-吊顶.jpg"
    image.write_bytes(image.read_bytes()[:-1] + b"x")
    with pytest.raises(subprocess.CalledProcessError):
        checked(out)


def test_a_zip_holds_the_same(profile: Profile, record: str, tmp_path: Path) -> None:
    out = tmp_path / "证据.zip"
    export_evidence(profile, record, out, REASON)
    with zipfile.ZipFile(out) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert len(checked(tmp_path / "unpacked")) == 6
    manifest = json.loads((tmp_path / "unpacked" / "manifest.json").read_text(encoding="utf-8"))
    assert [one["sha256"] for one in manifest["files"]] == [item.sha256 for item in items_of(profile, record)]
    told = (tmp_path / "unpacked" / "清单.txt").read_text(encoding="utf-8")
    for fact in ("李建国与王秀英邻里纠纷", "1．吊顶.jpg（证据）", "收存人：周敏", "sha256sum -c SHA256SUMS"):
        assert fact in told


def test_the_case_says_who_had_the_evidence_when_and_the_dossier_too(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    first = items_of(profile, record)[0].element
    note_view(profile, record, first)
    export_evidence(profile, record, tmp_path / "一份", REASON, "城南派出所", only=[first])
    log = custody_of(profile, record)
    assert [held.what for held in log] == ["added", "added", "added", "viewed", "handed_over"]
    assert {held.by for held in log} == {"周敏"}
    assert (log[-1].files, log[-1].to, log[-1].reason) == ((first,), "城南派出所", REASON)
    told = (tmp_path / "一份" / "保管记录.txt").read_text(encoding="utf-8")
    assert "周敏　移交　吊顶.jpg　城南派出所，移送派出所调查" in told
    assert [seen["what"] for seen in list_records(profile, "access", [("about_id", record)], 9, None)] == [
        "export",
        "reveal",
    ]
    write_dossier(profile, record, tmp_path / "卷宗.pdf")
    assert any("移交吊顶.jpg城南派出所" in page for page in pages_of((tmp_path / "卷宗.pdf").read_bytes()))


def test_what_was_taken_from_the_case_is_not_exported(profile: Profile, record: str, tmp_path: Path) -> None:
    for item in items_of(profile, record)[1:]:
        detach(profile, record, item.element)
    assert export_evidence(profile, record, tmp_path / "一份", REASON).files == 1
    detach(profile, record, items_of(profile, record)[0].element)
    with pytest.raises(PersonCanMend, match="no_evidence"):
        export_evidence(profile, record, tmp_path / "两份", REASON)
    assert not (tmp_path / "两份").exists()


def test_nothing_leaves_without_a_reason_or_over_something_else(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    (tmp_path / "有").mkdir()
    for out, reason, code in (("无", " ", "reason_needed"), ("有", REASON, "out_exists")):
        with pytest.raises(PersonCanMend, match=code):
            export_evidence(profile, record, tmp_path / out, reason)
    assert list_records(profile, "access", [("what", "export")], 9, None) == []


def test_a_full_disk_leaves_nothing_half_written_and_the_case_does_not_say_exported(
    profile: Profile, record: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []

    def full(descriptor: int) -> None:
        synced.append(descriptor)
        raise OSError(errno.ENOSPC, "No space left on device")

    for name in ("证据", "证据.zip"):
        with monkeypatch.context() as patch:
            patch.setattr("gridworker.operations.evidence.os.fsync", full)
            with pytest.raises(OSError, match="No space"):
                export_evidence(profile, record, tmp_path / name, REASON)
        assert not (tmp_path / name).exists()
        assert not list(tmp_path.glob(".*.part"))
    assert synced
    assert not show_record(profile, record).get("custody")


def test_evidence_whose_bytes_have_changed_in_the_store_is_not_handed_on(
    profile: Profile, record: str, tmp_path: Path
) -> None:
    profile.attachments.write(lambda db: db.execute("UPDATE piece SET content = zeroblob(length(content))"))
    for name in ("证据", "证据.zip"):
        with pytest.raises(ComputerTrouble, match="database_damaged"):
            export_evidence(profile, record, tmp_path / name, REASON)
        assert not (tmp_path / name).exists()
    assert not show_record(profile, record).get("custody")
