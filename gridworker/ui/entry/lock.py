"""The lock: a name, a password, and the way out for who forgot it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.domain.errors import NotAllowed, Trouble
from gridworker.environment.language import Words
from gridworker.environment.settings import IDLE_MINUTES, read_setting
from gridworker.environment.wording import describe
from gridworker.store.unlocking import may_ask
from gridworker.store.vault import open_vault, reset_password
from gridworker.ui.app_name import APP_NAME
from gridworker.ui.background import Background
from gridworker.ui.entry.card import read_card
from gridworker.ui.entry.doorway import Doorway, centred, password_field
from gridworker.ui.entry.new_password import NewPassword
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.mark import AppMark
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.signs import Avatar, Divider
from gridworker.ui.widgets.text import Label, Paragraph

_PASSWORD = Words("本机口令", "Password of this computer")
_UNLOCK = Words("解锁", "Unlock")
_FORGOTTEN = Words("忘记口令", "Forgotten")
_UNLOCK_FILE = Words("没有恢复码，用街道的解锁文件", "No recovery code: an unlock file")
_OTHERS = Words("换个人使用", "Somebody else")
_REMEMBERED = Words("想起来了", "I remember it")
_CODE = Words("恢复码", "Recovery code")
_REQUIRED = Words("必填", "required")
_RESET = Words("设为新口令并解锁", "Set it and unlock")
_PROMISE = Words(
    "空闲 {minutes} 分钟自动锁定。草稿已保存，解锁后回到原处。",
    "Locks after {minutes} idle minutes. Drafts are saved; you come back to where you were.",
)
_AGAIN = Words(
    "口令不对，资料没有变动。还可以再试 {left} 次，之后要等 5 秒。",
    "Wrong password; the records have not changed. {left} more tries, then a wait of 5 s.",
)
_WAIT = Words("口令不对，{seconds} 秒后再试。", "Wrong password. Try again in {seconds} s.")
_WAIT_CODE = Words("恢复码不对，{seconds} 秒后再试。", "Wrong recovery code. Try again in {seconds} s.")
_CAPS = Words("大写锁定可能已打开。", "Caps Lock may be on.")

_WIDTH, _WIDTH_OF_RESET = 400, 560
_PAUSES = (0, 0, 0, 5, 15, 60)


class Lock(Doorway):
    """`opened` carries the database key, `others_wanted` asks who else works on this computer.

    `unlock_wanted` asks for the way by the district's unlock file.
    """

    opened = Signal(bytes)
    others_wanted = Signal()
    unlock_wanted = Signal()

    def __init__(self, folder: Path, background: Background, language: str) -> None:
        super().__init__(language, _WIDTH)
        self._folder, self._background = folder, background
        self._wrong = 0
        self._resetting = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._ready)
        self._who()
        self._field = password_field(self.said(_PASSWORD))
        self._labelled = LabelledField(self.said(_PASSWORD), self._field)
        self._code = LineField(enter_moves=True)
        self._coded = LabelledField(self.said(_CODE), self._code, required_word=self.said(_REQUIRED))
        self._new = NewPassword(language)
        for hidden in (self._coded, self._new):
            hidden.hide()
        self._notice = Paragraph("", Type.META, tone=Tone.DANGER, centred=True)
        self._caps = SignLine("keyboard", Tone.WARN, self.said(_CAPS), Type.META)
        self._caps.hide()
        self._button = Button(self.said(_UNLOCK), Weight.PRIMARY, icon="key")
        self._forgotten = Button(self.said(_FORGOTTEN), Weight.TEXT)
        for widget in (self._notice, self._coded, self._labelled, self._new, self._caps, self._button):
            self.column.addWidget(widget)
        self._links()
        divider = Divider()
        self.column.addWidget(divider)
        self._promise = Paragraph("", Type.META, tone=Tone.NEUTRAL, centred=True)
        self.column.addWidget(self._promise)
        self._ornaments += [divider, self._promise]
        self._say_promise()
        self.column.setSpacing(SPACE_12)
        self._field.returnPressed.connect(self._on_unlock)
        self._new.entered.connect(self._on_unlock)
        self._button.clicked.connect(self._on_unlock)
        self._forgotten.clicked.connect(self._on_forgotten)

    def _links(self) -> None:
        """The ways in for who forgot the password, and for somebody else."""
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._forgotten)
        self._others = Button(self.said(_OTHERS), Weight.TEXT)
        self._others.clicked.connect(self.others_wanted)
        row.addWidget(self._others)
        row.addStretch(1)
        self.column.addLayout(row)
        self.unlock = Button(self.said(_UNLOCK_FILE), Weight.TEXT)
        self.unlock.clicked.connect(self.unlock_wanted)
        self.unlock.hide()
        centred(self.unlock, self.column)

    def _who(self) -> None:
        card = read_card(self._folder)
        sign = Avatar(card.name, side=72) if card.name else AppMark(self.said(APP_NAME), side=64)
        centred(sign, self.column)
        centred(Label(card.name or self.said(APP_NAME), Type.TITLE, bold=True), self.column)
        place = Label(card.place, Type.META, tone=Tone.NEUTRAL)
        if not card.place:
            place.hide()
        centred(place, self.column)
        # They make room for what is asked of who forgot the password: also with the largest text on a small screen.
        self._ornaments: list[QWidget] = [sign, *([place] if card.place else [])]
        self.column.addSpacing(SPACE_8)

    def begin(self, notice: str = "") -> None:
        """Empties the fields and waits for the password; `notice` says above them what has happened."""
        self._notice.set_text(notice)
        self._notice.setVisible(bool(notice))
        self._say_promise()
        self._ask_for(resetting=False)

    def _say_promise(self) -> None:
        minutes = read_setting(self._folder, IDLE_MINUTES)
        self._promise.set_text(self.said(_PROMISE, minutes=minutes))

    def _on_forgotten(self) -> None:
        self._ask_for(resetting=not self._resetting)

    def _ask_for(self, *, resetting: bool) -> None:
        """The password, or the recovery code and a new one: nothing that was typed for the one stands in the other."""
        self._resetting = resetting
        self._clear()
        self.widen(_WIDTH_OF_RESET if resetting else _WIDTH)
        for asked in (self._coded, self._new):
            asked.setVisible(resetting)
        self._labelled.setHidden(resetting)
        self.unlock.setVisible(resetting and may_ask(self._folder))
        for ornament in self._ornaments:
            ornament.setHidden(resetting)
        self._forgotten.set_text(self.said(_REMEMBERED if resetting else _FORGOTTEN))
        self._button.set_text(self.said(_RESET if resetting else _UNLOCK))
        (self._code if resetting else self._field).setFocus()

    def _clear(self) -> None:
        for labelled, field in ((self._labelled, self._field), (self._coded, self._code)):
            labelled.set_error("")
            field.clear()
        self._new.clear()

    def _on_unlock(self) -> None:
        if not self._button.isEnabled():
            return
        self._coded.set_error("")
        if password := self._new.password() if self._resetting else self._field.text():
            self._button.setEnabled(False)
            self._background.bring(self._unlock(password), self)

    async def _unlock(self, password: str) -> None:
        try:
            if self._resetting:
                await self._background.run(reset_password, self._folder, self._code.text(), password)
            key = await self._background.run(open_vault, self._folder, password)
        except Trouble as trouble:
            self._refused(trouble)
            return
        self._wrong = 0
        self._clear()
        self._button.setEnabled(True)
        self.opened.emit(key)

    def _refused(self, trouble: Trouble) -> None:
        self._background.typed_ahead.drop()
        told = describe(trouble, self.language)
        if isinstance(trouble, NotAllowed):
            self._wrong += 1
            pause = _PAUSES[min(self._wrong, len(_PAUSES) - 1)]
            if not pause and trouble.code == "wrong_password":
                told = self.said(_AGAIN, left=_PAUSES.index(5) - self._wrong)
            if pause:
                told = self.said(_WAIT_CODE if self._resetting else _WAIT, seconds=pause)
                self._wait.start(pause * 1000)
        labelled = self._coded if self._resetting else self._labelled
        labelled.set_error(told)
        labelled.focus_field()
        if not self._wait.isActive():
            self._ready()

    def _ready(self) -> None:
        self._button.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if text.isalpha() and text.isascii():
            self._caps.setVisible(text.isupper() != shift)
        super().keyPressEvent(event)
