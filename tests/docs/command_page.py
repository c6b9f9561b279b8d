"""The commands in `docs/commands.md`, from the declarations of both command lines."""

from __future__ import annotations

from collections.abc import Iterator

from gridworker.cli.app import PROGRAM as APP
from gridworker.cli.declaration import Argument, Command, Program
from gridworker.cli.server import PROGRAM as SERVER

_PROGRAMS = {"app": APP, "server": SERVER}


def commands(of: str) -> str:
    """Every command of a program."""
    return "\n".join(_program(_PROGRAMS[of])).rstrip("\n")


def _program(program: Program) -> Iterator[str]:
    yield f"{program.about.en}\n\nCommon options:\n"
    yield from _table(program.options())
    for command in program.commands:
        yield from _command(program, command)


def _command(program: Program, command: Command) -> Iterator[str]:
    yield f"\n### {program.name} {command.name}\n\n{command.about.en}\n"
    yield f"```text\n{' '.join([program.name, command.name, *map(_usage, command.arguments)])}\n```\n"
    if command.arguments:
        yield from _table(command.arguments)
        yield ""
    yield f"Example: `{command.example}`"


def _table(arguments: tuple[Argument, ...]) -> Iterator[str]:
    yield "| argument | |\n|---|---|"
    for item in arguments:
        yield f"| `{', '.join(item.names) if _is_option(item) else _value(item)}` | {_cell(item.about.en)} |"


def _usage(item: Argument) -> str:
    """An argument as it stands in a usage line, in brackets where it may be left out."""
    value, many = _value(item), item.settings.get("nargs")
    if not _is_option(item):
        return f"[{value}]" if many == "?" else value
    words = f"{item.names[0]} {value}".strip()
    if many == "+":
        words += " …"
    return words if item.settings.get("required") else f"[{words}]"


def _value(item: Argument) -> str:
    choices = item.settings.get("choices")
    if item.settings.get("action") == "store_true":
        return ""
    return item.settings.get("metavar") or ("|".join(choices) if choices else item.names[0].upper())


def _is_option(item: Argument) -> bool:
    return item.names[0].startswith("-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
