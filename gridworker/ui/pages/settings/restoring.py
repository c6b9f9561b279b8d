"""Going back to a copy of the profile: which one, what that means, and the password of that day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.store.own_copies import go_back, list_copies
from gridworker.store.profile import Profile
from gridworker.ui.entry.doorway import password_field
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.forms.sizes import size_of
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.question_sheet import QuestionSheet
from gridworker.ui.widgets.row_list import RowList
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Paragraph
from gridworker.ui.widgets.two_lines import TwoLineDelegate, TwoLineRows, TwoLines

_WHICH = Words("恢复到哪一份备份", "Go back to which copy")
_AUTOMATIC = Words("自动备份，{size}", "Kept by itself, {size}")
_NONE = Words("还没有备份。用着的时候每小时自动备份一次。", "No copy yet. One is made every hour of use.")
_ABOUT = Words(
    "用着的时候每小时自动备份一次，只在这台电脑上，和资料一样加密。",
    "A copy is made every hour of use; it stays on this computer, encrypted like the records.",
)
_FROM_FILE = Words("从文件恢复", "From a file")
_CHOOSE = Words("选择备份文件", "Choose a copy")
_KIND = Words("备份文件", "Copies")
_CANCEL = Words("取消", "Cancel")
_BACK_TO = Words("恢复到“{name}”？", 'Go back to "{name}"?')
_MEANS = Words(
    "资料回到那时的样子。那以后您自己记的内容和草稿都保留，别人的改动下次同步时补回。恢复前先把现在的资料另存为一份备份。",
    "The records become what they were. What you recorded since stays, drafts too; what others changed comes back with "
    "the next sync. How things stand now is kept as a copy first.",
)
_PASSWORD = Words("这份备份当时的口令", "The password of that day")
_GO, _WORKING = Words("恢复", "Go back"), Words("正在恢复……", "Going back …")
_NEEDED = Words("请输入口令。", "Please type the password.")
_DONE = Words(
    "已恢复到“{name}”。恢复前的资料另存为一份备份。", 'Back at "{name}". How things stood is kept as a copy.'
)


class Kept(NamedTuple):
    """A copy: its file, what it is called, and its size in words."""

    file: Path
    name: str
    size: str


def kept_copies(profile: Profile, language: str) -> list[Kept]:
    """The copies that the profile keeps of itself, newest first."""
    now = profile.clock.now()
    tz = profile.clock.tz(now)
    return [
        Kept(
            file,
            say_moment(int(made.timestamp() * 1000), now, tz, language),
            size_of(file.stat().st_size),
        )
        for made, file in list_copies(profile.folder)
    ]


class CopiesSheet(Sheet):
    """Accepted with `chosen`, which is None where a file is to be looked for."""

    def __init__(self, session: Session, copies: Sequence[Kept], parent: QWidget) -> None:
        said = session.said
        super().__init__(parent, said(_WHICH), 640, 420 if copies else 0)
        self.chosen: Kept | None = None
        self._copies = {str(kept.file): kept for kept in copies}
        self._model = TwoLineRows(self)
        self._model.set_rows(
            [TwoLines(str(kept.file), kept.name, said(_AUTOMATIC, size=kept.size)) for kept in copies]
        )
        self.list = RowList(said(_WHICH), self._model, TwoLineDelegate())
        self.list.opened.connect(self._on_opened)
        self.column.addWidget(Paragraph(said(_ABOUT if copies else _NONE), Type.LABEL))
        self.column.addWidget(self.list, 1)
        self.list.setVisible(bool(copies))
        from_file = Button(said(_FROM_FILE), icon="document")
        go = Button(said(_GO), Weight.PRIMARY, "history", "Enter")
        from_file.clicked.connect(self.accept)
        go.clicked.connect(self._on_go)
        self.foot(Button(said(_CANCEL), Weight.TEXT, key="Esc"), from_file, go)
        go.setVisible(bool(copies))
        self.list.setCurrentIndex(self._model.index(0, 0))
        (self.list if copies else from_file).setFocus()

    @Slot()
    def _on_go(self) -> None:
        self._on_opened(self.list.row)

    @Slot(object)
    def _on_opened(self, row: TwoLines | None) -> None:
        if row is not None:
            self.chosen = self._copies[row.id]
            self.accept()


class RestoreSheet(QuestionSheet):
    """Says what going back means and asks for the password; accepted once it is done."""

    def __init__(self, session: Session, kept: Kept, parent: QWidget) -> None:
        said = session.said
        super().__init__(parent, said(_BACK_TO, name=kept.name), said(_MEANS), icon="history", width=560)
        self._session, self._kept = session, kept
        self.field = password_field(said(_PASSWORD))
        self.field.returnPressed.connect(self.accept)
        self._labelled = LabelledField(said(_PASSWORD), self.field)
        self.column.addWidget(self._labelled)
        self.go = Button(said(_GO), Weight.PRIMARY, "history", "Enter")
        self.go.clicked.connect(self.accept)
        self.foot(Button(said(_CANCEL), Weight.TEXT, key="Esc"), self.go)
        self.field.setFocus()

    @Slot()
    def accept(self) -> None:
        """Goes back; closes only when that is done."""
        if composing() or not self.go.isEnabled():
            return
        if self.field.text():
            self._session.background.spawn(self._restore(), self)
        else:
            self._wrong(self._session.said(_NEEDED))

    def reject(self) -> None:
        """Leaves everything as it is; what was begun is waited for."""
        if self.go.isEnabled():
            super().reject()

    async def _restore(self) -> None:
        said = self._session.said
        self.go.setEnabled(False)
        self.go.set_text(said(_WORKING))
        try:
            await self._session.run(go_back, self._kept.file, self.field.text())
        except Trouble as trouble:
            self._wrong(describe(trouble, self._session.language))
        else:
            super().accept()
        finally:
            self.go.setEnabled(True)
            self.go.set_text(said(_GO))

    def _wrong(self, why: str) -> None:
        self._labelled.set_error(why)
        self.field.selectAll()
        self.field.setFocus()


async def restore(session: Session, parent: QWidget) -> None:
    """Asks which copy, and goes back to it; the window then shows everything anew."""
    copies = await session.run(kept_copies, session.language)
    which = CopiesSheet(session, copies, parent)
    if not await session.background.answered(which):
        return
    chosen = which.chosen or await _choose_file(session, parent)
    if chosen is None:
        return
    if await session.background.answered(RestoreSheet(session, chosen, parent)):
        session.restored.emit(session.said(_DONE, name=chosen.name))


async def _choose_file(session: Session, parent: QWidget) -> Kept | None:
    dialog = QFileDialog(parent, session.said(_CHOOSE))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(f"{session.said(_KIND)} (*.gwb)")
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    if await session.background.answered(dialog) and chosen:
        return Kept(Path(chosen[0]), Path(chosen[0]).name, "")
    return None
