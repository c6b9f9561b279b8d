"""The register after some years: more disputes than a page of lines, and each of them where it belongs."""

from __future__ import annotations

import asyncio
from functools import partial

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridworker.operations.catching_up import index
from gridworker.operations.changes import Changes
from gridworker.operations.disputes import FIRST
from gridworker.operations.records import delete_record, edit_record
from gridworker.store import record_rows
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from tests.laptop import GRID, NOON
from tests.ui.pages.typing import Ends
from tests.ui.patience import quiet, until

COUNT = 3 * FIRST
UNDER_WAY = FIRST + 50
_HOUR_MS = 3_600_000


@pytest.fixture
def ids(session: Session) -> list[str]:
    """The disputes that were pulled, newest first: every one of the newest is under way, the others are closed."""
    profile = session.profile
    made = [profile.make_id() for _ in range(COUNT)]
    rows = []
    for number, id_ in enumerate(made):
        body = {
            "title": f"第{number}件：楼道堆物",
            "type": "neighbour",
            "status": "accepted" if number < UNDER_WAY else "archived",
            "created_at": NOON - number * _HOUR_MS,
            "created_by": profile.identity.worker,
            "created_by_name": profile.identity.name,
        }
        content = msgspec.json.encode(body)
        rows.append(record_rows.pulled(id_, GRID, "dispute", 1, "0" * 16, False, content))
    profile.write(partial(record_rows.put_pulled, rows=rows))
    index(profile)
    return made


@pytest.fixture
def page(session: Session, ids: list[str], ends: Ends) -> DisputePage:
    """The page, shown in the space that the window leaves it."""
    made = ends(DisputePage(session))
    made.resize(1170, 616)
    made.show()
    made.activateWindow()
    return made


async def _settled(page: DisputePage) -> None:
    """Until every line in sight is there: what is painted asks for it, and is painted again."""
    background, table, model = page.session.background, page.register.table, page.register.model

    def known() -> bool:
        first, last = (table.rowAt(at) for at in (0, table.viewport().height() - 1))
        lines = range(first, (last if last >= 0 else model.rowCount() - 1) + 1)
        return all(model.row_at(line) or model.is_gone(line) for line in lines)

    await quiet(background)
    await until(known)
    await quiet(background)


async def _shown(page: DisputePage, part: str) -> None:
    page.register.parts.set_value(part)
    page.register.load()
    await _settled(page)


def _title(page: DisputePage, line: int) -> str:
    row = page.register.model.row_at(line)
    return row.title if row else ""


def test_every_dispute_stands_in_the_part_it_belongs_to(
    page: DisputePage, ids: list[str], loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        model, word = page.register.model, page.register.parts
        page.enter()
        await _settled(page)
        assert list(model.ids()) == ids[:UNDER_WAY]
        assert word.segments()[0].text() == f"进行中 {UNDER_WAY}"
        assert word.segments()[1].text() == f"我调解的 {UNDER_WAY}"
        assert word.segments()[2].text() == "要回访"
        await _shown(page, "archived")
        assert list(model.ids()) == ids[UNDER_WAY:]
        await _shown(page, "all")
        assert list(model.ids()) == ids

    loop.run_until_complete(story())


def test_the_last_line_is_one_key_away_and_keeps_its_place(
    page: DisputePage, ids: list[str], loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        register = page.register
        page.enter()
        await _shown(page, "all")
        QTest.keyClick(register.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        await _settled(page)
        assert register.model.record_at(register.table.currentIndex().row()) == ids[-1]
        assert _title(page, COUNT - 1) == f"第{COUNT - 1}件：楼道堆物"
        QTest.keyClick(register.table, Qt.Key.Key_Return)
        await _settled(page)
        assert page.file.case is not None
        assert page.file.case.id == ids[-1]
        assert page.go_back()
        await _settled(page)
        assert register.model.record_at(register.table.currentIndex().row()) == ids[-1]

    loop.run_until_complete(story())


def test_what_changes_below_is_seen_where_it_stands(
    page: DisputePage, ids: list[str], session: Session, loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        model, table = page.register.model, page.register.table
        page.enter()
        await _shown(page, "all")
        changed, deleted = FIRST + 100, FIRST + 102
        table.setCurrentIndex(model.index(changed, 0))
        await _settled(page)
        session.tell(edit_record(session.profile, ids[changed], {"title": "改过的名称"}).changes)
        delete_record(session.profile, ids[deleted], "")
        session.tell(Changes({"dispute": frozenset({ids[deleted]})}))
        await _settled(page)
        assert _title(page, changed) == "改过的名称"
        assert model.record_at(table.currentIndex().row()) == ids[changed]
        assert model.is_gone(deleted)
        assert len(model.ids()) == COUNT
        # Another part and back: what is gone is gone.
        await _shown(page, "open")
        await _shown(page, "all")
        assert ids[deleted] not in model.ids()
        assert _title(page, changed) == "改过的名称"

    loop.run_until_complete(story())


def test_a_few_letters_find_one_of_them(
    page: DisputePage, ids: list[str], loop: asyncio.AbstractEventLoop
) -> None:
    async def story() -> None:
        page.enter()
        await _shown(page, "all")
        page.register.filter.setText("第777件")
        page.register.load()
        await _settled(page)
        assert list(page.register.model.ids()) == [ids[777]]

    loop.run_until_complete(story())
