"""`gridworker enrol` and `gridworker password`: who may open this profile, and which district it belongs to."""

from __future__ import annotations

import platform
from pathlib import Path

from gridworker.cli.frame import Call, Words
from gridworker.cli.opened import folder_of
from gridworker.cli.passwords import (
    NEW_PASSWORD,
    PASSWORD,
    new_password,
    recovery_code,
)
from gridworker.cli.passwords import password as known_password
from gridworker.environment.marks import LISTED
from gridworker.environment.paths import profile_folder
from gridworker.environment.wording import describe
from gridworker.store.vault import change_password, reset_password
from gridworker.sync import enrolment
from gridworker.sync.failures import trouble_of_code

_ENROLLED = Words("已接入。{name}，您负责：{streams}", "Enrolled. {name}, you look after: {streams}")
_CODE = Words(
    "恢复码（只显示这一次，请抄在纸上收好；忘了口令要靠它）：\n\n    {code}\n",
    "Recovery code (shown only this once; keep it on paper, it opens the profile if the password is forgotten):\n\n"
    "    {code}\n",
)
_NOT_YET = Words(
    "接入成功，但第一次同步没有完成：{reason}", "Enrolled, but the first sync did not finish: {reason}"
)
_CHANGED = Words("口令已修改，恢复码不变。", "The password was changed; the recovery code stays the same.")


def enrol(call: Call) -> None:
    """Enrols this profile and prints the recovery code of a new one, once."""
    given = call.options
    folder = call.folder or profile_folder(None)
    result = enrolment.enrol(
        folder,
        given.server,
        given.code,
        given.device or platform.node() or "gridworker",
        Path(given.ca) if given.ca else None,
        lambda new: new_password(call, PASSWORD) if new else known_password(call),
    )
    streams = call.said(LISTED).join(
        stream["name"] for stream in result["streams"] if stream["kind"] != "reference"
    )
    lines = [call.said(_ENROLLED, name=result["worker"]["name"], streams=streams or "-")]
    if result["recovery_code"]:
        lines += ["", call.said(_CODE, code=result["recovery_code"])]
    if "error" in result:
        reason = describe(trouble_of_code(result["error"]["code"]), call.language)
        call.tell(call.said(_NOT_YET, reason=reason))
    call.answer(result, "\n".join(lines))


def password(call: Call) -> None:
    """Changes the password, known by the old one or by the recovery code."""
    folder = folder_of(call)
    if call.options.recovery:
        code = recovery_code(call)
        reset_password(folder, code, new_password(call, PASSWORD))
    else:
        old = known_password(call)
        change_password(folder, old, new_password(call, NEW_PASSWORD))
    call.answer({"changed": True}, call.said(_CHANGED))
