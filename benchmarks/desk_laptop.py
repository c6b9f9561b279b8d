"""A laptop of a large town: 100,000 persons and 200,000 records of work over four years, encrypted as a real one."""

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
from gridworker.store.profile import DATABASE_NAME, Profile, profile_on
from gridworker.store.vault import create_vault

PERSONS, HOUSEHOLDS, PLACES = 100_000, 40_000, 2_000
PATROLS, VISITS, DISPUTES = 100_000, 70_000, 30_000
RECORDS = PATROLS + VISITS + DISPUTES
DAYS = 4 * 365
_DAY_MS = 86_400_000
_FOUND = ("fire", "sanitation", "facility", "traffic", "dispute_sign", "security", "other")
_WAYS = ("fixed", "persuaded", "deadline", "reported")
_ENDS = ("archived", "performed", "performing", "mediating", "failed", "transferred")
Made = Iterator[tuple[str, str, dict[str, Any]]]


def make_desk(folder: Path, password: str) -> None:
    """Makes the profile in `folder`, not indexed for search; its records are spread evenly up to now."""
    folder.mkdir()
    key, _ = create_vault(folder, password, os.urandom)
    with profile_on(folder, Database(folder / DATABASE_NAME, key)) as profile:
        belong(profile)
        now = profile.clock.now()
        homes = [profile.make_id() for _ in range(HOUSEHOLDS)]
        places = [profile.make_id() for _ in range(PLACES)]
        persons = [profile.make_id() for _ in range(PERSONS)]
        rows = itertools.chain(
            _registry(now, homes, places, persons),
            _patrols(profile, now, places),
            _visits(profile, now, homes, persons),
            _disputes(profile, now),
        )
        while page := list(itertools.islice(itertools.starmap(_pulled, rows), 1000)):
            profile.write(partial(record_rows.put_pulled, rows=page))


def _pulled(kind: str, record: str, body: dict[str, Any]) -> record_rows.Pulled:
    content = msgspec.json.encode(body | {"created_by": "bench", "created_by_name": "测试"})
    return record_rows.pulled(record, GRID, kind, 1, "0" * 16, False, content)


def _registry(now: int, homes: list[str], places: list[str], persons: list[str]) -> Made:
    rng, before = Random(4), now - DAYS * _DAY_MS
    for number, home in enumerate(homes):
        yield "household", home, {"created_at": before - number, "place": _home(rng), "use": "own"}
    for number, place in enumerate(places):
        made = {"created_at": before - number, "name": f"小店{number}", "type": "shop", "place": _place(rng)}
        yield "place", place, made
    for number, person in enumerate(persons):
        watch = {"watch": {"a": {"category": "elderly_alone", "level": "high"}}} if number % 50 == 0 else {}
        yield (
            "person",
            person,
            {
                "created_at": before - number,
                "name": rng.choice("来沈施汤韩单仇") + rng.choice("建国丽文芳") + rng.choice("凤明华"),
                "id_number": f"3301091980{rng.randrange(10**8):08d}",
                "phone": f"13{rng.randrange(10**9):09d}",
                "household_id": rng.choice(homes),
                **watch,
            },
        )


def _patrols(profile: Profile, now: int, places: list[str]) -> Made:
    rng = Random(2)
    for number in range(PATROLS):
        at, normal = now - number * DAYS * _DAY_MS // PATROLS, rng.random() < 0.85
        body: dict[str, Any] = {
            "at": at,
            "tz": 480,
            "created_at": at,
            "place": _place(rng),
            "place_id": rng.choice(places),
            "mode": rng.choice(("walk", "bike")),
            "categories": ["normal"] if normal else [rng.choice(_FOUND)],
            "text": rng.choice(("楼道畅通。", "消防栓完好。", "电动车停放有序。")),
        }
        if not normal:
            body |= {"outcome": rng.choice(_WAYS), "severity": "on_spot"}
            if body["outcome"] in ("deadline", "reported"):
                # Nearly all of them were looked at again and found put right.
                body |= {"recheck_on": _day(at + 7 * _DAY_MS), "severity": "minor"}
                if number % 500:
                    body |= {"recheck_result": "fixed"}
        yield "patrol", profile.make_id(), body


def _visits(profile: Profile, now: int, homes: list[str], persons: list[str]) -> Made:
    rng = Random(3)
    for number in range(VISITS):
        at, home = now - number * DAYS * _DAY_MS // VISITS, rng.random() < 0.7
        yield (
            "visit",
            profile.make_id(),
            {
                "at": at,
                "tz": 480,
                "created_at": at,
                "target": "household" if home else "person",
                "target_id": rng.choice(homes) if home else rng.choice(persons),
                "name": rng.choice("来沈施汤韩单仇") + "建国",
                "place": _place(rng),
                "result": rng.choice(("met", "met", "met", "absent", "phone")),
                "text": "家中一切如常。",
            },
        )


def _disputes(profile: Profile, now: int) -> Made:
    rng = Random(5)
    for number, fields in enumerate(dispute_records(DISPUTES, seed=1)):
        at, status = now - number * DAYS * _DAY_MS // DISPUTES, rng.choice(_ENDS)
        agreed = {"agreement": {"form": "written", "signed_on": _day(at)}} if status in _ENDS[:3] else {}
        clauses = {"clauses": {"a": {"order": 1, "what": "赔偿", "amount_fen": 120_000}}} if agreed else {}
        made = {"status": status, "created_at": at, "accepted_on": _day(at), **agreed, **clauses}
        yield "dispute", profile.make_id(), fields | made


def _place(rng: Random) -> dict[str, str]:
    building, room = rng.randint(1, 60), rng.randint(1, 6) * 100 + rng.randint(1, 4)
    text = f"{rng.choice(('东篱苑', '柳塘小区', '河滨花园'))}{building}幢{rng.randint(1, 4)}单元{room}室"
    return {"text": text, "region": "330109001035003"}


def _home(rng: Random) -> dict[str, str]:
    """An address taken apart, as the registry has it."""
    return {
        "text": rng.choice(("东篱苑", "柳塘小区", "河滨花园")),
        "building": str(rng.randint(1, 60)),
        "unit": str(rng.randint(1, 4)),
        "room": str(rng.randint(1, 30) * 100 + rng.randint(1, 4)),
        "region": "330109001035003",
    }


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000, UTC).date().isoformat()
