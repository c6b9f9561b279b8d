"""The program looks after itself: one command says whether it works here, and leaves the worker alone."""

from __future__ import annotations

from pathlib import Path

from tests.cli.terminal import start

CHECKS = ["server", "window", "search", "font", "input", "paper", "sync"]


def test_the_program_tries_itself_out_and_leaves_nothing_behind(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    folder.mkdir()
    env = {"HOME": str(home), "TMPDIR": str(folder), "XDG_CONFIG_HOME": str(home), "DISPLAY": ""}
    ended = start("--self-check", "--json", env=env)
    assert (ended.code, [(step["check"], step["ok"]) for step in ended.json]) == (
        0,
        [(check, True) for check in CHECKS],
    )
    assert list(folder.iterdir()) == []
