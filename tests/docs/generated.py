"""The parts of pages that are made from the code: from `<!-- what of -->` to `<!-- end -->`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.docs.command_page import commands
from tests.docs.kind_tables import fields_table, workflow_table
from tests.docs.pages import DOCS

GENERATED_PAGES = (DOCS / "kinds.md", DOCS / "commands.md")

_MARKED = re.compile(r"(<!-- (\w+) (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_MAKERS: dict[str, Callable[[str], str]] = {
    "fields": fields_table,
    "workflow": workflow_table,
    "commands": commands,
}


def renewed(page: Path) -> str:
    """The text of a page with every marked part made anew."""
    return _MARKED.sub(
        lambda found: f"{found[1]}{_MAKERS[found[2]](found[3])}\n{found[4]}", page.read_text(encoding="utf-8")
    )


def marked(page: Path) -> set[tuple[str, str]]:
    """The marked parts of a page: `("fields", "patrol")` and so on."""
    return {(found[2], found[3]) for found in _MARKED.finditer(page.read_text(encoding="utf-8"))}
