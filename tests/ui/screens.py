"""`make screens`: every page in both languages, light and dark, two text sizes, full and empty, as pictures.

python -m tests.ui.screens FOLDER
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from gridworker.cli.demo.stage import Cast, fill_month, meanwhile, stage
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.store.profile import Profile
from gridworker.sync.run import sync
from gridworker.ui.application import Frame
from gridworker.ui.background import Background, make_loop, run_until_quit
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import ENTRIES, NEW_RECORD
from gridworker.ui.shell.window import MainWindow
from gridworker.ui.theme import theme
from gridworker.ui.theme.theme import Appearance

SIZE = (1366, 720)
STILL_MS = 700


class Look(NamedTuple):
    """How a picture is taken."""

    language: str
    appearance: Appearance
    scale: float

    @property
    def name(self) -> str:
        """The end of the picture's file name."""
        return f"{self.language[:2]}_{self.appearance}_{int(self.scale * 100)}"


LOOKS = [Look(*parts) for parts in product(("zh_CN", "en"), (Appearance.LIGHT, Appearance.DARK), (1.0, 1.3))]


def visits(full: Profile) -> Iterator[tuple[str, str, str]]:
    """What is shown of the full laptop: a name for the picture, the page, and the record."""
    for entry in ENTRIES:
        yield entry.code, entry.code, ""
    dispute = list_records(full, "dispute", [("status", "mediating")], 1, None)
    yield "dispute-file", "dispute", dispute[0]["id"]
    for kind in ("patrol", "visit", "dispute"):
        yield f"{kind}-new", kind, NEW_RECORD


class Photographer:
    """Takes the pictures of a laptop into a folder."""

    def __init__(self, background: Background, out: Path) -> None:
        self._background, self._out = background, out

    async def take(self, profile: Profile, look: Look, scenes: list[tuple[str, str, str]]) -> None:
        """One picture a scene, in a window of its own."""
        now = theme.current()
        now.set_appearance(look.appearance)
        now.set_scale(look.scale)
        session = Session(profile, self._background, look.language)
        window = MainWindow(session)
        window.resize(*SIZE)
        window.show()
        for name, page, record in scenes:
            window.open_page(page, record)
            await self._background.pause(STILL_MS)
            window.grab().save(str(self._out / f"{name}_{look.name}.png"))
        window.close()
        window.deleteLater()

    async def doors(self, folder: Path, empty: Path, look: Look) -> None:
        """The lock and the first enrolment."""
        now = theme.current()
        now.set_appearance(look.appearance)
        now.set_scale(look.scale)
        for name, where in (("lock", folder), ("enrol", empty)):
            frame = Frame(where, look.language, self._background, lambda: None)
            frame.resize(*SIZE)
            frame.start("")
            await self._background.pause(STILL_MS)
            frame.grab().save(str(self._out / f"{name}_{look.name}.png"))
            frame.hide()
            frame.deleteLater()


def disagree(cast: Cast) -> None:
    """Leaves work to send, a conflict and a refused change on the first laptop, for the pages that show these."""
    first, second = (cast.laptops[worker.id] for worker in cast.content.district.workers)
    record = list_records(first, "dispute", [("status", "mediating")], 1, None)[0]["id"]
    edit_record(second, record, {"claims": "双方同意按七比三分担修复费用，余款月底前付清。"})
    edit_record(first, record, {"claims": "申请人要求赔偿吊顶损失四千八百元，月底前付清。"})
    sync(second)
    event = list_records(first, "event", [("status", "reported")], 1, None)
    if event:
        edit_record(first, event[0]["id"], {"status": "accepted"})
    sync(first)
    add_record(first, "note", {"text": "五幢张阿姨说路灯又不亮了，明天去看。"})


def main(out: Path) -> int:
    """Takes all pictures into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme.current().apply(app)
    with tempfile.TemporaryDirectory(prefix="gridworker-screens-") as place:
        folder = Path(place)
        with stage(folder, None) as (cast, _address):
            meanwhile(cast, fill_month(cast))
            disagree(cast)
            _photograph(app, cast, folder, out)
    taken = len(list(out.glob("*.png")))
    sys.stderr.write(f"{taken} pictures in {out}\n")
    return 0


def _photograph(app: QApplication, cast: Cast, folder: Path, out: Path) -> None:
    full = cast.laptops[cast.content.district.workers[0].id]
    loop = make_loop(app)
    failures: list[BaseException] = []

    def begin(over: object) -> None:
        background = Background(loop, failures.append)
        photographer = Photographer(background, out)

        async def all_of_it() -> None:
            for look in LOOKS:
                await photographer.take(full, look, list(visits(full)))
                await photographer.doors(full.folder, folder / "nobody", look)
            assert callable(over)
            over()

        background.spawn(all_of_it(), app)

    run_until_quit(loop, begin)
    if failures:
        raise failures[0]


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/screens")))
