"""Zhou Min's input method is in full-width mode: numbers, dates and codes are understood all the same."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from gridworker.protocol.messages import Device, EnrolRequest
from gridworker.server.district import District
from gridworker.store.recovery_code import fold_recovery_code
from gridworker.ui.background import Background
from gridworker.ui.entry.enrolment import Enrolment
from tests.sync.direct import TREE
from tests.ui.pages.typing import hide_and_end
from tests.ui.walk.walker import SCENES, Walker


def write(field: QWidget, text: str) -> None:
    """As the input method commits it."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def wide(text: str) -> str:
    """The same text as a full-width input method types it."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


# The scene, where in its form the field is, what is typed, and what comes of it.
NUMBERS = [
    ("new dispute", "phone", "13812345678"),
    ("new dispute", "id_number", "33010919800101123X"),
    ("clause", "clauses/amount_fen", "1200.50"),
    ("signing", "agreement/copies", "3"),
]
DAYS = [
    ("session", "sessions/at", "1038", "10:38"),
    ("clause", "clauses/due_on", "11-30", "11 月 30 日"),
]


def field_of(walker: Walker, name: str) -> Any:
    """A field of the open form of a dispute, or of its first party."""
    page: Any = walker.window.page
    form = page.sheet.form
    if name in form.fields:
        return form.fields[name].field
    return next(iter(form.editors.values())).inputs[name]


@pytest.mark.parametrize(("scene", "name", "typed"), NUMBERS)
def test_numbers_come_out_half_width(
    walker: Walker, loop: asyncio.AbstractEventLoop, scene: str, name: str, typed: str
) -> None:
    loop.run_until_complete(SCENES[scene](walker))
    field = field_of(walker, name)
    field.clear()
    write(field, wide(typed))
    assert (field.text(), field.value()) == (typed, typed)


@pytest.mark.parametrize(("scene", "name", "typed", "shown"), DAYS)
def test_dates_and_times_are_understood(
    walker: Walker, loop: asyncio.AbstractEventLoop, scene: str, name: str, typed: str, shown: str
) -> None:
    loop.run_until_complete(SCENES[scene](walker))
    field = field_of(walker, name)
    field.setFocus()
    field.clear()
    write(field, wide(typed))
    assert field.is_understood()
    walker.window.header.search.setFocus()
    assert shown in field.text()


def test_the_address_and_the_code_of_enrolment(background: Background, tmp_path: Path) -> None:
    page = Enrolment(tmp_path, background, "zh_CN")
    write(page._address, wide("https://10.0.0.7:8520"))
    write(page._code, wide("abcd-1234"))
    assert (page._address.text(), page._code.text()) == ("https://10.0.0.7:8520", "abcd-1234")
    hide_and_end(page)


def test_codes_are_the_same_wide_or_narrow(tmp_path: Path) -> None:
    assert fold_recovery_code(wide("abcd-efgh")) == fold_recovery_code("abcd-efgh")
    district = District.create(tmp_path / "district", "萧山区", "330109", entries=TREE)
    district.add_worker("zhoumin", "周敏", "grid_worker", "330109001035003")
    code = district.enrol_code("zhoumin").code
    answer = district.enrol(EnrolRequest(code=wide(code), device=Device(name="周敏的电脑")))
    assert answer.worker.name == "周敏"
    district.close()
