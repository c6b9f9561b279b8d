"""What the page for contributors says to change is changed in a copy of the project, and does what the page says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks

PAGE = ROOT / "CONTRIBUTING.md"

FIELD = """
from gridworker.domain.kinds import KINDS
from gridworker.environment.labels import labels
assert KINDS["patrol"].fields["weather"].choices == ("dry", "rain", "snow", "heat")
assert labels("zh_CN").choice("patrol", "weather", "heat") == "高温"
"""
KIND = """
from gridworker.operations.records import add_record, list_records
from tests.laptop import laptop
profile = laptop()
add_record(profile, "drill", {"text": "东篱苑疏散演练，到场 46 人。"})
[drill] = list_records(profile, "drill", [], 9, None)
assert drill["text"].endswith("46 人。")
"""
SHOWN = """
from PySide6.QtWidgets import QApplication
app = QApplication([])
from gridworker.ui.background import Background, make_loop
from gridworker.ui.session import Session
from gridworker.ui.shell import directory
from tests.laptop import laptop
session = Session(laptop(), Background(make_loop(app), print), "zh_CN")
page = directory.make(directory.entry_for("drill"), session)
assert page.accessibleName() == "消防演练"
page.grab()
os._exit(0)
"""
PAPER = """
from gridworker.documents.dispute.case import Case
from gridworker.documents.dispute.papers import make_paper
from gridworker.domain.mediation_papers import PaperRef
from tests.documents.cases import case
made = make_paper(case(), PaperRef("notice"))
assert made.title == "人民调解通知书"
assert "李建国" in str(made.blocks)
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The project with every change of the page made to it."""
    folder = tmp_path_factory.mktemp("changed")
    for name in ("gridworker", "resources", "tests"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.png", "*.otf")
        )
    for change in blocks(PAGE, "diff"):
        made = subprocess.run(
            ["git", "apply", "--unidiff-zero", "-"],
            check=False,
            input=change,
            cwd=folder,
            env={**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert made.returncode == 0, made.stderr
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("what", [FIELD, KIND, SHOWN, PAPER], ids=["a field", "a kind", "a page", "a paper"])
def test_a_change_does_what_the_page_says(copy: Path, what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import os\n{what}"],
        check=False,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
