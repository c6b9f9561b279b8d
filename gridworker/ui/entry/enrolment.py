"""The first time: address and code, a password, the data, and the recovery code on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.environment.profiles import profiles_beside
from gridworker.environment.settings import TEXT_SCALE, write_setting
from gridworker.environment.wording import describe
from gridworker.store.meta import ServerAddress
from gridworker.sync.enrolment import enrol
from gridworker.sync.hello import hello
from gridworker.ui.app_name import APP_NAME
from gridworker.ui.background import Background
from gridworker.ui.entry.doorway import Doorway
from gridworker.ui.entry.new_password import NewPassword
from gridworker.ui.entry.recovery_card import RecoveryCard
from gridworker.ui.forms.text_sizes import TEXT_SIZES
from gridworker.ui.theme.measures import SPACE_4, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.banner import Banner
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.mark import AppMark
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.stepper import Step, Stepper
from gridworker.ui.widgets.text import Label, Paragraph

_TITLE = Words("第一次使用，先认领您的网格", "First use: claim your grid")
_REMARK = Words(
    "全程约 2 分钟。需要街道给您的地址和入网码。",
    "About 2 minutes, with the address and code from your town.",
)
_STEPS = (
    Words("地址与入网码", "Address and code"),
    Words("设置口令", "Password"),
    Words("下载数据", "Download"),
    Words("开始使用", "Start"),
)
_STEP = Words("第 {step} 步，共 4 步：{word}", "Step {step} of 4: {word}")
_ADDRESS = Words("服务器地址", "Address of the server")
_CODE = Words("入网码", "Enrolment code")
_CODE_HINT = Words("只能用一次，不分大小写", "Works once; upper or lower case")
_DEVICE = Words("这台电脑叫什么", "Name of this computer")
_DEVICE_HINT = Words(
    "例如“周敏的电脑”，丢了好停用", 'Such as "Zhou\'s laptop", to switch it off if it is lost'
)
_PASSWORD = Words("本机口令", "Password")
_CONNECTED = Words("已连上：{name}。", "Connected: {name}.")
_SET_ONE = Words("请设一个本机口令，离线也靠它打开。", "Now a password; it opens this computer offline too.")
_WORKING = Words("正在接入并下载数据，请稍候。", "Enrolling and downloading. A moment, please.")
_DONE = Words("已接入，{name}。", "Enrolled, {name}.")
_GRIDS = Words("您负责：{grids}", "You look after: {grids}")
_LATER = Words(
    "数据还没有下完，联网后点“同步”会接着下。", "Not all data has come yet; the next sync goes on."
)
_LEGIBLE = Words("这样的字看得清吗？", "Can you read this well?")
_NEXT, _BEGIN = Words("下一步", "Next"), Words("开始使用", "Start")
_BACK = Words("上一步", "Back")
_OTHERS = Words("换个人使用", "Somebody else")
_REQUIRED = Words("必填", "required")


class Enrolment(Doorway):
    """`enrolled` carries the password the new profile opens with; `others_wanted` goes back to who works here."""

    enrolled = Signal(str)
    others_wanted = Signal()

    def __init__(self, folder: Path, background: Background, language: str) -> None:
        super().__init__(language, 680)
        self._folder, self._background = folder, background
        self._step = 0
        self._fields()
        self._head()
        self._stepper = Stepper([Step(self.said(word)) for word in _STEPS], 0, "")
        self.column.addWidget(self._stepper)
        self._banner = Banner("info", Tone.INFO, "", "")
        self._banner.hide()
        self._stack = QStackedWidget()
        for fields in (self._place, self._secret, self._done):
            self._stack.addWidget(fields)
        self.column.addWidget(self._stack)
        self.column.addWidget(self._banner)
        self._foot()
        self.column.setSpacing(SPACE_16)
        self._show(0)

    def _fields(self) -> None:
        self._address, self._code = LineField("https://", numeric=True), LineField(numeric=True)
        self._device = LineField()
        required = self.said(_REQUIRED)
        self._labelled = {
            "address": LabelledField(self.said(_ADDRESS), self._address, required_word=required),
            "code": LabelledField(
                self.said(_CODE), self._code, required_word=required, hint=self.said(_CODE_HINT)
            ),
            "device": LabelledField(self.said(_DEVICE), self._device, hint=self.said(_DEVICE_HINT)),
        }
        self._place = _column(*(self._labelled[name] for name in ("address", "code", "device")))
        self._new = NewPassword(self.language, _PASSWORD)
        self._secret = _column(self._new)
        self._grids = Paragraph("", Type.BODY)
        self.recovery = RecoveryCard(self._background, self.language)
        sizes = [Choice(code, self.said(words)) for code, words in TEXT_SIZES.items()]
        self.size_of_text = SegmentedChoice(sizes, str(self.theme.scale))
        self.size_of_text.changed.connect(self._on_size)
        legible = LabelledField(self.said(_LEGIBLE), self.size_of_text)
        self._done = _column(self._grids, self.recovery, legible)
        self._new.entered.connect(self._on_next)
        self._device.returnPressed.connect(self._on_next)

    def _head(self) -> None:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(SPACE_16)
        words.setSpacing(SPACE_4)
        words.addWidget(Label(self.said(_TITLE), Type.TITLE, bold=True))
        self._remark = Label(self.said(_REMARK), Type.META, tone=Tone.NEUTRAL)
        words.addWidget(self._remark)
        row.addWidget(AppMark(self.said(APP_NAME), side=44))
        row.addLayout(words, 1)
        self.column.addLayout(row)

    def _foot(self) -> None:
        row = QHBoxLayout()
        self._others = Button(self.said(_OTHERS), Weight.TEXT)
        self._others.clicked.connect(self.others_wanted)
        self._alone = not profiles_beside(self._folder)
        row.addWidget(self._others)
        row.addStretch(1)
        self._back = Button(self.said(_BACK))
        self._next = Button(self.said(_NEXT), Weight.PRIMARY, icon="arrow_right")
        self._back.clicked.connect(self._on_back)
        self._next.clicked.connect(self._on_next)
        row.addWidget(self._back)
        row.addSpacing(SPACE_12)
        row.addWidget(self._next)
        self.column.addLayout(row)

    def begin(self) -> None:
        """Waits for the address."""
        self._address.setFocus()

    def _show(self, step: int) -> None:
        self._step = step
        self._stack.setCurrentIndex({0: 0, 1: 1, 2: 1, 3: 2}[step])
        words = [self.said(word) for word in _STEPS]
        told = self.said(_STEP, step=step + 1, word=words[step])
        self._stepper.set_steps([Step(word) for word in words], step, told)
        self._remark.setVisible(step < 3)
        self._back.setVisible(step == 1)
        self._others.setVisible(step < 2 and not self._alone)
        self._next.set_text(self.said(_BEGIN if step == 3 else _NEXT))

    def _say(self, tone: Tone, title: str, text: str = "") -> None:
        icon = {Tone.OK: "checkmark_circle", Tone.DANGER: "warning", Tone.INFO: "info"}[tone]
        self._banner.say(icon, tone, title, text)
        self._banner.show()

    def _on_size(self) -> None:
        """Shows it at once, and keeps it in the profile."""
        write_setting(self._folder, TEXT_SCALE, self.size_of_text.value())
        self.theme.set_scale(float(self.size_of_text.value()))

    def _on_back(self) -> None:
        self._banner.hide()
        self._show(0)

    def _on_next(self) -> None:
        if not self._next.isEnabled():
            return
        if self._step == 3:
            self.enrolled.emit(self._new.fields[0].text())
            return
        self._next.setEnabled(False)
        self._background.spawn(self._look() if self._step == 0 else self._enrol(), self)

    async def _look(self) -> None:
        """The first step: is there a district server at this address?"""
        try:
            found = await self._background.run(hello, ServerAddress(url=self._address.text().strip()))
        except Trouble as trouble:
            self._say(Tone.DANGER, "", describe(trouble, self.language))
        else:
            if self._code.text().strip():
                self._show(1)
                self._say(Tone.OK, self.said(_CONNECTED, name=found.name), self.said(_SET_ONE))
                self._new.setFocus()
            else:
                self._labelled["code"].set_error(self.said(_REQUIRED))
                self._code.setFocus()
        self._next.setEnabled(True)

    async def _enrol(self) -> None:
        """The second and third step: the password, then the code, the vault and the first pull."""
        if not (password := self._new.password()):
            self._next.setEnabled(True)
            return
        self._show(2)
        self._say(Tone.INFO, self.said(_WORKING))
        try:
            result = await self._background.run(
                enrol,
                self._folder,
                self._address.text().strip(),
                self._code.text(),
                self._device.text().strip() or self.said(APP_NAME),
                None,
                lambda _new: password,
            )
        except Trouble as trouble:
            self._show(0 if trouble.code == "BAD_CODE" else 1)
            self._say(Tone.DANGER, "", describe(trouble, self.language))
        else:
            self._welcome(result)
        self._next.setEnabled(True)

    def _welcome(self, result: dict[str, Any]) -> None:
        grids = [stream["name"] for stream in result["streams"] if stream["kind"] != "reference"]
        self._show(3)
        self._grids.set_text(self.said(_GRIDS, grids=self.said(LISTED).join(grids)) if grids else "")
        self.recovery.setVisible(bool(result["recovery_code"]))
        device = self._device.text().strip() or self.said(APP_NAME)
        self.recovery.show_code(result["recovery_code"] or "", result["worker"]["name"], device)
        later = self.said(_LATER) if "error" in result else ""
        self._say(Tone.OK, self.said(_DONE, name=result["worker"]["name"]), later)
        self._next.setEnabled(True)
        self._next.setFocus()


def _column(*widgets: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_12)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return whole
