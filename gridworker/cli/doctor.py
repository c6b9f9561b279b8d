"""`gridworker doctor`: is everything sound on this computer, and is the district's server there?"""

from __future__ import annotations

from pathlib import Path

from gridworker.cli.bundle import write_bundle
from gridworker.cli.frame import NEEDS_A_PERSON, Call, Words
from gridworker.cli.opened import folder_of
from gridworker.cli.passwords import password
from gridworker.domain.errors import ComputerTrouble, NetworkTrouble, PersonCanMend
from gridworker.store.profile import open_profile
from gridworker.sync.self_check import NAMES, Finding, check_all

_GRAVEST = (ComputerTrouble.exit_code, PersonCanMend.exit_code, NEEDS_A_PERSON, NetworkTrouble.exit_code)
_BUNDLE = Words(
    "已打包：{file}。里面没有个人信息，发送前可以打开看。",
    "Written: {file}. It holds no personal data; look into it before you send it.",
)
_GOOD = Words("正常", "good")


def doctor(call: Call) -> int:
    """Checks store, disk, server and clock. Raises `Trouble` where the profile does not open."""
    with open_profile(folder_of(call), password(call)) as profile:
        findings = check_all(profile)
        if call.options.bundle:
            out = Path(call.options.bundle)
            write_bundle(profile, findings, out, call.language)
            call.tell(call.said(_BUNDLE, file=out))
    lines = [f"{call.said(NAMES[found.check])}  {_text(call, found)}" for found in findings]
    value = [
        {"check": found.check, "ok": found.ok, "detail": _text(call, found)}
        | ({"code": found.trouble.code} if found.trouble else {})
        for found in findings
    ]
    call.answer(value, "\n".join(lines))
    codes = {_exit_code(found) for found in findings}
    return next((code for code in _GRAVEST if code in codes), 0)


def _text(call: Call, found: Finding) -> str:
    said = found.said(call.language)
    return f"{call.said(_GOOD)}  {said}" if found.ok else said


def _exit_code(found: Finding) -> int:
    """A wrong clock keeps nobody from working, but somebody has to set it."""
    if found.trouble is None:
        return 0
    return NEEDS_A_PERSON if found.check == "clock" else found.trouble.exit_code
