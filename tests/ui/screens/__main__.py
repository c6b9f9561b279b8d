"""`make screens`: every page in both languages, in all looks and sizes of text, full and empty and on bad days."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from gridworker.cli.demo.stage import fill_month, meanwhile, stage
from gridworker.domain.errors import NetworkTrouble
from gridworker.store.profile import Profile, open_profile
from gridworker.ui.background import Background, make_loop, run_until_quit
from gridworker.ui.theme import theme
from gridworker.ui.theme.theme import Appearance
from tests.laptop import laptop
from tests.ui.screens import scenes
from tests.ui.screens.district import any_of, disagree, in_state, materials, morning
from tests.ui.screens.photographer import LEAST, Look, Photographer

LANGUAGES = ("zh_CN", "en")
LOOKS = [Look(*parts) for parts in product(LANGUAGES, (Appearance.LIGHT, Appearance.DARK), (1.0, 1.3))]
LARGEST = [Look(language, Appearance.LIGHT, 1.5) for language in LANGUAGES]
CONTRAST = [Look(language, Appearance.CONTRAST, 1.0) for language in LANGUAGES]
SMALLEST = [Look(language, Appearance.LIGHT, 1.0, LEAST) for language in LANGUAGES]
PLAIN = [Look(language, Appearance.LIGHT, 1.0) for language in LANGUAGES]


async def in_use(taker: Photographer, used: Profile, empty: Profile, nobody: Path) -> None:
    """A laptop with a month of work on it, one with nothing, and the doors of both."""
    cases = in_state(used, "mediating"), in_state(used, "performing")
    on_file = scenes.on_file(any_of(used, "household"), any_of(used, "person"))
    for look in (*LOOKS, *LARGEST, *CONTRAST, *SMALLEST):
        await taker.take(used, look, [*scenes.full(*cases), *on_file])
        await taker.doors(used.folder, nobody, look)
    for look in PLAIN:
        await taker.take(empty, look, scenes.every_page(), "empty-")
    for look in (*PLAIN, Look("zh_CN", Appearance.DARK, 1.0), Look("en", Appearance.LIGHT, 1.3)):
        await taker.take(used, look, scenes.at_work(*cases))
    for look in PLAIN:
        await taker.take(used, look, scenes.on_bad_days())


async def without_server(taker: Photographer, used: Profile) -> None:
    """The same laptop when the server does not answer."""
    for look in PLAIN:
        await taker.take(used, look, scenes.offline())


@contextmanager
def nothing_on_it(folder: Path) -> Iterator[Profile]:
    """A laptop on its first day."""
    folder.mkdir()
    profile = laptop()
    profile.folder = folder
    yield profile
    profile.close()


def main(given: Sequence[str]) -> int:
    """Takes all pictures, or those that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.ui.screens", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/screens"))
    parser.add_argument("name", nargs="?", default="", help="only the scenes with this in their name")
    asked = parser.parse_args(given)
    take_all(asked.folder, asked.name)
    return 0


def take_all(out: Path, only: str) -> None:
    """Every scene whose name has `only` in it, into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme.current().apply(app)
    with tempfile.TemporaryDirectory(prefix="gridworker-screens-") as place:
        folder = Path(place)
        with stage(folder, None) as (cast, _address):
            filled = fill_month(cast)
            meanwhile(cast, filled)
            disagree(cast)
            clock, worker = morning(cast, filled), cast.content.district.workers[0].id
            materials(cast.laptops[worker])
            with nothing_on_it(folder / "empty") as empty:
                taken = partial(in_use, used=cast.laptops[worker], empty=empty, nobody=folder / "nobody")
                photograph(app, taken, out, only)
        with open_profile(folder / "laptop", cast.password, clock=clock) as used:
            photograph(app, partial(without_server, used=used), out, only)
    sys.stderr.write(f"{len(list(out.glob('*.png')))} pictures in {out}\n")


def photograph(
    app: QApplication, takes: Callable[[Photographer], Coroutine[Any, Any, None]], out: Path, only: str
) -> None:
    """Runs the window's loop until the pictures are taken; what fails there fails here."""
    failures: list[BaseException] = []
    loop = make_loop(app)

    def begin(over: Callable[[], None]) -> None:
        background = Background(loop, failures.append)

        async def evening() -> None:
            try:
                await takes(Photographer(background, out, only))
            finally:
                over()

        background.spawn(evening(), app)

    run_until_quit(loop, begin)
    # A sync without a server fails, and that is what is shown.
    if faults := [error for error in failures if not isinstance(error, NetworkTrouble)]:
        raise faults[0]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
