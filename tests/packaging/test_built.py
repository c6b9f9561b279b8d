"""The program as it is handed out, built anew: what is in the folder, and that it needs nothing around it.

`make installer` looks at what it made in the same way: `pytest tests/packaging/test_built.py --built dist/gridworker`.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker import __version__
from gridworker.environment.installation import platform_name, read_card
from tests.packaging.bare_computer import BareComputer
from tests.packaging.built import build, lacking, size_mib, strangers, without_licence
from tests.packaging.installed import ROOT
from tests.packaging.windows_setup import SCRIPT, inside, sections

MOST_MIB = 190
CHECKS = ["server", "window", "search", "font", "input", "paper", "sync"]
STRANGE = ("libQt6Core.so.6", "libpython3.11.so.1.0", "libcrypto.so.3", "libstdc++.so.6", "json.py")


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The built program's folder; half a gigabyte is made for it, of which nothing stays."""
    given = request.config.getoption("--built")
    if given:
        yield Path(given).resolve()
        return
    with tempfile.TemporaryDirectory(prefix="gridworker-built-") as work:
        yield build(ROOT, Path(work))


@pytest.fixture
def bare(tmp_path: Path, built: Path) -> BareComputer:
    """A computer with the built program and nothing else."""
    return BareComputer(tmp_path / "disk", built)


def test_nothing_is_in_it_that_is_not_on_the_list(built: Path) -> None:
    assert sorted(set(strangers(built))) == []


def test_every_library_that_it_asks_for_is_in_it(built: Path) -> None:
    assert sorted(lacking(built)) == []


def test_the_licence_of_everything_in_it_is_in_it(built: Path) -> None:
    assert sorted(without_licence(built)) == []


def test_it_says_which_version_it_is(built: Path, bare: BareComputer) -> None:
    assert read_card(built) == (__version__, platform_name())
    for program in ("gridworker", "gridworker-server"):
        assert bare.says(program, "--version") == f"{program} {__version__}\n"


def test_it_works_where_there_is_nothing_else(
    built: Path, bare: BareComputer, capsys: pytest.CaptureFixture[str]
) -> None:
    """No environment, no Python, no fonts, no network, and a folder that cannot be written."""
    steps = {step["check"]: step for step in json.loads(bare.says("gridworker", "--self-check", "--json"))}
    assert list(steps) == CHECKS
    assert all(step["ok"] for step in steps.values()), steps
    assert not bare.is_bare or "程序自带" in steps["font"]["detail"], "its own fonts are used"
    around = (
        "nothing around it" if bare.is_bare else "AN EMPTY ENVIRONMENT ONLY: namespaces are not allowed here"
    )
    with capsys.disabled():
        sys.stderr.write(
            f"\nthe built program: {size_mib(built):.0f} MiB; its self-check passed with {around}\n"
        )


def test_libraries_and_a_python_that_are_not_its_own_do_not_lead_it_astray(bare: BareComputer) -> None:
    """Another program has set them for itself; what they name is broken."""
    for name in STRANGE:
        folder = bare.put(f"别的 程序/{name}", b"no library").rpartition("/")[0]
    set_by_others = {"PYTHONHOME": "/nowhere", "PYTHONPATH": folder, "LD_LIBRARY_PATH": folder}
    steps = json.loads(bare.says("gridworker", "--self-check", "--json", **set_by_others))
    assert [step["check"] for step in steps] == CHECKS


def test_what_the_setup_for_windows_names_is_in_it(built: Path) -> None:
    named = inside(sections(SCRIPT))
    assert named == {"gridworker", "_internal"}
    assert all((built / name).exists() for name in named)


def test_it_is_no_larger_than_was_promised(built: Path) -> None:
    assert size_mib(built) <= MOST_MIB


def test_what_builds_it_is_installed_with_no_program() -> None:
    """Neither a laptop nor a district server is given the tools that only a working copy has."""
    for name in ("app", "server"):
        pinned = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert not re.search(r"^(pyinstaller|altgraph|setuptools|pytest)\b", pinned, re.MULTILINE)
