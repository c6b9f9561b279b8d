"""What both command lines share: choosing a command, speaking to people and to scripts, and ending well.

With `--json` exactly one JSON value goes to standard output and everything for people to standard error; without it
results go to standard output. `run` turns whatever goes wrong into a sentence and an exit code: 0 done · 1 a fault of
ours · 2 usage · 3 done, but something needs a person · 4 network · 5 not allowed · 6 this computer · 130 stopped.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from gridworker import __version__
from gridworker.cli.declaration import Argument, Command, Program, argument
from gridworker.cli.usage import (
    choose,
    command_help,
    no_command,
    parse,
    program_help,
    take_common,
    wrong_usage,
)
from gridworker.domain.errors import InvalidRecord, OurFault, Trouble
from gridworker.environment.language import DEFAULT_LANGUAGE, LANGUAGES, Words

__all__ = ["NEEDS_A_PERSON", "STOPPED", "Argument", "Call", "Command", "Program", "Words", "argument", "run"]

NEEDS_A_PERSON = 3
STOPPED = 130

_WAS_STOPPED = Words("已停止，存好的内容都在。", "Stopped. What was saved is safe.")
_LANGUAGES = Words("--lang 可以填：{choices}", "--lang: choose from {choices}")


class Call:
    """One call of a command: what was asked for, and how to answer.

    `options` has the values of the command's own arguments under argparse's names; `json` tells whether a script
    asked, `language` what a person reads; `beside` is given to a script with a trouble: what was done before it.
    """

    def __init__(self, program: Program, common: dict[str, str | bool] | None = None) -> None:
        common = common or {}
        self.program = program
        self.common = common
        self.json = "--json" in common
        self.language = DEFAULT_LANGUAGE
        self.options = argparse.Namespace()
        self.command = program.name
        self.beside: dict[str, Any] = {}
        self._answered = False

    @property
    def folder(self) -> Path | None:
        """The folder of the program's data, as the option or the environment names it; it need not exist."""
        chosen = self.common.get(self.program.place.names[0])
        return self.program.folder(str(chosen) if chosen else None)

    def said(self, words: Words, **facts: Any) -> str:
        """A text in the language of this call."""
        return words.said(self.language, **facts)

    def answer(self, value: Any, text: str = "") -> None:
        """Gives the result, once per call: `value` to a script, `text` to a person."""
        self._answered = True
        _write(sys.stdout, json.dumps(value, ensure_ascii=False) if self.json else _readable(text))

    def tell(self, text: str) -> None:
        """Says something beside the result: progress, a notice, a warning."""
        try:
            _write(sys.stderr, _readable(text))
        except OSError:
            return

    def finish(self) -> None:
        """Gives a script its one value where the command had none."""
        if self.json and not self._answered:
            self.answer({})

    def report(self, trouble: Trouble) -> None:
        """Tells a person what went wrong, and a script too unless it has its value already."""
        from gridworker.environment.wording import describe

        message = describe(trouble, self.language)
        self.tell(message)
        if self.json and not self._answered:
            paths = trouble.paths if isinstance(trouble, InvalidRecord) else []
            error = {"code": trouble.code, "message": message, "paths": paths}
            self.answer({"error": error, **self.beside})


def run(program: Program, argv: Sequence[str] | None = None) -> int:
    """Runs the command that `argv` names (the process's own arguments if None) and returns the exit code."""
    _speak_utf8()
    typed = take_common(program, sys.argv[1:] if argv is None else argv)
    call = Call(program, typed.common)
    try:
        code = _carry_out(call, typed.rest)
        call.finish()
    except KeyboardInterrupt:
        call.tell(call.said(_WAS_STOPPED))
        return STOPPED
    except Exception as error:  # noqa: BLE001 - the outermost frame: nothing may reach a person as a traceback
        return _end(call, error)
    return code


def _carry_out(call: Call, rest: list[str]) -> int:
    if "--version" in call.common:
        call.answer({"version": __version__}, f"{call.program.name} {__version__}")
        return 0
    _choose_language(call)
    chosen = choose(call.program, rest, call.language)
    if "--help" in call.common:
        return _help(call, chosen.command, chosen.group)
    if chosen.command is None:
        if call.program.alone is None or chosen.group:
            raise no_command(call.program, chosen.group, call.language)
        return _start(call, call.program.alone)
    call.command = f"{call.program.name} {chosen.command.name}"
    call.options = parse(call.program, chosen.command, chosen.rest, call.language)
    return _start(call, chosen.command.run)


def _choose_language(call: Call) -> None:
    chosen = call.common.get("--lang")
    if chosen is None:
        from gridworker.environment.settings import LANGUAGE, read_setting

        folder = call.folder
        chosen = read_setting(folder, LANGUAGE) if folder else DEFAULT_LANGUAGE
    if chosen not in LANGUAGES:
        raise wrong_usage(call.program.name, call.said(_LANGUAGES, choices=", ".join(LANGUAGES)))
    call.language = str(chosen)


def _help(call: Call, command: Command | None, group: str) -> int:
    if command:
        text = command_help(call.program, command, call.language)
    else:
        text = program_help(call.program, group, call.language)
    call.answer({"help": text}, text)
    return 0


def _start(call: Call, name: str) -> int:
    module, function = name.split(":")
    code = getattr(importlib.import_module(module), function)(call)
    return code if isinstance(code, int) else 0


def _end(call: Call, error: Exception) -> int:
    """Reports `error` as a trouble; a fault of ours goes to the log, under the reference number that is shown."""
    from gridworker.environment.trouble import as_trouble

    trouble = as_trouble(error)
    if isinstance(trouble, OurFault):
        from gridworker.environment.logs import write_fault

        reference = write_fault(call.folder, error, call.command)
        trouble = OurFault(trouble.code, **(trouble.facts | {"reference": reference}))
    try:
        call.report(trouble)
    except OSError as again:
        return as_trouble(again).exit_code
    return trouble.exit_code


def _speak_utf8() -> None:
    """UTF-8 whatever the locale says; what is no text at all is shown as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _readable(text: str) -> str:
    """A text without signs that command a terminal: what is in a record was typed by anybody."""
    return "".join(sign if sign in "\n\t" or unicodedata.category(sign) != "Cc" else "�" for sign in text)


def _write(stream: TextIO | None, text: str) -> None:
    """Writes a text and sees it out. A reader that went away is no trouble; a full disk behind the stream is."""
    if stream is None or not text:
        return
    try:
        stream.write(text + "\n")
        stream.flush()
    except OSError as error:
        # What is left in the buffer would fail once more when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise
