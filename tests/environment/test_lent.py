"""Copies lent to other programs: in a place of this user's alone, gone when they are taken back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gridworker.environment.lent import lend, lending_place, take_back


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in memory that the system gives this user."""
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def test_what_one_profile_lent_is_taken_back_and_what_another_lent_stays(
    tmp_path: Path, runtime: Path
) -> None:
    zhou, shen = tmp_path / "zhou", tmp_path / "shen"
    twice = [lend(zhou, "调解录音.amr", b"1"), lend(zhou, "调解录音.amr", b"2")]
    other = lend(shen, "签字页.pdf", b"3")
    assert [copy.read_bytes() for copy in twice] == [b"1", b"2"]
    assert runtime in other.parents
    take_back(zhou)
    assert [copy.exists() for copy in (*twice, other)] == [False, False, True]
    take_back(zhou)


def test_without_a_place_in_memory_the_system_has_one_for_what_is_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    copy = lend(tmp_path / "zhou", "签字页.pdf", b"3")
    assert copy.read_bytes() == b"3"
    take_back(tmp_path / "zhou")
    assert not lending_place(tmp_path / "zhou").exists()


def test_a_place_that_leads_elsewhere_is_not_used(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    place = lending_place(tmp_path / "zhou")
    place.symlink_to(elsewhere)
    with pytest.raises(OSError, match=os.fspath(place)):
        lend(tmp_path / "zhou", "签字页.pdf", b"3")
    assert list(elsewhere.iterdir()) == []
