"""A copy of the whole profile in one file, and going back to it: nothing that was saved since is lost."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gridworker.domain.errors import ComputerTrouble, NotAllowed, PersonCanMend
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.protocol.messages import StreamCard
from gridworker.store import attachments, meta, outbox, streams
from gridworker.store.copies import restore_copy, write_copy
from gridworker.store.database import Database, Tables
from gridworker.store.own_copies import go_back, keep_copy, kept_of, list_copies
from gridworker.store.profile import ATTACHMENTS_NAME, DATABASE_NAME, Profile, open_profile, profile_on
from gridworker.store.vault import KEYS_NAME, Cost, change_password, create_vault, open_vault
from tests.laptop import GRID, GRID_CODE, SetClock

PASSWORD = "Xihe-Road-2026"
QUICK = Cost(memory_kib=1024, passes=1)
TODAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """周敏's profile with one note."""
    made = tmp_path / "zhou"
    key, _ = create_vault(made, PASSWORD, SetClock(3).randomness, cost=QUICK)
    identity = meta.Identity(
        replica="01930000-0000-7000-8000-00000000b001",
        worker="zhoumin",
        name="周敏",
        role="grid_worker",
        device="周敏的电脑",
        district="萧山区",
        district_code="330109",
    )

    def work(db: Tables) -> None:
        meta.put(db, "identity", identity)
        streams.add(db, [StreamCard(id=GRID, kind="grid", code=GRID_CODE, name="西河路社区第三网格")])

    with profile_on(made, Database(made / DATABASE_NAME, key)) as profile:
        profile.write(work)
        profile.reread_identity()
        note(profile, "三幢门禁坏了")
    return made


@pytest.fixture
def zhou(folder: Path) -> Iterator[Profile]:
    with open_profile(folder, PASSWORD) as profile:
        yield profile


def note(profile: Profile, text: str) -> str:
    return add_record(profile, "note", {"text": text}).ids[0]


def texts(profile: Profile) -> set[str]:
    return {row["text"] for row in list_records(profile, "note", [], 99, None)}


def test_a_copy_opens_on_a_new_computer(zhou: Profile, tmp_path: Path) -> None:
    photo = b"\xff\xd8" + bytes(700_000)
    name = hashlib.sha256(photo).hexdigest()
    zhou.attachments.write(lambda db: attachments.keep(db, name, len(photo), [photo], 1))
    write_copy(zhou, tmp_path / "copy.gwb")
    restore_copy(tmp_path / "new", tmp_path / "copy.gwb", PASSWORD)
    with open_profile(tmp_path / "new", PASSWORD) as other:
        assert texts(other) == {"三幢门禁坏了"}
        assert other.read(lambda db: outbox.count(db, "waiting")) == 1
        assert other.attachments.read(lambda db: attachments.content(db, name)) == photo
    assert {path.name for path in (tmp_path / "new").iterdir()} >= {
        KEYS_NAME,
        DATABASE_NAME,
        ATTACHMENTS_NAME,
    }


def test_nothing_in_a_copy_can_be_read_without_the_password(zhou: Profile, tmp_path: Path) -> None:
    file = tmp_path / "copy.gwb"
    write_copy(zhou, file)
    content = file.read_bytes()
    assert "三幢门禁坏了".encode() not in content
    assert "周敏".encode() not in content
    with pytest.raises(NotAllowed, match="wrong_password"):
        restore_copy(tmp_path / "new", file, "Xihe-Road-2027")
    assert list((tmp_path / "new").glob("*.db")) == []


def test_going_back_loses_nothing_that_was_saved_since(zhou: Profile, folder: Path, tmp_path: Path) -> None:
    [old] = [row["id"] for row in list_records(zhou, "note", [], 9, None)]
    write_copy(zhou, tmp_path / "copy.gwb")
    note(zhou, "备份以后写的")
    edit_record(zhou, old, {"text": "三幢门禁修好了"})
    last_n = zhou.kept("last_n")
    restore_copy(folder, tmp_path / "copy.gwb", PASSWORD)
    assert texts(zhou) == {"三幢门禁修好了", "备份以后写的"}
    note(zhou, "恢复以后写的")
    assert zhou.kept("last_n") == last_n + 1
    assert zhou.read(lambda db: outbox.count(db, "waiting")) == 4


def test_what_is_saved_while_a_copy_goes_back_is_not_lost(
    zhou: Profile, folder: Path, tmp_path: Path
) -> None:
    """The window is open and somebody writes on while an administrator restores on the command line."""
    write_copy(zhou, tmp_path / "copy.gwb")
    over = threading.Event()
    saved: list[str] = []

    def writes() -> None:
        while not over.is_set():
            saved.append(note(zhou, f"第 {len(saved)} 条"))

    with ThreadPoolExecutor(1) as pool:
        hand = pool.submit(writes)
        try:
            for _ in range(3):
                restore_copy(folder, tmp_path / "copy.gwb", PASSWORD)
        finally:
            over.set()
        hand.result()
    shown = {row["id"] for row in list_records(zhou, "note", [], 9999, None)}
    assert [record for record in saved if record not in shown] == []
    assert (
        len({n for (n,) in zhou.read(lambda db: db.execute("SELECT n FROM op").fetchall())}) == len(saved) + 1
    )


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_keys_that_are_gone_or_damaged_come_back_with_a_copy(
    zhou: Profile, folder: Path, tmp_path: Path, damage: str
) -> None:
    write_copy(zhou, tmp_path / "copy.gwb")
    note(zhou, "备份之后")
    zhou.close()
    keys = folder / KEYS_NAME
    keys.unlink() if damage == "gone" else keys.write_bytes(keys.read_bytes()[:20])
    restore_copy(folder, tmp_path / "copy.gwb", PASSWORD)
    with open_profile(folder, PASSWORD) as again:
        assert texts(again) == {"三幢门禁坏了", "备份之后"}


