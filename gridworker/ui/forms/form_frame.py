"""The card a form stands in: title above, a footer that stays, and between them what scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gridworker.environment.language import Words
from gridworker.ui.forms.pin_button import PinButton
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.banner import Banner
from gridworker.ui.widgets.button import Button, IconButton, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.drawing import StateLook
from gridworker.ui.widgets.in_sight import InSight
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.signs import Avatar, Divider, Plate, Status, Tag

_LIST = Words("列表", "List")
_FINISH = Words("完成", "Finish")
_DISCARD = Words("放弃草稿", "Discard draft")
_DELETE = Words("删除这条记录", "Delete this record")
_HISTORY = Words("修改历史", "History of changes")
_KEPT = Words("草稿已保存 {time}", "Draft kept {time}")
_NOT_KEPT = Words("草稿还没存上，正在再试", "The draft is not kept yet; trying again")
UNSAVED = StateLook("warning", True, Tone.WARN)
SAVED = StateLook("checkmark_circle", True, Tone.OK)


class FormFrame(Card):
    """`body` is the layout to fill, that of `inside`. The buttons are the frame's; what they do is the page's."""

    list_asked = Signal()

    def __init__(self, session: Session, icon: str, tone: Tone, next_word: str) -> None:
        super().__init__(padding=SPACE_16)
        self._session = session
        self.plate = Plate(icon, tone)
        self.avatar: Avatar | None = None
        self.title, self.remark = Cut("", Type.TITLE, bold=True), Cut("", Type.META)
        self.to_list = Button(session.said(_LIST), icon="chevron_left")
        self.to_list.setVisible(False)
        self.to_list.clicked.connect(self.list_asked)
        self.tags, self._tags = QHBoxLayout(), list[Tag]()
        self.delete = IconButton("delete", session.said(_DELETE), "Ctrl+Del")
        self.delete.setVisible(False)
        self.pin = PinButton(session)
        self.history = IconButton("history", session.said(_HISTORY), "Ctrl+H")
        self.history.setVisible(False)
        self.banner = Banner("info", Tone.INFO, "")
        self.banner.setVisible(False)
        self.status = Status(SAVED, "")
        self.status.setVisible(False)
        self.discard = Button(session.said(_DISCARD), Weight.TEXT)
        self.discard.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.next = Button(next_word, key="Ctrl+↵")
        self.finish = Button(session.said(_FINISH), Weight.PRIMARY, "checkmark", "F9")
        self.inside = QWidget()
        self.inside.setProperty("ground", "none")
        self.body = QVBoxLayout(self.inside)
        self.scroll_area = QScrollArea()
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.setSpacing(SPACE_12)
        self.column.addLayout(self._head())
        self.column.addWidget(Divider())
        self.column.addWidget(self.banner)
        self.body.setContentsMargins(SPACE_4, 2, SPACE_4, SPACE_4)
        self.body.setSpacing(SPACE_12)
        self.scroll_area.setWidget(self.inside)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self.scroll_area, 1)
        self.column.addWidget(Divider())
        self.column.addLayout(self._foot())
        InSight(self.scroll_area, self._bring).watch(self.inside)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title_row = QHBoxLayout()
        self._title_row.setSpacing(SPACE_8)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._title_row.addWidget(self.title)
        self._title_row.addLayout(self.tags)
        self._title_row.addStretch(1)
        words.addLayout(self._title_row)
        words.addWidget(self.remark)
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE_12)
        self._row.addWidget(self.to_list)
        self._row.addWidget(self.plate)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.discard)
        self._row.addWidget(self.pin)
        self._row.addWidget(self.history)
        self._row.addWidget(self.delete)
        self.tags.setSpacing(SPACE_8)
        return self._row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        row.addWidget(self.status)
        row.addStretch(1)
        row.addWidget(self.next)
        row.addWidget(self.finish)
        row.setContentsMargins(0, 0, 0, 0)
        return row

    def say(self, title: str, remark: str) -> None:
        """What is open: its title and a quiet line below."""
        self.title.set_text(title)
        self.remark.set_text(remark)

    def show_person(self, name: str, tone: Tone) -> None:
        """The first character of a name in the plate's place; the plate again for ""."""
        if self.avatar is not None:
            self._row.removeWidget(self.avatar)
            self.avatar.deleteLater()
            self.avatar = None
        self.plate.setVisible(not name)
        if name:
            self.avatar = Avatar(name, tone, 44)
            self._row.insertWidget(1, self.avatar)

    def add_action(self, button: Button) -> None:
        """A further button at the right of the title."""
        self._row.insertWidget(self._row.indexOf(self.discard), button)

    def show_tags(self, tags: Sequence[tuple[str, Tone]]) -> None:
        """Words beside the title."""
        for old in self._tags:
            self.tags.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._tags = [Tag(word, tone) for word, tone in tags]
        for tag in self._tags:
            self.tags.addWidget(tag)

    def show_kept(self, time: str) -> None:
        """When the draft was written; "" for never."""
        self.status.setVisible(bool(time))
        self.discard.setVisible(bool(time))
        if time:
            self.status.show_status(SAVED, self._session.said(_KEPT, time=time))

    def show_not_kept(self) -> None:
        """The draft could not be written; what was typed stands in the form only."""
        self.status.setVisible(True)
        self.status.show_status(UNSAVED, self._session.said(_NOT_KEPT))

    def warn(self, title: str, text: str = "", action: str = "", *, tone: Tone = Tone.INFO) -> None:
        """A bar above the form; "" takes it away."""
        self.banner.setVisible(bool(title))
        if title:
            icon = "error_circle" if tone is Tone.DANGER else "info"
            self.banner.say(icon, tone, title, text, action)

    def _bring(self, field: QWidget) -> None:
        """The field with its label, and the whole of it: Qt itself would be content with the line of the cursor."""
        labelled = field.parentWidget()
        field = labelled if isinstance(labelled, LabelledField) else field
        middle = field.mapTo(self.inside, field.rect().center())
        room = min(field.height(), self.scroll_area.viewport().height() - SPACE_16) // 2
        self.scroll_area.ensureVisible(middle.x(), middle.y(), 0, room + SPACE_8)
