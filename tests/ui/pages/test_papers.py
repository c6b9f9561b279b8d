"""文书 of a dispute: from the file to the paper, as it will be printed, and out of the window as a file."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QFileDialog

from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.ui.forms.printing import print_paper
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.pages.dispute.paper_sheet import PaperSheet
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button
from tests.documents.reading import pages_of, text_of
from tests.operations.cases import FIELDS
from tests.ui.pages.typing import Ends, Typist, hide_and_end, opened


@pytest.fixture
def page(session: Session, ends: Ends) -> DisputePage:
    return ends(DisputePage(session))


def button(page: DisputePage, name: str) -> Button:
    found: list[Button] = page.file.body.findChildren(Button)  # type: ignore[assignment]
    return next(one for one in found if one.accessibleName() == name)


def sheet(page: DisputePage) -> PaperSheet:
    assert page.papers.sheet is not None
    return page.papers.sheet


async def look_at(typist: Typist, page: DisputePage, name: str) -> PaperSheet:
    await typist.press("Ctrl+P")
    assert page.file.tabs.value() == "papers"
    button(page, f"预览打印：{name}").setFocus()
    await typist.press("Return")
    await typist.until(lambda: page.papers.sheet is not None)
    return sheet(page)


def test_a_paper_is_looked_at_and_made_a_pdf_where_there_is_no_printer(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: DisputePage, session: Session, tmp_path: Path
) -> None:
    record = add_record(session.profile, "dispute", FIELDS).ids[0]
    titles: list[str] = []
    page.titled.connect(lambda title, _below, _back: titles.append(title))

    async def story() -> None:
        await typist.enter(record)
        shown = await look_at(typist, page, "人民调解协议书")
        assert titles[-1] == "人民调解协议书"
        assert shown.view.copies.text() == "3"
        assert len(list_records(session.profile, "access", [("what", "reveal")], 9, None)) == 1
        session.background.spawn(choose(typist, tmp_path / "协议书.pdf"), page)
        await typist.press("Ctrl+P")
        await typist.until(lambda: bool(typist.said))
        assert typist.said == ["没有找到打印机，已生成 PDF，可以拷到别的电脑打印。"]
        content = (tmp_path / "协议书.pdf").read_bytes()
        assert len(pages_of(content)) == len(shown.paper.pages)
        (trace,) = list_records(session.profile, "access", [("what", "print")], 9, None)
        assert trace["reason"] == "人民调解协议书"
        assert page.go_back()
        await typist.rest()
        assert page.file.isVisible()
        assert page.file.tabs.value() == "papers"

    loop.run_until_complete(story())


def test_an_agreement_that_waits_for_signatures_is_one_key_away(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: DisputePage, session: Session
) -> None:
    unsigned = {**FIELDS, "status": "accepted", "agreement": {"form": "written"}}
    record = add_record(session.profile, "dispute", unsigned).ids[0]
    for status in ("mediating", "agreed"):
        edit_record(session.profile, record, {"status": status})

    async def story() -> None:
        await typist.enter(record)
        await typist.press("Ctrl+P")
        assert typist.focus is button(page, "预览打印：人民调解协议书")

    loop.run_until_complete(story())


async def choose(typist: Typist, file: Path) -> None:
    dialog = await opened(typist.page, QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.done(1)


def test_the_whole_dossier_is_saved_from_the_file(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: DisputePage, session: Session, tmp_path: Path
) -> None:
    record = add_record(session.profile, "dispute", FIELDS).ids[0]

    async def story() -> None:
        await typist.enter(record)
        await typist.press("Ctrl+P")
        session.background.spawn(choose(typist, tmp_path / "卷宗.pdf"), page)
        button(page, "整卷存为 PDF").click()
        await typist.until(lambda: bool(typist.said))
        pages = pages_of((tmp_path / "卷宗.pdf").read_bytes())
        assert typist.said == [f"整卷已存到：卷宗.pdf，共 {len(pages)} 页"]
        assert "卷内目录" in pages[1]

    loop.run_until_complete(story())


def test_what_is_missing_stands_beside_the_paper(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: DisputePage, session: Session
) -> None:
    bare = {"title": "楼上漏水", "type": "neighbour", "parties": [{"name": "李建国", "role": "applicant"}]}
    record = add_record(session.profile, "dispute", bare).ids[0]

    async def story() -> None:
        await typist.enter(record)
        shown = await look_at(typist, page, "人民调解受理登记表")
        texts = [check.text for check in shown._checks()]
        assert "当事人不足两方" in texts
        assert "缺受理日期" in texts

    loop.run_until_complete(story())


def test_the_printer_gets_the_pages_of_the_preview(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: DisputePage, session: Session, tmp_path: Path
) -> None:
    record = add_record(session.profile, "dispute", FIELDS).ids[0]

    async def story() -> None:
        await typist.enter(record)
        shown = await look_at(typist, page, "人民调解协议书")
        print_paper(shown.paper, "", 1, str(tmp_path / "打印.pdf"))
        content = (tmp_path / "打印.pdf").read_bytes()
        assert len(pages_of(content)) == len(shown.paper.pages)
        assert "编号：东篱人调〔2026〕第31号" in text_of(content)

    loop.run_until_complete(story())


def test_the_preview_is_there_before_one_notices(
    loop: asyncio.AbstractEventLoop, typist: Typist, page: DisputePage, session: Session
) -> None:
    record = add_record(session.profile, "dispute", FIELDS).ids[0]

    async def story() -> None:
        await typist.enter(record)
        shown = await look_at(typist, page, "人民调解协议书")
        began = time.process_time()
        again = PaperSheet(session, shown.case, shown.ref, page)
        again.resize(1100, 600)
        again.grab()
        assert time.process_time() - began < 0.5
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        assert again.view.preview.grab().save(buffer, "PNG")
        hide_and_end(again)

    loop.run_until_complete(story())
