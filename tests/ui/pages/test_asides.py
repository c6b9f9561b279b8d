"""The cards beside a page: how high they are is known at once, and what is older gives way where there is no room."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from gridworker.operations.agenda import Week
from gridworker.operations.coverage import Coverage
from gridworker.operations.delivery import Receipt
from gridworker.operations.drafts import DraftCard
from gridworker.ui.pages.sync.aside import LATEST, HistoryCard
from gridworker.ui.pages.today.aside import DraftsCard, WeekCard
from gridworker.ui.session import Session
from tests.laptop import NOON

DRAFT = DraftCard("d1", "patrol", None, "东篱苑3幢", NOON, {})
RECEIPTS = [
    Receipt(number, {"started": NOON, "finished": NOON + number * 1000, "sent": 1, "received": 2})
    for number in range(LATEST)
]


def drafts(session: Session) -> QWidget:
    made = DraftsCard(session)
    made.show()
    made.show_drafts([DRAFT, DRAFT])
    return made


def history(session: Session) -> HistoryCard:
    made = HistoryCard(session)
    made.show()
    made.show_receipts(RECEIPTS)
    return made


@pytest.mark.parametrize("make", [drafts, history])
def test_new_rows_are_measured_before_they_are_seen(session: Session, look: Any, make: Any) -> None:
    card = make(session)
    at_once = card.minimumSizeHint().height()
    QApplication.processEvents()
    assert card.minimumSizeHint().height() == at_once


def test_the_older_receipts_give_way(session: Session, look: Any) -> None:
    card = history(session)
    rows = [card._rows.itemAt(at).widget() for at in range(card._rows.count())]
    whole = card.minimumSizeHint().height()
    for room, seen in ((whole, 3), (whole - 1, 2), (0, 1), (whole, 3)):
        card.fit_into(room)
        assert [row.isVisible() for row in rows] == [at < seen for at in range(LATEST)]


def test_the_points_covered_are_said_without_bars_where_there_is_no_room_for_them(
    session: Session, look: Any
) -> None:
    card = WeekCard(session)
    today = date(2026, 11, 22)
    week = Week([(today - timedelta(days=back), 3) for back in range(6, -1, -1)], 21)
    card.show_week(week, Coverage(today, [], 0))
    seen = []
    for room in range(300, 0, -1):
        card.fit_into(room)
        assert not card.isVisible() or card.sizeHint().height() <= room
        state = (card.isVisible(), card._bars.isVisible())
        if state not in seen:
            seen.append(state)
    assert seen == [(True, True), (True, False), (False, False)]
    card.fit_into(300)
    assert card._bars.isVisible()
