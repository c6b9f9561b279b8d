"""`gridworker-server backup` and `restore`."""

from __future__ import annotations

from pathlib import Path

from gridworker.cli.frame import Call, Words
from gridworker.cli.server_opened import data_folder, database_url, opened
from gridworker.documents.values import moment

_MADE = Words("备份完成，已核对：{folder}", "Backup made and checked: {folder}")
_RESTORED = Words(
    "已恢复到 {made} 的备份：{folder}\n"
    "备份之后收到的记录，会由各台电脑在下次同步时送回。\n"
    "备份之后改过的人员、负责范围和参考数据，请核对后重新设置；没有用过的入网码请重新发。",
    "Restored to the backup of {made}: {folder}\n"
    "What came since then is brought back by the laptops with their next sync.\n"
    "Please set again what was changed since then of people, scopes and reference data. Enrolment codes that were not "
    "used are void.",
)


def backup(call: Call) -> None:
    """Makes a backup in a new folder below the one named, while the district serves."""
    from gridworker.server.backup import back_up, read_card

    with opened(call) as district:
        folder = back_up(district.site, data_folder(call), Path(call.options.dir))
    card = read_card(folder)
    value = {"folder": str(folder), "made_at": card.made_at, "streams": len(card.streams)}
    call.answer(value, call.said(_MADE, folder=folder))


def restore(call: Call) -> None:
    """Puts a backup in the place of what the district holds: the one named, or the newest below that folder."""
    from gridworker.environment.clock import Clock
    from gridworker.server.restore import restore as go_back

    folder, card = go_back(data_folder(call), database_url(call), Path(call.options.dir), Clock())
    value = {"folder": str(folder), "made_at": card.made_at, "streams": len(card.streams)}
    call.answer(value, call.said(_RESTORED, made=moment(card.made_at), folder=folder))
