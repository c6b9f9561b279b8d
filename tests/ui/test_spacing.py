"""What an eye stumbles over: lines that are cut, words that stand apart from theirs, a mark out of the middle."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from gridworker.operations.figures import Freshness
from gridworker.operations.overview import overview
from gridworker.ui.pages.statistics.overview import Overview
from gridworker.ui.pages.statistics.wording import freshness
from gridworker.ui.pages.today.aside import WaitingCard
from gridworker.ui.session import Session
from gridworker.ui.shell.rail import Rail
from gridworker.ui.theme.measures import Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.mark import AppMark
from gridworker.ui.widgets.signs import Tag
from gridworker.ui.widgets.text import Paragraph
from gridworker.ui.widgets.whole_rows import WholeRows
from tests.laptop import NOON

LONG = "楼上卫生间漏水，损坏楼下吊顶和走廊墙面，双方对修复费用的分担有分歧，已各自询价"


def shown_flow(qtbot: QtBot, title: str) -> tuple[Flow, Paragraph, Tag]:
    flow, words, tag = Flow(), Paragraph(title, Type.TITLE, bold=True), Tag("邻里", Tone.PLUM)
    qtbot.addWidget(flow)
    for part in (words, tag):
        flow.flow.addWidget(part)
    flow.resize(420, 200)
    flow.show()
    return flow, words, tag


def test_a_tag_stands_behind_a_short_title_and_below_a_long_one(qtbot: QtBot) -> None:
    _flow, title, tag = shown_flow(qtbot, "楼上卫生间漏水")
    assert tag.x() > title.geometry().right()
    assert abs(tag.geometry().center().y() - title.geometry().center().y()) <= 1
    _flow, title, tag = shown_flow(qtbot, LONG)
    assert title.height() >= title.heightForWidth(420) > 40
    assert tag.y() > title.geometry().bottom()


def test_a_table_with_a_bar_below_ends_behind_a_row(qtbot: QtBot) -> None:
    table = QTableView()
    table.setModel(QStandardItemModel(40, 30, table))
    whole = WholeRows(table)
    qtbot.addWidget(whole)
    for height in (400, 411, 423):
        whole.resize(600, height)
        whole.show()
        assert table.horizontalScrollBar().isVisible()
        bottom = table.viewport().height()
        last = table.visualRect(table.indexAt(QPoint(10, bottom - 2)))
        assert abs(last.bottom() + 1 - bottom) <= 1, height


def test_the_mark_stands_above_the_middle_of_the_narrow_rail(session: Session, qtbot: QtBot) -> None:
    rail = Rail(session)
    qtbot.addWidget(rail)
    rail.set_compact(True)
    rail.show()
    mark: Any = rail.findChild(AppMark)
    assert abs(mark.geometry().center().x() - rail.width() // 2) <= 1


def test_work_comes_before_what_was_looked_up(session: Session, qtbot: QtBot) -> None:
    card = WaitingCard(session)
    qtbot.addWidget(card)
    waiting = {"access": 9, "patrol": 2, "dispute": 2, "visit": 1, "note": 1}
    card.show_waiting(waiting, overview(session.profile))
    told = card._legend.accessibleDescription().splitlines()
    assert [line.split()[0] for line in told] == ["巡查", "纠纷", "走访", "其他"]


def test_a_laptop_without_records_does_not_claim_that_they_were_sent(session: Session, qtbot: QtBot) -> None:
    assert freshness(session, Freshness(0, NOON, 0)).startswith("还没有同步过")
    charts = Overview(session)
    qtbot.addWidget(charts)
    charts.charts["findings"].set_slices([])
    assert charts.charts["findings"].accessibleDescription() == "本期没有发现问题"
