"""What Anki's own sync server and PouchDB reach with the same records, round by round between our own runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
INSTALLED = Path(__file__).parents[2] / "build" / "peers"
_MINUTES = 10


class Rates(NamedTuple):
    """Records a second from a full client to the server, and from there to an empty client."""

    push: float
    pull: float


class Peer(NamedTuple):
    """Another program that is installed here; `command` takes a file of records and an empty folder."""

    name: str
    command: list[str]

    def run(self, records: Path, folder: Path) -> Rates:
        """Its rates with these records. Raises `OSError` or `subprocess.SubprocessError` where it fails."""
        folder.mkdir(parents=True)
        told = json.loads(_said([*self.command, str(records), str(folder)]).splitlines()[-1])
        return Rates(*(told["count"] / told[name] for name in Rates._fields))


def installed() -> list[Peer]:
    """The peers that are set up here, now if they were not; one that cannot be is said and left out."""
    found = []
    for name, set_up in _COMMANDS.items():
        try:
            found.append(Peer(name, set_up()))
        except (OSError, subprocess.SubprocessError) as error:
            print(f"… {name} is left out: {error}", file=sys.stderr)
    return found


def write_records(path: Path, bodies: Iterable[dict[str, Any]]) -> None:
    """One JSON body a line, as the peers read them."""
    path.write_text("\n".join(map(_line, bodies)), encoding="utf-8")


def _line(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _anki() -> list[str]:
    pins, home = HERE / "anki.txt", INSTALLED / "anki"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if _is_stale(home, pins):
        venv.create(home, clear=True, with_pip=True)
        _said([str(python), "-m", "pip", "install", "-q", "--only-binary=:all:", "-r", str(pins)])
        shutil.copy(pins, home)
    return [str(python), str(HERE / "anki_peer.py")]


def _pouchdb() -> list[str]:
    pins, home = HERE / "package.json", INSTALLED / "pouchdb"
    if _is_stale(home, pins):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        _said(["npm", "install", "--silent", "--no-package-lock", "--prefix", str(home), *_pinned(pins)])
        shutil.copy(pins, home / pins.name)
    # Beside its modules, for that is where node looks for them.
    shutil.copy(HERE / "pouchdb_peer.js", home)
    return ["node", str(home / "pouchdb_peer.js")]


def _pinned(pins: Path) -> list[str]:
    wanted = json.loads(pins.read_text(encoding="utf-8"))["dependencies"]
    return [f"{name}@{version}" for name, version in wanted.items()]


def _is_stale(home: Path, pins: Path) -> bool:
    """Whether what is installed is not, or not wholly, what the pins say: these are copied last."""
    installed = home / pins.name
    return not installed.is_file() or installed.read_bytes() != pins.read_bytes()


def _said(command: list[str]) -> str:
    """What a command says on standard output. Raises `OSError` or `SubprocessError` where it fails."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, text=True, encoding="utf-8", timeout=_MINUTES * 60
    )
    return done.stdout


_COMMANDS: dict[str, Callable[[], list[str]]] = {"Anki": _anki, "PouchDB": _pouchdb}
