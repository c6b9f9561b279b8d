"""常用语与模板: one's own phrases, a line each, in the order in which the form offers them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.operations.drafts import SHEET, list_drafts
from gridworker.operations.phrases import (
    PLACES,
    forget_own_phrases,
    phrase_kinds,
    phrase_lines,
    set_own_phrases,
)
from gridworker.ui.forms.drafting import Drafting
from gridworker.ui.forms.sheet_draft import FoundAgain
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Paragraph, SectionTitle
from gridworker.ui.widgets.text_field import TextField

TITLE = Words("常用语与模板", "Phrases and templates")
_WHAT = Words("填表时按 F2 取用，用得多的排在前面", "F2 in a form offers them; the most used come first")
_EDIT = Words("编辑常用语", "Edit the phrases")
_KIND = Words("用在哪里", "Where they are used")
_LINES = Words("一行一条，上下移动整行就是换顺序", "One a line; their order is the order of the list")
_HOW = Words(
    "一行一条。大括号里的地点、时间，取用时会换成表里填的。改动只在这台电脑上；恢复后用回区里发布的。",
    "One a line. Place and time in braces become those of the form. Changes stay on this computer; "
    "taken back, those of the district hold again.",
)
_INSERT = Words("插入{what}", "Insert {what}")
_BACK = Words("恢复区里的", "Take the district's again")
_SAVE = Words("保存", "Save")
_CANCEL = Words("取消", "Cancel")
_SAVED = Words("常用语已保存", "The phrases are saved")
_WORDS = {"地点": Words("地点", "the place"), "时间": Words("时间", "the time")}


class PhrasesCard(Card):
    """In the settings: what phrases are, and the way to change them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.column.setSpacing(SPACE_8)
        self.column.addWidget(SectionTitle(session.said(TITLE)))
        self.column.addWidget(Paragraph(session.said(_WHAT), Type.META))
        self.edit = Button(session.said(_EDIT), icon="edit")
        self.edit.clicked.connect(self._on_edit)
        self.column.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _on_edit(self) -> None:
        PhrasesSheet(self._session, self).open()


class PhrasesSheet(Sheet):
    """The phrases of one kind at a time; F9 saves them."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        said = session.said
        super().__init__(parent, said(TITLE), 680, 480)
        self._session = session
        self.kinds = SegmentedChoice([Choice(kind, session.labels.kind(kind)) for kind in phrase_kinds()])
        self.kinds.setAccessibleName(said(_KIND))
        self.kinds.changed.connect(self._load)
        self.lines = TextField()
        self.lines.setAccessibleName(said(_LINES))
        self.drafting = Drafting(session, SHEET, self, self._content)
        self.lines.changed.connect(self.drafting.touch)
        self.accepted.connect(self.drafting.drop_behind)
        self.column.setSpacing(SPACE_8)
        self.column.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(Paragraph(said(_HOW), Type.META))
        self._found = FoundAgain(session)
        self._found.afresh.clicked.connect(self._on_afresh)
        self._found.hide()
        self.column.addWidget(self._found)
        self.column.addWidget(self.lines, 1)
        inserts = Flow(SPACE_8)
        for place in PLACES:
            button = Button(said(_INSERT, what=said(_WORDS[place])), Weight.QUIET)
            button.clicked.connect(partial(self._insert, place))
            inserts.flow.addWidget(button)
        self.back = Button(said(_BACK), Weight.QUIET, "arrow_undo")
        self.back.clicked.connect(self._on_back)
        inserts.flow.addWidget(self.back)
        self.column.addWidget(inserts)
        self.save = Button(said(_SAVE), Weight.PRIMARY, "checkmark", "F9")
        self.save.clicked.connect(self._on_save)
        self.foot(Button(said(_CANCEL), Weight.TEXT, key="Esc"), self.save)
        QShortcut(QKeySequence("F9"), self, self._on_save)
        self.lines.setFocus()
        self._load()

    def _content(self) -> Mapping[str, Any]:
        return {"text": self.lines.toPlainText(), "title": self.windowTitle()}

    @Slot()
    def _load(self) -> None:
        # A draft for each kind: what was written for one stays while another is looked at.
        self.drafting.begin(f"{type(self).__name__}/{self.kinds.value()}")
        self._session.background.bring(self._read(), self)

    async def _read(self) -> None:
        kind = self.kinds.value()
        texts = await self._session.run(phrase_lines, kind)
        cards = await self._session.run(list_drafts, SHEET)
        if kind != self.kinds.value() or self.drafting.is_dirty:
            return
        kept = [str(card.content.get("text")) for card in cards if card.id == self.drafting.id]
        self.lines.set_value(kept[0] if kept else "\n".join(texts))
        self._found.setVisible(bool(kept))

    @Slot()
    def _on_afresh(self) -> None:
        self._session.background.spawn(self._begin_afresh(), self)

    async def _begin_afresh(self) -> None:
        await self.drafting.drop()
        await self._read()
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def _insert(self, place: str) -> None:
        self.lines.insertPlainText("{" + place + "}")
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_save(self) -> None:
        if not composing():
            self._session.background.spawn(self._save(), self)

    async def _save(self) -> None:
        await self._session.run(set_own_phrases, self.kinds.value(), self.lines.toPlainText().splitlines())
        self._session.said_done.emit(self._session.said(_SAVED), None)
        self.accept()

    @Slot()
    def _on_back(self) -> None:
        self._session.background.spawn(self._take_back(), self)

    async def _take_back(self) -> None:
        await self._session.run(forget_own_phrases, self.kinds.value())
        await self.drafting.drop()
        await self._read()
