"""`gridworker backup` and `restore`."""

from __future__ import annotations

from pathlib import Path

from gridworker.cli.frame import Call, Words
from gridworker.cli.opened import opened
from gridworker.cli.passwords import password
from gridworker.environment.paths import profile_folder

_MADE = Words(
    "备份完成，已核对：{file}\n打开它要用现在的口令。",
    "Copied and checked: {file}\nIt opens with today's password.",
)
_RESTORED = Words(
    "已恢复：{file}\n下次同步时会和服务器核对，补上备份之后的内容。",
    "Restored: {file}\nThe next sync compares it with the server and fetches what came since.",
)


def backup(call: Call) -> None:
    """Writes a copy of the profile to one file."""
    from gridworker.store.copies import write_copy

    file = Path(call.options.file).absolute()
    with opened(call) as profile:
        write_copy(profile, file)
    call.answer({"file": str(file), "bytes": file.stat().st_size}, call.said(_MADE, file=file))


def restore(call: Call) -> None:
    """Puts a copy in the place of the profile; what was done since then goes along where the store still opens."""
    from gridworker.store.copies import restore_copy

    file = Path(call.options.file).absolute()
    restore_copy(call.folder or profile_folder(None), file, password(call))
    call.answer({"file": str(file)}, call.said(_RESTORED, file=file))
