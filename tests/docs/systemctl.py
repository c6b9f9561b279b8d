"""Stands in for systemd: starts what the units on the tests' machine say, as they say it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

MACHINE = Path(os.environ.get("MACHINE", ""))
KNOWN = {
    "Description",
    "After",
    "User",
    "Type",
    "EnvironmentFile",
    "ExecStart",
    "ExecStartPost",
    "Restart",
    "TimeoutStopSec",
    "PrivateTmp",
    "ProtectSystem",
    "WantedBy",
    "OnCalendar",
    "Persistent",
}


def read_unit(name: str) -> dict[str, str]:
    """The settings of a unit. Raises `KeyError` for one that systemd would not know."""
    lines = (MACHINE / "etc/systemd/system" / name).read_text(encoding="utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("["))
    if unknown := settings.keys() - KNOWN:
        raise KeyError(unknown)
    return settings


def start(name: str) -> None:
    """Starts a service, and waits for one that does its work once."""
    unit = read_unit(name if "." in name else f"{name}.service")
    if "OnCalendar" in unit:
        subprocess.run(["systemd-analyze", "calendar", unit["OnCalendar"]], check=True, capture_output=True)
        return
    given = Path(unit["EnvironmentFile"]).read_text(encoding="utf-8").splitlines()
    environment = {**os.environ, **dict(line.split("=", 1) for line in given)}
    words = shlex.split(unit["ExecStart"])
    if unit.get("Type") == "oneshot":
        for command in (words, shlex.split(unit.get("ExecStartPost", "true"))):
            subprocess.run(command, check=True, env=environment)
        return
    with (MACHINE / "log" / name).open("w") as log:
        process = subprocess.Popen(words, env=environment, stdout=log, stderr=log, start_new_session=True)
    (MACHINE / "run" / f"{name}.pid").write_text(str(process.pid))


def main(*words: str) -> None:
    """`daemon-reload`, `enable --now UNIT`, `start UNIT`, `restart nginx`."""
    match words:
        case ("daemon-reload",):
            pass
        case ("enable", "--now", name) | ("start", name):
            start(name)
        case ("restart", "nginx"):
            subprocess.run(["nginx"], check=True)
        case _:
            raise SystemExit(f"systemctl: {words}")


if __name__ == "__main__":
    main(*sys.argv[1:])
