"""Who plays in a story: laptops and a district, each the real program in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.stories.later import command

PROGRAMS = Path(sys.executable).parent
PASSWORD = "Xihe-Road-2026"
REGIONS = Path(__file__).parents[2] / "resources" / "regions" / "330109.csv"


class Said(NamedTuple):
    """How a command ended: exit code, the JSON it printed (None if none), and what it told people."""

    code: int
    json: Any
    told: str


def say(program: str, *words: str, typed: Any = None, env: dict[str, str] | None = None) -> Said:
    """Runs a command with `--json`; `typed` goes to standard input as JSON (a text goes as it is)."""
    done = _run(program, "--json", *words, typed=typed, env=env)
    return Said(done.returncode, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr)


def _run(
    program: str, *words: str, typed: Any = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    given = typed if isinstance(typed, str | None) else json.dumps(typed, ensure_ascii=False)
    done = subprocess.run(
        [*command(program), *words],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "GRIDWORKER_PASSWORD": PASSWORD, **(env or {})},
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


class Laptop:
    """A worker's laptop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def says(self, *words: str, typed: Any = None, env: dict[str, str] | None = None) -> Said:
        """How a command of the app ends on this laptop."""
        return say("gridworker", "--profile", str(self.folder), *words, typed=typed, env=env)

    def does(self, *words: str, typed: Any = None) -> Any:
        """The JSON of a command that must succeed."""
        said = self.says(*words, typed=typed)
        assert said.code == 0, (words, said)
        return said.json

    def tells(self, *words: str) -> str:
        """What a person reads of a command."""
        done = _run("gridworker", "--profile", str(self.folder), *words)
        return done.stdout + done.stderr

    def adds(self, kind: str, **fields: Any) -> str:
        """Saves a record and gives its id."""
        return str(self.does("record", "add", kind, "-", typed=fields)["id"])

    def edits(self, record: str, changes: dict[str, Any]) -> Any:
        """Gives paths of a record new values."""
        return self.does("record", "edit", record, "-", typed=changes)

    def shows(self, record: str) -> Any:
        """The record as the screen shows it."""
        return self.does("record", "show", record)

    def syncs(self, *words: str, code: int = 0) -> Any:
        """The receipt of a sync that must end with this exit code."""
        said = self.says("sync", *words)
        assert said.code == code, said
        return said.json


class District:
    """The district's server, set up from the real region file with one grid and two workers."""

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self.folder = folder
        self._database = ["--database", database] if database else []
        self._process: subprocess.Popen[str] | None = None
        self.address = ""
        self._port = "0"

    def says(self, *words: str, typed: Any = None) -> Said:
        """How a command of the server ends."""
        return say("gridworker-server", "--data", str(self.folder), *self._database, *words, typed=typed)

    def does(self, *words: str, typed: Any = None) -> Any:
        """The JSON of a command that must succeed."""
        said = self.says(*words, typed=typed)
        assert said.code == 0, (words, said)
        return said.json

    def set_up(self) -> None:
        """Makes the district, its grid, two grid workers and the desk that gives tasks."""
        self.does("init", "--name", "萧山区", "--code", "330109", "--regions", str(REGIONS))
        grid = ("330109001035003", "第三网格")
        self.does("region", "add", *grid, "--parent", "330109001035", "--level", "grid")
        for worker, name, role, scope in (
            ("zhoumin", "周敏", "grid_worker", grid[0]),
            ("shenguoqiang", "沈国强", "grid_worker", grid[0]),
            ("yujianfen", "俞建芬", "town_desk", "330109001"),
        ):
            self.does("worker", "add", "--id", worker, "--name", name, "--role", role, "--scope", scope)

    def opens(self, under: Sequence[str] = ()) -> bool:
        """Starts serving, on the same port as before; `under` is a program that runs it. False if it died at once."""
        self._process = subprocess.Popen(
            [
                *under,
                *command("gridworker-server"),
                "--data",
                str(self.folder),
                *self._database,
                "serve",
                "--port",
                self._port,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if under and not line:
            self.dies()
            return False
        assert line.startswith("listening on http://"), line
        self.address = line.split()[-1]
        self._port = self.address.rsplit(":", 1)[1]
        return True

    def closes(self) -> int:
        """Stops serving as an administrator does; gives the exit code."""
        return self._end(signal.SIGTERM)

    def dies(self) -> None:
        """The power fails."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        code = process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()
        return code

    def enrols(self, laptop: Laptop, worker: str) -> Any:
        """Enrols a laptop with a fresh code; gives the JSON of `enrol`."""
        code = self.does("enrol-code", worker)["code"]
        return laptop.does("enrol", "--server", self.address, "--code", code, "--device", f"{worker} 的电脑")
