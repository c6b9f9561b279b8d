"""The unlock file: a request for the street's administrator, the answer, a new password, a new recovery code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.store.profile import DATABASE_NAME
from gridworker.store.unlocking import ask_district, end_unlocking, take_answer
from gridworker.ui.background import Background
from gridworker.ui.entry.card import read_card
from gridworker.ui.entry.doorway import Doorway
from gridworker.ui.entry.new_password import NewPassword
from gridworker.ui.entry.recovery_card import RecoveryCard
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.banner import Banner
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.text import Label, Paragraph

_TITLE = Words("用街道的解锁文件打开", "Open with the district's unlock file")
_HOW = Words(
    "第一步，生成申请文件，拷给街道管理员，并打电话核对号码。第二步，拿到解锁文件后在这里打开，再设一个新口令。资料都在本机，不会丢。",
    "First make a request, hand it to the administrator and compare the number by telephone. Then open the unlock file "
    "here and set a new password. The records stay on this computer; nothing is lost.",
)
_ASK, _TAKE = Words("生成申请文件", "Make the request"), Words("打开解锁文件", "Open the unlock file")
_BACK, _SET = Words("返回", "Back"), Words("设为新口令", "Set the password")
_ENTER = Words("收好了，进入", "It is safe; go in")
_NUMBER = Words("核对码：{number}", "Number to compare: {number}")
_ASKED = Words(
    "申请已写到 {file}。同一份资料再生成一次申请，前一份就作废。",
    "The request is in {file}. A second request makes this one void.",
)
_TAKEN = Words("解锁文件没有问题。请设一个新口令。", "The unlock file is good. Please set a new password.")
_REQUEST_FILE, _ANSWER_FILE = (
    Words("解锁申请", "Unlock request"),
    Words("解锁文件", "Unlock file"),
)


class Unlocking(Doorway):
    """`opened` carries the database key once the new code is put away; `left` goes back to the lock."""

    opened = Signal(bytes)
    left = Signal()

    def __init__(self, folder: Path, background: Background, language: str) -> None:
        super().__init__(language, 560)
        self._folder, self._background = folder, background
        self._key = b""
        self._ended = False
        self.number = Label("", Type.SUBTITLE, bold=True)
        self.number.hide()
        self.told = Banner("info", Tone.INFO, "", "")
        self.told.hide()
        self.ask = Button(self.said(_ASK), Weight.PLAIN, "document_text")
        self.take = Button(self.said(_TAKE), Weight.PLAIN, "key")
        self.new = NewPassword(language)
        self.code = RecoveryCard(background, language)
        self.go = Button(self.said(_SET), Weight.PRIMARY, "checkmark")
        self._back = Button(self.said(_BACK), Weight.TEXT, key="Esc")
        self._lay_out()
        self.ask.clicked.connect(self._on_ask)
        self.take.clicked.connect(self._on_take)
        self.go.clicked.connect(self._on_go)
        self._back.clicked.connect(self.left)
        self.new.entered.connect(self._on_go)

    def _lay_out(self) -> None:
        self.column.setSpacing(SPACE_12)
        self.column.addWidget(Label(self.said(_TITLE), Type.TITLE, bold=True))
        self.column.addWidget(Paragraph(self.said(_HOW), Type.META))
        files = QHBoxLayout()
        files.setSpacing(SPACE_8)
        files.addWidget(self.ask)
        files.addWidget(self.take)
        files.addStretch(1)
        self.column.addLayout(files)
        for widget in (self.number, self.told, self.new, self.code):
            self.column.addWidget(widget)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self.go)
        self.column.addLayout(foot)
        for hidden in (self.new, self.code, self.go):
            hidden.hide()

    def begin(self) -> None:
        self.ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, tone: Tone, said: str) -> None:
        icon = {Tone.OK: "checkmark_circle", Tone.DANGER: "warning", Tone.INFO: "info"}[tone]
        self.told.say(icon, tone, "", said)
        self.told.show()

    @Slot()
    def _on_ask(self) -> None:
        self._background.spawn(self._ask(), self)

    async def _ask(self) -> None:
        name = read_card(self._folder).name
        file = f"{self.said(_REQUEST_FILE)}{'-' if name else ''}{name}.json"
        out = await self._file(QFileDialog.AcceptMode.AcceptSave, self.said(_ASK), file)
        if out is None:
            return
        try:
            number = await self._background.run(ask_district, self._folder, out)
        except Trouble as trouble:
            self._say(Tone.DANGER, describe(trouble, self.language))
            return
        self.number.setText(self.said(_NUMBER, number=number))
        self.number.show()
        self._say(Tone.INFO, self.said(_ASKED, file=out.name))
        self.take.setFocus()

    @Slot()
    def _on_take(self) -> None:
        self._background.spawn(self._take(), self)

    async def _take(self) -> None:
        file = await self._file(QFileDialog.AcceptMode.AcceptOpen, self.said(_TAKE), "")
        if file is None:
            return
        try:
            key = await self._background.run(take_answer, self._folder, file, DATABASE_NAME)
        except Trouble as trouble:
            self._say(Tone.DANGER, describe(trouble, self.language))
        else:
            self.take_key(key)

    def take_key(self, key: bytes) -> None:
        """The key is there: now a new password."""
        self._key = key
        self._say(Tone.OK, self.said(_TAKEN))
        for widget in (self.new, self.go):
            widget.show()
        self.new.setFocus()

    async def _file(self, mode: QFileDialog.AcceptMode, title: str, name: str) -> Path | None:
        dialog = QFileDialog(self, title)
        dialog.setAcceptMode(mode)
        dialog.setNameFilter(f"{self.said(_ANSWER_FILE)} (*.json)")
        dialog.setDefaultSuffix("json")
        if name:
            dialog.selectFile(name)
        chosen: list[str] = []
        dialog.fileSelected.connect(chosen.append)
        return Path(chosen[0]) if await self._background.answered(dialog) and chosen else None

    @Slot()
    def _on_go(self) -> None:
        if self._ended:
            self.opened.emit(self._key)
        elif self.go.isEnabled() and self._key and (password := self.new.password()):
            self.go.setEnabled(False)
            self._background.spawn(self._end(password), self)

    async def _end(self, password: str) -> None:
        try:
            code = await self._background.run(end_unlocking, self._folder, self._key, password)
        except Trouble as trouble:
            self._say(Tone.DANGER, describe(trouble, self.language))
            return
        finally:
            self.go.setEnabled(True)
        self.show_code(code)

    def show_code(self, code: str) -> None:
        """The new code, and the way in."""
        self._ended = True
        self.new.clear()
        for hidden in (self.new, self.ask, self.take, self.number, self.told, self._back):
            hidden.hide()
        self.code.show_code(code, read_card(self._folder).name, "")
        self.code.show()
        self.go.set_text(self.said(_ENTER))
        self.code.print.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._ended:
            self.left.emit()
        else:
            super().keyPressEvent(event)