def test_a_password_changed_since_the_copy_stays_changed(zhou: Profile, folder: Path, tmp_path: Path) -> None:
    write_copy(zhou, tmp_path / "copy.gwb")
    change_password(folder, PASSWORD, "Dongli-Yuan-2026", cost=QUICK)
    restore_copy(folder, tmp_path / "copy.gwb", PASSWORD)
    with pytest.raises(NotAllowed, match="wrong_password"):
        open_profile(folder, PASSWORD)
    open_profile(folder, "Dongli-Yuan-2026").close()


def test_an_open_profile_takes_no_copy_of_another(zhou: Profile, tmp_path: Path) -> None:
    other = tmp_path / "other"
    create_vault(other, PASSWORD, SetClock(9).randomness, cost=QUICK)
    with profile_on(other, Database(other / DATABASE_NAME, open_vault(other, PASSWORD))) as profile:
        write_copy(profile, tmp_path / "other.gwb")
    with pytest.raises(PersonCanMend, match="copy_of_another"):
        go_back(zhou, tmp_path / "other.gwb", PASSWORD)
    assert texts(zhou) == {"三幢门禁坏了"}
    assert list_copies(zhou.folder) == []


def test_going_back_keeps_how_things_stood(zhou: Profile, folder: Path, tmp_path: Path) -> None:
    write_copy(zhou, tmp_path / "copy.gwb")
    zhou.write(lambda db: db.execute("DELETE FROM record"))
    with pytest.raises(NotAllowed, match="wrong_password"):
        go_back(zhou, tmp_path / "copy.gwb", "Xihe-Road-2027")
    assert list_copies(folder) == []
    before = go_back(zhou, tmp_path / "copy.gwb", PASSWORD)
    assert texts(zhou) == {"三幢门禁坏了"}
    assert [file for _, file in list_copies(folder)] == [before]
    restore_copy(tmp_path / "then", before, PASSWORD)
    with open_profile(tmp_path / "then", PASSWORD) as then:
        assert texts(then) == set()


def test_a_damaged_store_is_moved_aside_and_kept(folder: Path, tmp_path: Path) -> None:
    with open_profile(folder, PASSWORD) as profile:
        write_copy(profile, tmp_path / "copy.gwb")
    damaged = b"\0" * 8192
    (folder / DATABASE_NAME).write_bytes(damaged)
    restore_copy(folder, tmp_path / "copy.gwb", PASSWORD)
    with open_profile(folder, PASSWORD) as profile:
        assert texts(profile) == {"三幢门禁坏了"}
    [aside] = folder.glob("aside-*")
    assert (aside / DATABASE_NAME).read_bytes() == damaged


@pytest.mark.parametrize("damage", ["cut", "flipped", "foreign"])
def test_a_damaged_copy_is_not_used(zhou: Profile, folder: Path, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "copy.gwb"
    write_copy(zhou, file)
    content = bytearray(file.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "flipped":
        content[len(content) // 2] ^= 1
    else:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("readme.txt", "别的文件")
        content = bytearray(file.read_bytes())
    file.write_bytes(content)
    note(zhou, "备份以后写的")
    with pytest.raises(ComputerTrouble, match="copy_damaged"):
        restore_copy(folder, file, PASSWORD)
    assert texts(zhou) == {"三幢门禁坏了", "备份以后写的"}


def test_a_copy_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PersonCanMend, match="file_missing"):
        restore_copy(folder, tmp_path / "no.gwb", PASSWORD)


def hours(*ages: float) -> set[datetime]:
    return {TODAY - timedelta(hours=age) for age in ages}


def test_copies_are_thinned_to_days_and_weeks_and_the_newest_always_stay() -> None:
    made = {TODAY - timedelta(hours=number) for number in range(24 * 60)}
    kept = kept_of(made, TODAY)
    assert kept >= hours(0, 1, 2, 3, 4, 5)
    days = Counter(
        moment.date() for moment in kept if timedelta(hours=6) <= TODAY - moment < timedelta(days=7)
    )
    assert set(days.values()) == {1}
    assert len(days) >= 6
    assert len(kept) <= 6 + 8 + 6
    assert max(TODAY - moment for moment in kept) > timedelta(days=27)
    jumped = TODAY + timedelta(days=3650)
    assert kept_of(kept, jumped) == set(sorted(kept)[-3:])


def test_a_profile_copies_itself_once_an_hour_while_something_is_written(folder: Path) -> None:
    clock = SetClock(4)
    with open_profile(folder, PASSWORD, clock=clock) as profile:
        first = keep_copy(profile)
        assert first is not None
        assert keep_copy(profile) is None
        clock.at += 3_700_000
        assert keep_copy(profile) is None
        note(profile, "又写了一条")
        later = keep_copy(profile)
        assert later is not None
        assert [path for _, path in list_copies(folder)] == [later, first]
    for name in (DATABASE_NAME, f"{DATABASE_NAME}-wal"):
        (folder / name).write_bytes(b"\0" * 4096)
    restore_copy(folder, later, PASSWORD)
    with open_profile(folder, PASSWORD) as profile:
        assert texts(profile) == {"三幢门禁坏了", "又写了一条"}
