"""What a person hands in, JSON for the most part, from a file or from standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from gridworker.cli.frame import Call, Words
from gridworker.domain.errors import PersonCanMend

_STANDARD_INPUT = Words("标准输入", "standard input")
_LARGEST = 64 * 1024 * 1024


def read_json(call: Call, name: str) -> Any:
    """The JSON value in the file `name`, `-` for standard input: UTF-8, with or without a byte order mark.

    Raises `PersonCanMend`: `file_missing`, `file_unreadable`, `file_too_large`, `not_utf8`, `not_json`,
    `json_too_deep`, `json_name_twice`.
    """
    content = read_content(call, name)
    file = _named(call, name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PersonCanMend("not_utf8", file=file) from error
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise PersonCanMend("not_json", file=file, line=error.lineno, column=error.colno) from error
    except ValueError as error:
        raise PersonCanMend("not_json", file=file, line=1, column=1) from error
    except RecursionError as error:
        raise PersonCanMend("json_too_deep", file=file) from error


def read_object(call: Call, name: str) -> dict[str, Any]:
    """The JSON object in a file, read as `read_json` does. Raises `PersonCanMend` (`not_an_object`) too."""
    value = read_json(call, name)
    if not isinstance(value, dict):
        raise PersonCanMend("not_an_object", number=1)
    return value


def read_content(call: Call, name: str) -> bytes:
    """What is in the file `name`, `-` for standard input.

    Raises `PersonCanMend` (`file_missing`, `file_unreadable`, `file_too_large`).
    """
    try:
        if name == "-":
            content = b"" if sys.stdin is None else sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise PersonCanMend("file_missing", file=name) from error
    except (OSError, ValueError) as error:
        raise PersonCanMend("file_unreadable", file=name) from error
    if len(content) > _LARGEST:
        raise PersonCanMend("file_too_large", file=_named(call, name), most=_LARGEST // 1024 // 1024)
    return content


def _named(call: Call, name: str) -> str:
    return call.said(_STANDARD_INPUT) if name == "-" else name


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose names all differ: of two equal ones the first value would be lost without a word."""
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        raise PersonCanMend("json_name_twice", name=next(name for name in names if names.count(name) > 1))
    return value
