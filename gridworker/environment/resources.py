"""Where the files that come with the program are: in a working copy, in a wheel, or in the frozen app."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def resources_folder() -> Path:
    """The folder that holds translations, catalogs and samples. Raises `ComputerTrouble` where it is missing."""
    frozen = getattr(sys, "_MEIPASS", None)
    places = [_PACKAGE / "_resources", _PACKAGE.parent / "resources"]
    if frozen:
        places.insert(0, Path(frozen) / "resources")
    for place in places:
        if place.is_dir():
            return place
    raise ComputerTrouble("resources_missing")


def resource(name: str) -> Path:
    """The file or folder `name`, with `/` between its parts. Raises `ComputerTrouble` where it is missing."""
    path = resources_folder().joinpath(*name.split("/"))
    if not path.exists():
        raise ComputerTrouble("resources_missing")
    return path
