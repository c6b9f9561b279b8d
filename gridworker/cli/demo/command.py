"""`gridworker demo`: a district with real codes, a month of work in it, and the working day after, played for real."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from gridworker.cli.demo.agreement import Agreement, compare
from gridworker.cli.demo.content import Content, read_content
from gridworker.cli.demo.desk import hand_of_the_desk, take_on
from gridworker.cli.demo.replay import CHINA_TZ, Replay, StoryClock
from gridworker.cli.demo.sample import WorkingDay, month_of_work, working_day
from gridworker.cli.demo.sample_record import with_ids
from gridworker.cli.demo.server_process import ServerProcess, postgresql
from gridworker.cli.frame import Call
from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.environment.labels import labels
from gridworker.environment.language import Words
from gridworker.environment.resources import resource
from gridworker.operations.records import add_record, edit_record
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync

SEED = 20261122
DIFFERENT = 1
LONG_AGO_DAYS = 60

_MADE = Words(
    "已建好“{district}”：{grid}，服务器在 {address}。", "Made “{district}”: {grid}; its server is {address}."
)
_PASSWORD = Words("演示口令：{password}", "The password of the demo: {password}")
_MONTH = Words(
    "正在补上一个月的工作，约十几秒……", "Filling in a month of work, a quarter of a minute or so …"
)
_NO_WINDOW = Words(
    "没有可用的显示器，改为演示一个工作日。", "There is no display: a working day is played instead."
)
_OFFLINE = Words(
    "{name}没有网络，照常记录：巡查两处，纠纷一件，走访一户。",
    "{name} has no network and works on: two patrols, a dispute, a visit.",
)
_MEANWHILE = Words(
    "同时，{colleague}在另一台电脑上改了一件纠纷；区里下了一项任务。",
    "Meanwhile {colleague} changed a dispute on another laptop, and the district gave a task.",
)
_RECEIPT = Words(
    "同步完成，回执第 {receipt} 号：送出 {sent} 条，收到 {received} 条，待处理 {waiting} 条。",
    "Synced, receipt no. {receipt}: {sent} sent, {received} received, {waiting} waiting.",
)
_HOLDS = Words("服务器上现有：{held}。", "The server now holds: {held}.")
_BETWEEN = Words("、", ", ")
_AGREE = Words("两边逐条核对，完全一致。", "Both sides were compared record by record: they agree.")
_DIFFER = Words("两边有 {count} 条不一致：{ids}", "The sides differ in {count} records: {ids}")


class Cast:
    """The people of the demo at their machines."""

    def __init__(self, folder: Path, content: Content, server: ServerProcess, address: str) -> None:
        self.content, self.server = content, server
        self.password = secrets.token_urlsafe(9) + "-7a"
        self.clocks = {worker.id: StoryClock() for worker in content.district.workers}
        self.laptops: dict[str, Profile] = {}
        for worker, name in zip(content.district.workers, ("laptop", "colleague"), strict=True):
            code = server.does("enrol-code", worker.id)["code"]
            enrol(folder / name, address, code, f"{worker.name}的电脑", None, lambda _new: self.password)
            self.laptops[worker.id] = open_profile(folder / name, self.password, clock=self.clocks[worker.id])

    def close(self) -> None:
        """Shuts the laptops."""
        for profile in self.laptops.values():
            profile.close()


def demo(call: Call) -> int:
    """Makes the district and plays the day. Exit code 0 only if both sides agree."""
    options = call.options
    window = not options.no_window and _has_display()
    if not (options.no_window or window):
        call.tell(call.said(_NO_WINDOW))
    with ExitStack() as stack:
        folder = stack.enter_context(_folder(options.dir))
        database = None
        if options.server == "postgresql":
            database = stack.enter_context(postgresql(folder / "postgresql"))
        content = read_content()
        server = ServerProcess(folder / "server", database)
        _set_up(server, content)
        address = stack.enter_context(server.serving())
        call.tell(
            call.said(_MADE, district=content.district.name, grid=content.district.grid.name, address=address)
        )
        cast = Cast(folder, content, server, address)
        stack.callback(cast.close)
        call.tell(call.said(_PASSWORD, password=cast.password))
        call.tell(call.said(_MONTH))
        return _play(call, cast, window=window)


def _has_display() -> bool:
    from gridworker.ui.application import require_display

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


def _set_up(server: ServerProcess, content: Content) -> None:
    district = content.district
    regions = str(resource(f"regions/{district.code}.csv"))
    server.does("init", "--name", district.name, "--code", district.code, "--regions", regions)
    grid = ("region", "add", district.grid.code, district.grid.name, "--parent", district.village.code)
    server.does(*grid, "--level", "grid")
    people = [(worker, district.grid.code) for worker in district.workers]
    people.append((district.desk, district.village.code[:9]))
    long_ago = int(datetime.now(UTC).timestamp() * 1000) - LONG_AGO_DAYS * 86_400_000
    take_on(server.data, server.database, people, long_ago)


def _play(call: Call, cast: Cast, *, window: bool) -> int:
    """Fills in the month; then opens the window on the worker's laptop, or plays the day without one."""
    district = cast.content.district
    today = datetime.now(timezone(timedelta(minutes=CHINA_TZ))).date()
    where: dict[str, Any] = {
        "grid_code": district.grid.code,
        "village": district.village.name,
        "workers": (district.workers[0].id, district.workers[1].id),
        "content": cast.content,
    }
    pairs = {worker: (profile, cast.clocks[worker]) for worker, profile in cast.laptops.items()}
    with hand_of_the_desk(cast.server.data, cast.server.database, district.grid.code) as desk:
        replay = Replay(pairs, desk)
        replay.play(month_of_work(SEED, last_day=today - timedelta(days=1), **where))
    day = working_day(SEED, day=today, **where)
    if window:
        return _open_window(call, cast, day, replay.ids)
    receipt = _play_day(call, cast, day, replay.ids)
    agreement = compare(cast.server, list(cast.laptops.values()))
    call.answer(receipt, _told(call, receipt, agreement))
    if agreement.different:
        call.tell(
            call.said(
                _DIFFER, count=len(agreement.different), ids=call.said(_BETWEEN).join(agreement.different)
            )
        )
        return DIFFERENT
    return 0


