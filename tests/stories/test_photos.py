"""Zhou Min photographs dry branches on 柴岭山, and Shen has the photo in the evening, whatever dies on the way."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import time
from pathlib import Path
from typing import Any

from gridworker.cli.demo.pictures import CHAILING_HILL, phone_photo
from gridworker.store import attachments
from gridworker.store.profile import open_profile
from tests.laptop import NOON
from tests.stories.cast import PASSWORD, PROGRAMS, District, Laptop

PATROL = {
    "place": {"text": "柴岭山护林点"},
    "categories": ["fire"],
    "text": "路口堆有枯枝，已联系护林员清理。",
}


def files_on(laptop: Laptop) -> dict[str, bytes | None]:
    """All whole files of a laptop, by SHA-256."""
    with open_profile(laptop.folder, PASSWORD) as profile:
        if not profile.has_attachments:
            return {}
        return profile.attachments.read(
            lambda db: {
                file.sha256: attachments.content(db, file.sha256)
                for file in attachments.files(db, whole=True)
            }
        )


def started(laptop: Laptop, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(PROGRAMS / "gridworker"), "--profile", str(laptop.folder), *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "GRIDWORKER_PASSWORD": PASSWORD},
    )


def size_of(folder: Path, pattern: str) -> int:
    return sum(file.stat().st_size for file in folder.rglob(pattern) if file.exists())


def killed_when(process: subprocess.Popen[bytes], folder: Path, pattern: str, much: int) -> None:
    """Kills a process as soon as files below a folder have grown by so many bytes, if it does not end before."""
    before = size_of(folder, pattern)
    while process.poll() is None and size_of(folder, pattern) < before + much:
        time.sleep(0.001)
    process.kill()
    process.wait()


def element(shown: Any) -> Any:
    [found] = shown["attachments"].values()
    return found


def test_a_photo_from_the_hill_to_a_colleague(
    district: District, zhou: Laptop, shen: Laptop, tmp_path: Path
) -> None:
    photo = tmp_path / "IMG_1122.jpg"
    photo.write_bytes(phone_photo("hill", NOON, CHAILING_HILL))
    record = zhou.adds("patrol", **PATROL)
    added = zhou.does("record", "attach", record, str(photo))
    assert added["id"] == record
    receipt = zhou.syncs()
    assert receipt["attachments"]["sent"] == 2
    assert receipt["bytes_up"] > element(zhou.shows(record))["size"]
    assert shen.syncs()["attachments"]["received"] == 2
    named = element(shen.shows(record))
    assert (named["name"], named["taken_at"]) == ("IMG_1122.jpg", NOON)
    held = files_on(shen)
    assert set(held) == {named["sha256"], named["thumb"]} == set(files_on(zhou))
    assert all(hashlib.sha256(content or b"").hexdigest() == name for name, content in held.items())


def test_what_is_said_of_a_photo_that_cannot_be_read(zhou: Laptop, tmp_path: Path) -> None:
    record = zhou.adds("patrol", **PATROL)
    file = tmp_path / "IMG_0007.HEIC"
    file.write_bytes(b"\0\0\0\x24ftypheic" + bytes(100))
    said = zhou.says("record", "attach", record, str(file))
    assert said.code == 2
    assert "IMG_0007.HEIC" in said.told
    assert "JPG" in said.told
    assert "attachments" not in zhou.shows(record)


def test_killed_while_adding_sending_and_fetching(
    district: District, zhou: Laptop, shen: Laptop, tmp_path: Path
) -> None:
    dice = random.Random(1)
    content = b"%PDF-1.7\n" + dice.randbytes(6_000_000)
    file = tmp_path / "证据材料.pdf"
    file.write_bytes(content)
    record = zhou.adds("patrol", **PATROL)
    for _ in range(2):
        much = dice.randrange(1, 6_000_000)
        killed_when(started(zhou, "record", "attach", record, str(file)), zhou.folder, "attach*", much)
    if "attachments" not in zhou.shows(record):
        zhou.does("record", "attach", record, str(file))
    names = {one["sha256"] for one in zhou.shows(record)["attachments"].values()}
    assert names == {hashlib.sha256(content).hexdigest()}
    for _ in range(3):
        killed_when(started(zhou, "sync"), district.folder, "blobs/*/*/*", dice.randrange(1, 2_500_000))
    sending = started(zhou, "sync")
    time.sleep(dice.uniform(0.4, 1.2))
    district.dies()
    assert sending.wait(timeout=60) in (0, 4)
    district.opens()
    zhou.syncs()
    for _ in range(3):
        killed_when(started(shen, "sync"), shen.folder, "attach*", dice.randrange(1, 2_500_000))
    assert shen.syncs()["attachments"]["left"] == 0
    assert files_on(shen) == {hashlib.sha256(content).hexdigest(): content}
    assert all(found["ok"] for found in zhou.does("doctor"))
