"""The tables of kinds and the list of commands say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridworker.cli.app import PROGRAM as APP
from gridworker.cli.server import PROGRAM as SERVER
from gridworker.domain.fields import Merge
from gridworker.domain.kinds import KINDS
from tests.docs.generated import GENERATED_PAGES, marked, renewed
from tests.docs.pages import DOCS, text_of


@pytest.mark.parametrize("page", GENERATED_PAGES, ids=lambda page: page.name)
def test_what_is_made_from_the_code_is_up_to_date(page: Path) -> None:
    assert text_of(page) == renewed(page), "python -m tests.docs writes it anew"


def test_every_kind_has_its_table_and_every_workflow_its_steps() -> None:
    with_workflow = {
        code for code, kind in KINDS.items() if any(f.merge is Merge.WORKFLOW for f in kind.fields.values())
    }
    wanted = {("fields", code) for code in ("record", *KINDS)} | {
        ("workflow", code) for code in with_workflow
    }
    assert marked(DOCS / "kinds.md") == wanted


@pytest.mark.parametrize("program", [APP, SERVER], ids=lambda program: program.name)
def test_no_command_is_left_out(program: object) -> None:
    page = text_of(DOCS / "commands.md")
    assert isinstance(program, type(APP))
    missing = [c.name for c in program.commands if f"### {program.name} {c.name}\n" not in page]
    assert missing == []
