"""The card of the self-check: store, disk, server and clock, and what only the window knows: font and input method."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from gridworker.environment.language import Words
from gridworker.sync.self_check import NAMES, check_all
from gridworker.ui.pages.settings.rows import FindingRow
from gridworker.ui.session import Session
from gridworker.ui.theme.fonts import screen_font
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.text import Paragraph, SectionTitle

_TITLE = Words("自检", "Self-check")
_CHECK = Words("开始检查", "Check")
_CHECKING = Words("正在检查……", "Checking …")
_ABOUT = Words(
    "检查资料库、磁盘、服务器、时钟、字体和输入法，约几秒钟，不影响正在做的事。",
    "Looks at store, disk, server, clock, font and input method; takes a few seconds.",
)
_FONT, _INPUT = Words("字体", "Font"), Words("输入法", "Input")
_SYSTEM_FONT = Words("用系统的“{family}”", 'the system\'s "{family}"')
_OWN_FONT = Words(
    "系统没有中文字体，已改用程序自带的", "the system has no Chinese font; the bundled one is used"
)
_INPUT_SET = Words("由“{module}”接入", 'by "{module}"')
_INPUT_OWN = Words("由系统接入", "by the system")
_INPUT_FCITX = Words(
    "系统在用 fcitx，程序要靠 ibus 接入：请在启动前设置 QT_IM_MODULE=ibus。已填内容没有变动。",
    "The system runs fcitx; start with QT_IM_MODULE=ibus. Nothing typed is lost.",
)

Result = tuple[str, bool | None, str]


class CheckCard(Card):
    """Checks when it is asked to, and keeps what it found until the next time."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.button = Button(session.said(_CHECK), Weight.SOFT)
        self.button.clicked.connect(self._on_check)
        self.column.addWidget(SectionTitle(session.said(_TITLE), right=self.button))
        self._about = Paragraph(session.said(_ABOUT), Type.META)
        self.column.addWidget(self._about)
        self.rows: list[FindingRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_8)
        self.column.addLayout(self._list)

    @Slot()
    def _on_check(self) -> None:
        self.button.setEnabled(False)
        self.button.set_text(self._session.said(_CHECKING))
        self._session.background.spawn(self._check(), self)

    async def _check(self) -> None:
        said, language = self._session.said, self._session.language
        try:
            found = await self._session.run(check_all)
            results = [(said(NAMES[one.check]), one.ok, one.said(language)) for one in found]
            self._show([*results, font_found(self._session), input_found(self._session)])
        finally:
            self.button.setEnabled(True)
            self.button.set_text(said(_CHECK))

    def _show(self, results: list[Result]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [FindingRow(*result) for result in results]
        for row in self.rows:
            self._list.addWidget(row)
        self._about.hide()


def font_found(session: Session) -> Result:
    """With which font the window draws."""
    font = screen_font()
    words = _OWN_FONT if font.bundled else _SYSTEM_FONT
    return session.said(_FONT), True, session.said(words, family=font.families[0])


def input_found(session: Session) -> Result:
    """Which input method reaches the window: the wheels carry ibus, and no fcitx, which domestic desktops use."""
    name, module = session.said(_INPUT), os.environ.get("QT_IM_MODULE", "")
    if sys.platform.startswith("linux"):
        if "fcitx" in module or (not module and "fcitx" in os.environ.get("XMODIFIERS", "")):
            return name, False, session.said(_INPUT_FCITX)
        if module:
            return name, True, session.said(_INPUT_SET, module=module)
    known = QGuiApplication.inputMethod() is not None
    return name, True if known else None, session.said(_INPUT_OWN)
