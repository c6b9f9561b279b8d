"""The log is for whoever looks into a fault, and tells nothing about residents."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
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


@pytest.mark.parametrize(
    "personal",
    [
        "施丽娟",
        "13857112345",
        "138 5711 2345",
        "138-5711-2345",
        "0571-82345678",
        "tel13857112345",
        "33010919850505123X",
        "E12345678",
        "東籬苑3幢",
        "maria.rossi@example.org",
        "浙A12345",
        "浙A·D12345",
        r"\u65bd\u4e3d\u5a1f",
        r"\xe6\x96\xbd\xe4\xb8\xbd",
        "%E6%96%BD%E4%B8%BD%E5%A8%9F",
        "１３８５７１１２３４５",
    ],
)
def test_what_could_be_somebodys_is_never_written(tmp_path: Path, personal: str) -> None:
    open_log(tmp_path).info("record %s of %s", "01930000-0000-7000-8000-0000000000ff", personal)
    text = (tmp_path / "logs" / "gridworker.log").read_text(encoding="utf-8")
    assert not any(
        part in text
        for part in (personal, "5711", "8234", "1985", "12345", "rossi", "4e3d", "xe6", "%E6", "１１")
    )
    assert "record 01930000-0000-7000-8000-0000000000ff of" in text


def raises(text: str, note: str = "") -> None:
    error = ValueError(text)
    if note:
        error.add_note(note)
    raise error


WRONG: list[Callable[[], object]] = [
    lambda: dict[str, int]()["Maria Rossi"],
    lambda: int("Maria Rossi"),
    lambda: Path("/nowhere/Maria Rossi").read_text("utf-8"),
    lambda: getattr("Maria Rossi", "strip_" + "all"),
    lambda: raises("can't be read: 'Maria Rossi'"),
    lambda: raises("it isn't b'Maria Rossi'"),
    lambda: raises("no place for “Maria Rossi”"),
    lambda: raises("two lines: 'Maria\nRossi'"),
    lambda: raises("'a' note", "the form held 'Maria Rossi'"),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_fault_quotes_what_the_program_calls_things_and_not_what_people_typed(
    tmp_path: Path, wrong: Callable[[], object]
) -> None:
    try:
        wrong()
    except (KeyError, ValueError, OSError, AttributeError) as error:
        write_fault(tmp_path, error, "window")
        open_log(tmp_path).error("request failed", exc_info=error)
    text = (tmp_path / "logs" / "gridworker.log").read_text(encoding="utf-8")
    # Frames and lines of the program are indented.
    said = [line for line in text.splitlines() if not line.startswith(" ")]
    told = [line for line in said if "Error: " in line]
    assert len(told) == 2
    assert all("'…'" in line or "'str' object has no attribute 'strip_all'" in line for line in told)
    assert not any("Maria" in line for line in said)


def test_ids_digests_and_times_stay_readable(tmp_path: Path) -> None:
    kept = ("01930000-0000-7000-8000-000000000001", "9f86d081884c7d659a2feaa0c55ad015", "123456789012345a")
    open_log(tmp_path).info("%s %s %s", *kept)
    text = (tmp_path / "logs" / "gridworker.log").read_text(encoding="utf-8")
    assert all(each in text for each in kept)
    assert "…" not in text


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
