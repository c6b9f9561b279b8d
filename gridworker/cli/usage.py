"""From the words a person typed to a command and its values, and the help on either (argparse does the parsing)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import NamedTuple, NoReturn

from gridworker.cli.argparse_words import speak
from gridworker.cli.declaration import Argument, Command, Program
from gridworker.domain.errors import PersonCanMend
from gridworker.environment.language import Words

_WIDTH = 110
_COLUMN = 26
_USAGE = Words("用法：{program} [通用选项] {words}", "usage: {program} [common options] {words}")
_COMMAND = Words("命令 …", "COMMAND …")
_COMMANDS = Words("命令：", "commands:")
_COMMON = Words("通用选项（写在命令前后都可以）：", "common options (before or after the command):")
_EXAMPLE = Words("示例：", "example:")
_MORE = Words(
    "每个命令的用法：{program} 命令 --help", "for the usage of each command: {program} COMMAND --help"
)
_UNKNOWN_OPTION = Words("不认识的参数：{option}", "unrecognized arguments: {option}")
_LACKS_A_VALUE = Words("{option} 后面要填一个值", "{option} expects a value")
_LACKS_A_COMMAND = Words("后面要写做什么：{commands}", "a command is missing: {commands}")


class Typed(NamedTuple):
    """What a person typed, with the common options, which may stand anywhere, taken out of the rest."""

    common: dict[str, str | bool]
    rest: list[str]


class Chosen(NamedTuple):
    """What the rest names: a command, a group of commands, or neither; and the words that follow the name."""

    command: Command | None
    group: str
    rest: list[str]


def take_common(program: Program, argv: Sequence[str]) -> Typed:
    """Takes the common options out of `argv`, up to a `--`; one that lacks its value stays in the rest."""
    options = {name: option for option in program.options() for name in option.names}
    common: dict[str, str | bool] = {}
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
            break
        name, equals, value = word.partition("=")
        option = options.get(name)
        if option is None:
            rest.append(word)
        elif option.settings.get("action") == "store_true":
            common[option.names[0]] = True
        elif given := value if equals else next(words, ""):
            common[option.names[0]] = given
        else:
            rest.append(word)
    return Typed(common, rest)


def choose(program: Program, rest: list[str], language: str) -> Chosen:
    """What `rest` names. Raises `PersonCanMend` where there is no such command."""
    _check_values(program, rest, language)
    if not rest:
        return Chosen(None, "", [])
    commands = {command.name: command for command in program.commands}
    for length in (1, 2):
        command = commands.get(" ".join(rest[:length]))
        if command:
            return Chosen(command, "", rest[length:])
    if rest[0].startswith("-"):
        raise wrong_usage(program.name, _UNKNOWN_OPTION.said(language, option=rest[0]))
    if rest[0] in program.groups and len(rest) == 1:
        return Chosen(None, rest[0], [])
    raise _unknown_command(program, " ".join(rest[: 2 if rest[0] in program.groups else 1]))


def _check_values(program: Program, rest: list[str], language: str) -> None:
    """Refuses a common option that was left in the rest because nothing follows it."""
    names = {name for option in program.options() for name in option.names}
    last = rest[-1].rstrip("=") if rest and "--" not in rest else ""
    if last in names:
        raise wrong_usage(program.name, _LACKS_A_VALUE.said(language, option=last))


def no_command(program: Program, group: str, language: str) -> PersonCanMend:
    """The trouble of a program or a group that was named without saying what to do."""
    names = [command.name.removeprefix(f"{group} ") for command in _shown(program, group)]
    typed = f"{program.name} {group}".strip()
    return wrong_usage(typed, _LACKS_A_COMMAND.said(language, commands=", ".join(names)))


def _shown(program: Program, group: str) -> list[Command]:
    return [command for command in program.commands if not group or command.name.startswith(f"{group} ")]


def _unknown_command(program: Program, typed: str) -> PersonCanMend:
    from difflib import get_close_matches

    near = get_close_matches(typed, [command.name for command in program.commands], n=1)
    if near:
        return PersonCanMend("unknown_command_near", command=typed, near=f"{program.name} {near[0]}")
    return PersonCanMend("unknown_command", command=typed, help=f"{program.name} --help")


def wrong_usage(command: str, detail: str) -> PersonCanMend:
    """The trouble of a command that was not written as its help says."""
    return PersonCanMend("usage", detail=detail, help=f"{command} --help")


def parse(program: Program, command: Command, rest: list[str], language: str) -> argparse.Namespace:
    """The values of a command's arguments. Raises `PersonCanMend` for what does not fit."""
    return _parser(program, command, language).parse_args(rest)


def command_help(program: Program, command: Command, language: str) -> str:
    """The help on one command."""
    return "\n".join(
        [
            _parser(program, command, language).format_help(),
            _COMMON.said(language),
            *_lines(program.options(), language),
            "",
            _EXAMPLE.said(language),
            f"  {command.example}",
        ]
    )


def program_help(program: Program, group: str, language: str) -> str:
    """The help on the program, or on the commands that begin with `group`."""
    about = program.groups[group] if group else program.about
    words = " ".join(filter(None, [group, _COMMAND.said(language)]))
    shown = _shown(program, group)
    return "\n".join(
        [
            _USAGE.said(language, program=program.name, words=words),
            "",
            about.said(language),
            "",
            _COMMANDS.said(language),
            *(f"  {command.name:<{_COLUMN}}{command.about.said(language)}" for command in shown),
            "",
            _COMMON.said(language),
            *_lines(program.options(), language),
            "",
            _MORE.said(language, program=program.name),
            _EXAMPLE.said(language),
            f"  {shown[0].example if group else program.example}",
        ]
    )


def _lines(arguments: Sequence[Argument], language: str) -> Iterator[str]:
    for name, about, settings in ((", ".join(a.names), a.about, a.settings) for a in arguments):
        choices = "|".join(settings.get("choices", ())) or settings.get("metavar", "")
        yield f"  {f'{name} {choices}'.strip():<{_COLUMN}}{about.said(language)}"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise wrong_usage(self.prog, message)


def _parser(program: Program, command: Command, language: str) -> _Parser:
    speak(language)
    parser = _Parser(
        prog=f"{program.name} {command.name}",
        description=command.about.said(language),
        add_help=False,
        allow_abbrev=False,
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=_COLUMN, width=_WIDTH),
    )
    exclusive: dict[str, argparse._ActionsContainer] = {"": parser}
    for item in command.arguments:
        if item.exclusive not in exclusive:
            exclusive[item.exclusive] = parser.add_mutually_exclusive_group()
        # A percent sign begins a place in argparse's help.
        about = item.about.said(language).replace("%", "%%")
        exclusive[item.exclusive].add_argument(*item.names, help=about, **item.settings)
    return parser
