"""A laptop with the program installed: the real launcher, real processes, and small folders that hold a program.

The program in such a folder is a script that runs this working copy, or breaks where it is told to.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from gridworker.cli.server import main
from gridworker.environment.installation import CARD_FILE, PROGRAM, Installation, platform_name
from gridworker.protocol.release import KEYS_FILE
from tests.stories.cast import PASSWORD, Said

SIGNING_PASSWORD = "Qian-Fa-2026"
ROOT = Path(__file__).parents[2]
_START = "import sys; from gridworker.cli.start import start; raise SystemExit(start(sys.argv.pop(1)))"
GOOD = 'exec "{python}" -c "{start}" "$folder/gridworker" "$@"'
_QUICK_CHECK = '*--self-check*) exec "{python}" -m tests.packaging.quick_check "$@"'
QUICK = f'case "$*" in {_QUICK_CHECK};; *) {{good}};; esac'
"""Its check of itself takes no ten seconds: for tests of what lies around it."""

BREAKS_AT_START = f'case "$*" in {_QUICK_CHECK};; *) exit 3;; esac'
BREAKS_AT_CHECK = 'case "$*" in *--self-check*) exit 1;; *) {good};; esac'
HANGS_AT_START = f'case "$*" in {_QUICK_CHECK};; *) exec sleep 600;; esac'
SAYS_ITS_VERSION = 'echo "{version}"'


def make_program(folder: Path, version: str, does: str = GOOD, keys: str = "") -> Path:
    """A folder with a program of a version that does this; `keys` are whose releases may take its place."""
    folder.mkdir(parents=True)
    good = GOOD.format(python=sys.executable, start=_START)
    script = does.format(good=good, python=sys.executable, start=_START, version=version)
    program = folder / PROGRAM
    program.write_text(
        f'#!/bin/sh\nfolder=$(cd "$(dirname "$0")" && pwd)\nPYTHONPATH="{ROOT}"\nexport PYTHONPATH\n{script}\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    (folder / CARD_FILE).write_text(json.dumps({"version": version, "platform": platform_name()}))
    (folder / KEYS_FILE).write_text(keys, encoding="utf-8")
    (folder / "gridworker-server").symlink_to(PROGRAM)
    inner = folder / "_internal"
    inner.mkdir()
    (inner / "里面的文件.txt").write_text(version, encoding="utf-8")
    return folder


class Installed:
    """A home with the base installed in it, and what a person does there."""

    def __init__(self, home: Path, version: str = "0.1.0", keys: str = "", does: str = GOOD) -> None:
        self.home = home
        self.data = home / "的数据"
        self.base = make_program(home / "程序 目录", version, does, keys)
        self.program = self.data / "gridworker-program"
        self.profile = home / "资料夹"

    @property
    def layout(self) -> Installation:
        """The installation as the launcher sees it."""
        return Installation(self.base, self.program)

    def environment(self, **more: str) -> dict[str, str]:
        """What a person's programs are started with."""
        named = {
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.data),
            "PATH": os.environ["PATH"],
            "GRIDWORKER_PROFILE": str(self.profile),
            "GRIDWORKER_PASSWORD": PASSWORD,
            "QT_QPA_PLATFORM": "offscreen",
        }
        return named | more

    def starts(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """The installed program, started as the menu does."""
        return subprocess.Popen(
            [str(self.base / PROGRAM), *words],
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def says(self, *words: str, **more: str) -> Said:
        """How a command of the installed program ends, with `--json`."""
        process = self.starts("--json", *words, **more)
        out, told = process.communicate(timeout=120)
        assert "Traceback" not in told, told
        return Said(process.returncode, json.loads(out) if out.strip() else None, told)

    def does(self, *words: str) -> Any:
        """The JSON of a command that must succeed."""
        said = self.says(*words)
        assert said.code == 0, (words, said)
        return said.json


class SigningDesk:
    """The computer on which releases are signed, which is not the server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.key = folder / "release.key"
        self._does("release", "key", str(self.key))
        self.public = self.key.with_name("release.key.pub").read_text(encoding="utf-8")

    def signs(self, program: Path, *words: str) -> Path:
        """The signed release of a program's folder."""
        out = self.folder / f"{program.name}.gwrelease"
        self._does("release", "sign", str(program), "--key", str(self.key), "--out", str(out), *words)
        return out

    def release(self, version: str, does: str = QUICK, *words: str) -> Path:
        """A signed release of a program that does this; it trusts this desk as well."""
        folder = self.folder / f"{version} 版 {len(list(self.folder.iterdir()))}"
        return self.signs(make_program(folder, version, does, self.public), *words)

    def _does(self, *words: str) -> None:
        told = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(told), redirect_stderr(told):
            patch.setenv("GRIDWORKER_PASSWORD", SIGNING_PASSWORD)
            assert main(words) == 0, told.getvalue()
