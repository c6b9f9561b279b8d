"""Is everything sound on this computer, and is the district's server there? For `doctor` and for the settings."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any, NamedTuple

from gridworker.domain.errors import ComputerTrouble, Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.store.profile import Profile
from gridworker.sync.hello import clock_trouble, hello

LEAST_FREE_BYTES = 500 * 1024 * 1024

NAMES = {
    "store": Words("资料库", "Store"),
    "disk": Words("磁盘", "Disk"),
    "server": Words("服务器", "Server"),
    "clock": Words("时钟", "Clock"),
}
_STORE = Words("能打开，逐页查过没有损坏", "opens, and no page of it is damaged")
_DISK = Words("还有 {free} GB", "{free} GB free")
_SERVER = Words("{name}，{ms} 毫秒应答", "{name}, answers in {ms} ms")
_CLOCK = Words("和服务器相差 {seconds} 秒", "{seconds} s from the server's")
_UNKNOWN = Words("没有服务器可对，无法检查", "cannot be checked without the server")


class Finding(NamedTuple):
    """What one check found; `ok` is None where it could not be made, `trouble` is what is wrong."""

    check: str
    ok: bool | None
    words: Words
    facts: dict[str, Any]
    trouble: Trouble | None = None

    def said(self, language: str) -> str:
        """The finding in words."""
        return describe(self.trouble, language) if self.trouble else self.words.said(language, **self.facts)


def check_all(profile: Profile) -> list[Finding]:
    """Checks store, disk, server and clock; asks the server, and so takes as long as the network does."""
    return [_store(profile), _disk(profile), *_server_and_clock(profile)]


def _store(profile: Profile) -> Finding:
    if profile.database.find_damage():
        return _bad("store", ComputerTrouble("database_damaged"))
    return _good("store", _STORE)


def _disk(profile: Profile) -> Finding:
    free = shutil.disk_usage(profile.folder).free
    megabytes = free // (1024 * 1024)
    if free < LEAST_FREE_BYTES:
        return _bad("disk", ComputerTrouble("disk_nearly_full", free=megabytes))
    return _good("disk", _DISK, free=f"{free / 1024**3:.1f}")


def _server_and_clock(profile: Profile) -> Iterator[Finding]:
    before = profile.clock.monotonic()
    try:
        answer = hello(profile.server)
    except Trouble as trouble:
        yield _bad("server", trouble)
        yield Finding("clock", None, _UNKNOWN, {})
        return
    took = profile.clock.monotonic() - before
    yield _good("server", _SERVER, name=answer.name, ms=took)
    ahead = profile.clock.now() - took // 2 - answer.now
    wrong = clock_trouble(ahead)
    if wrong is not None:
        yield _bad("clock", wrong)
    else:
        yield _good("clock", _CLOCK, seconds=abs(ahead) // 1000)


def _good(check: str, words: Words, **facts: Any) -> Finding:
    return Finding(check, True, words, facts)


def _bad(check: str, trouble: Trouble) -> Finding:
    return Finding(check, False, NAMES[check], {}, trouble)
