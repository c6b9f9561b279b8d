"""The battery dies: the app is killed while it saves, sends and receives, the server while it answers."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from typing import Any

from tests.stories.cast import PASSWORD, PROGRAMS, District, Laptop

NOTES = [{"text": f"第 {number} 条：三幢门禁坏了，已告知物业。"} for number in range(240)]


def started(laptop: Laptop, *words: str, typed: Any = None) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [str(PROGRAMS / "gridworker"), "--profile", str(laptop.folder), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "GRIDWORKER_PASSWORD": PASSWORD},
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(typed, ensure_ascii=False).encode() if typed else b"")
    process.stdin.close()
    return process


def written(laptop: Laptop) -> int:
    """How many bytes of changes wait beside the store; grows with each write."""
    log = laptop.folder / "records.db-wal"
    return log.stat().st_size if log.exists() else 0


def has_written(process: subprocess.Popen[bytes], laptop: Laptop, much: int) -> None:
    """Waits until the process has written so much, or has ended."""
    before = written(laptop)
    while process.poll() is None and abs(written(laptop) - before) < much:
        time.sleep(0.002)


def killed(laptop: Laptop, *words: str, much: int, typed: Any = None) -> None:
    """Starts a command of the app and kills it when it has written so many bytes."""
    process = started(laptop, *words, typed=typed)
    has_written(process, laptop, much)
    process.kill()
    process.wait()


def notes_on(laptop: Laptop) -> set[str]:
    return {row["id"] for row in laptop.does("record", "list", "note", "--limit", "9999")}


def test_killed_while_saving_sending_and_receiving(district: District, zhou: Laptop, shen: Laptop) -> None:
    dice = random.Random(7)
    for _ in range(2):
        killed(zhou, "record", "add", "note", "-", much=dice.randrange(20_000, 900_000), typed=NOTES)
    saved = notes_on(zhou)
    for _ in range(4):
        killed(zhou, "sync", much=dice.randrange(1, 300_000))
    assert notes_on(zhou) == saved
    late = zhou.adds("note", text="最后一条")
    receipt = zhou.syncs("--until-empty")
    assert (receipt["waiting"], receipt["attention"]) == (0, [])
    rows = district.does("record", "list", "note")
    assert {row["id"] for row in rows} == saved | {late}
    assert {row["rev"] for row in rows} == {1}

    for _ in range(3):
        killed(shen, "sync", much=dice.randrange(1, 300_000))
    shen.syncs()
    assert notes_on(shen) == saved | {late}
    assert all(found["ok"] for found in shen.does("doctor"))


def test_the_server_is_killed_while_it_answers(district: District, zhou: Laptop) -> None:
    zhou.does("record", "add", "note", "-", typed=NOTES)
    for much in (1, 50_000, 150_000):
        process = started(zhou, "sync")
        has_written(process, zhou, much)
        district.dies()
        assert process.wait(timeout=60) in (0, 4)
        district.opens()
    receipt = zhou.syncs("--until-empty")
    assert receipt["waiting"] == 0
    rows = district.does("record", "list", "note")
    assert len(rows) == len(NOTES)
    assert {row["rev"] for row in rows} == {1}
