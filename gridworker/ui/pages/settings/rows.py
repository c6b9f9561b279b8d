"""A line of the settings: what it is, a quiet word about it, and the control at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.drawing import StateLook
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.signs import KeyCap
from gridworker.ui.widgets.text import Label, Paragraph

_LOOKS = {
    True: StateLook("checkmark_circle", True, Tone.OK),
    False: StateLook("warning", True, Tone.WARN),
    None: StateLook("question_circle", False, Tone.NEUTRAL),
}


class SettingRow(QWidget):
    """What it is and a quiet word about it, the control below: so nothing is cut when the text is large."""

    def __init__(self, label: str, control: QWidget, remark: str = "") -> None:
        super().__init__()
        control.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        words = QHBoxLayout()
        words.setSpacing(SPACE_8)
        words.addWidget(Label(label, Type.LABEL))
        words.addWidget(Paragraph(remark, Type.META), 1)
        column.addLayout(words)
        column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)


class KeyRow(QWidget):
    """A key and what it does."""

    def __init__(self, key: str, does: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        caps = Flow(SPACE_4)
        for cap in key.split("  "):
            caps.flow.addWidget(KeyCap(cap))
        row.addWidget(Label(does, Type.LABEL), 1)
        row.addWidget(caps)


class FindingRow(QWidget):
    """What a check found; `ok` is None while nobody knows."""

    def __init__(self, name: str, ok: bool | None, text: str) -> None:
        super().__init__()
        look = _LOOKS[ok]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_16)
        sign = SignLine(look.icon, look.tone, name, Type.LABEL)
        sign.setFixedWidth(sign.theme.px(110))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Paragraph(text, Type.LABEL), 1)
        self.setAccessibleName(f"{name} {text}")
