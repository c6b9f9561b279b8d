"""手机照片: the folder into which the phone's photos come, chosen here and nowhere written down but in the records."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog

from gridworker.environment.language import Words
from gridworker.ui.phone_photos import phone_photos_of
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.text import Paragraph, SectionTitle

_TITLE = Words("手机照片", "Phone photos")
_NONE = Words(
    "选一个放手机照片的文件夹。用数据线、同步软件或者微信传进来的新照片，写记录时按 Alt+O 就能放进去，原照片不会改动。",
    "Choose the folder into which the phone's photos come, by cable, a sync program or WeChat. In a form Alt+O then "
    "offers the new ones; the originals stay as they are.",
)
_CHOSEN = Words(
    "新照片放进“{folder}”，写记录时按 Alt+O 选用。", "Watched: {folder}. In a form Alt+O offers what is new."
)
_GONE = Words(
    "现在找不到“{folder}”：在 U 盘上的，插好就行；换了地方的，请另选。",
    "{folder} is not there now: plug the stick in, or choose another.",
)
_CLOSED = Words(
    "没有读取“{folder}”的权限，请另选一个，或者请管理员开通。",
    "{folder} cannot be read: choose another, or ask the administrator.",
)
_STATES = {"": _CHOSEN, "gone": _GONE, "closed": _CLOSED}
_CHOOSE, _ANOTHER = Words("选择文件夹", "Choose a folder"), Words("换一个文件夹", "Choose another")
_LEAVE = Words("不再使用", "Use none")


class PhonePhotosCard(Card):
    """Says which folder it is, and takes another."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._phone = session, phone_photos_of(session)
        said = session.said
        self.column.setSpacing(SPACE_8)
        self.column.addWidget(SectionTitle(said(_TITLE)))
        self._state = Paragraph("", Type.META)
        self.column.addWidget(self._state)
        self.choose = Button(said(_CHOOSE), icon="folder")
        self.leave = Button(said(_LEAVE), icon="dismiss")
        self.choose.clicked.connect(self._on_choose)
        self.leave.clicked.connect(self._on_leave)
        buttons = Flow(SPACE_8)
        for button in (self.choose, self.leave):
            buttons.flow.addWidget(button)
        self.column.addWidget(buttons)
        self._phone.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        look, said = self._phone.look, self._session.said
        # The way there may name people who are nobody's business; the dialog opens where it is.
        name = Path(look.folder).name or look.folder
        self._state.set_text(said(_STATES[look.trouble] if look.folder else _NONE, folder=name))
        self.choose.set_text(said(_ANOTHER if look.folder else _CHOOSE))
        self.leave.setVisible(bool(look.folder))

    @Slot()
    def _on_choose(self) -> None:
        self._session.background.spawn(self._choose(), self)

    async def _choose(self) -> None:
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self, self._session.said(_CHOOSE), self._phone.look.folder or pictures)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        chosen: list[str] = []
        dialog.filesSelected.connect(chosen.extend)
        if await self._session.background.answered(dialog) and chosen:
            await self._phone.choose(chosen[0])

    @Slot()
    def _on_leave(self) -> None:
        self.choose.setFocus()
        self._session.background.spawn(self._phone.leave(), self)
