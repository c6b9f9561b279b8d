"""Code stays in pieces that one person reads in one sitting, under names that say what is in them."""

from __future__ import annotations

import ast
import re

from tests.architecture.repository import files, parsed, python_files, shown

CODE = ("gridworker", "tests", "benchmarks")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
SAYS_NOTHING = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc|stuff)(_|$)")


def test_no_file_is_longer_than_one_idea() -> None:
    long = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*CODE)}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{shown(path)}:{node.lineno} {node.name}": lines
        for path in python_files(*CODE)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [shown(path) for path in python_files(*CODE) if not ast.get_docstring(parsed(path))]
    assert silent == []


def test_no_name_hides_what_is_in_a_file() -> None:
    vague = [
        shown(p)
        for p in files()
        if any(SAYS_NOTHING.search(part.split(".")[0]) for part in shown(p).split("/"))
    ]
    assert vague == []
