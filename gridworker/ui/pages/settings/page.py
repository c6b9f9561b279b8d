"""设置: everything takes effect at once and is kept for this profile; there is no button to save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

import gridworker
from gridworker.environment.language import Words
from gridworker.environment.settings import (
    APPEARANCE,
    IDLE_MINUTES,
    LANGUAGE,
    TEXT_SCALE,
    Setting,
    read_setting,
)
from gridworker.ui.forms.text_sizes import TEXT_SIZES
from gridworker.ui.pages.everywhere import EVERYWHERE
from gridworker.ui.pages.page import KeyHelp, Page
from gridworker.ui.pages.settings.backups import BackupCard
from gridworker.ui.pages.settings.checking import CheckCard
from gridworker.ui.pages.settings.licences import LicencesSheet
from gridworker.ui.pages.settings.password import PasswordSheet
from gridworker.ui.pages.settings.phone_photos import PhonePhotosCard
from gridworker.ui.pages.settings.phrases import PhrasesCard
from gridworker.ui.pages.settings.recovery import TITLE as RECOVERY
from gridworker.ui.pages.settings.recovery import RecoverySheet
from gridworker.ui.pages.settings.retention import RetentionCard
from gridworker.ui.pages.settings.rows import KeyRow, SettingRow
from gridworker.ui.pages.settings.updates import UpdateSection
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import (
    FOLDED_BELOW,
    PAGE_BOTTOM,
    PAGE_SIDE,
    PAGE_TOP,
    SPACE_8,
    SPACE_12,
    SPACE_16,
    Type,
)
from gridworker.ui.theme.theme import Appearance
from gridworker.ui.updating import updating_of
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.mark import AppMark
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.text import Label, Paragraph, SectionTitle

_LOOK = Words("外观与字号", "Appearance and text")
_COLOURS = Words("外观", "Appearance")
_APPEARANCES = {
    "system": Words("跟随系统", "System"),
    "light": Words("浅色", "Light"),
    "dark": Words("深色", "Dark"),
    "contrast": Words("高对比", "High contrast"),
}
_SIZE = Words("字号", "Text size")
_SIZE_TIP = Words("任何页面按 Ctrl+= 放大，按 Ctrl+− 缩小", "Ctrl+= and Ctrl+− on every page")
_LANGUAGE = Words("界面语言", "Language")
_LANGUAGES = {"zh_CN": Words("中文", "中文"), "en": Words("English", "English")}
_SAFETY = Words("安全", "Safety")
_IDLE = Words("无人操作多久后锁定", "Lock when nobody is there for")
_MINUTES = Words("{count} 分钟", "{count} min")
_IDLE_TIP = Words("没写完的内容都在，解锁后回到原处", "What is half written stays")
_LOCK = Words("立即锁定", "Lock now")
_PASSWORD = Words("修改口令", "Change the password")
_CHANGED = Words("口令已修改，下次打开时用新口令。", "The password is changed.")
_KEYS = Words("键盘", "Keyboard")
_KEYS_TIP = Words("按 F1 看所在页面的按键", "F1 lists the keys of a page")
_ABOUT = Words("关于", "About")
_NAME = Words("网格工作台", "Gridworker")
_VERSION = Words("第 {version} 版 · {district} · {device}", "Version {version} · {district} · {device}")
_LICENCES = Words("开放源代码许可", "Open source licences")


class SettingsPage(Page):
    """Two columns of cards; one where there is no room for two."""

    TITLE = Words("设置", "Settings")
    KEYS = (
        KeyHelp("Tab", Words("下一项", "The next setting")),
        KeyHelp("← →", Words("换一个选择", "Another choice")),
        KeyHelp("Ctrl+L", Words("立即锁定", "Lock now")),
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        said = session.said
        self.appearance = self._choice({code: said(words) for code, words in _APPEARANCES.items()})
        self.size_of_text = self._choice({code: said(words) for code, words in TEXT_SIZES.items()})
        self.language = self._choice({code: said(words) for code, words in _LANGUAGES.items()})
        self.idle = self._choice({code: said(_MINUTES, count=code) for code in IDLE_MINUTES.choices})
        self.appearance.changed.connect(self._on_appearance)
        self.size_of_text.changed.connect(self._on_size)
        self.language.changed.connect(self._on_language)
        self.idle.changed.connect(self._on_idle)
        self.check, self.backups = CheckCard(session), BackupCard(session)
        self.phrases, self.retention = PhrasesCard(session), RetentionCard(session)
        self.phone = PhonePhotosCard(session)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(SPACE_16)
        for cards in (
            (self._look(), self._safety(), self.backups, self._about()),
            (self.check, self.phrases, self.phone, self.retention, self._keyboard()),
        ):
            column = QVBoxLayout()
            column.setSpacing(SPACE_12)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_SIDE, PAGE_TOP, PAGE_SIDE, PAGE_BOTTOM)
        whole.addLayout(self._columns)
        whole.addStretch(1)
        self._show()

    @staticmethod
    def _choice(words: dict[str, str]) -> SegmentedChoice:
        return SegmentedChoice([Choice(code, word) for code, word in words.items()])

    def _look(self) -> Card:
        said, card = self.session.said, Card()
        card.column.setSpacing(SPACE_8)
        card.column.addWidget(SectionTitle(said(_LOOK)))
        card.column.addWidget(SettingRow(said(_COLOURS), self.appearance))
        card.column.addWidget(SettingRow(said(_SIZE), self.size_of_text, said(_SIZE_TIP)))
        card.column.addWidget(SettingRow(said(_LANGUAGE), self.language))
        return card

    def _safety(self) -> Card:
        said, card = self.session.said, Card()
        card.column.setSpacing(SPACE_8)
        card.column.addWidget(SectionTitle(said(_SAFETY)))
        card.column.addWidget(SettingRow(said(_IDLE), self.idle, said(_IDLE_TIP)))
        self.lock = Button(said(_LOCK), Weight.PLAIN, "lock_closed", "Ctrl+L")
        self.password = Button(said(_PASSWORD), Weight.PLAIN, "key")
        self.recovery = Button(said(RECOVERY), Weight.PLAIN, "document_text")
        self.recovery.clicked.connect(self._on_recovery)
        self.lock.clicked.connect(self.session.lock_wanted)
        self.password.clicked.connect(self._on_password)
        buttons = Flow(SPACE_8)
        for button in (self.lock, self.password, self.recovery):
            buttons.flow.addWidget(button)
        card.column.addWidget(buttons)
        return card

    def _keyboard(self) -> Card:
        said, card = self.session.said, Card()
        card.column.setSpacing(SPACE_8)
        card.column.addWidget(SectionTitle(said(_KEYS), said(_KEYS_TIP)))
        for key in EVERYWHERE:
            card.column.addWidget(KeyRow(key.key, said(key.does)))
        return card

    def _about(self) -> Card:
        said, identity, card = self.session.said, self.session.profile.identity, Card()
        card.column.setSpacing(SPACE_8)
        licences = Button(said(_LICENCES), Weight.TEXT)
        licences.clicked.connect(self._on_licences)
        card.column.addWidget(SectionTitle(said(_ABOUT), right=licences))
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(SPACE_12)
        line.addWidget(AppMark(said(_NAME), 40), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(said(_NAME), Type.BODY, bold=True))
        about = said(
            _VERSION, version=gridworker.__version__, district=identity.district, device=identity.device
        )
        words.addWidget(Paragraph(about, Type.META))
        line.addLayout(words, 1)
        card.column.addLayout(line)
        self.updates = UpdateSection(self.session, updating_of(self.session))
        card.column.addWidget(self.updates)
        return card

    def enter(self, _record: str = "") -> None:
        """Shows what holds now: the size of the text may have been changed elsewhere."""
        self._show()
        self.backups.load()
        self.retention.load()
        self.updates.show_state()
        self.appearance.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        folder = self.session.profile.folder
        self.appearance.set_value(self.theme.appearance.value)
        self.size_of_text.set_value(str(self.theme.scale))
        self.language.set_value(self.session.language)
        self.idle.set_value(read_setting(folder, IDLE_MINUTES))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "size_of_text"):
            self.appearance.set_value(self.theme.appearance.value)
            self.size_of_text.set_value(str(self.theme.scale))
            self._fold()

    def _keep(self, setting: Setting, value: str) -> None:
        self.session.keep_setting(setting, value)

    @Slot()
    def _on_appearance(self) -> None:
        self._keep(APPEARANCE, self.appearance.value())
        self.theme.set_appearance(Appearance(self.appearance.value()))

    @Slot()
    def _on_size(self) -> None:
        self._keep(TEXT_SCALE, self.size_of_text.value())
        self.theme.set_scale(float(self.size_of_text.value()))

    @Slot()
    def _on_language(self) -> None:
        self._keep(LANGUAGE, self.language.value())

    @Slot()
    def _on_idle(self) -> None:
        self._keep(IDLE_MINUTES, self.idle.value())

    @Slot()
    def _on_password(self) -> None:
        self.session.background.spawn(self._change_password(), self)

    async def _change_password(self) -> None:
        if await self.session.background.answered(PasswordSheet(self.session, self)):
            self.session.said_done.emit(self.session.said(_CHANGED), None)

    @Slot()
    def _on_recovery(self) -> None:
        RecoverySheet(self.session, self).open()

    @Slot()
    def _on_licences(self) -> None:
        LicencesSheet(self.session, self).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        narrow = self.width() / self.theme.scale < FOLDED_BELOW
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(down if narrow else across)
