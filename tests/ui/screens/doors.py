"""What is done at a door before its picture is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gridworker.ui.theme.tokens import Tone


def _wrong(lock: Any) -> None:
    lock._field.setText("12")
    lock._on_unlock()


def _recover(lock: Any) -> None:
    lock._forgotten.click()


def _password(enrolment: Any) -> None:
    enrolment._show(1)
    enrolment._say(Tone.OK, "已连上：萧山区。" if enrolment.language != "en" else "Connected: Xiaoshan.")
    enrolment._new.setFocus()


def _done(enrolment: Any) -> None:
    told = {"zh_CN": ("西河路社区第三网格", "周敏"), "en": ("Xihe Road, grid 3", "Zhou Min")}
    grid, name = told[enrolment.language]
    enrolment._welcome(
        {
            "streams": [{"name": grid, "kind": "grid"}],
            "worker": {"name": name},
            "recovery_code": "7K3D-9QXT-M2WA-44HC-P6RV-8N2E",
        }
    )


DOORS: dict[str, Callable[[Any], None]] = {
    "lock": lambda _lock: None,
    "lock-wrong": _wrong,
    "lock-recovery": _recover,
    "enrol": lambda _enrolment: None,
    "enrol-password": _password,
    "enrol-done": _done,
}
