"""What laptops of the laboratory share: a process at work, and what must hold of a store that a crash left."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.domain.canonical import equal
from gridworker.store import record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

ROOT = Path(__file__).resolve().parents[2]


class Said(NamedTuple):
    """What was asked of a laptop, and what it said had become of it; None if it died over it."""

    asked: list[Any]
    answer: Any


class AtWork:
    """A worker's process; `under` is a program that runs it, `strace` for one."""

    def __init__(self, folder: Path, under: Sequence[str] = ()) -> None:
        self.process = subprocess.Popen(
            [*under, sys.executable, "-m", "tests.lab.worker", str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.said: list[Said] = []

    def asks(self, *lines: list[Any]) -> list[Said]:
        """Gives it work line by line until it is done or dead; all that it has said so far."""
        if self.said or self._hears() == "open":
            for line in lines:
                self.said.append(Said(line, self._asks(line)))
                if self.said[-1].answer is None:
                    break
        return self.said

    def ends(self) -> int:
        """Lets it go home; how it ended (negative: by that signal)."""
        self.process.communicate()
        return self.process.returncode

    def dies(self) -> None:
        """The battery is empty."""
        self.process.kill()
        self.process.communicate()

    def _asks(self, line: list[Any]) -> Any:
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps(line, ensure_ascii=False) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        return self._hears()

    def _hears(self) -> Any:
        assert self.process.stdout
        heard = self.process.stdout.readline()
        return json.loads(heard) if heard.endswith("\n") else None


def broken_promises(profile: Profile, said: Sequence[Said]) -> list[str]:
    """What a crash has spoilt: damage, a save that was told and is not there, a view that is not base and ops."""
    found = [f"damage: {damage}" for damage in profile.database.find_damage()]
    rows = {row.id: row for row in profile.read(_every_record)}
    found += [f"half: {record}" for record in rows if not profile.write(partial(_whole, profile, record))]
    told = [line for line in said if isinstance(line.answer, str)]
    # A save that failed, or was cut off, may be there or not: the disk did not say which.
    cut = [line.asked for line in said if line.answer is None or isinstance(line.answer, dict)]
    for (record, path), value in last_typed(told).items():
        allowed = [value, *(asked[2][path] for asked in cut if asked[0] == "edit" and path in asked[2])]
        if record not in rows or not any(_has(rows[record].body, path, each) for each in allowed):
            found.append(f"lost: {path} of {record} was {value}")
    found += [f"back: {line.answer}" for line in told if line.asked[0] == "delete" and not rows[line.answer].deleted]
    return found


def last_typed(told: Sequence[Said]) -> dict[tuple[str, str], Any]:
    """The last value that was told saved, by record and path."""
    last: dict[tuple[str, str], Any] = {}
    for asked, record in told:
        if asked[0] in ("add", "edit"):
            last |= {(record, path): value for path, value in asked[2].items()}
    return last


def _every_record(db: Tables) -> list[record_rows.RecordRow]:
    return [
        row
        for (record,) in db.execute("SELECT id FROM record").fetchall()
        if (row := record_rows.load(db, record))
    ]


def _has(body: dict[str, Any], path: str, value: Any) -> bool:
    shown = body.get(path)
    return bool(shown) if isinstance(value, list | dict) else equal(shown, value)


def _whole(profile: Profile, record: str, db: Tables) -> bool:
    """Whether a record shows its base with its own waiting ops laid over it."""
    before = record_rows.load(db, record)
    record_rows.refresh(db, record, profile.author)
    after = record_rows.load(db, record)
    return before is not None and after is not None and equal(before.body, after.body)
