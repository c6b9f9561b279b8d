"""The texts of the licences of everything in the installed program, for `build_installer.spec`."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

_NAMES = ("licen", "copying", "notice", "authors")
_QT = ("PySide6_Essentials", "shiboken6")
_QT_TEXTS = ("LGPL-3", "GPL-3")
"""Qt's wheels bring no text along; the LGPL is written as an addition to the GPL."""

_COMMON = Path("/usr/share/common-licenses")


def licence_texts(modules: Iterable[str], libraries: Iterable[str], folder: str) -> Iterator[tuple[str, str]]:
    """Files and the folders below `folder` they go to: of Python packages, and of the libraries of a Debian system.

    `modules` are the names that can be imported, `libraries` the files that were collected.
    """
    known = packages_distributions()
    tops = {name.split(".")[0] for name in modules}
    for name in sorted({one for top in tops for one in known.get(top, ())} - {"gridworker"}):
        yield from _of_package(distribution(name), f"{folder}/{name}")
    own = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if own.exists():
        yield str(own), f"{folder}/Python"
    if sys.platform.startswith("linux"):
        for name in _QT_TEXTS:
            yield str(_COMMON / name), f"{folder}/Qt"
        for package in sorted(set(_debian_packages(libraries))):
            yield f"/usr/share/doc/{package}/copyright", f"{folder}/{package}"


def _of_package(package: Distribution, folder: str) -> Iterator[tuple[str, str]]:
    for file in package.files or ():
        if ".dist-info" in file.parts[0] and any(word in file.name.lower() for word in _NAMES):
            # Texts of parts of a package lie in folders of their own and have one name.
            inner = [part for part in file.parts[1:-1] if part != "licenses"]
            yield str(package.locate_file(file)), "/".join((folder, *inner))


def _debian_packages(libraries: Iterable[str]) -> Iterator[str]:
    """The packages that the system's libraries come from."""
    real = {str(Path(one).resolve()) for one in libraries if one.startswith(("/lib", "/usr"))}
    # A package may still name its files by the folders that became links.
    asked = sorted(real | {one.removeprefix("/usr") for one in real})
    told = subprocess.run(["dpkg", "-S", *asked], check=False, capture_output=True, text=True).stdout
    return (line.split(":")[0] for line in told.splitlines())
