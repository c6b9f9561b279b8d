"""A table of 20,000 people taken in by the window, in a process of its own: how long, and how long the loop stands.

`python -m benchmarks.desk_import FOLDER`: the profile is made there, the result is printed as JSON.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from PySide6.QtWidgets import QApplication

from benchmarks.figure import Figure
from benchmarks.laptop import unenrolled
from benchmarks.window import environment
from gridworker.documents.table import write_table
from gridworker.domain.identifiers import id_check_digit
from gridworker.store import record_rows
from gridworker.ui.ahead import get_ready
from gridworker.ui.background import Background, make_loop
from gridworker.ui.pages.registry.import_sheet import ImportSheet
from gridworker.ui.pages.registry.page import RegistryPage
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from tests.ui.watchdog import Watchdog

LINES = 20_000
_LONGEST_S = 20
_BUSY_MS = 50


class Taken(msgspec.Struct):
    """Seconds to look at the table and to take it, of which the process computed `cpu`; ms that the loop stood."""

    looked: float = 0
    took: float = 0
    cpu: float = 0
    longest: float = 0
    records: int = 0
    pauses: list[str] = []


def import_figures(folder: Path) -> list[Figure]:
    """The time of an import of 20,000 lines, and the pauses of the loop meanwhile."""
    command = [sys.executable, "-m", "benchmarks.desk_import", str(folder / "import")]
    told = subprocess.run(command, env=environment(), check=True, stdout=subprocess.PIPE)
    taken = msgspec.json.decode(told.stdout, type=Taken)
    print(*taken.pauses, sep="\n", file=sys.stderr)
    name = f"import of {LINES:,} lines, {taken.records:,} records"
    return [
        Figure(f"look at a table of {LINES:,} lines", taken.looked, "s"),
        Figure(name, taken.took, "s", taken.cpu, "processor alone", "≤ 20 s", taken.took <= _LONGEST_S),
        Figure(
            "the loop stands meanwhile",
            taken.longest,
            "ms",
            None,
            "",
            "≤ 50 ms",
            taken.longest <= _BUSY_MS,
        ),
    ]


def _write_people(out: Path) -> None:
    dice = Random(1)
    rows: list[list[str | int]] = [["姓名", "身份证号", "联系电话", "住址", "与户主关系", "民族", "备注"]]
    for at in range(LINES):
        name = dice.choice("来沈施汤韩单仇解查曾") + dice.choice("阿建国丽文") + dice.choice("凤明芳强华")
        born = f"{dice.randint(1940, 2015)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
        body = f"3301{at // 1000 + 1:02d}{born}{at % 1000:03d}"
        home = at // 3
        address = f"东篱苑{home // 200 + 1}幢{home // 50 % 4 + 1}单元{home % 50 + 101}室"
        relation = ("户主", "配偶", "子女")[at % 3]
        phone = f"138{at:08d}" if at % 3 == 0 else ""
        rows.append([name, body + id_check_digit(body), phone, address, relation, "汉族", ""])
    write_table("人口", rows, out)


async def _take(folder: Path, background: Background) -> Taken:
    taken = Taken()
    with unenrolled(folder) as profile:
        table = folder / "人口.xlsx"
        _write_people(table)
        session = Session(profile, background, "zh_CN")
        page = RegistryPage(session)
        page.resize(1170, 620)
        page.show()
        page.enter()
        page.kinds.set_value("person")
        page.kinds.changed.emit()
        await background.idle()
        with Watchdog() as dog:
            began = time.perf_counter()
            page.take_table(table)
            await background.idle()
            taken.looked = time.perf_counter() - began
            sheet: Any = next(iter(page.window().findChildren(ImportSheet)))
            began, computed = time.perf_counter(), time.process_time()
            sheet.on_go()
            await background.idle()
            taken.took, taken.cpu = time.perf_counter() - began, time.process_time() - computed
        taken.longest = dog.longest.own_ms
        taken.pauses = [str(pause) for pause in dog.pauses if pause.own_ms > _BUSY_MS]
        assert sheet.outcome is not None
        assert sheet.outcome.counts.added == LINES
        taken.records = profile.read(record_rows.count)
        sheet.reject()
        page.close()
        page.deleteLater()
        await background.idle()
    return taken


def main(folder: Path) -> None:
    """Imports and prints."""
    app = QApplication(sys.argv[:1])
    theme.current().apply(app)
    loop = make_loop(app)
    errors: list[BaseException] = []
    background = Background(loop, errors.append)

    async def life() -> Taken:
        # As behind the lock.
        await get_ready(background, "zh_CN")
        taken = await _take(folder, background)
        await background.close()
        return taken

    taken = loop.run_until_complete(life())
    if errors:
        raise errors[0]
    print(msgspec.json.encode(taken).decode())
    loop.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
