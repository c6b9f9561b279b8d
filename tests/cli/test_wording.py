"""Whatever goes wrong has its sentence: in both languages, with every fact it needs, in the tone of the house."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator

import pytest

from gridworker.environment.language import Words
from gridworker.environment.wording import UNKNOWN, wordings
from gridworker.protocol.problems import LATER, REFUSED, STATUS
from tests.architecture.repository import parsed, python_files, shown

TROUBLES = frozenset(
    {
        "PersonCanMend",
        "NotAllowed",
        "ComputerTrouble",
        "NetworkTrouble",
        "OurFault",
        "InvalidRecord",
        "NoAnswer",
    }
)
ALWAYS_GIVEN = {code: {"reference"} for code in ("our_fault", "demo_failed", "self_check_failed")}
HAN = "\u4e00-\u9fff"
CODE = re.compile(r"\b[A-Z]{2,}_[A-Z_]+\b|\b[a-z]+_[a-z_]+\b|\bE[A-Z]{4,}\b")
COMMAND = re.compile(r"gridworker(-server)?( [a-z-]+)*|GRIDWORKER_[A-Z_]+|--[a-z-]+|\{[a-z]+\}")


def code() -> Iterator[tuple[str, ast.Module]]:
    for path in python_files("gridworker"):
        yield shown(path), parsed(path)


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Every code given to a trouble, where, and the facts given with it (None where they come from elsewhere)."""
    for name, module in code():
        for node in ast.walk(module):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in TROUBLES
                and node.args
            ):
                facts = {keyword.arg or "**" for keyword in node.keywords}
                for constant in codes_in(node.args[0]):
                    yield constant, f"{name}:{node.lineno}", None if "**" in facts else facts


def codes_in(expression: ast.expr) -> Iterator[str]:
    """The texts an expression may give: itself, or either branch of a condition."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, ast.IfExp):
        yield from codes_in(expression.body)
        yield from codes_in(expression.orelse)


def texts() -> set[str]:
    """Every text in the code: a code in none of them cannot be raised."""
    return {
        node.value
        for _, module in code()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def reasons() -> set[str]:
    """The reasons that the checks and the checkers of changes give."""
    given: set[str] = set()
    for path in ("checks", "authorship", "changes"):
        module = next(tree for name, tree in code() if name == f"gridworker/domain/{path}.py")
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id == "Problem" and len(node.args) == 3:
                    given.update(codes_in(node.args[2]))
                if node.func.id == "InvalidRecord":
                    pairs = [
                        pair for pair in ast.walk(node) if isinstance(pair, ast.Tuple) and len(pair.elts) == 2
                    ]
                    given.update(text for pair in pairs for text in codes_in(pair.elts[1]))
            if isinstance(node, ast.Return) and node.value is not None and path == "checks":
                given.update(codes_in(node.value))
    return given


def test_every_code_that_is_raised_has_a_sentence() -> None:
    silent = {(code, where) for code, where, _ in raised() if code not in wordings()}
    assert silent == set()


def test_every_code_of_the_protocol_has_a_sentence() -> None:
    assert set(STATUS) - set(wordings()) == set()
    assert {f"op.{code}" for code in REFUSED | LATER} - set(wordings()) == set()


def test_every_reason_has_words() -> None:
    assert {f"reason.{reason}" for reason in reasons()} - set(wordings()) == set()


def test_every_place_in_a_sentence_is_given_its_fact() -> None:
    lacking = {
        (code, where, frozenset(missing))
        for code, where, facts in raised()
        if facts is not None
        and (missing := places(wordings()[code].zh) - facts - ALWAYS_GIVEN.get(code, set()))
    }
    assert lacking == set()


def test_no_sentence_is_left_over() -> None:
    given = texts()
    bare = {code: code.removeprefix("op.").removeprefix("reason.") for code in wordings() if code != UNKNOWN}
    # What a step lacks is named by the part of the case: `step_consent` for `consent`.
    unused = {code for code, name in bare.items() if not {name, name.removeprefix("step_")} & given}
    assert unused == set()


EVERY_SENTENCE = pytest.mark.parametrize(
    ("code", "words"), sorted(wordings().items()), ids=[*sorted(wordings())]
)


@EVERY_SENTENCE
def test_both_languages_say_the_same_with_the_same_facts(code: str, words: Words) -> None:
    assert words.zh.strip() == words.zh != ""
    assert words.en.strip() == words.en != ""
    assert places(words.zh) == places(words.en)
    assert not re.search(f"[{HAN}，。：；（）“”]", words.en)


@EVERY_SENTENCE
def test_a_sentence_is_calm_and_has_no_code_in_it(code: str, words: Words) -> None:
    for text in words:
        assert "!" not in text
        assert "！" not in text
        assert not CODE.search(COMMAND.sub("", text)), text


@EVERY_SENTENCE
def test_chinese_has_chinese_punctuation(code: str, words: Words) -> None:
    beside_han = re.search(f"[{HAN}][,.;:?()]|[,;?()][{HAN}]", words.zh)
    assert beside_han is None, words.zh
    assert "..." not in words.zh
    if not code.startswith("reason."):
        assert re.search(r"[。？]$|：(\{\w+\}|gridworker[a-z -]*)$", words.zh), words.zh


@EVERY_SENTENCE
def test_a_sentence_says_what_became_of_the_work(code: str, words: Words) -> None:
    if not code.startswith("reason."):
        assert len(re.findall("[，。：；]", words.zh)) >= 2, words.zh
