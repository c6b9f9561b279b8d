"""Papers on bad days: a disk that is full, a computer without fonts, fonts that are broken, a name that no font has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.terminal import PASSWORD, Desk, Ended
from tests.documents.reading import text_of
from tests.operations.cases import FIELDS

RARE = "\U0003134a"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def case(desk: Desk) -> str:
    """A dispute in which a name is that no font has."""
    (first, *others) = FIELDS["parties"]
    return desk.adds("dispute", FIELDS | {"parties": [first | {"name": f"{RARE}建国"}, *others]})


def printing(
    desk: Desk, case: str, out: Path, *under: str, env: dict[str, str] | None = None, program: Path = ROOT
) -> Ended:
    """Prints the agreement in a process of its own, run under another program and with other settings."""
    asked = ("document", case, "--paper", "agreement", "--format", "pdf", "--out", str(out), "--json")
    done = subprocess.run(
        [*under, sys.executable, "-m", "gridworker", "--profile", str(desk.folder), *asked],
        capture_output=True,
        env={**os.environ, "GRIDWORKER_PASSWORD": PASSWORD, **(env or {})},
        cwd=program,
        timeout=120,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def without_fonts(folder: Path) -> dict[str, str]:
    """Settings by which the system has no font at all."""
    settings = folder / "fonts.conf"
    (folder / "none").mkdir()
    settings.write_text(
        f"<fontconfig><dir>{folder / 'none'}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(settings)}


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_disk_that_is_full_leaves_the_paper_that_was_there(
    desk: Desk, case: str, tmp_path: Path, call: str
) -> None:
    out = tmp_path / "协议书.pdf"
    out.write_bytes(b"what was there")
    draft = tmp_path / ".协议书.pdf.part"
    faults = ("-P", str(draft), "-e", f"trace={call}", "-e", f"inject={call}:error=ENOSPC")
    ended = printing(
        desk, case, out, "strace", "-D", "-f", "-qq", "-e", "signal=none", *faults, "-o", "/dev/null"
    )
    assert (ended.code, ended.error) == (6, "disk_full")
    assert "磁盘" in ended.told
    assert out.read_bytes() == b"what was there"
    assert not draft.exists()
    assert printing(desk, case, out).code == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_a_computer_without_fonts_prints_with_those_of_the_program(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    out = tmp_path / "协议书.pdf"
    assert printing(desk, case, out, env=without_fonts(tmp_path)).code == 0
    names = set()
    for page in PdfReader(out).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            held = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(held)
            names.add(str(held["/FontName"]).partition("+")[2])
    assert names
    assert all("Noto" in name for name in names)
    assert "王秀英" in text_of(out.read_bytes())


def test_a_broken_font_of_the_program_is_told_and_nothing_is_written(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "gridworker", copy / "gridworker", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", copy / "resources")
    for font in (copy / "resources" / "fonts").glob("*.otf"):
        font.write_bytes(font.read_bytes()[:1000])
    out = tmp_path / "协议书.pdf"
    ended = printing(desk, case, out, env=without_fonts(tmp_path), program=copy)
    assert (ended.code, ended.error, out.exists()) == (6, "resources_missing", False)


def test_a_name_that_no_font_has_is_printed_as_a_box_and_told(desk: Desk, case: str, tmp_path: Path) -> None:
    out = tmp_path / "协议书.pdf"
    ended = printing(desk, case, out)
    assert (ended.code, ended.json["no_font"]) == (0, [RARE])
    assert "U+3134A" in ended.told
    text = text_of(out.read_bytes())
    assert "▢建国" in text
    assert "请手写补上并由当事人确认：U+3134A。" in text
