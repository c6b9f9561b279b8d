"""The built program's folder: how it is made, and what is in it."""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from gridworker.environment.installation import PROGRAM
from tests.packaging.bare_computer import OF_EVERY_SYSTEM

_BUILD_S = 900
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
OF_SOME_SYSTEMS = frozenset("cups wayland-client wayland-cursor".split())
"""Only plugins ask for them: a computer has them, or has no use for the plugin."""


def build(tree: Path, work: Path, keys: str = "") -> Path:
    """Builds the program of a working copy as `make installer` does; `keys` names files. All of it lies in `work`."""
    script, spec = tree / "resources/installer/build.sh", tree / "build_installer.spec"
    # It may take longer than a test: instead of the test it is watched itself.
    faulthandler.cancel_dump_traceback_later()
    environment = os.environ | {"RELEASE_KEYS": keys, "PYTHONPATH": str(tree)}
    words = ["sh", *map(str, (script, sys.executable, spec, work / "dist", work / "build"))]
    done = subprocess.run(
        words, env=environment, cwd=tree, capture_output=True, text=True, check=False, timeout=_BUILD_S
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return work / "dist" / "gridworker"


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
    files = [path for path in folder.rglob("*") if ".so" in path.name]
    inside = {path.name for path in files}
    # The program itself begins before it can tell where its own libraries are.
    for path, own in (*((file, inside) for file in files), (folder / PROGRAM, set[str]())):
        told = subprocess.run(["objdump", "-p", path], check=True, capture_output=True, text=True).stdout
        asked = {line.split()[1] for line in told.splitlines() if line.split()[:1] == ["NEEDED"]}
        for name in asked - own:
            library = name.removeprefix("lib").split(".so")[0]
            if library not in OF_EVERY_SYSTEM | OF_SOME_SYSTEMS and not library.startswith("ld-linux"):
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
    for name in ("qt", "python", "libglvnd0", "libssl3", "pypinyin"):
        if not any(one.startswith(name) for one in held):
            yield name


def size_mib(folder: Path) -> float:
    """What its files hold, in MiB."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1024**2
