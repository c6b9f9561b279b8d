"""The window ends without being asked: its display dies, the session is logged off, the power fails in mid-save."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import list_records
from gridworker.store.profile import open_profile
from gridworker.ui.one_instance import OneInstance
from tests.stories.cast import PASSWORD
from tests.stories.window import Window
from tests.ui.patience import PATIENCE_S

SENTENCE = "楼道里停着两辆电动自行车"

STARTS = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from gridworker.ui.one_instance import OneInstance
app = QCoreApplication([])
instance = OneInstance(Path(sys.argv[1]))
raised = []
instance.raised.connect(lambda: raised.append(1))
first = instance.first()
print(first, flush=True)
if first:
    QTimer.singleShot(6000, app.quit)
    app.exec()
    print("raised" if raised else "")
instance.close()
"""


@pytest.fixture
def window(zhou: Path) -> Iterator[Window]:
    made = Window(zhou)
    yield made
    made.ends()


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[bytes]]:
    """A screen of its own for the window, of 4:3."""
    reads, writes = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    with os.fdopen(reads) as told:
        monkeypatch.setenv("DISPLAY", f":{told.readline().strip()}")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    yield process
    process.kill()
    process.wait()


def writing(window: Window) -> None:
    """A new patrol with a sentence in it; its draft is kept."""
    window.opens()
    window.comes_forward()
    window.unlocks()
    window.press("Ctrl+1", *"dly3")
    window.sees("东篱苑3幢")
    window.press("Return", "3")
    window.goes_to("情况说明")
    window.write(SENTENCE)
    # “草稿已保存” may still speak of what was there before the sentence.
    with open_profile(window._folder, PASSWORD) as profile:
        over = time.monotonic() + PATIENCE_S
        while not any(SENTENCE in str(draft.content.get("text")) for draft in list_drafts(profile)):
            assert time.monotonic() < over, list_drafts(profile)
            time.sleep(0.05)
    window.sees("草稿已保存")


def test_what_is_typed_behind_the_password_is_not_lost(window: Window) -> None:
    window.opens()
    window.is_at("本机口令")
    window.press(*PASSWORD, "Return", "Ctrl+1", *"dly")
    window.is_at("地点")
    window.sees("东篱苑3幢", "dly")
    window.closes()


def ended(window: Window) -> int:
    process = window._process
    assert process is not None
    return process.wait(timeout=PATIENCE_S)


def finds_it_again(window: Window) -> None:
    window.opens()
    window.unlocks()
    window.press("Alt+2")
    window.sees(SENTENCE)
    window.closes()


def test_a_session_that_is_logged_off_keeps_the_draft(window: Window) -> None:
    writing(window)
    assert window._process
    window._process.send_signal(signal.SIGTERM)
    assert ended(window) == -signal.SIGTERM
    window._over()
    finds_it_again(window)


def test_a_display_that_dies_ends_the_program_and_keeps_the_draft(
    window: Window, display: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    writing(window)
    display.kill()
    assert ended(window) != 0
    assert "Traceback" not in window._over()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    finds_it_again(window)


@pytest.mark.parametrize("after_s", [0.0, 0.003, 0.01, 0.03])
def test_a_save_cut_off_by_a_power_cut_is_whole_or_still_a_draft(
    window: Window, zhou: Path, after_s: float
) -> None:
    writing(window)
    process = window._process
    assert process
    assert process.stdin
    process.stdin.write('{"do": "press", "key": "F9"}\n')
    process.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=after_s)
    window.dies()
    with open_profile(zhou, PASSWORD) as profile:
        saved = [row for row in list_records(profile, "patrol", [], 9, None) if row.get("text") == SENTENCE]
        drafts = profile.read(lambda db: db.execute("SELECT content FROM draft").fetchall())
    assert len(saved) + len(drafts) == 1


def test_two_starts_in_the_same_moment_are_one_window(tmp_path: Path) -> None:
    starts = [
        subprocess.Popen([sys.executable, "-c", STARTS, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    told = [process.communicate(timeout=60)[0].split() for process in starts]
    assert sorted(line[0] for line in told) == ["False"] * 3 + ["True"]
    [first] = [line for line in told if line[0] == "True"]
    assert first[1:] == ["raised"]


def test_who_was_killed_is_not_in_the_way_of_the_next_start(tmp_path: Path) -> None:
    waits = STARTS.replace("6000", "60000")
    process = subprocess.Popen(
        [sys.executable, "-c", waits, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline().strip() == "True"
    process.kill()
    process.communicate()
    again = OneInstance(tmp_path)
    assert again.first()
    again.close()
