"""The guide for workers names what is really on the screen: its words, its keys, every page and every setting."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

from gridworker.ui.shell.directory import APART, ENTRIES
from tests.docs.pages import DOCS, ROOT, text_of

GUIDE = text_of(DOCS / "guides/worker.md")
UI = ROOT / "gridworker/ui"
SETTINGS = UI / "pages/settings"
_KEY = re.compile(r"^(Ctrl|Alt|Shift|F\d|Esc)")
_TITLES = re.compile(r"SectionTitle\((?:session\.)?said\((_\w+)\)")


def words_on_screen() -> set[str]:
    """Every Chinese text of the window, and the names of kinds, fields and choices."""
    catalog = tomllib.loads((ROOT / "resources/catalogs/labels.zh_CN.toml").read_text(encoding="utf-8"))
    return {text for path in UI.rglob("*.py") for text in _said_by(path.read_text(encoding="utf-8"))} | set(
        _leaves(catalog)
    )


def _said_by(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _leaves(catalog: object) -> Iterator[str]:
    if isinstance(catalog, dict):
        for value in catalog.values():
            yield from _leaves(value)
    elif isinstance(catalog, str):
        yield catalog


def test_what_is_printed_bold_stands_on_the_screen() -> None:
    shown = "\n".join(words_on_screen())
    assert [word for word in re.findall(r"\*\*(.+?)\*\*", GUIDE) if word not in shown] == []


def test_every_key_it_names_is_one() -> None:
    keys = {text for text in words_on_screen() if _KEY.match(text)} | {"Esc", "Ctrl+V"}
    named = {key for key in re.findall(r"`([^`]+)`", GUIDE) if _KEY.match(key)}
    assert len(named) > 10
    assert named - keys == set()


def test_every_page_is_in_it() -> None:
    assert [entry.word.zh for entry in (*ENTRIES, *APART) if entry.word.zh[:2] not in GUIDE] == []


def test_every_group_of_settings_is_in_it() -> None:
    titles = set()
    for path in SETTINGS.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        for name in _TITLES.findall(source):
            [title] = re.findall(rf'^{name} = Words\(\s*"([^"]+)"', source, re.MULTILINE)
            titles.add(title)
    assert len(titles) > 5
    assert {title for title in titles if title not in GUIDE} == set()
