"""Every folder has its place in the layers, and four rules that import-linter cannot say."""

from __future__ import annotations

import re
import sys

from tests.architecture.repository import ROOT, imported_names, python_files, settings, shown


def placed_layers() -> set[str]:
    contracts = settings()["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return {name.strip() for row in layers for name in row.split("|")}


def test_every_folder_of_the_package_is_placed_in_the_layers() -> None:
    folders = {
        p.relative_to(ROOT).parts[1] for p in python_files("gridworker") if p.parent.name != "gridworker"
    }
    assert folders - placed_layers() == set()


def test_the_domain_needs_nothing_but_the_standard_library_and_msgspec() -> None:
    allowed = sys.stdlib_module_names | {"msgspec", "gridworker"}
    foreign = {
        (shown(path), name)
        for path in python_files("gridworker")
        if shown(path).startswith("gridworker/domain/")
        for name in imported_names(path)
        if name.split(".")[0] not in allowed
    }
    assert foreign == set()


def test_documents_print_without_widgets() -> None:
    widgets = {
        (shown(path), name)
        for path in python_files("gridworker")
        if shown(path).startswith("gridworker/documents/")
        for name in imported_names(path)
        if name.startswith("PySide6.QtWidgets")
    }
    assert widgets == set()


def test_nobody_listens_to_every_event_of_the_program() -> None:
    """A filter in Python on the application makes building a page half as long again (decision 037)."""
    listening = {
        (shown(path), number)
        for path in python_files("gridworker")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"(\bapp|instance\(\))\.installEventFilter", line)
    }
    assert listening == set()


def test_no_test_takes_what_it_needs_from_another() -> None:
    """What several tests use has a file of its own. Planted bugs run whole test files, and import these as such."""
    taken = {
        (shown(path), name)
        for path in python_files("tests", "benchmarks")
        for name in imported_names(path)
        if name.startswith("tests.") and any(part.startswith("test_") for part in name.split(".")[:-1])
    }
    assert taken == set()
