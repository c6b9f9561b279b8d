"""Every text that people read, in both languages: those beside the code and those of the catalogs."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from gridworker.environment.language import Words
from tests.architecture.repository import ROOT, parsed, python_files, shown

# Functions that make a `Words` of two of their arguments, and which these are.
MAKERS = {"Words": 0, "_option": 2}


class Text(NamedTuple):
    """A text in both languages and where it stands."""

    where: str
    words: Words


@cache
def in_code() -> tuple[Text, ...]:
    """Every pair beside the code."""
    return tuple(
        Text(f"{shown(path)}:{node.lineno}", Words(*texts))
        for path in python_files("gridworker")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and (texts := written(node)) is not None
    )


def written(node: ast.Call) -> tuple[str, str] | None:
    """The two texts that a call makes `Words` of; None for other calls and where a call hands on what it was given."""
    if not isinstance(node.func, ast.Name) or node.func.id not in MAKERS:
        return None
    zh, en = (text_of(argument) for argument in node.args[MAKERS[node.func.id] :][:2])
    return None if zh is None or en is None else (zh, en)


def text_of(expression: ast.expr) -> str | None:
    """The text that stands there, with empty places where the code puts something in."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return expression.value
    if isinstance(expression, ast.JoinedStr):
        return "".join(text_of(part) or "{}" for part in expression.values)
    return None


@cache
def in_catalogs() -> tuple[Text, ...]:
    """Every pair of the sentences about trouble, the labels and the checklists."""
    found = [Text(f"errors.toml {path}", words) for path, words in pairs(toml("translations/errors.toml"))]
    zh, en = (dict(leaves(toml(f"catalogs/labels.{language}.toml"))) for language in ("zh_CN", "en"))
    found += [Text(f"labels {path}", Words(zh[path], en[path])) for path in zh.keys() & en.keys()]
    for name in ("checklists", "checklists_patrol"):
        found += [Text(f"{name} {path}", words) for path, words in pairs(toml(f"catalogs/{name}.toml"))]
    return tuple(sorted(found))


@cache
def written_in_chinese() -> tuple[tuple[str, str], ...]:
    """What becomes part of records and is Chinese in both languages: phrases, and the words of the sample district."""
    files = ("catalogs/phrases.toml", *(f"sample-district/{path.name}" for path in samples()))
    return tuple((f"{name} {path}", text) for name in files for path, text in leaves(toml(name)))


def samples() -> list[Any]:
    """The files of the sample district."""
    return sorted((ROOT / "resources" / "sample-district").glob("*.toml"))


def toml(name: str) -> dict[str, Any]:
    """A table of the resources."""
    return tomllib.loads((ROOT / "resources" / name).read_text(encoding="utf-8"))


def leaves(value: Any, above: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a table by its path."""
    if isinstance(value, str):
        yield above, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(inner, f"{above}/{name}" if above else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{above}/{number}")


def pairs(value: Any, above: str = "") -> Iterator[tuple[str, Words]]:
    """Every `{zh, en}` in a table by its path."""
    if isinstance(value, Mapping) and {"zh", "en"} <= value.keys():
        yield above, Words(value["zh"], value["en"])
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from pairs(inner, f"{above}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from pairs(inner, f"{above}/{number}")
