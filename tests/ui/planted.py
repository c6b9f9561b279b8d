"""Runs tests that were planted to fail, in a pytest of their own with the fixtures of this folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def said_of(planted: str, folder: Path, *more: str) -> str:
    """What pytest says of the tests whose source is `planted`, at least one of which fails; `more` are its options."""
    file = folder / "test_planted.py"
    file.write_text(planted, encoding="utf-8")
    pytest = (
        sys.executable,
        "-X",
        "utf8",
        "-m",
        "pytest",
        "-p",
        "tests.ui.conftest",
        "-p",
        "no:cacheprovider",
    )
    done = subprocess.run(
        [
            *pytest,
            *more,
            "-c",
            str(ROOT / "pyproject.toml"),
            "--rootdir",
            str(ROOT),
            "-v",
            "--tb=short",
            str(file),
        ],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def summary_of(said: str) -> list[str]:
    """A line each for what failed and what could not be taken down."""
    lines = said.rpartition("short test summary info")[2].splitlines()
    return [line for line in lines if line.startswith(("FAILED", "ERROR"))]
