"""What a person waits for at the command line, as whole processes."""

from __future__ import annotations

import os
import secrets
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.laptop import belong, disputes
from gridworker.operations.records import add_record
from gridworker.store.database import Database
from gridworker.store.profile import DATABASE_NAME, open_profile, profile_on
from gridworker.store.vault import create_vault

RUNS = 9
PASSWORD = secrets.token_urlsafe(12) + "-7a"
_APP = [sys.executable, "-c", "from gridworker.cli.app import main; raise SystemExit(main())"]
_ARGON = "import argon2.low_level as a; a.hash_secret_raw(b'x'*16, b'y'*16, 3, 65536, 1, 32, a.Type.ID)"


def start_figures(folder: Path) -> list[Figure]:
    """`--version` beside an interpreter that does nothing; `record show` beside one that only derives the key."""
    profile = folder / "start"
    record = _profile(profile)
    environment = {**os.environ, "GRIDWORKER_PASSWORD": PASSWORD, "GRIDWORKER_PROFILE": str(profile)}
    bare = _median([sys.executable, "-c", "pass"], environment)
    derived = _median([sys.executable, "-c", _ARGON], environment)
    version = _median([*_APP, "--version"], environment)
    show = _median([*_APP, "record", "show", record], environment)
    return [
        Figure("gridworker --version", version, "s", bare, "bare interpreter", "≤ 0.25 s", version <= 0.25),
        Figure("gridworker record show", show, "s", derived, "key derivation alone", "≤ 0.6 s", show <= 0.6),
    ]


def _profile(folder: Path) -> str:
    """A profile with a password and one dispute; gives the dispute's id."""
    folder.mkdir()
    key, _ = create_vault(folder, PASSWORD, os.urandom)
    with profile_on(folder, Database(folder / DATABASE_NAME, key)) as profile:
        belong(profile)
    with open_profile(folder, PASSWORD) as profile:
        return add_record(profile, "dispute", disputes(1)[0]).ids[0]


def _median(command: list[str], environment: dict[str, str]) -> float:
    times = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:])
