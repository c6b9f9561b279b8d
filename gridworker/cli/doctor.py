"""`gridworker doctor`: is everything sound on this computer, and is the district's server there?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.cli.frame import NEEDS_A_PERSON, Call, Words
from gridworker.cli.opened import folder_of
from gridworker.cli.passwords import password
from gridworker.domain.errors import ComputerTrouble, NetworkTrouble, PersonCanMend, Trouble
from gridworker.environment.wording import describe
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.hello import hello

LEAST_FREE_BYTES = 500 * 1024 * 1024
MOST_CLOCK_MS = 5 * 60 * 1000

_GRAVEST = (ComputerTrouble.exit_code, PersonCanMend.exit_code, NEEDS_A_PERSON, NetworkTrouble.exit_code)

_GOOD = Words("正常", "good")
_NAMES = {
    "store": Words("资料库", "store"),
    "disk": Words("磁盘", "disk"),
    "server": Words("服务器", "server"),
    "clock": Words("时钟", "clock"),
}
_STORE = Words("能打开，逐页查过没有损坏", "opens, and no page of it is damaged")
_DISK = Words("还有 {free} MB", "{free} MB free")
_SERVER = Words("{name}，{ms} 毫秒应答", "{name}, answers in {ms} ms")
_CLOCK = Words("和服务器相差 {seconds} 秒", "{seconds} s from the server's")
_UNKNOWN = Words("没有服务器可对，无法检查", "cannot be checked without the server")


class Finding(NamedTuple):
    """What one check found; `ok` is None where it could not be made."""

    check: str
    ok: bool | None
    text: str
    trouble: Trouble | None = None
    exit_code: int = 0


def doctor(call: Call) -> int:
    """Checks store, disk, server and clock. Raises `Trouble` where the profile does not open."""
    if call.options.bundle:
        raise PersonCanMend("comes_later", command=f"{call.command} --bundle")
    folder = folder_of(call)
    with open_profile(folder, password(call)) as profile:
        findings = [_store(call, profile), _disk(call, folder), *_server_and_clock(call, profile)]
    lines = [f"{call.said(_NAMES[found.check])}  {found.text}" for found in findings]
    value = [
        {"check": found.check, "ok": found.ok, "detail": found.text}
        | ({"code": found.trouble.code} if found.trouble else {})
        for found in findings
    ]
    call.answer(value, "\n".join(lines))
    codes = {found.exit_code for found in findings}
    return next((code for code in _GRAVEST if code in codes), 0)


def _store(call: Call, profile: Profile) -> Finding:
    if profile.database.find_damage():
        return _bad(call, "store", ComputerTrouble("database_damaged"))
    return _good(call, "store", _STORE)


def _disk(call: Call, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    megabytes = free // (1024 * 1024)
    if free < LEAST_FREE_BYTES:
        return _bad(call, "disk", ComputerTrouble("disk_nearly_full", free=megabytes))
    return _good(call, "disk", _DISK, free=megabytes)


def _server_and_clock(call: Call, profile: Profile) -> Iterator[Finding]:
    before = profile.clock.monotonic()
    try:
        answer = hello(profile.server)
    except Trouble as trouble:
        yield _bad(call, "server", trouble)
        yield Finding("clock", None, call.said(_UNKNOWN))
        return
    took = profile.clock.monotonic() - before
    yield _good(call, "server", _SERVER, name=answer.name, ms=took)
    ahead = profile.clock.now() - took // 2 - answer.now
    if abs(ahead) > MOST_CLOCK_MS:
        wrong = ComputerTrouble("clock_fast" if ahead > 0 else "clock_slow", minutes=abs(ahead) // 60_000)
        yield _bad(call, "clock", wrong)._replace(exit_code=NEEDS_A_PERSON)
    else:
        yield _good(call, "clock", _CLOCK, seconds=abs(ahead) // 1000)


def _good(call: Call, check: str, words: Words, **facts: Any) -> Finding:
    return Finding(check, True, f"{call.said(_GOOD)}  {call.said(words, **facts)}")


def _bad(call: Call, check: str, trouble: Trouble) -> Finding:
    return Finding(check, False, describe(trouble, call.language), trouble, trouble.exit_code)
