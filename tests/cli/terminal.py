"""A terminal, with or without a process of its own, and a laptop that was enrolled before."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gridworker.cli.app import main
from gridworker.environment.logs import close_log
from gridworker.protocol.messages import StreamCard
from gridworker.store import meta, streams
from gridworker.store.database import Database, Tables
from gridworker.store.profile import DATABASE_NAME, Profile, profile_on
from gridworker.store.vault import Cost, create_vault

PASSWORD = "Xihe-Road-2026"
QUICK = Cost(memory_kib=1024, passes=1)
"""What a guess at a password of these laptops costs: the tests open them some hundred times."""
GRID = StreamCard(
    id="01930000-0000-7000-8000-00000000a001",
    kind="grid",
    code="330109001035003",
    name="西河路社区第三网格",
)
PATROL = {"place": {"text": "东篱苑3幢楼道"}, "categories": ["fire"], "text": "楼道堆放纸箱"}
UNKNOWN_ID = "01930000-0000-7000-8000-0000000000ff"


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    told: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The code of the trouble that a script is told."""
        return str(self.json["error"]["code"])


def run(*words: str, typed: str | bytes = "", env: dict[str, str] | None = None) -> Ended:
    """Runs `gridworker` in this process; `typed` goes to its standard input. No traceback may ever be seen."""
    given = io.TextIOWrapper(io.BytesIO(as_bytes(typed)))
    written = io.BytesIO(), io.BytesIO()
    out, told = (io.TextIOWrapper(stream, encoding="ascii") for stream in written)
    with pytest.MonkeyPatch.context() as patch:
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", told)):
            patch.setattr(sys, name, stream)
        for name, value in ({"GRIDWORKER_PASSWORD": PASSWORD} | (env or {})).items():
            patch.setenv(name, value)
        code = main(words)
    close_log()
    return seen(Ended(code, *(stream.getvalue().decode() for stream in written)))


def start(*words: str, typed: str | bytes = "", env: dict[str, str] | None = None) -> Ended:
    """Runs `gridworker` in a process of its own, without a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "gridworker", *words],
        input=as_bytes(typed),
        capture_output=True,
        env={**os.environ, "GRIDWORKER_PASSWORD": PASSWORD, **(env or {})},
        timeout=60,
        check=False,
        start_new_session=True,
    )
    return seen(Ended(done.returncode, done.stdout.decode(), done.stderr.decode()))


def as_bytes(typed: str | bytes) -> bytes:
    return typed.encode() if isinstance(typed, str) else typed


def seen(ended: Ended) -> Ended:
    """What a person saw, which is never a traceback."""
    assert "Traceback" not in ended.out + ended.told, ended.told
    return ended


class Desk:
    """A laptop on which somebody works with the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, typed: str | bytes = "", env: dict[str, str] | None = None) -> Ended:
        """How a command ends."""
        return run("--profile", str(self.folder), *words, typed=typed, env=env)

    def script(self, *words: str, typed: Any = None) -> Ended:
        """How a command ends for a script: with `--json`, `typed` as JSON on standard input."""
        given = typed if isinstance(typed, str | bytes) else json.dumps(typed)
        return self.run("--json", *words, typed=given)

    def adds(self, kind: str, fields: dict[str, Any]) -> str:
        """Saves a record and gives its id."""
        ended = self.script("record", "add", kind, "-", typed=fields)
        assert ended.code == 0, ended
        return str(ended.json["id"])


def enrolled(folder: Path, *, server: str = "http://127.0.0.1:9", ca: str = "") -> tuple[Desk, str]:
    """周敏's laptop as an enrolment would leave it, with one grid, and its recovery code."""
    key, recovery_code = create_vault(folder, PASSWORD, os.urandom, cost=QUICK)
    with profile_on(folder, Database(folder / DATABASE_NAME, key)) as profile:
        _become_zhou(profile, server, ca)
    return Desk(folder), recovery_code


def _become_zhou(profile: Profile, server: str, ca: str) -> None:
    identity = meta.Identity(
        replica="01930000-0000-7000-8000-000000000001",
        worker="zhoumin",
        name="周敏",
        role="grid_worker",
        device="周敏的电脑",
        district="萧山区",
        district_code="330109",
    )
    tokens = meta.Tokens(access="a", access_expires=2**52, refresh="r")

    def work(db: Tables) -> None:
        meta.put(db, "identity", identity)
        meta.put(db, "server", meta.ServerAddress(url=server, ca=ca))
        meta.put(db, "tokens", tokens)
        streams.add(db, [GRID])

    profile.write(work)
