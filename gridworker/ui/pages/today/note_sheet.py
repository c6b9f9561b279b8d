"""随手记: typed or pasted; what it names is shown, one key makes a patrol, dispute, visit or event of it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridworker.domain.errors import Trouble
from gridworker.domain.found_in_text import LONGEST, Found
from gridworker.environment.language import Words
from gridworker.environment.marks import ASIDE, LISTED
from gridworker.environment.wording import describe
from gridworker.operations.notes import BECOMES, Noted, begin_from, look_into
from gridworker.operations.records import add_record, edit_record
from gridworker.ui.forms.pages_in import PagesIn
from gridworker.ui.forms.sheet_draft import SheetDraft
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.kind_signs import sign_of
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text_field import TextField

_NOTE = Words("随手记", "Note")
_TEXT = Words("记下什么，可以粘贴微信消息", "What to remember; messages may be pasted")
_EMPTY = Words("还没有写内容。", "Nothing is written yet.")
_REQUIRED = Words("必填", "required")
_SAVE, _CANCEL, _DONE = Words("记下", "Save"), Words("取消", "Cancel"), Words("完成", "Done")
_CUT = Words(
    "内容太长，只留下前 20,000 个字。其余的请存成文件，作为附件添加。",
    "The text is too long: the first 20,000 characters are kept. Attach the rest as a file.",
)
_BECOME = {
    "patrol": Words("转为巡查", "Make a patrol"),
    "dispute": Words("转为纠纷", "Make a dispute"),
    "visit": Words("转为走访", "Make a visit"),
    "event": Words("转为事件", "Make an event"),
}
_KEYS = dict(zip(BECOMES, ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+5"), strict=True))
_PHONES, _PLACES = Words("电话：{told}", "Telephones: {told}"), Words("地址：{told}", "Addresses: {told}")
_PEOPLE, _TIMES = Words("人员：{told}", "People: {told}"), Words("时间：{told}", "Times: {told}")
_CHAT = Words("聊天记录：{count} 条", "A chat of {count} messages")
_KNOWN = Words("有档案", "on file")
_WAIT_MS = 200
_MOST = 5


class _NoteText(TextField):
    """Takes no more than a record holds: a paste without end is cut before it is laid out. `shortened` fires then."""

    shortened = Signal()

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        room = LONGEST - len(self.toPlainText()) + len(self.textCursor().selectedText())
        if len(text) > room:
            self.shortened.emit()
        self.insertPlainText(text[: max(0, room)])


def note_draft(note: str = "") -> str:
    """The id of the draft of a note: of the one on file, or of the next one."""
    return f"note/{note}" if note else "note"


class NoteSheet(Sheet):
    """Accepted once it was saved; `began` is then the kind and draft of what it becomes, or empty.

    `note` is the id of one that is on file, which may also be done with.
    """

    def __init__(self, session: Session, parent: QWidget, text: str = "", note: str = "") -> None:
        said = session.said
        super().__init__(parent, said(_NOTE), 780)
        self._session, self._note, self._was = session, note, text
        self.began: tuple[str, str] = ("", "")
        self.is_done = self._busy = False
        self.text = _NoteText(lines=4, most_lines=8)
        self._what = LabelledField(said(_TEXT), self.text, required_word=said(_REQUIRED))
        self.column.addWidget(self._what)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_4)
        self.column.addLayout(self._lines)
        self._signs: list[QWidget] = []
        # A note has no photos of its own; a signed page goes to its case all the same.
        self.pages_in = PagesIn(session, self)
        self.pages_in.watch(self)
        self._offers()
        self._wait = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._wait.timeout.connect(self._on_wait)
        self.text.changed.connect(self._wait.start)
        self.text.shortened.connect(self._on_cut)
        if text:
            self.text.set_value(text)
            self._on_wait()
        self.text.setFocus()
        self.draft = SheetDraft(session, self, note, kind="note", id_=note_draft(note))

    def _offers(self) -> None:
        said, offers = self._session.said, Flow(SPACE_8, even=True)
        for kind in BECOMES:
            button = Button(said(_BECOME[kind]), Weight.PLAIN, sign_of(kind)[0], _KEYS[kind])
            button.setProperty("kind", kind)
            button.clicked.connect(self._on_become)
            offers.flow.addWidget(button)
        self.column.addWidget(offers)
        save = Button(said(_SAVE), Weight.PRIMARY, "checkmark", "Ctrl+↵")
        save.clicked.connect(self.save)
        acts = [save]
        if self._note:
            done = Button(said(_DONE), Weight.PLAIN, "checkmark_circle", "F9")
            done.clicked.connect(self._on_done)
            QShortcut(QKeySequence("F9"), self, self._on_done)
            acts.insert(0, done)
        self.foot(Button(said(_CANCEL), Weight.TEXT, key="Esc"), *acts)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.save)

    # What is in it.

    @Slot()
    def _on_cut(self) -> None:
        self._what.set_error(self._session.said(_CUT))

    @Slot()
    def _on_wait(self) -> None:
        self._session.background.spawn(self._look(), self)

    async def _look(self) -> None:
        text = self.text.value()
        noted = await self._session.run(look_into, text) if text else None
        if text == self.text.value():
            self._show(noted)

    def _show(self, noted: Noted | None) -> None:
        for old in self._signs:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._signs = [SignLine(icon, Tone.INFO, words, Type.LABEL) for icon, words in self._words(noted)]
        for line in self._signs:
            self._lines.addWidget(line)
        self._fit()

    def _words(self, noted: Noted | None) -> list[tuple[str, str]]:
        if noted is None:
            return []
        said, found = self._session.said, noted.found
        people = [
            one.name + (said(ASIDE, text=said(_KNOWN)) if one.name in noted.ids else "")
            for one in found.people
        ]
        kinds = (
            ("call", _PHONES, [phone.number for phone in found.phones]),
            ("location", _PLACES, [place.text for place in found.addresses]),
            ("person", _PEOPLE, people),
            ("calendar", _TIMES, _times(found)),
        )
        lines = [
            (icon, said(words, told=said(LISTED).join(told[:_MOST]))) for icon, words, told in kinds if told
        ]
        if found.messages:
            lines.append(("note", said(_CHAT, count=len(found.messages))))
        return lines

    # What is done with it.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # By hand and not by shortcuts: the window has the same keys, for a record that begins empty.
        typed = QKeySequence(event.keyCombination())
        for kind, key in _KEYS.items():
            if typed == QKeySequence(key):
                self.become(kind)
        super().keyPressEvent(event)

    @Slot()
    def _on_become(self) -> None:
        self.become(str(self.sender().property("kind")))

    def become(self, kind: str) -> None:
        """Keeps the note and begins a record of `kind` with what it names."""
        if self._may_go_on():
            self._busy = True
            self._session.background.bring(self._become(kind), self)

    async def _become(self, kind: str) -> None:
        try:
            draft = await self._session.run(begin_from, self.text.value(), kind, self._note)
        except Trouble as trouble:
            self._tell(trouble)
            return
        self.began = (kind, draft)
        self.accept()

    @Slot()
    def save(self) -> None:
        """Keeps the note."""
        if self._may_go_on():
            self._busy = True
            self._session.background.spawn(self._save(), self)

    @Slot()
    def _on_done(self) -> None:
        """Done with it, and what was written into it since is kept."""
        if self._may_go_on():
            self.is_done = self._busy = True
            self._session.background.spawn(self._save(), self)

    async def _save(self) -> None:
        text = self.text.value()
        draft = await self.draft.drafting.settle()
        try:
            if not self._note:
                self._session.tell(await self._session.run(add_record, "note", {"text": text}, draft=draft))
            elif text != self._was:
                seen = {"text": self._was}
                edited = await self._session.run(
                    edit_record, self._note, {"text": text}, seen=seen, draft=draft
                )
                self._session.tell(edited.changes)
        except Trouble as trouble:
            self._tell(trouble)
            return
        self.accept()

    def _tell(self, trouble: Trouble) -> None:
        self._busy = self.is_done = False
        self.draft.drafting.touch()
        self._what.set_error(describe(trouble, self._session.language))

    def _may_go_on(self) -> bool:
        if composing() or self._busy:
            return False
        if not self.text.value():
            self._what.set_error(self._session.said(_EMPTY))
            self.text.setFocus()
            return False
        return True


def _times(found: Found) -> list[str]:
    return [f"{one.text} → {one.at:%m-%d %H:%M}" for one in found.times]
