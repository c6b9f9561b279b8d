"""A recording of a phone or a pen, of any common kind, goes with its case to a colleague as it was made."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from gridworker.store import attachments
from gridworker.store.profile import open_profile
from tests.stories.cast import PASSWORD, District, Laptop

NOISE = bytes(range(256)) * 300


def box(kind: bytes, content: bytes) -> bytes:
    """A box of an ISO base media file."""
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def phone_recording(brand: bytes) -> bytes:
    """What a phone's recorder writes: the sound first, what it is behind it."""
    track = box(b"hdlr", bytes(8) + b"soun" + bytes(12))
    kind = box(b"ftyp", brand + bytes(4) + b"isom")
    return kind + box(b"mdat", NOISE) + box(b"moov", box(b"trak", box(b"mdia", track)))


RECORDINGS = {
    "调解录音.wav": (b"RIFF" + (len(NOISE) + 36).to_bytes(4, "little") + b"WAVEfmt " + NOISE, "audio/wav"),
    "调解录音.m4a": (phone_recording(b"mp42"), "audio/mp4"),
    "手机录音.3gp": (phone_recording(b"3gp4"), "audio/mp4"),
    "调解录音.mp3": (b"ID3\x04" + NOISE, "audio/mpeg"),
    "无标签.mp3": (b"\xff\xfa\x90\x00" + NOISE, "audio/mpeg"),
    "调解录音.ogg": (b"OggS\0" + NOISE, "audio/ogg"),
    "调解录音.amr": (b"#!AMR\n" + NOISE, "audio/amr"),
}


def test_recordings_arrive_as_they_were_made(
    district: District, zhou: Laptop, shen: Laptop, tmp_path: Path
) -> None:
    record = zhou.adds("note", text="楼上楼下当面谈")
    for name, (content, _) in RECORDINGS.items():
        (tmp_path / name).write_bytes(content)
        zhou.does("record", "attach", record, str(tmp_path / name))
    assert zhou.syncs()["attachments"]["sent"] == len(RECORDINGS)
    assert shen.syncs()["attachments"]["received"] == len(RECORDINGS)
    elements = shen.shows(record)["attachments"].values()
    assert sorted(one["type"] for one in elements) == sorted(kind for _, kind in RECORDINGS.values())
    with open_profile(shen.folder, PASSWORD) as profile:
        held = {
            profile.attachments.read(partial(attachments.content, sha256=one["sha256"])) for one in elements
        }
    assert held == {content for content, _ in RECORDINGS.values()}


@pytest.mark.parametrize(
    ("size", "code"), [(64 * 1024 * 1024 + 1, "file_too_large"), (0, "attachment_empty")]
)
def test_a_recording_has_its_bounds(zhou: Laptop, tmp_path: Path, size: int, code: str) -> None:
    record = zhou.adds("note", text="录了一整天")
    with (tmp_path / "一整天.amr").open("wb") as file:
        file.write(b"#!AMR\n"[:size])
        file.truncate(size)
    said = zhou.says("record", "attach", record, str(tmp_path / "一整天.amr"))
    assert (said.code, said.json["error"]["code"]) == (2, code)
