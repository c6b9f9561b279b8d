"""The log is for whoever looks into a fault, and tells nothing about residents."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker.environment.logs import close_log, open_log, write_fault


@pytest.fixture(autouse=True)
def fresh_log() -> Iterator[None]:
    close_log()
    yield
    close_log()


def fail() -> None:
    try:
        raise KeyError("施丽娟")
    except KeyError as error:
        raise ValueError("33010919850505123X") from error


def test_a_fault_is_found_by_its_number_with_all_that_led_to_it(tmp_path: Path) -> None:
    try:
        fail()
    except ValueError as error:
        reference = write_fault(tmp_path, error, "gridworker sync")
    text = (tmp_path / "logs" / "gridworker.log").read_text(encoding="utf-8")
    assert f"fault {reference} while gridworker sync" in text
    assert text.index("KeyError") < text.index("which led to") < text.index("ValueError")
    assert "test_log.py" in text
    assert "施丽娟" not in text
    assert "1985" not in text


def test_errors_that_name_each_other_as_their_cause_end(tmp_path: Path) -> None:
    first, second = OSError("disk"), ValueError("page")
    first.__cause__, second.__cause__ = second, first
    reference = write_fault(tmp_path, first, "gridworker sync")
    text = (tmp_path / "logs" / "gridworker.log").read_text(encoding="utf-8")
    assert reference in text
    assert text.index("ValueError: page") < text.index("which led to") < text.index("OSError: disk")


def test_the_log_never_makes_a_profile(tmp_path: Path) -> None:
    open_log(tmp_path / "没有").info("hello")
    assert list(tmp_path.iterdir()) == []


def test_the_log_turns_over_and_does_not_fill_the_disk(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    assert logging.getLogger("gridworker") is log
    for _ in range(70):
        log.info("x" * 100_000)
    files = list((tmp_path / "logs").iterdir())
    assert 1 < len(files) <= 6
    assert sum(file.stat().st_size for file in files) <= 6_000_000
