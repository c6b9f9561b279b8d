"""A laptop after many years: 100,000 disputes and the rounds and visits of that time, on a real encrypted profile."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from benchmarks.disputes import dispute_records
from benchmarks.laptop import GRID, belong
from gridworker.store import record_rows
from gridworker.store.database import Database
from gridworker.store.index import index_pending
from gridworker.store.profile import DATABASE_NAME, Profile, profile_on
from gridworker.store.vault import create_vault

DISPUTES, PATROLS, VISITS, TASKS = 100_000, 20_000, 10_000, 30
RECORDS = DISPUTES + PATROLS + VISITS + TASKS
_STEP_MS = 20 * 60_000
_DAY_MS = 86_400_000
_UNDER_WAY = ("lead", "accepted", "mediating", "agreed", "performing")


def make_large(folder: Path, password: str) -> None:
    """Makes the profile in `folder`, indexed, with the records spread over the years up to now."""
    folder.mkdir()
    key, _ = create_vault(folder, password, os.urandom)
    with profile_on(folder, Database(folder / DATABASE_NAME, key)) as profile:
        belong(profile)
        now = profile.clock.now()
        rows = itertools.chain(_disputes(now), _patrols(now), _visits(now), _tasks(now))
        while page := list(itertools.islice((_pulled(profile, *row) for row in rows), 500)):
            profile.write(partial(record_rows.put_pulled, rows=page))
        index_pending(profile.database)


def _pulled(profile: Profile, kind: str, body: dict[str, Any]) -> record_rows.Pulled:
    content = msgspec.json.encode(body | {"created_by": "bench", "created_by_name": "测试"})
    return record_rows.pulled(profile.make_id(), GRID, kind, 1, "0" * 16, False, content)


def _disputes(now: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """One in fifty is under way."""
    for number, fields in enumerate(dispute_records(DISPUTES, seed=1)):
        status = _UNDER_WAY[number // 50 % len(_UNDER_WAY)] if number % 50 == 0 else "archived"
        yield "dispute", fields | {"status": status, "created_at": now - (number + 1) * _STEP_MS}


def _patrols(now: int) -> Iterator[tuple[str, dict[str, Any]]]:
    rng = Random(2)
    for number in range(PATROLS):
        at = now - number * 6 * _STEP_MS
        yield (
            "patrol",
            {
                "at": at,
                "tz": 480,
                "created_at": at,
                "place": _place(rng),
                "mode": rng.choice(("walk", "bike")),
                "categories": ["normal"] if rng.random() < 0.9 else ["fire"],
                "text": rng.choice(("楼道畅通。", "消防栓完好。", "电动车停放有序。")),
                **({"recheck_on": _day(at + 7 * _DAY_MS)} if number % 400 == 0 else {}),
            },
        )


def _visits(now: int) -> Iterator[tuple[str, dict[str, Any]]]:
    rng = Random(3)
    for number in range(VISITS):
        at = now - number * 12 * _STEP_MS
        yield (
            "visit",
            {
                "at": at,
                "tz": 480,
                "created_at": at,
                "target": "household",
                "name": rng.choice("来沈施汤韩单仇解查曾")
                + rng.choice("阿建国丽文")
                + rng.choice("凤明芳强华"),
                "place": _place(rng),
                "result": "met",
                "text": "家中一切如常。",
                **({"next_on": _day(at + 90 * _DAY_MS)} if number % 10 == 0 else {}),
            },
        )


def _tasks(now: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for number in range(TASKS):
        due = now + (number - 10) * _DAY_MS
        yield (
            "task",
            {"title": f"走访第{number + 1}户", "status": "open", "due_at": due, "created_at": now - number},
        )


def _place(rng: Random) -> dict[str, str]:
    estate = rng.choice(("东篱苑", "柳塘小区", "河滨花园", "南门新村"))
    building, unit, room = rng.randint(1, 60), rng.randint(1, 4), rng.randint(1, 6) * 100 + rng.randint(1, 4)
    text = f"{estate}{building}幢{unit}单元{room}室"
    return {
        "text": text,
        "region": "330109001035003",
        "building": str(building),
        "unit": str(unit),
        "room": str(room),
    }


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000, UTC).date().isoformat()
