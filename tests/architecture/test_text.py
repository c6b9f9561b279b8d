"""What no file may hold: promises instead of code, places only one machine knows, secrets on their way to a log."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.repository import files, parsed, python_files, shown

# The empty groups keep these patterns from finding themselves.
FORBIDDEN = {
    "a promise instead of code": r"\bTO(?:)DO\b|\bFIX(?:)ME\b",
    "the address of a package index": r"\bpy(?:)pi\.|python(?:)hosted|//(?:[\w.-]+\.)?mirror(?:)s?\.",
    "a path of one machine": r"(?<![\w.}>)])/(?:work|root|opt/py(?:)pi)/|(?<![\w.])\.\./share(?:)d\b",
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE K(?:)EY-----",
}
SECRET = re.compile(r"password|secret|token|recovery_code|database_key|private_key|id_number")


def texts() -> Iterator[tuple[Path, bytes]]:
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path, content


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{shown(path)}:{number}: {line.strip()[:100]}"
        for path, content in texts()
        for number, line in enumerate(content.decode("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_lines_end_the_same_way_everywhere() -> None:
    odd = [
        shown(path) for path, content in texts() if b"\r" in content or (content and content[-1:] != b"\n")
    ]
    assert odd == []


def written_values(call: ast.Call) -> Iterator[str]:
    """The names whose values a call writes, f-strings included."""
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        for node in ast.walk(argument):
            if isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.Attribute):
                yield node.attr


def writes_to_a_log(call: ast.Call) -> bool:
    levels = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    return isinstance(call.func, ast.Attribute) and call.func.attr in levels


def test_no_secret_is_written_to_a_log() -> None:
    leaks = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files("gridworker")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and writes_to_a_log(node)
        and any(map(SECRET.search, written_values(node)))
    ]
    assert leaks == []
