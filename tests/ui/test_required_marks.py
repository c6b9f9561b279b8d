"""What a small sheet does not do without bears the mark of a required field, as it does on the pages."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gridworker.ui.forms.export_sheet import ExportSheet
from gridworker.ui.forms.fields_sheet import Asked, FieldsSheet
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.forms.step_sheet import StepSheet
from gridworker.ui.session import Session
from gridworker.ui.widgets.line_field import LineField


def test_a_field_that_is_asked_for_is_marked_and_the_others_are_not(session: Session, qtbot: QtBot) -> None:
    page, day, why = QWidget(), LineField(), LineField()
    qtbot.addWidget(page)
    asked = [Asked("on", "迁出日期", day, required=True), Asked("why", "原因", why)]
    FieldsSheet(session, "迁出", asked, "迁出", page)
    assert [field.accessibleName() for field in (day, why)] == ["迁出日期 必填", "原因"]


def test_reasons_are_marked_where_they_are_needed(session: Session, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    reasons = (
        ReasonSheet(session, "查看", "显示", "eye", (), page).field,
        ExportSheet(session, "patrol", None, 1, page).why,
        StepSheet(session, "退回", page, needed=True).text,
        StepSheet(session, "受理", page, needed=False).text,
    )
    assert [field.accessibleName().endswith(" 必填") for field in reasons] == [True, True, True, False]