def _open_window(call: Call, cast: Cast, day: WorkingDay, ids: dict[str, str]) -> int:
    """The worker's laptop, unlocked; the first sync brings what the colleague and the district did meanwhile."""
    from gridworker.ui.application import run

    _meanwhile(call, cast, day, ids)
    profile = cast.laptops[cast.content.district.workers[0].id]
    profile.close()
    return run(profile.folder, call.language, password=cast.password)


def _meanwhile(call: Call, cast: Cast, day: WorkingDay, ids: dict[str, str]) -> None:
    """The colleague changes a dispute on another laptop, and the district gives a task."""
    second = cast.content.district.workers[1]
    colleague = cast.laptops[second.id]
    call.tell(call.said(_MEANWHILE, colleague=second.name))
    edit_record(colleague, ids[day.colleague_key], with_ids(day.colleague_edit.changes, ids))
    sync(colleague)
    task = with_ids(day.task.fields, ids)
    grid, desk = cast.content.district.grid.code, cast.content.district.desk.id
    cast.server.does("record", "add", "task", "-", "--grid", grid, "--as", desk, typed=task)


def _play_day(call: Call, cast: Cast, day: WorkingDay, ids: dict[str, str]) -> dict[str, Any]:
    """The worker's own day, offline until the end; the colleague's edit and the district's task come by the sync."""
    first, second = cast.content.district.workers
    mine, colleague = cast.laptops[first.id], cast.laptops[second.id]
    call.tell(call.said(_OFFLINE, name=first.name))
    for record in day.typed:
        ids[record.key] = add_record(mine, record.kind, with_ids(record.fields, ids)).ids[0]
        for edit in record.edits:
            edit_record(mine, ids[record.key], with_ids(edit.changes, ids))
    _meanwhile(call, cast, day, ids)
    receipt = sync(mine, until_empty=True)
    sync(colleague, until_empty=True)
    return receipt


def _told(call: Call, receipt: dict[str, Any], agreement: Agreement) -> str:
    named = labels(call.language)
    between = call.said(_BETWEEN)
    held = between.join(f"{named.kind(kind)} {number}" for kind, number in agreement.held.items())
    lines = [call.said(_RECEIPT, **receipt), call.said(_HOLDS, held=held)]
    if not agreement.different:
        lines.append(call.said(_AGREE))
    return "\n".join(lines)
