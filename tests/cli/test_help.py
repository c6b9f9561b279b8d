"""Help: every command explains itself in both languages, with an example that may be typed as it stands."""

from __future__ import annotations

import argparse
import importlib
import inspect
import re
import shlex

import pytest

from gridworker.cli import argparse_words
from gridworker.cli.app import PROGRAM, main
from gridworker.cli.declaration import Command
from gridworker.cli.usage import choose, command_help, parse, take_common
from gridworker.environment.language import LANGUAGES, Words

HAN = re.compile("[\u4e00-\u9fff]")
# What argparse says to whoever writes a parser, or of things this program does not use.
NOT_SAID = re.compile(
    "subparser|subcommand|parser_name|__call__|mode %r|can't open|merge actions|positionals|dest=|conflict_resolution|"
    "mutually exclusive|show this help|not callable|%\\(prog\\)s: error|option string|deprecated"
)
EVERY_COMMAND = pytest.mark.parametrize("command", PROGRAM.commands, ids=[c.name for c in PROGRAM.commands])


@EVERY_COMMAND
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_explains_itself(
    command: Command, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.name.split(), "--help", "--lang", language]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    for words in (command.about, *(argument.about for argument in command.arguments)):
        assert words.said(language) in shown.out
    assert command.example in shown.out
    for option in ("--profile", "--lang", "--json", "--version"):
        assert option in shown.out


@EVERY_COMMAND
def test_an_example_may_be_typed_as_it_stands(command: Command) -> None:
    program, *words = shlex.split(command.example)
    assert program == PROGRAM.name
    typed = take_common(PROGRAM, words)
    chosen = choose(PROGRAM, typed.rest, "en")
    assert chosen.command == command
    parse(PROGRAM, command, chosen.rest, "en")


@EVERY_COMMAND
def test_whoever_carries_a_command_out_is_there(command: Command) -> None:
    module, function = command.run.split(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_every_word_of_help_is_there_in_both_languages() -> None:
    every = [PROGRAM.about, *PROGRAM.groups.values()]
    every += [option.about for option in PROGRAM.options()]
    for command in PROGRAM.commands:
        every += [command.about, *(argument.about for argument in command.arguments)]
    for words in every:
        assert isinstance(words, Words)
        assert HAN.search(words.zh), words
        assert words.en, words
        assert not HAN.search(words.en), words


def test_chinese_help_has_no_word_of_argparse_left_in_english() -> None:
    for command in PROGRAM.commands:
        text = command_help(PROGRAM, command, "zh_CN")
        assert not re.search("usage|options:|arguments", text), text


def test_everything_argparse_may_say_has_chinese_words() -> None:
    source = inspect.getsource(argparse)
    said = {text.replace("\\n", "\n") for _, text in re.findall(r"""\b_\((['"])(.*?)\1\)""", source)}
    assert "unrecognized arguments: %s" in said
    assert {text for text in said if not NOT_SAID.search(text)} - set(argparse_words._CHINESE) == set()


def test_the_program_lists_its_commands_and_a_group_only_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    everything = capsys.readouterr().out
    assert all(f"  {command.name} " in everything for command in PROGRAM.commands)
    assert main(["record", "--help"]) == 0
    records = capsys.readouterr().out
    assert "record add" in records
    assert "enrol" not in records


@pytest.mark.parametrize(
    "words", [["--json", "--version"], ["--version", "--json"], ["sync", "--version", "--json"]]
)
def test_the_version_is_told_wherever_it_is_asked_for(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    assert re.fullmatch(r'\{"version": "\d+\.\d+\.\d+"\}\n', capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["serch", "漏水"], "是不是要用：gridworker search"),
        (["zzz"], "全部命令见：gridworker --help"),
        (["record", "ad"], "是不是要用：gridworker record add"),
        (["record"], "后面要写做什么：add, edit, delete, attach, show, list"),
        (["search"], "缺少 TEXT"),
        (["search", "漏水", "--limit", "许多"], "--limit：'许多' 不是整数"),
        (["search", "漏水", "--limit", "0"], "--limit：'0' 不是整数"),
        (["search", "漏水", "--limit"], "--limit：后面要填一个值"),
        (["search", "漏水", "--fast"], "不认识的参数：--fast"),
        (["--fast"], "不认识的参数：--fast"),
        (["export", "visit", "--format", "doc", "--out", "a"], "没有 'doc' 这个选择"),
        (
            ["export", "visit", "--format", "csv", "--out", "a", "--masked", "--plain"],
            "不能和 --masked 一起用",
        ),
        (["sync", "--lang"], "--lang 后面要填一个值"),
        (["sync", "--lang", "fr"], "--lang 可以填：zh_CN, en"),
    ],
)
def test_what_was_mistyped_is_said_in_one_line(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert told in shown.err
    assert len(shown.err.splitlines()) == 1


def test_without_a_display_the_window_says_so_and_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--lang", "en"]) == 6
    assert "no display" in capsys.readouterr().err
