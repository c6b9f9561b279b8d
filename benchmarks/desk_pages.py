"""The window on the laptop of a large town (`desk_laptop`): pages, the search box, pauses of the loop, memory."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.desk_laptop import PERSONS, RECORDS, make_desk
from benchmarks.figure import Figure
from benchmarks.window import PASSWORD, in_memory, loop_stands, slowest_page, typed, typical
from gridworker.store.index import index_pending
from gridworker.store.profile import open_profile

_MOST_MIB = 200


def page_figures(folder: Path) -> list[Figure]:
    """How quick every page is with 100,000 persons and 200,000 records."""
    laptop = folder / "desk"
    if not laptop.exists():
        make_desk(laptop, PASSWORD)
    with open_profile(laptop, PASSWORD) as profile:
        index_pending(profile.database)
    seen = typical(laptop, "desk")
    print(*seen.pauses, *seen.errors, sep="\n", file=sys.stderr)
    name = f"{PERSONS:,} persons, {RECORDS:,} records"
    return [
        slowest_page(seen),
        typed(seen),
        loop_stands(f"all pages, {name}", seen),
        *in_memory(name, seen, _MOST_MIB),
    ]
