"""Looks at the built program, behind `make installer`: `python -m tests.packaging.built dist/gridworker`.

What is in it, how large it is, and that it works where there is nothing else: no environment, no fonts, no network.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from gridworker.environment.installation import PROGRAM, read_card

MOST_MIB = 190
QT_LIBRARIES = frozenset("Core DBus Gui Network OpenGL PrintSupport Svg WaylandClient Widgets XcbQpa".split())
NOT_FOR_US = (
    "Charts",
    "DataVisualization",
    "Graphs",
    "VirtualKeyboard",
    "NetworkAuth",
    "Quick",
    "Qml",
    "WebEngine",
)
"""Under the GPL alone, or large and unused."""

GPL_ALONE = ("libreadline", "libgdbm", "_gdbm", "readline.")
OF_EVERY_SYSTEM = frozenset("ld-linux c dl m pthread resolv rt".split())
"""What the C library brings, which a program takes from the system it runs on."""

OF_SOME_SYSTEMS = frozenset("cups wayland-client wayland-cursor".split())
"""Only plugins ask for them: a computer has them, or has no use for the plugin."""


def strangers(folder: Path) -> Iterator[str]:
    """Libraries of Qt that nobody asked for, and whatever only builds or tests programs."""
    for path in folder.rglob("*"):
        name = path.name
        if path.is_symlink() and not path.exists():
            yield f"{name}, which leads nowhere"
        if name.startswith("libQt6") and name.removeprefix("libQt6").split(".")[0] not in QT_LIBRARIES:
            yield name
        if any(f"Qt{one}" in name or f"Qt6{one}" in name for one in NOT_FOR_US):
            yield name
        if name.startswith(GPL_ALONE):
            yield name
        if path.is_dir() and name in ("tests", "pytest", "pip", "setuptools", "tkinter"):
            yield str(path.relative_to(folder))


def lacking(folder: Path) -> Iterator[str]:
    """Libraries that a file inside is linked to and that are neither inside nor on every system."""
    files = [path for path in folder.rglob("*") if ".so" in path.name or path.name == PROGRAM]
    names = {path.name for path in files}
    for path in files:
        told = subprocess.run(["objdump", "-p", path], check=False, capture_output=True, text=True).stdout
        asked = {line.split()[1] for line in told.splitlines() if line.split()[:1] == ["NEEDED"]}
        for name in asked - names:
            if (
                name.removeprefix("lib").split(".so")[0].split("-x86")[0]
                not in OF_EVERY_SYSTEM | OF_SOME_SYSTEMS
            ):
                yield f"{name}, for {path.name}"


def without_licence(folder: Path) -> Iterator[str]:
    """Packages and libraries inside whose licence is not."""
    held = {
        path.name.lower() for path in (folder / "_internal" / "licences").iterdir() if any(path.iterdir())
    }
    known = packages_distributions()
    for path in (folder / "_internal").iterdir():
        for package in known.get(path.name.split(".")[0], ()):
            if package.lower() not in held | {"gridworker", "pyside6_essentials", "shiboken6"}:
                yield package
    yield from {"qt", "python", "libglvnd0", "libssl3", "pypinyin"} - held


def size_mib(folder: Path) -> float:
    """What its files hold, in MiB."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1024**2


def works_alone(folder: Path) -> list[str]:
    """The checks that it made of itself with nothing around it. Raises `CalledProcessError`."""
    with tempfile.TemporaryDirectory() as empty:
        words = [str(folder / PROGRAM), "--self-check", "--json"]
        if os.geteuid() == 0:
            words = ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *words]
        environment = {"HOME": empty, "TMPDIR": empty, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.stderr.write(done.stderr)
        done.check_returncode()
        return [step["check"] for step in json.loads(done.stdout)]


def main(folder: Path) -> None:
    """Looks at all of it. Raises `AssertionError`."""
    found = sorted(set(strangers(folder)))
    assert not found, f"not on the list of what goes in: {found}"
    missing = sorted({*lacking(folder), *without_licence(folder)})
    assert not missing, f"not inside: {missing}"
    version, platform = read_card(folder)
    size = size_mib(folder)
    checks = works_alone(folder)
    sys.stdout.write(f"{version} {platform}: {size:.0f} MiB; works alone: {' '.join(checks)}\n")
    assert size <= MOST_MIB, f"{size:.1f} MiB, more than {MOST_MIB}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
