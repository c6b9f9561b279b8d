"""Installing without administrator rights, again over what is there, and removing: records are never touched."""

from __future__ import annotations

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWN = ROOT / "resources" / "installer"


class Stick:
    """What comes out of the archive, with a program that says its version, and somebody's home."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder / "U 盘", folder / "周敏 的家"
        self.home.mkdir(parents=True)
        (self.folder / "program" / "_internal").mkdir(parents=True)
        for name in ("install.sh", "gridworker.desktop"):
            shutil.copy(OWN / name, self.folder)
        (self.folder / "gridworker.png").write_bytes(b"png")

    def holds(self, version: str) -> None:
        """The program of a version."""
        program = self.folder / "program" / "gridworker"
        program.write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
        program.chmod(0o755)

    def runs(self, *words: str) -> str:
        """Runs the script as the owner of the home."""
        command = ["sh", str(self.folder / "install.sh"), *words]
        env = {"HOME": str(self.home), "PATH": "/usr/bin:/bin"}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout

    def started(self) -> str:
        """What the installed command says."""
        command = self.home / ".local" / "bin" / "gridworker"
        return subprocess.run([command], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    """A stick with version 1 on it."""
    made = Stick(tmp_path)
    made.holds("1")
    return made


def test_it_is_installed_renewed_and_removed_beside_the_records(stick: Stick) -> None:
    records = stick.home / ".local" / "share" / "gridworker" / "gridworker.db"
    records.parent.mkdir(parents=True)
    records.write_bytes(b"recorded")
    assert "装好" in stick.runs()
    assert stick.started() == "1"

    stick.holds("2")
    (stick.folder / "program" / "_internal" / "new.so").write_bytes(b"")
    stick.runs()
    assert stick.started() == "2"
    programs = [path.name for path in (stick.home / ".local" / "share").glob("gridworker-program*")]
    assert programs == ["gridworker-program"]

    stick.runs("remove")
    left = [path for path in stick.home.rglob("*") if path.is_file() or path.is_symlink()]
    assert left == [records]
    assert records.read_bytes() == b"recorded"


def test_a_copy_that_breaks_off_leaves_the_program_that_was_there(stick: Stick) -> None:
    stick.runs()
    shutil.rmtree(stick.folder / "program")
    with pytest.raises(subprocess.CalledProcessError):
        stick.runs()
    assert stick.started() == "1"


def test_a_program_that_runs_meanwhile_goes_on_to_its_end(stick: Stick) -> None:
    stick.runs()
    program = stick.home / ".local" / "share" / "gridworker-program" / "base" / "gridworker"
    program.write_text('#!/bin/sh\necho open\nread key\necho "$key"\n', encoding="utf-8")
    with subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "open\n"
        stick.holds("2")
        stick.runs()
        assert stick.started() == "2"
        assert running.communicate("saved\n")[0] == "saved\n"


def test_a_program_that_does_not_run_here_changes_nothing(stick: Stick) -> None:
    """A system that is too old, another kind of computer, a file that was not copied whole."""
    stick.runs()
    (stick.folder / "program" / "gridworker").write_bytes(b"\x7fELF and no more")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        stick.runs()
    assert "没有装上" in refused.value.stderr
    assert "原来的程序和记录都没有动" in refused.value.stderr
    assert stick.started() == "1"
    programs = stick.home / ".local" / "share" / "gridworker-program"
    assert [path.name for path in programs.iterdir()] == ["base"]


def test_the_menu_entry_leads_to_the_program(stick: Stick) -> None:
    stick.runs()
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(stick.home / ".local" / "share" / "applications" / "gridworker.desktop", encoding="utf-8")
    values = entry["Desktop Entry"]
    assert Path(values["Exec"].strip('"')).is_file()
    assert values["Name[zh_CN]"] == "网格工作台"
