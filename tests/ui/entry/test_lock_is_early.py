"""The lock is there at once: what it does not need is not loaded before it is painted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from gridworker.store.vault import create_vault
from tests.stories.cast import PASSWORD

# What takes long to load, each with what is behind the lock that needs it.
LATER = {
    "argon2": "the password",
    "sqlite_utils": "the records",
    "requests": "the sync",
    "zstandard": "the sync",
    "gridworker.store.pinyin": "the search",
    "tomllib": "the labels",
    "gridworker.ui.shell.window": "the pages",
    "gridworker.ui.entry.enrolment": "the first time",
}


def test_nothing_heavy_is_loaded_before_the_lock_is_painted(tmp_path: Path) -> None:
    create_vault(tmp_path, PASSWORD, os.urandom)
    command = [sys.executable, "-m", "benchmarks.first_paint", str(tmp_path)]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.split()
    assert "gridworker.ui.entry.lock" in loaded
    assert [name for name in LATER if name in loaded] == []
