"""Without a screen the program says so in the person's language and ends; the demo plays without its window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# No screen has this number; a session that was left behind may still name it.
GONE = {"DISPLAY": ":9870"}


def run(*words: str, language: str, display: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The program as a shell without a desktop starts it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "gridworker", *words, "--lang", language],
        env={**kept, **display},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("display", [{}, GONE], ids=["none", "gone"])
@pytest.mark.parametrize(("language", "words"), [("zh_CN", "没有可用的显示器"), ("en", "no display")])
def test_the_window_says_what_is_missing_and_what_one_can_do(
    tmp_path: Path, display: dict[str, str], language: str, words: str
) -> None:
    done = run("--profile", str(tmp_path / "zhou"), language=language, display=display)
    assert done.returncode == 6
    assert words in done.stderr
    assert "gridworker --help" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "zhou").exists()


def test_the_demo_goes_on_without_its_window() -> None:
    done = run("demo", "--json", language="zh_CN", display=GONE)
    assert done.returncode == 0, done.stderr
    assert "没有可用的显示器" in done.stderr
    receipt = json.loads(done.stdout)
    assert receipt["waiting"] == 0 < receipt["sent"]
