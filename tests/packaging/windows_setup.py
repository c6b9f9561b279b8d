"""The setup for Windows, read on Linux, where nobody can run it: its settings and what it names."""

from __future__ import annotations

import re
from pathlib import Path

from tests.packaging.installed import ROOT

SCRIPT = ROOT / "resources/installer/gridworker.iss"
CHINESE = SCRIPT.with_name("chinese.isl")


def sections(file: Path) -> dict[str, list[str]]:
    """The lines of each section of a script or a file of messages, without comments."""
    found: dict[str, list[str]] = {"": []}
    name = ""
    for line in file.read_text(encoding="utf-8-sig").splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            name = heading[1]
            assert name not in found, name
            found[name] = []
        elif line and not line.startswith(";"):
            found[name].append(line)
    return found


def settings(lines: list[str]) -> dict[str, str]:
    """Lines of the form `Name=value`."""
    pairs = [line.split("=", 1) for line in lines]
    assert len({name for name, _ in pairs}) == len(pairs)
    return dict(pairs)


def entries(lines: list[str]) -> list[dict[str, str]]:
    """Lines of the form `Name: "value"; Name: value`."""
    return [dict(re.findall(r'(\w+): "?([^";]+)"?', line)) for line in lines]


def inside(script: dict[str, list[str]]) -> set[str]:
    """What the script names in the folder of the installed program, as paths of the built folder."""
    names = re.findall(r"\{app\}\\([\w.\\]+)", "\n".join(line for lines in script.values() for line in lines))
    return {name.replace("\\", "/").removesuffix(".exe") for name in names}
