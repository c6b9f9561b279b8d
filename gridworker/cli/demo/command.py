"""`gridworker demo`: a district with real codes, a month of work in it, and the working day after, played for real."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from gridworker.cli.demo.agreement import Agreement, compare
from gridworker.cli.demo.network import in_the_hand
from gridworker.cli.demo.photographing import photograph, photograph_rounds
from gridworker.cli.demo.sample_record import with_ids
from gridworker.cli.demo.server_process import postgresql
from gridworker.cli.demo.stage import Cast, Filled, fill_month, meanwhile, stage
from gridworker.cli.frame import Call
from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.environment.labels import labels
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.operations.records import add_record, edit_record
from gridworker.sync.run import sync

DIFFERENT = 1

_SCENES = ("hill", "stairs", "wall")
"""What is photographed on the day: the round, the hazard, what the dispute is about."""

_MADE = Words(
    "已建好“{district}”：{grid}，服务器在 {address}。", 'Made "{district}": {grid}; its server is {address}.'
)
_PASSWORD = Words("演示口令：{password}", "The password of the demo: {password}")
_MONTH = Words(
    "正在补上一个月的工作，约十几秒……", "Filling in a month of work, a quarter of a minute or so …"
)
_NO_WINDOW = Words(
    "没有可用的显示器，改为演示一个工作日。", "There is no display: a working day is played instead."
)
_OFFLINE = Words(
    "{name}没有网络，照常记录：巡查两处，纠纷一件，走访一户，拍照三张。",
    "{name} has no network and works on: two patrols, a dispute, a visit, three photos.",
)
_MEANWHILE = Words(
    "同时，{colleague}在另一台电脑上改了一件纠纷；区里下了一项任务。",
    "Meanwhile {colleague} changed a dispute on another laptop, and the district gave a task.",
)
_RECEIPT = Words(
    "同步完成，回执第 {receipt} 号：送出 {sent} 处改动，收到 {received} 条，还有 {waiting} 处没有送到。",
    "Synced, receipt no. {receipt}: {sent} changes sent, {received} received, {waiting} to go.",
)
_HOLDS = Words("服务器上现有：{held}。", "The server now holds: {held}.")
_PHOTOS = Words("两台电脑上都有的照片：{photos} 张。", "Photos on both laptops: {photos}.")
_AGREE = Words("两边逐条核对，完全一致。", "Both sides were compared record by record: they agree.")
_DIFFER = Words("两边有 {count} 条不一致：{ids}", "The sides differ in {count} records: {ids}")


def demo(call: Call) -> int:
    """Makes the district and plays the day. Exit code 0 only if both sides agree."""
    options = call.options
    window = not options.no_window and _has_display()
    if not (options.no_window or window):
        call.tell(call.said(_NO_WINDOW))
    with ExitStack() as stack, _cleared_up_where_ended(stack):
        folder = stack.enter_context(_folder(options.dir))
        database = None
        if options.server == "postgresql":
            database = stack.enter_context(postgresql(folder / "postgresql"))
        cast, address = stack.enter_context(stage(folder, database))
        district = cast.content.district
        call.tell(call.said(_MADE, district=district.name, grid=district.grid.name, address=address))
        call.tell(call.said(_PASSWORD, password=cast.password))
        call.tell(call.said(_MONTH))
        filled = fill_month(cast)
        return _open_window(call, cast, address, filled) if window else _play(call, cast, filled)


@contextmanager
def _cleared_up_where_ended(stack: ExitStack) -> Iterator[None]:
    """Whoever ends the demo by a signal ends its server with it, and its folder goes."""

    def leave(number: int, _frame: FrameType | None) -> None:
        stack.close()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _has_display() -> bool:
    from gridworker.ui.display import require_display

    try:
        require_display()
    except ComputerTrouble:
        return False
    return True


@contextmanager
def _folder(chosen: str | None) -> Iterator[Path]:
    """The chosen folder, which must be empty, or one that goes away with the demo."""
    if chosen is None:
        with tempfile.TemporaryDirectory(prefix="gridworker-demo-") as temporary:
            yield Path(temporary)
        return
    folder = Path(chosen)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise PersonCanMend("folder_not_empty", folder=str(folder))
    yield folder


def _open_window(call: Call, cast: Cast, address: str, filled: Filled) -> int:
    """The worker's laptop, unlocked; the first sync brings what the colleague and the district did meanwhile."""
    from gridworker.ui.start import run

    call.tell(call.said(_MEANWHILE, colleague=cast.content.district.workers[1].name))
    for laptop in cast.laptops.values():
        photograph_rounds(laptop)
    meanwhile(cast, filled)
    profile = cast.laptops[cast.content.district.workers[0].id]
    profile.close()
    with in_the_hand(cast.server, address, lambda words: call.tell(call.said(words))):
        return run(profile.folder, call.language, password=cast.password)


def _play(call: Call, cast: Cast, filled: Filled) -> int:
    """Plays the day, offline until its end, and compares both sides."""
    receipt = _play_day(call, cast, filled)
    agreement = compare(cast.server, list(cast.laptops.values()))
    call.answer(receipt, _told(call, receipt, agreement))
    if agreement.different:
        ids = call.said(LISTED).join(agreement.different)
        call.tell(call.said(_DIFFER, count=len(agreement.different), ids=ids))
        return DIFFERENT
    return 0


def _play_day(call: Call, cast: Cast, filled: Filled) -> dict[str, Any]:
    """The worker's own day; the colleague's edit and the district's task come by the sync."""
    first, second = cast.content.district.workers
    mine, colleague = cast.laptops[first.id], cast.laptops[second.id]
    day, ids = filled
    call.tell(call.said(_OFFLINE, name=first.name))
    for record in day.typed:
        ids[record.key] = add_record(mine, record.kind, with_ids(record.fields, ids)).ids[0]
        for edit in record.edits:
            edit_record(mine, ids[record.key], with_ids(edit.changes, ids))
    for record, scene in zip(day.typed, _SCENES, strict=False):
        photograph(mine, ids[record.key], scene)
    call.tell(call.said(_MEANWHILE, colleague=second.name))
    meanwhile(cast, filled)
    receipt = sync(mine, until_empty=True)
    sync(colleague, until_empty=True)
    return receipt


def _told(call: Call, receipt: dict[str, Any], agreement: Agreement) -> str:
    named = labels(call.language)
    between = call.said(LISTED)
    held = between.join(f"{named.kind(kind)} {number}" for kind, number in agreement.held.items())
    lines = [call.said(_RECEIPT, **receipt), call.said(_HOLDS, held=held)]
    lines.append(call.said(_PHOTOS, photos=agreement.photos))
    if not agreement.different:
        lines.append(call.said(_AGREE))
    return "\n".join(lines)
