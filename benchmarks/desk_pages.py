"""The window on the laptop of a large town (`desk_laptop`): its pages, the pauses of its loop, its memory."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from benchmarks.desk_laptop import PERSONS, RECORDS, make_desk
from benchmarks.figure import Figure
from benchmarks.window import PASSWORD, in_memory, loop_stands, slowest_page, walked
from gridworker.store.database import Tables
from gridworker.store.profile import open_profile

_MOST_MIB = 200


def page_figures(folder: Path) -> list[Figure]:
    """How quick every page is with 100,000 persons and 200,000 records."""
    laptop = folder / "desk"
    if not laptop.exists():
        make_desk(laptop, PASSWORD)
    with open_profile(laptop, PASSWORD) as profile:
        # Nothing is searched for here: else the window would begin to index.
        profile.write(partial(Tables.execute, sql="UPDATE record SET indexed = 1"))
    seen = walked(laptop, "desk")
    print(*seen.pauses, *seen.errors, sep="\n", file=sys.stderr)
    name = f"{PERSONS:,} persons, {RECORDS:,} records"
    return [
        slowest_page(seen),
        loop_stands(f"all pages, {name}", seen),
        *in_memory(name, seen, _MOST_MIB),
    ]
