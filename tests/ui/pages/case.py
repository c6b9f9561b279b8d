"""A dispute about a leak, and what the page of disputes shows of it."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtWidgets import QWidget

from gridworker.operations.disputes import open_case
from gridworker.operations.records import add_record
from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from tests.ui.pages.typing import settled

LEAK: dict[str, Any] = {
    "title": "楼上漏水，吊顶损坏",
    "type": "neighbour",
    "status": "accepted",
    "accepted_on": "2026-11-16",
    "risk": "medium",
    "facts": "401室卫生间漏水到301室。",
    "parties": [
        {"role": "applicant", "type": "person", "name": "李建国", "phone": "13812345678", "consent": "agree",
         "id_number": "330109198001011238"},
        {"role": "respondent", "type": "person", "name": "王秀英", "phone": "13900007730", "consent": "agree"},
    ],
}  # fmt: skip


def form_of(page: DisputePage) -> Any:
    """The form that is open."""
    assert page.sheet is not None
    return page.sheet.form


def widgets_of(above: QWidget) -> list[QWidget]:
    """Every widget on a page."""
    return cast(list[QWidget], above.findChildren(QWidget))


def told_by(above: QWidget) -> str:
    """All that a screen reader may say of what is there."""
    return " ".join(
        f"{widget.accessibleName()} {widget.accessibleDescription()}" for widget in widgets_of(above)
    )


def with_leak(session: Session) -> str:
    return add_record(session.profile, "dispute", LEAK).ids[0]


HELD = {"at": 1_763_596_800_000, "record": "双方到场。", "result": "agreed"}


async def step(page: DisputePage, record: str, code: str) -> Any:
    """Opens the file of a case and, from there, the form of a step."""
    page.enter(record)
    await settled(page)
    page._on_step(code)
    await settled(page)
    return form_of(page)


def case_of(session: Session, record: str) -> dict[str, Any]:
    return open_case(session.profile, record).seen
