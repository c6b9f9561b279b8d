"""A computer that has the C library, zlib and a disk: no Python, no fonts, no other programs, no network.

`python -m tests.packaging.bare_computer ROOT BUILT ENVIRONMENT WORDS…` becomes a program on it; `unshare` runs that.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path

from gridworker.environment.installation import PROGRAM

OF_EVERY_SYSTEM = frozenset("c dl m nss_files pthread resolv rt util z".split())
"""What a program takes from the system it runs on: the C library, and zlib, which packages are unpacked with."""

_APART = ("unshare", "--map-root-user", "--mount", "--net")
_HOME, _PROGRAM = "/周敏 的家", "/程序 目录"
_SET_FLAGS, _UP = 0x8914, 0x1
_TIMEOUT_S = 200


class BareComputer:
    """Its disk is `folder`; the folder of the built program lies on it and cannot be written.

    `is_bare` is False where this machine lets nobody make such a computer, as in some containers. Then the program runs
    on this one, with an empty environment.
    """

    def __init__(self, folder: Path, built: Path) -> None:
        self._root, self._built = folder, built
        self.is_bare = subprocess.run([*_APART, "true"], check=False, capture_output=True).returncode == 0
        self._home = folder / _HOME[1:]
        self._home.mkdir(parents=True)
        if self.is_bare:
            for name in ("dev", "proc", "tmp", _PROGRAM[1:]):
                (folder / name).mkdir()
            for file in _of_this_system(built / PROGRAM):
                there = folder / file.relative_to("/")
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.resolve(), there)
                there.chmod(0o755)

    def put(self, name: str, content: bytes) -> str:
        """A file in the home; gives its path as programs there know it."""
        (self._home / name).parent.mkdir(parents=True, exist_ok=True)
        (self._home / name).write_bytes(content)
        return f"{_HOME}/{name}" if self.is_bare else str(self._home / name)

    def says(self, program: str, *words: str, **variables: str) -> str:
        """What a program of the built folder prints on it. Raises `AssertionError` with its errors where it fails."""
        if self.is_bare:
            given = json.dumps({"HOME": _HOME} | variables)
            enter = [*_APART, sys.executable, "-m", "tests.packaging.bare_computer"]
            line = [*enter, str(self._root), str(self._built), given, f"{_PROGRAM}/{program}", *words]
            environment = dict(os.environ)
        else:
            line, environment = [str(self._built / program), *words], {"HOME": str(self._home)} | variables
        done = subprocess.run(
            line,
            cwd=Path(__file__).parents[2],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_S,
        )
        assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
        return done.stdout


def _of_this_system(program: Path) -> set[Path]:
    """Where it keeps what every system has, and what loads a program."""
    told = subprocess.run(["readelf", "-l", program], check=True, capture_output=True, text=True).stdout
    found = re.search(r"program interpreter: ([^\]]+)", told)
    assert found is not None, told
    loader = Path(found[1])
    told = subprocess.run([loader, "--list", program], check=True, capture_output=True, text=True).stdout
    beside = next(Path(path).parent for path in re.findall(r"=> (/\S*/libc\.so\.6)", told))
    return {loader} | {file for name in OF_EVERY_SYSTEM for file in beside.glob(f"lib{name}.so.[0-9]")}


def main(root: str, built: str, environment: str, *words: str) -> None:
    """Becomes the program, in namespaces of its own."""
    for what, where in (("/dev", "dev"), ("/proc", "proc"), (built, _PROGRAM[1:])):
        subprocess.run(["mount", "--rbind", what, f"{root}/{where}"], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", root + _PROGRAM], check=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh22x", b"lo", _UP))
    os.chroot(root)
    os.chdir("/")
    os.execve(words[0], list(words), json.loads(environment))


if __name__ == "__main__":
    main(*sys.argv[1:])
