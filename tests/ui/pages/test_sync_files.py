"""Zhou Min's photos behind her records: what waits and how large, what goes now, what the district does not take."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from gridworker.cli.demo.pictures import phone_photo
from gridworker.operations import attaching
from gridworker.operations.delivery import files_waiting
from gridworker.operations.overview import overview
from gridworker.operations.records import add_record
from gridworker.store import attached, streams
from gridworker.sync.engine import Progress
from gridworker.ui.pages.sync.page import SyncPage
from gridworker.ui.session import Session
from tests.laptop import NOON
from tests.ui.pages.queue import rows, settled
from tests.ui.pages.typing import Ends, shown

PDF = b"%PDF-1.7\n" + random.Random(5).randbytes(900_000)


@pytest.fixture
def session(synced: Session) -> Session:
    return synced


@pytest.fixture
def page(session: Session, ends: Ends) -> SyncPage:
    return shown(ends(SyncPage(session)))


@pytest.fixture
def patrol(session: Session, tmp_path: Path) -> str:
    """A patrol with a photo and a scan, not sent yet."""
    profile = session.profile
    record = add_record(profile, "patrol", {"place": {"text": "东篱路"}, "categories": ["fire"]}).ids[0]
    for name, content in (
        ("楼道.jpg", phone_photo("stairs", NOON, size=(450, 600))),
        ("检查表.pdf", PDF),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        attaching.attach(profile, record, file)
    return record


def stop_at_the_scan(session: Session) -> list[Progress]:
    """Stops the sync while the scan is on its way; what was told before is in the list."""
    told: list[Progress] = []

    def listen(progress: Progress) -> None:
        told.append(progress)
        if progress.files is not None and progress.files.left == 1 and progress.files.size > 0:
            session.cancel_sync()

    session.sync_progress.connect(listen, Qt.ConnectionType.DirectConnection)
    return told


def test_files_go_behind_their_records_and_the_page_says_how_far(
    page: SyncPage, session: Session, loop: asyncio.AbstractEventLoop, patrol: str
) -> None:
    told = stop_at_the_scan(session)

    async def story() -> None:
        page.enter()
        await settled(page)
        [row] = rows(page)
        assert row.remark == "3 处改动，照片 1 张、文件 1 个"
        assert row.queued.files.size > len(PDF)
        assert "有 1 条记录、2 个照片和文件（888 KB）等着上传" in page.hero.sentence.text()
        session.sync()
        await settled(page)
        assert [row.remark for row in rows(page)] == ["记录已送达，还有文件 1 个没传"]
        assert page.hero.title.text() == "已停下"
        assert "其余 1 个照片和文件（879 KB）留在本机" in page.hero.sentence.text()
        assert page.hero.ring.accessibleName() == "1 个文件待传"
        assert page.filter.accessibleName()
        assert not page.empty.isVisible()

    loop.run_until_complete(story())
    stages = [progress.stage for progress in told]
    assert stages.index("sending_files") > stages.index("sending")
    left = [one.files.size for one in told if one.files is not None and one.files.size]
    assert left == sorted(left, reverse=True)
    assert overview(session.profile).files.waiting == 1


def test_what_runs_now_is_named_and_timed(page: SyncPage, session: Session, patrol: str) -> None:
    from gridworker.sync.lane import Carrying

    session.syncing = True
    session.sync_began.emit()
    carrying = Carrying(left=4, size=4 * 1024 * 1024, sha256="", rate=1.2 * 1024 * 1024)
    session.sync_progress.emit(Progress("sending_files", 3, 4, 0, files=carrying))
    assert page.hero.sentence.text() == "正在上传照片和文件：还有 4 个 · 4.0 MB · 每秒 1.2 MB · 约剩 3 秒"
    assert page.hero.ring.accessibleName() == "0/4 已处理"
    session.sync_progress.emit(Progress("sending_files", 3, 1, 0, files=carrying._replace(left=1)))
    assert page.hero.ring.accessibleName() == "3/4 已处理"
    session.syncing = False


def test_once_all_have_arrived_one_may_switch_off(
    page: SyncPage, session: Session, loop: asyncio.AbstractEventLoop, patrol: str
) -> None:
    async def story() -> None:
        page.enter()
        session.sync()
        await settled(page)
        assert page.hero.sentence.text() == "全部已送达，可以放心关机。"
        assert [row.state for row in rows(page)] == ["sent"]

    loop.run_until_complete(story())
    assert files_waiting(session.profile) == (0, 0, 0)


def test_a_file_that_is_not_taken_names_itself_and_what_to_do(
    page: SyncPage, session: Session, loop: asyncio.AbstractEventLoop, patrol: str
) -> None:
    profile = session.profile

    async def story() -> None:
        page.enter()
        session.sync()
        await settled(page)
        elements = attached_names(session)
        [stream] = [stream.id for stream in profile.read(streams.all_streams) if stream.kind == "grid"]
        profile.write(lambda db: attached.deliver(db, stream, elements["检查表.pdf"], "TOO_LARGE"))
        page.load()
        await settled(page)
        row = rows(page)[0]
        assert (row.state, row.action) == ("file_refused", "去修改")
        assert row.remark == "“检查表.pdf”太大，服务器收不下，请换一份小些的"
        assert page.hero.title.text() == "需要您处理"

    loop.run_until_complete(story())


def attached_names(session: Session) -> dict[str, str]:
    """The SHA-256 of each file by its name."""
    session.profile.write(attached.doubt)
    return {one.name: one.sha256 for one in session.profile.read(attached.owed)}


def test_before_the_first_sync_nothing_is_said_to_be_delivered(
    page: SyncPage, session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    session.profile.write(lambda db: db.execute("DELETE FROM receipt"))

    async def story() -> None:
        page.enter()
        await settled(page)
        assert page.empty.accessibleName() == "还没有同步过"
        session.sync()
        await settled(page)
        assert page.empty.accessibleName() == "全部已送达，可以放心关机"
        page.filter.set_value("needs")
        page.filter.changed.emit()
        assert page.empty.accessibleName() == "没有要您处理的"

    loop.run_until_complete(story())
