"""How a command line is declared: programs, their commands, and what each command takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.environment.language import LANGUAGES, Words


class Argument(NamedTuple):
    """What a command takes. `settings` are argparse's; arguments of one `exclusive` name exclude each other."""

    names: tuple[str, ...]
    about: Words
    settings: Mapping[str, Any]
    exclusive: str = ""


def argument(*names: str, about: Words, exclusive: str = "", **settings: Any) -> Argument:
    """Declares an argument or an option, as `argparse.add_argument` takes it."""
    return Argument(names, about, settings, exclusive)


class Command(NamedTuple):
    """A command: its words (`record add`), what it does, one example that works, and who does it.

    `run` is `module:function`, imported when the command is chosen; the function takes a `Call` and returns the exit
    code (None for 0).
    """

    name: str
    about: Words
    example: str
    run: str
    arguments: tuple[Argument, ...] = ()


class Program(NamedTuple):
    """A command line.

    `place` is the option that names the folder of its data and `folder` finds the folder from that option's value;
    `groups` says what the commands with a common first word are about; `alone` is run where no command is given.
    """

    name: str
    about: Words
    example: str
    place: Argument
    folder: Callable[[str | None], Path | None]
    commands: tuple[Command, ...]
    groups: Mapping[str, Words]
    globals: tuple[Argument, ...] = ()
    alone: str | None = None

    def options(self) -> tuple[Argument, ...]:
        """The options that are taken before and after every command."""
        return (self.place, *self.globals, *COMMON)


COMMON = (
    argument("--lang", about=Words("界面语言，默认 zh_CN", "language, zh_CN by default"), choices=LANGUAGES),
    argument("--json", about=Words("结果以 JSON 输出", "print the result as JSON"), action="store_true"),
    argument("--version", about=Words("显示版本", "show the version"), action="store_true"),
    argument("--help", "-h", about=Words("显示帮助", "show this help"), action="store_true"),
)
