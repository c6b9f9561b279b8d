"""The header: where one is, the way back, search, the network, and who works here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, SPACE_16, SPACE_24, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.avatar_button import AvatarButton
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.painting import Themed
from gridworker.ui.widgets.search_box import SearchBox
from gridworker.ui.widgets.signs import Pill
from gridworker.ui.widgets.still import Still
from gridworker.ui.widgets.text import Label

_SEARCH = Words("搜索姓名、地址、编号，支持拼音首字母", "Search names, places, numbers")
_CLEAR = Words("清空", "Clear")
_BACK = Words("返回", "Back")
_LOCK, _OTHERS = Words("锁定", "Lock"), Words("换个人使用", "Somebody else")
OTHERS_KEY = "Ctrl+Shift+L"
NETWORK = {
    "offline": ("cloud_off", Tone.WARN, Words("离线 · 可正常工作", "Offline · work goes on")),
    "silent": (
        "cloud_off",
        Tone.WARN,
        Words("服务器无应答 · 可正常工作", "No answer from the server · work goes on"),
    ),
    "portal": ("cloud_off", Tone.WARN, Words("网络要先登录", "The network wants a login")),
    "untrusted": ("warning", Tone.DANGER, Words("服务器证书不可信", "Server not trusted")),
    "refused": ("warning", Tone.DANGER, Words("服务器不让同步", "Sync refused by the server")),
    "unknown": ("cloud", Tone.NEUTRAL, Words("尚未连接", "Not connected yet")),
    "syncing": ("arrow_sync", Tone.INFO, Words("同步中", "Syncing")),
    "online": ("cloud_checkmark", Tone.OK, Words("已联网", "Online")),
    "attention": ("warning", Tone.WARN, Words("需要您处理", "Needs you")),
}


class Header(Themed, QWidget):
    """`searched` fires with the text and whether to go there at once; `back_pressed` for the way back; the avatar's
    menu asks for the lock or for somebody else.
    """

    searched = Signal(str)
    back_pressed = Signal()
    lock_asked = Signal()
    others_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_12)
        row.setSpacing(SPACE_12)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        self._title = Label("", Type.PAGE, bold=True)
        self._remark = Label("", Type.META, tone=Tone.NEUTRAL)
        self._remark.hide()
        titles.addWidget(self._title)
        titles.addWidget(self._remark)
        row.addLayout(titles)
        self._back = Button(session.said(_BACK), Weight.TEXT, icon="chevron_left", key="Esc")
        self._back.clicked.connect(self.back_pressed)
        self._back.hide()
        row.addWidget(self._back)
        row.addStretch(1)
        self.search = SearchBox(session.said(_SEARCH), session.said(_CLEAR), key="Ctrl+K")
        self.search.setAccessibleName(session.said(_SEARCH))
        self.search.returnPressed.connect(self._on_return)
        still = Still(self.search)
        still.setMinimumWidth(160)
        still.setMaximumWidth(self.theme.px(410))
        row.addWidget(still, 3)
        icon, tone, words = NETWORK["unknown"]
        self._pill = Pill(icon, session.said(words), tone)
        row.addSpacing(SPACE_8)
        row.addWidget(self._pill)
        self.avatar = AvatarButton(session.profile.identity.name)
        menu = QMenu(self)
        for words, key, asked in (
            (_LOCK, "Ctrl+L", self.lock_asked),
            (_OTHERS, OTHERS_KEY, self.others_asked),
        ):
            menu.addAction(f"{session.said(words)}\t{key}").triggered.connect(asked)
        self.avatar.set_menu(menu)
        row.addWidget(self.avatar)

    def show_title(self, title: str, remark: str = "", *, back: bool = False) -> None:
        """The page's title, a quiet line below it, and whether there is a way back."""
        self._title.setText(title)
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))
        self._back.setVisible(back)

    def show_network(self, state: str, why: str = "") -> None:
        """The state of the network: a key of `NETWORK`; `why` says more to who points at it or has it read out."""
        icon, tone, words = NETWORK[state]
        self._pill.set(icon, self._session.said(words), tone)
        self._pill.setToolTip(why)
        self._pill.setAccessibleDescription(why)

    def _on_return(self) -> None:
        self.searched.emit(self.search.text())
