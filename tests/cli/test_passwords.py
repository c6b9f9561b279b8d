"""Passwords: typed twice at a terminal where they are new, never shown, changed by the old one or by the paper."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.terminal import PASSWORD, Desk, enrolled, run

NEW = "Wen-Yan-Xiang-2026"


# Makes the terminal on standard input the one that /dev/tty means, as a shell would.
AT_THE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "gridworker", *sys.argv[1:]])
"""


def typed_at_a_terminal(answers: list[str], *words: str) -> tuple[int, str]:
    """Runs `gridworker` at a terminal where somebody answers each question; the exit code and what was shown."""
    mine, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", AT_THE_TERMINAL, *words],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("GRIDWORKER_")},
    )
    os.close(terminal)
    shown = b""
    waiting = list(answers)
    with suppress(OSError):
        while part := os.read(mine, 4096):
            shown += part
            if waiting and shown.decode(errors="ignore").endswith(("：", ": ")):
                os.write(mine, waiting.pop(0).encode() + b"\n")
    os.close(mine)
    return process.wait(timeout=30), shown.decode()


def test_the_password_is_asked_for_and_not_shown(desk: Desk) -> None:
    desk.adds("note", {"text": "路灯不亮"})
    code, shown = typed_at_a_terminal([PASSWORD], "--profile", str(desk.folder), "record", "list", "note")
    assert code == 0
    assert "口令：" in shown
    assert "路灯不亮" in shown
    assert PASSWORD not in shown


def test_a_new_password_is_asked_for_twice(desk: Desk) -> None:
    words = ("--profile", str(desk.folder), "password", "--lang", "en")
    code, shown = typed_at_a_terminal([PASSWORD, NEW, NEW + "x"], *words)
    assert code == 2
    assert "The two passwords differ" in shown
    code, shown = typed_at_a_terminal([PASSWORD, NEW, NEW], *words)
    assert code == 0
    assert NEW not in shown
    assert desk.run("record", "list", "note", env={"GRIDWORKER_PASSWORD": NEW}).code == 0
    assert desk.run("record", "list", "note").code == 5


def test_the_recovery_code_sets_a_new_password(tmp_path: Path) -> None:
    laptop, code = enrolled(tmp_path / "laptop")
    laptop.adds("note", {"text": "路灯不亮"})
    sloppy = code.lower().replace("-", " ")
    env = {"GRIDWORKER_RECOVERY_CODE": sloppy, "GRIDWORKER_PASSWORD": NEW}
    assert laptop.run("password", "--recovery", env=env).out == "口令已修改，恢复码不变。\n"
    shown = laptop.run("record", "list", "note", env={"GRIDWORKER_PASSWORD": NEW})
    assert "路灯不亮" in shown.out


def test_a_wrong_recovery_code_changes_nothing(desk: Desk) -> None:
    env = {"GRIDWORKER_RECOVERY_CODE": "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "GRIDWORKER_PASSWORD": NEW}
    ended = desk.run("--json", "password", "--recovery", env=env)
    assert (ended.code, ended.error) == (5, "wrong_recovery_code")
    assert desk.run("record", "list", "note").code == 0


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaa", "abcdefgh"])
def test_a_weak_password_is_refused_with_what_is_needed(desk: Desk, weak: str) -> None:
    ended = desk.run("--json", "password", env={"GRIDWORKER_NEW_PASSWORD": weak})
    assert (ended.code, ended.error) == (2, "weak_password")
    assert "8 个字符" in ended.told


def test_a_script_without_a_password_is_told_the_variable(tmp_path: Path) -> None:
    laptop, _ = enrolled(tmp_path / "laptop")
    done = subprocess.run(
        [sys.executable, "-m", "gridworker", "--profile", str(laptop.folder), "password", "--recovery"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
        check=False,
    )
    assert done.returncode == 2
    assert "GRIDWORKER_RECOVERY_CODE" in done.stderr.decode()
    assert run("--profile", str(laptop.folder), "record", "list", "note").code == 0
