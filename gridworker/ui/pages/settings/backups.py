"""备份: when the last copy was made, a copy to take along, and the way back to one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from gridworker.environment.language import Words
from gridworker.store.copies import write_copy
from gridworker.ui.forms.moments import local
from gridworker.ui.pages.settings.restoring import kept_copies, restore
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.text import Paragraph, SectionTitle

_TITLE = Words("备份", "Copies")
_LATEST = Words("最近一份：{when}，{size}；共 {count} 份", "The latest: {when}, {size}; {count} in all")
_NONE = Words("还没有备份。用着的时候每小时自动备份一次。", "No copy yet. One is made every hour of use.")
_SAVE = Words("备份到文件", "Copy to a file")
_RESTORE = Words("恢复备份", "Go back to a copy")
_SAVED = Words(
    "已备份并核对：{file}。打开它要用现在的口令。",
    "Copied and checked: {file}. It opens with today's password.",
)
_NAME = Words("网格工作台备份 {day}", "gridworker {day}")


class BackupCard(Card):
    """`load` reads what copies there are."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        said = session.said
        self.column.setSpacing(SPACE_8)
        self.column.addWidget(SectionTitle(said(_TITLE)))
        self._latest = Paragraph("", Type.META)
        self.column.addWidget(self._latest)
        self.restore, self.save = Button(said(_RESTORE), icon="history"), Button(said(_SAVE), icon="save")
        self.restore.clicked.connect(self._on_restore)
        self.save.clicked.connect(self._on_save)
        buttons = Flow(SPACE_8)
        for button in (self.restore, self.save):
            buttons.flow.addWidget(button)
        self.column.addWidget(buttons)

    def load(self) -> None:
        """Says which copy is the latest."""
        self._session.background.spawn(self._load(), self)

    async def _load(self) -> None:
        copies, said = await self._session.run(kept_copies, self._session.language), self._session.said
        facts = {"when": copies[0].name, "size": copies[0].size, "count": len(copies)} if copies else {}
        self._latest.set_text(said(_LATEST if copies else _NONE, **facts))

    @Slot()
    def _on_restore(self) -> None:
        self._session.background.spawn(restore(self._session, self), self)

    @Slot()
    def _on_save(self) -> None:
        self._session.background.spawn(self._save(), self)

    async def _save(self) -> None:
        session, said, clock = self._session, self._session.said, self._session.profile.clock
        now = clock.now()
        dialog = QFileDialog(self, said(_SAVE))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("gwb")
        dialog.selectFile(said(_NAME, day=f"{local(now, clock.tz(now)):%Y-%m-%d}") + ".gwb")
        chosen: list[str] = []
        dialog.fileSelected.connect(chosen.append)
        if await session.background.answered(dialog) and chosen:
            file = Path(chosen[0])
            await session.run(write_copy, file)
            session.said_done.emit(said(_SAVED, file=file.name), None)
