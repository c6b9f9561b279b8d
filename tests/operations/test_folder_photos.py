"""The folder of a phone's photos: what is new in it, what is whole, and what is never taken in."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from gridworker.cli.demo.pictures import phone_photo
from gridworker.domain.errors import PersonCanMend
from gridworker.operations import folder_listing
from gridworker.operations.folder_look import MOST_NEW, Look
from gridworker.operations.folder_photos import Looker, keep_from_folder
from gridworker.operations.phone_folder import (
    choose_folder,
    chosen,
    forget_used,
    leave_folder,
    note_used,
    pass_over,
)
from gridworker.store import meta
from gridworker.store.profile import Profile
from tests.laptop import NOON, laptop

MINUTE, DAY = 60_000, 24 * 3_600_000
HOUR_AGO = NOON - 60 * MINUTE


@pytest.fixture
def profile() -> Profile:
    return laptop()


class Watch:
    """A clock of seconds that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def looker(watch: Watch) -> Looker:
    return Looker(watch)


def jpeg(shade: int, *, taken: int | None = None) -> bytes:
    """A small photo, each shade another, with the time its camera wrote where one is given."""
    if taken is not None:
        return phone_photo("hill", taken, size=(120 + shade, 160))
    file = BytesIO()
    Image.new("RGB", (64, 48), (shade % 16 * 16, shade // 16 * 16, 40)).save(file, "JPEG")
    return file.getvalue()


def put(folder: Path, name: str, content: bytes, at: int = HOUR_AGO) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (at / 1000, at / 1000))
    return file


def new(look: Look) -> list[str]:
    return [photo.file.name for photo in look.photos if photo.is_new]


def originals(look: Look) -> dict[str, str]:
    return {photo.file.name: photo.seen.original for photo in look.photos if photo.seen}


def test_what_lay_there_is_not_new_and_what_comes_is(
    profile: Profile, looker: Looker, tmp_path: Path
) -> None:
    assert looker.look(profile) == Look(), "nothing is chosen: nothing is looked at"
    put(tmp_path, "先前.jpg", jpeg(1))
    choose_folder(profile, str(tmp_path))
    assert new(looker.look(profile)) == []
    put(tmp_path, "刚拍.jpg", jpeg(2))
    put(tmp_path, "Camera/相机里.jpg", jpeg(3), HOUR_AGO - MINUTE)
    put(tmp_path, ".thumbnails/缩略图.jpg", jpeg(4))
    put(tmp_path, "说明.txt", b"...")
    look = looker.look(profile)
    assert new(look) == ["刚拍.jpg", "相机里.jpg"]
    assert [photo.file.name for photo in look.photos] == ["刚拍.jpg", "相机里.jpg", "先前.jpg"]
    assert set(look.folders) == {str(tmp_path), str(tmp_path / "Camera")}


def test_photos_of_years_ago_that_are_copied_today_are_not_new(
    profile: Profile, looker: Looker, tmp_path: Path
) -> None:
    choose_folder(profile, str(tmp_path))
    put(tmp_path, "去年.jpg", jpeg(1, taken=NOON - 400 * DAY))
    put(tmp_path, "昨天.jpg", jpeg(2, taken=NOON - DAY))
    put(tmp_path, "上月.jpg", jpeg(3), NOON - 30 * DAY)
    look = looker.look(profile)
    assert new(look) == ["昨天.jpg"]
    assert look.photos[0].moment == NOON - DAY


def test_used_and_passed_over_photos_are_known_by_what_is_in_them(
    profile: Profile, looker: Looker, tmp_path: Path
) -> None:
    choose_folder(profile, str(tmp_path))
    put(tmp_path, "一.jpg", jpeg(1))
    put(tmp_path, "二.jpg", jpeg(2))
    known = originals(looker.look(profile))
    note_used(profile, [known["一.jpg"]])
    pass_over(profile, [known["二.jpg"]])
    assert new(looker.look(profile)) == []
    put(tmp_path, "一（1）.jpg", jpeg(1), NOON - 5 * MINUTE)
    look = looker.look(profile)
    assert new(look) == [], "the same photo under another name"
    assert [(photo.file.name, photo.is_used) for photo in look.photos] == [
        ("一（1）.jpg", True),
        ("二.jpg", False),
    ]
    forget_used(profile, [known["一.jpg"]])
    assert new(looker.look(profile)) == ["一（1）.jpg"]
    choose_folder(profile, str(tmp_path / "另一个"))
    choose_folder(profile, str(tmp_path))
    found = chosen(profile)
    assert found is not None
    assert found.passed == [known["二.jpg"]]
    leave_folder(profile)
    assert looker.look(profile) == Look()


def test_a_photo_in_two_names_is_offered_once(profile: Profile, looker: Looker, tmp_path: Path) -> None:
    choose_folder(profile, str(tmp_path))
    for name in ("IMG_1.jpg", "mmexport1.jpg", "IMG_1 副本.jpg"):
        put(tmp_path, name, jpeg(7))
    look = looker.look(profile)
    assert (look.new, len(look.photos)) == (1, 1)


def test_a_photo_that_is_being_copied_is_waited_for(
    profile: Profile, looker: Looker, watch: Watch, tmp_path: Path
) -> None:
    choose_folder(profile, str(tmp_path))
    content = jpeg(5, taken=NOON)
    put(tmp_path, "慢.jpg", content[: len(content) // 2], NOON)
    for piece in (0.6, 0.8):
        look = looker.look(profile)
        assert (look.new, look.arriving, look.photos) == (0, 1, ()), "it grows"
        watch.at += 0.7
        put(tmp_path, "慢.jpg", content[: int(len(content) * piece)], NOON)
    looker.look(profile)
    watch.at += 2
    look = looker.look(profile)
    assert (look.new, look.arriving) == (0, 1), "it stands, and is not whole"
    put(tmp_path, "慢.jpg", content, NOON)
    assert looker.look(profile).arriving == 1
    watch.at += 1.1
    look = looker.look(profile)
    assert (new(look), look.arriving) == (["慢.jpg"], 0)


def test_a_photo_that_broke_off_is_told_and_never_taken_in(
    profile: Profile, looker: Looker, watch: Watch, tmp_path: Path
) -> None:
    choose_folder(profile, str(tmp_path))
    content = jpeg(5, taken=NOON)
    half = content[: len(content) // 2]
    put(tmp_path, "断了.jpg", half, NOON)
    # Some copies give a file its whole length first.
    put(tmp_path, "空心.jpg", half + bytes(len(content) - len(half)), NOON)
    looker.look(profile)
    watch.at += 2
    assert looker.look(profile).arriving == 2
    watch.at += 10
    look = looker.look(profile)
    assert (look.new, look.arriving) == (0, 0)
    for photo in look.photos:
        assert photo.seen is not None
        assert photo.seen.trouble is not None
        assert photo.seen.trouble.code == "photo_broken"
        with pytest.raises(PersonCanMend, match="photo_broken"):
            keep_from_folder(profile, photo.file)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("苹果.jpg", b"\0\0\0\x24ftypheic" + bytes(100), "photo_heic"),
        ("程序.jpg", b"MZ" + bytes(200), "attachment_type"),
        ("空的.jpg", b"", "attachment_empty"),
        ("乱码.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "photo_broken"),
    ],
)
def test_what_is_no_photo_is_told_as_where_it_is_dropped(
    profile: Profile, looker: Looker, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    choose_folder(profile, str(tmp_path))
    put(tmp_path, name, content)
    look = looker.look(profile)
    assert (look.new, look.arriving) == (0, 0)
    [photo] = look.photos
    assert photo.seen is not None
    assert str(photo.seen.trouble) == f"{code} file={name}"
    with pytest.raises(PersonCanMend, match=code):
        keep_from_folder(profile, photo.file)


def test_a_picture_that_would_fill_the_memory_is_told(
    profile: Profile, looker: Looker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = BytesIO()
    Image.new("1", (20_000, 12_000)).save(file, "PNG")
    choose_folder(profile, str(tmp_path))
    put(tmp_path, "巨图.jpg", file.getvalue())
    [photo] = looker.look(profile).photos
    assert photo.seen is not None
    assert photo.seen.trouble is not None
    assert photo.seen.trouble.code == "photo_too_large"


def test_no_more_than_some_are_opened_in_one_look(profile: Profile, looker: Looker, tmp_path: Path) -> None:
    choose_folder(profile, str(tmp_path))
    for number in range(MOST_NEW + 5):
        put(tmp_path, f"{number}.jpg", jpeg(number), HOUR_AGO - number)
    look = looker.look(profile)
    assert (look.new, look.finished) == (8, False)
    for _ in range(20):
        look = looker.look(profile)
    assert (look.new, look.finished) == (MOST_NEW, True)
    assert len(look.photos) == MOST_NEW + 5, "the others can be picked"


def test_a_folder_that_is_gone_or_closed_is_told(profile: Profile, looker: Looker, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    put(stick, "一.jpg", jpeg(1))
    choose_folder(profile, str(stick))
    stick.rename(tmp_path / "拔了")
    assert looker.look(profile).trouble == "gone"
    (tmp_path / "拔了").rename(stick)
    assert looker.look(profile).trouble == ""
    stick.joinpath("一.jpg").unlink()
    stick.rmdir()
    stick.write_bytes(b"")
    assert looker.look(profile).trouble == "gone", "a file of that name is no folder"


def test_a_folder_without_permission_is_told(
    profile: Profile, looker: Looker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_folder: str) -> None:
        raise PermissionError

    choose_folder(profile, str(tmp_path))
    # Whoever runs these tests may be allowed everything.
    monkeypatch.setattr(folder_listing, "_entries", closed)
    assert looker.look(profile).trouble == "closed"


def test_a_photo_that_vanished_or_changed_is_told(profile: Profile, looker: Looker, tmp_path: Path) -> None:
    choose_folder(profile, str(tmp_path))
    file = put(tmp_path, "一.jpg", jpeg(1))
    [photo] = looker.look(profile).photos
    assert photo.seen is not None
    seen = photo.seen.original
    other = jpeg(2)
    put(tmp_path, "一.jpg", other.ljust(photo.file.size)[: photo.file.size])
    with pytest.raises(PersonCanMend, match="attachment_changed"):
        keep_from_folder(profile, photo.file, seen)
    file.unlink()
    with pytest.raises(PersonCanMend, match="file_missing"):
        keep_from_folder(profile, photo.file, seen)
    assert looker.look(profile).photos == ()


def test_the_original_is_only_read(profile: Profile, looker: Looker, tmp_path: Path) -> None:
    choose_folder(profile, str(tmp_path))
    content = phone_photo("hill", NOON, size=(600, 800))
    file = put(tmp_path, "原图.jpg", content)
    file.chmod(0o400)
    [photo] = looker.look(profile).photos
    page = keep_from_folder(profile, photo.file, originals(looker.look(profile))["原图.jpg"])
    assert page.element["taken_at"] == NOON
    assert page.original == originals(looker.look(profile))["原图.jpg"]
    assert (file.read_bytes(), file.stat().st_mtime * 1000) == (content, HOUR_AGO)


def test_what_is_no_file_is_not_opened(profile: Profile, looker: Looker, tmp_path: Path) -> None:
    choose_folder(profile, str(tmp_path))
    os.mkfifo(tmp_path / "管道.jpg")
    (tmp_path / "链接.jpg").symlink_to("/dev/zero")
    (tmp_path / "圈").symlink_to(tmp_path)
    (tmp_path / "文件夹.jpg").mkdir()
    look = looker.look(profile)
    assert look.photos == ()
    assert set(look.folders) == {str(tmp_path), str(tmp_path / "文件夹.jpg")}


def test_a_folder_with_too_much_in_it_is_cut(
    profile: Profile, looker: Looker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_listing, "MOST_FILES", 3)
    choose_folder(profile, str(tmp_path))
    for number in range(5):
        put(tmp_path, f"{number}.jpg", jpeg(number))
    look = looker.look(profile)
    assert (len(look.photos), look.is_cut) == (3, True)


def test_the_folder_is_named_in_the_encrypted_store_alone(profile: Profile, tmp_path: Path) -> None:
    choose_folder(profile, str(tmp_path / "手机照片"))
    assert profile.read(lambda db: meta.get(db, "phone_folder"))["folder"].endswith("手机照片")
    assert profile.read(lambda db: db.execute("SELECT count(*) FROM op").fetchone()[0]) == 0
