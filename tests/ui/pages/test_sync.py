"""Zhou Min plugs the network in: she sees what goes, what came back and why, and chooses field by field."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gridworker.domain.agreement import terms
from gridworker.domain.errors import ComputerTrouble
from gridworker.operations.delivery import outgoing
from gridworker.operations.disagreement import disagreement
from gridworker.operations.drafts import list_drafts
from gridworker.operations.records import add_record, edit_record, list_records, show_record
from gridworker.operations.today import this_day
from gridworker.store import outbox
from gridworker.ui.pages.sync.conflict import ConflictSheet
from gridworker.ui.pages.sync.marks import marked
from gridworker.ui.pages.sync.page import SyncPage
from gridworker.ui.pages.sync.receipts import ReceiptsSheet
from gridworker.ui.session import Session
from tests.sync.direct import Town
from tests.ui.pages.queue import rows, settled
from tests.ui.pages.typing import Ends, opened, shown
from tests.ui.patience import until

LEAK = {
    "type": "neighbour",
    "title": "漏水纠纷",
    "status": "accepted",
    "facts": "四楼漏水，三楼墙面发霉。",
    "risk": "medium",
    "parties": [{"role": "applicant", "name": "李建国", "phone": "13867890001"}],
}
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(synced: Session) -> Session:
    return synced


@pytest.fixture
def page(session: Session, ends: Ends) -> SyncPage:
    return shown(ends(SyncPage(session)))


def heard_by(page: SyncPage) -> list[tuple[str, str]]:
    """Where the page wants to go from now on."""
    wanted: list[tuple[str, str]] = []

    def on_wanted(where: str, record: str) -> None:
        wanted.append((where, record))

    page.session.wanted.connect(on_wanted)
    return wanted


def both_changed(town: Town, session: Session) -> str:
    """A dispute that Shen Guoqiang and Zhou Min changed in three places."""
    zhou, shen = session.profile, town.laptop("shenguoqiang")
    town.sync(shen)
    record = add_record(zhou, "dispute", LEAK).ids[0]
    add_record(shen, "patrol", {"place": {"text": "西河沿"}, "categories": ["normal"]})
    for laptop in (zhou, shen, zhou):
        town.sync(laptop, until_empty=True)
    party = next(iter(show_record(zhou, record)["parties"]))
    edit_record(
        shen, record, {"risk": "low", "facts": "墙面已刷新。", f"parties/{party}/phone": "13867890002"}
    )
    town.sync(shen, until_empty=True)
    edit_record(
        zhou, record, {"risk": "high", "facts": "吊顶塌了。", f"parties/{party}/phone": "13967890003"}
    )
    town.sync(zhou, until_empty=True)
    return record


def test_a_sync_sends_all_and_says_one_may_switch_off(
    page: SyncPage, loop: asyncio.AbstractEventLoop
) -> None:
    profile = page.session.profile
    for where in ("东篱路", "西河沿", "金禾烧烤店"):
        add_record(profile, "patrol", {"place": {"text": where}, "categories": ["normal"]})

    async def story() -> None:
        page.enter()
        await settled(page)
        assert [row.title for row in rows(page)] == ["巡查 · 东篱路", "巡查 · 西河沿", "巡查 · 金禾烧烤店"]
        assert "3 条记录等着上传" in page.hero.sentence.text()
        page.hero.start.setFocus()
        QTest.keyClick(page.hero.start, Qt.Key.Key_Return)
        assert page.hero.pause.isVisible()
        assert not page.hero.start.isVisible()
        await settled(page)
        assert page.hero.sentence.text() == "全部已送达，可以放心关机。"
        assert [row.state for row in rows(page)] == ["sent"] * 3
        assert page.history._rows.count() == 2

    loop.run_until_complete(story())


def test_what_went_is_listed_however_late_the_queue_is_read(
    page: SyncPage, loop: asyncio.AbstractEventLoop
) -> None:
    session, busy = page.session, threading.Event()
    add_record(session.profile, "patrol", {"place": {"text": "东篱路"}, "categories": ["normal"]})

    async def story() -> None:
        page.enter()
        await settled(page)
        held = [session.background.run(busy.wait, 30) for _ in range(8)]
        session.sync()
        await until(lambda: not outgoing(session.profile))
        busy.set()
        await asyncio.gather(*held)
        await session.sync_over()
        await settled(page)
        assert [row.state for row in rows(page)] == ["sent"]

    loop.run_until_complete(story())


def test_who_waits_for_a_sync_goes_on_once_its_end_was_told(
    session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    told: list[object] = []
    session.sync_ended.connect(told.append)
    busy = threading.Event()

    async def story() -> None:
        held = [session.background.run(busy.wait, 30) for _ in range(8)]
        session.sync()
        await until(lambda: not session.syncing)
        over = asyncio.ensure_future(session.sync_over())
        await asyncio.sleep(0)
        assert (told, over.done()) == ([], False)
        busy.set()
        await asyncio.gather(over, *held)
        assert told == [session.last_receipt]

    loop.run_until_complete(story())


def test_what_went_while_the_worker_was_elsewhere_is_listed_as_delivered(
    page: SyncPage, loop: asyncio.AbstractEventLoop, town: Town
) -> None:
    session = page.session
    patrol = {"place": {"text": "东篱路"}, "categories": ["normal"]}

    async def story() -> None:
        add_record(session.profile, "patrol", patrol)
        page.enter()
        await settled(page)
        page.hide()
        await session.run(town.sync)
        session.tell(add_record(session.profile, "patrol", {**patrol, "place": {"text": "西河沿"}}))
        await settled(page)
        session.sync()
        await session.sync_over()
        page.show()
        page.enter()
        await settled(page)
        assert [(row.title, row.state) for row in rows(page)] == [("巡查 · 西河沿", "sent")]

    loop.run_until_complete(story())


def test_without_a_network_the_sentence_says_what_happened_and_nothing_is_lost(
    page: SyncPage, town: Town, loop: asyncio.AbstractEventLoop
) -> None:
    add_record(page.session.profile, "note", {"text": "楼道灯坏了"})
    town.faults.append("request")

    async def story() -> None:
        page.enter()
        await settled(page)
        page.session.sync()
        await settled(page)
        assert page.hero.title.text() == "没有连上"
        assert "服务器" in page.hero.sentence.text()
        assert page.hero.start.isEnabled()
        assert [row.state for row in rows(page)] == ["waiting"]
        told = {label.text() for _, label in page.downloads._rows.values()}
        assert told == {"下次同步"}, "nobody knows whether there is anything new"

    loop.run_until_complete(story())


def test_what_was_returned_says_why_and_leads_to_the_record(
    page: SyncPage, loop: asyncio.AbstractEventLoop
) -> None:
    profile, wanted = page.session.profile, heard_by(page)
    record = add_record(
        profile, "visit", {"target": "enterprise", "name": "金禾烧烤店", "result": "met"}
    ).ids[0]
    op = profile.read(lambda db: db.execute("SELECT id FROM op").fetchone()[0])
    profile.write(lambda db: outbox.set_aside(db, op, "INVALID", "", [("name", "required")]))

    async def story() -> None:
        page.enter()
        await settled(page)
        assert rows(page)[0].remark == "被退回：“姓名或名称”必须填写"
        page.list.setFocus()
        page.list.setCurrentIndex(page.list.model().index(0, 0))
        QTest.keyClick(page.list, Qt.Key.Key_Space)
        assert wanted == [("visit", record)]

    loop.run_until_complete(story())


def test_a_conflict_is_settled_field_by_field_from_the_keyboard(
    page: SyncPage, town: Town, loop: asyncio.AbstractEventLoop
) -> None:
    record = both_changed(town, page.session)
    profile = page.session.profile

    async def story() -> None:
        page.enter()
        await settled(page)
        assert rows(page)[0].remark == "服务器上的同一条记录已被沈国强修改"
        page.list.setCurrentIndex(page.list.model().index(0, 0))
        QTest.keyClick(page.list, Qt.Key.Key_Return)
        dialog = await opened(page, ConflictSheet)
        names = [row.accessibleName() for row in dialog.rows]
        presses = 0
        for row, name in zip(dialog.rows, names, strict=True):
            card: QWidget = row.cards[row.picked]
            if name == "风险等级":
                QTest.keyClick(card, Qt.Key.Key_Right)
                presses += 1
            if name == "纠纷事实":
                QTest.keyClick(card, Qt.Key.Key_Right)
                QTest.keyClick(row.cards[row.picked], Qt.Key.Key_Right)
                presses += 2
            QTest.keyClick(row.cards[row.picked], Qt.Key.Key_Down)
            presses += 1
        phone = next(row for row in dialog.rows if "联系电话" in row.accessibleName())
        assert [card.text_shown() for card in phone.cards] == ["139****0003", "138****0002"]
        dialog.accept()
        await settled(page)
        assert presses <= 6
        assert disagreement(profile, record).questions == ()

    loop.run_until_complete(story())
    town.sync(profile, until_empty=True)
    after = show_record(profile, record)
    assert (after["risk"], after["facts"], after["_sync"]) == ("low", "吊顶塌了。\n墙面已刷新。", "synced")
    assert [party["phone"] for party in after["parties"].values()] == ["13967890003"]


def test_numbers_are_shown_only_with_a_reason_that_is_kept(
    page: SyncPage, town: Town, loop: asyncio.AbstractEventLoop
) -> None:
    record = both_changed(town, page.session)
    profile = page.session.profile

    async def story() -> None:
        dialog = ConflictSheet(page.session, disagreement(profile, record), page)
        dialog.show()
        phone = next(row for row in dialog.rows if row.question.sensitive)
        dialog.show_numbers.click()
        await settled(page)
        assert "****" in phone.cards[0].text_shown()
        dialog.reason.set_value("联系当事人")
        dialog.show_numbers.click()
        await settled(page)
        assert phone.cards[0].text_shown() == "13967890003"
        dialog.reject()

    loop.run_until_complete(story())
    assert [entry["reason"] for entry in list_records(profile, "access", [], 9, None)][:1] == ["联系当事人"]


def test_escape_leaves_everything_as_it_is(
    page: SyncPage, town: Town, loop: asyncio.AbstractEventLoop
) -> None:
    record = both_changed(town, page.session)

    async def story() -> None:
        page.enter(record)
        dialog = await opened(page, ConflictSheet)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await settled(page)
        assert len(disagreement(page.session.profile, record).questions) == 3

    loop.run_until_complete(story())


def test_a_sync_that_cannot_begin_says_so(page: SyncPage, loop: asyncio.AbstractEventLoop) -> None:
    page.session.sync_failed.emit(ComputerTrouble("disk_full"))
    assert "磁盘满了" in page.hero.sentence.text()
    assert page.hero.start.isVisible()


def test_receipts_are_listed_with_their_numbers(page: SyncPage, loop: asyncio.AbstractEventLoop) -> None:
    async def story() -> None:
        page.enter()
        await settled(page)
        page.history.asked.emit()
        dialog = await opened(page, ReceiptsSheet)
        assert dialog.list.model().rowCount() == 1
        dialog.reject()
        await settled(page)

    loop.run_until_complete(story())


@pytest.mark.parametrize(
    ("mine", "theirs", "parts"),
    [
        ("11-22 14:00 社区调解室", "11-22 15:30 社区调解室", (["14:00"], ["15:30"])),
        ("中", "低", (["中"], ["低"])),
        ("", "新写的", ([], ["新写的"])),
        ("一样", "一样", ([], [])),
    ],
)
def test_only_what_differs_is_marked(mine: str, theirs: str, parts: tuple[Any, Any]) -> None:
    found = marked(mine, theirs)
    assert (
        tuple([side.text[start : start + length] for start, length in side.parts] for side in found) == parts
    )


def test_long_stretches_that_agree_are_left_out() -> None:
    same = "四楼漏水，三楼墙面发霉。" * 40
    mine, theirs = marked(same + "吊顶塌了", same + "墙面已刷新")
    assert len(mine.text) < 60
    assert mine.text.endswith("吊顶塌了")
    assert theirs.text.endswith("墙面已刷新")


def test_a_signed_clause_stays_and_the_late_words_become_a_supplement(
    page: SyncPage, town: Town, loop: asyncio.AbstractEventLoop
) -> None:
    zhou, shen = page.session.profile, town.laptop("shenguoqiang")
    clause = {
        "order": 1,
        "who": "王秀英",
        "what": "赔偿 3000 元",
        "due_on": "2026-12-01",
        "amount_fen": 300_000,
    }
    record = add_record(zhou, "dispute", {**LEAK, "clauses": [clause]}).ids[0]
    town.sync(zhou, until_empty=True)
    town.sync(shen, until_empty=True)
    (element,) = show_record(zhou, record)["clauses"]
    path = f"clauses/{element}/what"
    edit_record(shen, record, {path: "赔偿 4800 元"})
    signed = {"form": "written", "signed_on": "2026-11-20", "terms": terms(show_record(shen, record))}
    edit_record(shen, record, {"agreement": signed})
    town.sync(shen, until_empty=True)
    edit_record(zhou, record, {path: "赔偿 6000 元"})
    town.sync(zhou, until_empty=True)
    wanted = heard_by(page)

    async def story() -> None:
        page.enter(record)
        dialog = await opened(page, ConflictSheet)
        (row,) = dialog.rows
        assert row.signed.isVisible()
        assert row.picked == row.question.signed, "what was signed is chosen to begin with"
        QTest.keyClick(row.cards[row.picked], Qt.Key.Key_Left)
        QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
        assert dialog.isVisible()
        assert "协议已经签字" in row.signed.line.accessibleName()
        assert len(disagreement(zhou, record).questions) == 1
        row.signed.supplement.setFocus()
        QTest.keyClick(row.signed.supplement, Qt.Key.Key_Space)
        await settled(page)

    loop.run_until_complete(story())
    assert show_record(zhou, record)["clauses"][element]["what"] == "赔偿 4800 元"
    (draft,) = list_drafts(zhou, "dispute")
    assert wanted == [("dispute", draft.id)]
    assert (draft.content["clauses/what"], draft.content["clauses/amount_fen"]) == ("赔偿 6000 元", "3,000")
    assert draft.content["clauses/agreed_on"] == this_day(zhou).isoformat()
