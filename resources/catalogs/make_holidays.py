"""Write holidays.json, the first holiday table of a new district, from the package chinesecalendar.

Run by hand when a new arrangement is out; the product does not need the package, only the file made here:

    .venv/bin/pip install --target build/calendar chinesecalendar
    PYTHONPATH=build/calendar .venv/bin/python resources/catalogs/make_holidays.py
"""

import importlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

FIRST_YEAR = 2020
TARGET = Path(__file__).with_name("holidays.json")


def holiday_table(off: Iterable[date], worked: Iterable[date]) -> dict[str, dict[str, list[str]]]:
    """Sort days off and worked weekend days by year, from `FIRST_YEAR` on."""
    table: dict[str, dict[str, list[str]]] = {}
    for name, days in (("off", off), ("worked", worked)):
        for day in sorted(days):
            if day.year >= FIRST_YEAR:
                table.setdefault(str(day.year), {"off": [], "worked": []})[name].append(day.isoformat())
    return table


def main() -> None:
    """Replace holidays.json."""
    arrangement = importlib.import_module("chinese_calendar.constants")
    content = {
        "source": "国务院办公厅历年节假日安排的通知",
        "years": holiday_table(arrangement.holidays, arrangement.workdays),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
