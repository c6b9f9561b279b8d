"""What becomes of a photo: upright, 1600 pixels, without what the camera wrote; what is said of others."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from gridworker.cli.demo.pictures import CHAILING_HILL, phone_photo
from gridworker.domain.errors import PersonCanMend, Trouble
from gridworker.operations.file_types import named_as, type_of
from gridworker.operations.photos import THUMB_BYTES, Photo, fitted, make_photo
from tests.laptop import NOON


def beijing(_moment: int) -> int:
    return 480


def made(content: bytes) -> Photo:
    return make_photo(content, "照片.jpg", beijing)


def picture(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def saved(image: Image.Image, form: str = "JPEG", **settings: Any) -> bytes:
    file = BytesIO()
    image.save(file, form, **settings)
    return file.getvalue()


@pytest.fixture(scope="module")
def hill() -> bytes:
    """A photo of 柴岭山 as it comes from a phone."""
    return phone_photo("hill", NOON, CHAILING_HILL)


def test_a_phones_photo_is_made_upright_and_small(hill: bytes) -> None:
    assert picture(hill).size == (2400, 1800)
    photo = made(hill)
    assert picture(photo.content).size == (1200, 1600)
    assert len(photo.content) < 400_000
    sky, path = (picture(photo.content).getpixel(at) for at in ((600, 40), (610, 1590)))
    assert isinstance(sky, tuple)
    assert isinstance(path, tuple)
    assert sky[2] > 200 > path[2]


def test_its_time_and_place_are_read_and_taken_out(hill: bytes) -> None:
    photo = made(hill)
    assert photo.taken.at == NOON
    assert photo.taken.position is not None
    longitude, latitude = (photo.taken.position[name] / 1e7 for name in ("lon", "lat"))
    assert (longitude, latitude) == pytest.approx(CHAILING_HILL, abs=1e-6)
    assert (photo.taken.position["source"], photo.taken.position["accuracy"]) == ("exif", 8)
    for content in (photo.content, photo.thumb):
        assert b"Exif" not in content
        assert b"Sample" not in content
        assert dict(picture(content).getexif()) == {}


def test_nothing_else_that_was_written_into_it_travels() -> None:
    note = "zhou min, 13900000000"
    image = Image.new("RGB", (400, 300), (9, 99, 9))
    photo = made(saved(image, comment=note.encode(), xmp=note.encode()))
    assert note.encode() not in photo.content + photo.thumb


def test_a_colour_profile_stays() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = made(saved(Image.new("RGB", (40, 30)), icc_profile=profile))
    assert picture(photo.content).info["icc_profile"] == profile


def test_a_thumbnail_is_small_however_busy_the_photo() -> None:
    noise = Image.frombytes("RGB", (1600, 1200), random.Random(1).randbytes(1600 * 1200 * 3))
    photo = made(saved(noise))
    assert len(photo.thumb) <= THUMB_BYTES
    assert max(picture(photo.thumb).size) == 320


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((4000, 3000), (1600, 1200)),
        ((3000, 4000), (1200, 1600)),
        ((1080, 2400), (720, 1600)),
        ((1080, 12000), (720, 8000)),
        ((600, 9000), (600, 9000)),
        ((200, 100), (200, 100)),
        ((9000, 1), (9000, 1)),
    ],
)
def test_how_large_a_photo_becomes(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    assert fitted(size) == wanted


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_a_picture_in_any_colours(mode: str) -> None:
    source = Image.new("L", (300, 200), 117)
    image = Image.frombytes("I;16", (300, 200), struct.pack("<H", 30000) * 60_000)
    png = saved(image if mode == "I;16" else source.convert(mode), "PNG")
    middle = picture(made(png).content).convert("L").getpixel((150, 100))
    assert isinstance(middle, int | float)
    assert (abs(middle - 117) < 4) or mode == "1"


def test_what_is_transparent_becomes_white() -> None:
    png = saved(Image.new("RGBA", (300, 200), (0, 0, 0, 0)), "PNG")
    assert picture(made(png).content).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("written", "offset", "at"),
    [
        ("2026:11:22 12:00:00", "+08:00", NOON),
        ("2026:11:22 12:00:00", None, NOON),
        ("2026:11:22 04:00:00", "+00:00", NOON),
        ("2026:11:22 01:30:00", "-02:30", NOON),
        ("0000:00:00 00:00:00", None, None),
        ("2026:13:41 12:00:00", None, None),
        ("gestern", None, None),
        ("", None, None),
    ],
)
def test_when_it_was_taken(written: str, offset: str | None, at: int | None) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: written} | ({0x9011: offset} if offset else {}))
    assert made(saved(Image.new("RGB", (40, 30)), exif=exif)).taken.at == at


@pytest.mark.parametrize(
    "gps",
    [
        {},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (95.0, 0.0, 0.0), 3: "E", 4: (120.0, 0.0, 0.0)},
        {1: "N", 2: (30.0, 7.0), 3: "E", 4: (120.0, 13.0)},
        {1: "N", 2: (30.0, 7.0, 0.0)},
    ],
)
def test_a_place_that_is_none(gps: dict[int, Any]) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(gps)
    assert made(saved(Image.new("RGB", (40, 30)), exif=exif)).taken.position is None


def test_south_and_west() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "S", 2: (33.0, 30.0, 0.0), 3: "W", 4: (70.0, 30.0, 36.0)})
    position = made(saved(Image.new("RGB", (40, 30)), exif=exif)).taken.position
    assert position == {"lat": -335_000_000, "lon": -705_100_000, "source": "exif"}


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""

    def part(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    bomb = part(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + bomb + part(b"IEND", b"")


def test_a_picture_that_would_fill_the_memory_is_not_unpacked() -> None:
    with pytest.raises(PersonCanMend, match="photo_too_large"):
        made(png_that_says(60_000, 60_000))


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_photo_is_a_photo_or_told_as_one(data: st.DataObject) -> None:
    content = bytearray(SMALL[data.draw(st.sampled_from(sorted(SMALL)), label="format")])
    if data.draw(st.booleans(), label="cut"):
        del content[data.draw(st.integers(1, len(content) - 1), label="at") :]
    for _ in range(data.draw(st.integers(0, 20), label="flips")):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(content)) in ("JPEG", "photo_broken", "photo_too_large")


def outcome(content: bytes) -> str | None:
    """The format of what is kept of a photo, or the code of the trouble."""
    try:
        return picture(made(content).content).format
    except Trouble as trouble:
        return trouble.code


SMALL = {
    form: saved(Image.effect_noise((64, 48), 80).convert("P" if form == "GIF" else "RGB"), form)
    for form in ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
}


def test_a_cut_photo_is_told_not_half_kept(hill: bytes) -> None:
    with pytest.raises(PersonCanMend, match="photo_broken"):
        made(hill[: len(hill) // 2])


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\xff\xd8\xff\xe1....", "image/jpeg"),
        (b"\0\0\0\x24ftypheic", "image/heic"),
        (b"\0\0\0\x24ftypmif1", "image/heic"),
        (b"\0\0\0\x24ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x24ftypisom", "video/mp4"),
        (b"RIFF....WAVEfmt ", "audio/wav"),
        (b"#!AMR\n", "audio/amr"),
        (b"%PDF-1.7", "application/pdf"),
        (b"II*\0", "image/tiff"),
        (b"MZ\x90\0", None),
        (b"#!/bin/sh\n", None),
        (b"PK\x03\x04 and no archive", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_bytes_say(head: bytes, media_type: str | None) -> None:
    assert type_of(BytesIO(head)) == media_type


@pytest.mark.parametrize(
    ("name", "media_type", "kept"),
    [
        ("IMG_0001.HEIC.png", "image/jpeg", "IMG_0001.HEIC.jpg"),
        ("柴岭山.JPG", "image/jpeg", "柴岭山.JPG"),
        ("协议.jpg", "application/pdf", "协议.pdf"),
        (r"C:\Users\周敏\录音.m4a", "audio/mp4", "录音.m4a"),
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("\0\n", "audio/amr", "附件.amr"),
        ("", "image/jpeg", "附件.jpg"),
    ],
)
def test_a_name_is_plain_and_ends_as_the_file_is(name: str, media_type: str, kept: str) -> None:
    assert named_as(name, media_type) == kept


def test_no_long_name(tmp_path: Path) -> None:
    assert len(named_as("长" * 500 + ".jpg", "image/jpeg")) <= 124
    assert len(named_as("长" * 500, "application/pdf")) <= 124
