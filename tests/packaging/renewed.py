"""One update between two built programs, behind `make installer`: `python -m tests.packaging.renewed dist/gridworker`.

A second version is built that breaks where the laptop says so (`tests.packaging.planted`). The district publishes it;
the built app fetches it, checks it, copies the records, tries it, starts it, and goes back by itself each time it
breaks. Power cuts in between. In the end it comes from a stick, and stays.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gridworker.environment.installation import PROGRAM, Pointer
from gridworker.operations.updating import STEPS
from gridworker.protocol.release import KEYS_FILE
from tests.packaging.built import build
from tests.packaging.installed import ROOT, Installed, SigningDesk
from tests.packaging.planted import MARK
from tests.stories.cast import PASSWORD, District

SECOND = "9.0.0"
PATIENCE_S = 600
_GOES_ON = "    from gridworker.cli.app import main\n"


class BuiltLaptop(Installed):
    """周敏's laptop, with the built program as its base."""

    def __init__(self, home: Path, built: Path, keys: str) -> None:
        self.home, self.data, self.profile = home, home / "的数据", home / "资料夹"
        self.base, self.program = home / "程序 目录", self.data / "gridworker-program"
        home.mkdir(parents=True)
        shutil.copytree(built, self.base, symlinks=True)
        (self.base / KEYS_FILE).write_text(keys, encoding="utf-8")

    def mark(self, breaks: str) -> None:
        """From now on the second version breaks here at this point."""
        (self.home / MARK).write_text(json.dumps({"breaks": breaks, "types": PASSWORD}), encoding="utf-8")

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """The program and all that it starts; in the end the power fails."""
        process = subprocess.Popen(
            [str(self.base / PROGRAM), *words],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def work(self) -> Any:
        """The day's records as the program that starts shows them."""
        return self.does("record", "list", "patrol")

    def version(self) -> str:
        """The version that answers."""
        return str(self.does("--version")["version"])

    def opens_until(self, reached: Callable[[Pointer], bool]) -> None:
        """Opens the window until the pointer says so much; then the power fails."""
        until = time.monotonic() + PATIENCE_S
        with self.running() as process:
            while not reached(self.layout.pointer()):
                assert time.monotonic() < until, self.layout.pointer()
                assert process.poll() is None, (process.returncode, self.layout.pointer())
                time.sleep(0.1)


def build_second(work: Path, keys: Path) -> Path:
    """The program of this working copy under a later number, with what is planted in it."""
    tree = work / "second"
    for name in ("gridworker", "resources"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build_installer.spec", tree)
    shutil.copy(Path(__file__).with_name("planted.py"), tree / "gridworker")
    _rewrite(tree / "gridworker" / "__init__.py", '__version__ = "', f'__version__ = "{SECOND}"  # "')
    _rewrite(
        tree / "gridworker" / "cli" / "start.py",
        _GOES_ON,
        f"    from gridworker.planted import plant\n\n    plant()\n{_GOES_ON}",
    )
    return build(tree, work, str(keys))


def _rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


def tell(text: str) -> None:
    """Says how far it came."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def stays_as_it_was(laptop: BuiltLaptop, first: str, before: Any, after: str) -> None:
    """The old version runs, and every record is there."""
    assert (laptop.version(), laptop.work()) == (first, before), after
    tell(f"{after}: version {first} runs, the records are as they were")


def power_cuts(laptop: BuiltLaptop, first: str, before: Any) -> None:
    """The power fails while a version is on its way from the district, at each step."""
    for step in ("fetching", "checking", "unpacking", "backing_up", "trying"):
        with laptop.running("update") as process:
            assert process.stderr is not None
            told = ""
            while STEPS[step].zh not in told:
                line = process.stderr.readline()
                assert line, (step, told)
                told += line
        stays_as_it_was(laptop, first, before, f"the power failed at: {STEPS[step].en}")


def breaks_and_goes_back(laptop: BuiltLaptop, first: str, before: Any) -> None:
    """It breaks in its trial, at its start, and before it shows the pages with the tables changed already."""
    laptop.mark("check")
    said = laptop.says("update")
    assert said.json["error"]["code"] == "release_unfit", said
    stays_as_it_was(laptop, first, before, "it broke on the copy")
    for breaks, why in (("start", "start"), ("pages", "store")):
        laptop.mark(breaks)
        assert laptop.does("update") == {"version": SECOND}
        laptop.opens_until(lambda now: now.failed == SECOND)
        assert (laptop.layout.pointer().version, laptop.layout.pointer().why) == ("", why)
        stays_as_it_was(laptop, first, before, f"it broke at: {breaks}")


def comes_from_a_stick(laptop: BuiltLaptop, release: Path, before: Any) -> None:
    """It works here now. The power fails in its first start; at the next it shows the pages, and stays."""
    laptop.mark("")
    assert laptop.does("update", str(release)) == {"version": SECOND}
    laptop.opens_until(lambda now: now.starts == 1)
    laptop.opens_until(lambda now: now.proved)
    assert laptop.layout.pointer().version == SECOND
    assert (laptop.version(), laptop.work()) == (SECOND, before)
    tell(f"from a stick: version {SECOND} runs, the records are as they were")


def main(built: Path) -> None:
    """Plays all of it. Raises `AssertionError`."""
    with tempfile.TemporaryDirectory(prefix="gridworker-renewed-") as folder:
        work = Path(folder)
        desk = SigningDesk(work / "签发")
        release = desk.signs(build_second(work, desk.key.with_name("release.key.pub")))
        tell(f"version {SECOND} is built and signed: {release.stat().st_size / 1024**2:.1f} MiB")
        district = District(work / "区")
        district.set_up()
        district.opens()
        try:
            _play(BuiltLaptop(work / "周敏 的家", built, desk.public), district, release)
        finally:
            district.dies()


def _play(laptop: BuiltLaptop, district: District, release: Path) -> None:
    code = district.does("enrol-code", "zhoumin")["code"]
    laptop.does("enrol", "--server", district.address, "--code", code)
    patrol = laptop.home / "巡查.json"
    patrol.write_text(json.dumps({"place": {"text": "东篱苑3幢"}, "categories": ["fire"]}), encoding="utf-8")
    for _ in range(3):
        laptop.does("record", "add", "patrol", str(patrol))
    first, before = laptop.version(), laptop.work()
    district.does("release", "publish", str(release))
    laptop.mark("")
    power_cuts(laptop, first, before)
    breaks_and_goes_back(laptop, first, before)
    comes_from_a_stick(laptop, release, before)
    laptop.does("sync", "--until-empty")
    assert len(district.does("record", "list", "patrol")) == len(before)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
