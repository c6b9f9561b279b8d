"""The launcher starts the version that the pointer names, and goes back by itself where a new one does not come up."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from gridworker.environment.installation import Installation, Pointer, version_order
from tests.packaging.installed import SAYS_ITS_VERSION, Installed, make_program

SAYS_ITS_FOLDER = 'printf "%s|" "$GRIDWORKER_RUNS" "$@"; echo {version}'


@pytest.fixture
def laptop(tmp_path: Path) -> Installed:
    """The base is version 0.1.0."""
    return Installed(tmp_path / "周敏 的家")


def add(laptop: Installed, version: str, does: str = SAYS_ITS_VERSION) -> None:
    """Lays a version beside the base."""
    make_program(laptop.layout.folder(version), version, does)


def said(laptop: Installed, *words: str) -> tuple[int, str]:
    """How the installed program ends, and what it prints."""
    process = laptop.starts(*words)
    out, _ = process.communicate(timeout=60)
    return process.returncode, out.strip()


def test_the_base_runs_where_nothing_else_was_ever_laid(laptop: Installed) -> None:
    assert said(laptop, "--version") == (0, "gridworker 0.1.0")
    assert not laptop.program.exists()


def test_the_version_named_by_the_pointer_runs_with_the_words_it_was_given(laptop: Installed) -> None:
    add(laptop, "0.2.0", SAYS_ITS_FOLDER)
    laptop.layout.change(version="0.2.0")
    folder = laptop.layout.folder("0.2.0")
    assert said(laptop, "search", "漏 水") == (0, f"{folder}|search|漏 水|0.2.0")


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\0" * 300,
        b"{",
        b"[]",
        b'{"version": 3}',
        b'{"version": "../../bin"}',
        b'{"version": "9.9.9"}',
        b"\xff",
    ],
)
def test_a_pointer_that_cannot_be_understood_starts_the_base(laptop: Installed, written: bytes) -> None:
    add(laptop, "0.2.0")
    (laptop.program / "pointer.json").write_bytes(written)
    assert said(laptop, "--version") == (0, "gridworker 0.1.0")


def test_a_program_that_was_removed_or_broken_from_outside_gives_way_to_the_base(laptop: Installed) -> None:
    add(laptop, "0.2.0")
    laptop.layout.change(version="0.2.0")
    program = laptop.layout.folder("0.2.0") / "gridworker"
    program.write_bytes(b"\x7fELF and no more")
    assert said(laptop, "--version") == (0, "gridworker 0.1.0")
    program.unlink()
    assert said(laptop, "--version") == (0, "gridworker 0.1.0")


def test_an_installer_that_was_run_later_with_a_newer_version_wins(laptop: Installed) -> None:
    add(laptop, "0.2.0")
    laptop.layout.change(version="0.2.0")
    (laptop.base / "version.json").write_text(json.dumps({"version": "0.3.0", "platform": "x-y"}))
    assert said(laptop, "--version") == (0, "gridworker 0.1.0")


def test_commands_run_the_old_version_while_the_new_one_is_on_trial(laptop: Installed) -> None:
    add(laptop, "0.2.0", "exit 9")
    laptop.layout.put_on_trial("0.2.0")
    assert said(laptop, "--version") == (0, "gridworker 0.1.0")
    assert laptop.layout.pointer().starts == 0


def test_a_version_that_does_not_come_up_twice_is_taken_back_in_one_go(laptop: Installed) -> None:
    """The old version stands in for the window by saying that it runs: it has no profile to unlock."""
    log = laptop.home / "starts"
    add(laptop, "0.2.0", f'echo tried >> "{log}"; exit 3')
    add(laptop, "0.1.5", "echo {version}")
    laptop.layout.change(version="0.1.5")
    on = Installation(laptop.base, laptop.program, laptop.layout.folder("0.1.5"))
    on.put_on_trial("0.2.0")
    assert said(laptop) == (0, "0.1.5")
    assert log.read_text().split() == ["tried", "tried"]
    now = laptop.layout.pointer()
    assert (now.version, now.proved, now.failed, now.why, now.told) == (
        "0.1.5",
        True,
        "0.2.0",
        "start",
        False,
    )
    assert said(laptop) == (0, "0.1.5")
    assert log.read_text().split() == ["tried", "tried"]


def test_starts_are_counted_over_power_cuts(laptop: Installed) -> None:
    add(laptop, "0.1.5", "echo {version}")
    add(laptop, "0.2.0", "kill -9 $PPID")
    laptop.layout.change(version="0.1.5")
    Installation(laptop.base, laptop.program, laptop.layout.folder("0.1.5")).put_on_trial("0.2.0")
    for starts in (1, 2):
        assert said(laptop)[0] == -9
        assert laptop.layout.pointer().starts == starts
    assert said(laptop) == (0, "0.1.5")


def test_a_home_that_cannot_be_written_runs_the_old_version(laptop: Installed) -> None:
    """What cannot be counted is not tried: a folder stands where the pointer's half is written."""
    add(laptop, "0.1.5", "echo {version}")
    add(laptop, "0.2.0", "exit 3")
    laptop.layout.change(version="0.1.5")
    Installation(laptop.base, laptop.program, laptop.layout.folder("0.1.5")).put_on_trial("0.2.0")
    (laptop.program / "pointer.lock").unlink()
    (laptop.program / "pointer.lock").mkdir()
    assert said(laptop) == (0, "0.1.5")
    assert laptop.layout.pointer().starts == 0


def test_versions_are_compared_by_their_numbers() -> None:
    assert version_order("0.10.0") > version_order("0.9.9")
    assert version_order("1.2") == version_order("1.2.0")
    for wrong in ("1", "1.2.3-rc1", "1.2.3.4.5", "١.٢", "1..2", " 1.2", "1.2\n"):
        with pytest.raises(ValueError, match=re.escape(wrong)):
            version_order(wrong)


def test_what_another_version_wrote_into_the_pointer_is_no_trouble(laptop: Installed) -> None:
    add(laptop, "0.2.0")
    laptop.layout.change(version="0.2.0")
    file = laptop.program / "pointer.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"more": [1]}), encoding="utf-8")
    assert laptop.layout.pointer() == Pointer(version="0.2.0")
    assert said(laptop, "--version") == (0, "0.2.0")


def test_on_a_disk_that_can_only_be_read_nothing_is_tried(laptop: Installed) -> None:
    """A start that cannot be counted could come again for ever: the version before goes on."""
    add(laptop, "0.1.5")
    laptop.layout.change(version="0.1.5")
    add(laptop, "0.2.0")
    Installation(laptop.base, laptop.program, laptop.layout.folder("0.1.5")).put_on_trial("0.2.0")
    home = str(laptop.home)
    read_only = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'
    words = ["unshare", "-rm", "sh", "-c", read_only, "sh", home, str(laptop.base / "gridworker")]
    done = subprocess.run(words, env=laptop.environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "0.1.5")
    assert laptop.layout.pointer()[:5] == ("0.2.0", "0.1.5", False, 0, False)


def test_two_people_at_one_computer_have_versions_of_their_own(laptop: Installed, tmp_path: Path) -> None:
    """The program is installed for everybody; one has taken the new version, the other has not been asked yet."""
    other = Installed(tmp_path / "沈国强 的家")
    other.base = laptop.base
    add(laptop, "0.2.0")
    laptop.layout.change(version="0.2.0")
    assert said(laptop, "--version") == (0, "0.2.0")
    assert said(other, "--version") == (0, "gridworker 0.1.0")
    assert not other.program.exists()
