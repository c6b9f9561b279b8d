"""The phone's photos over the window, the new ones first: some are chosen and go where somebody was writing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.operations.folder_listing import FolderFile
from gridworker.operations.folder_look import MOST_NEW, FolderPhoto
from gridworker.ui.forms.phone_photo_grid import PhotoGrid
from gridworker.ui.forms.sizes import size_of
from gridworker.ui.phone_photos import phone_photos_of
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.empty_state import EmptyState
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Label, Paragraph

TITLE = Words("手机照片", "Phone photos")
_CLOSE = Words("关闭", "Close")
_PUT, _PUT_SOME = Words("放进来", "Add"), Words("放进 {count} 张", "Add {count}")
_PASS = Words("不再提示", "Not needed")
_NEW = Words("新照片 {count} 张", "New: {count}")
_NEW_MANY = Words("新照片 {count} 张以上", "New: more than {count}")
_NONE_NEW = Words("没有新照片，先前的也可以选", "Nothing new; earlier photos can be chosen too")
_ARRIVING = Words("还有 {count} 张正在传，传完就会出现", "{count} more are being copied")
_EARLIER = Words("更早的 {count} 张，用“添加照片或文件”选", "{count} earlier ones: choose them as files")
_CUT = Words(
    "文件夹里的文件太多，只看了一部分，请换一个只放手机照片的", "Too many files: not all were looked at"
)
_KEYS = Words(
    "方向键移动，空格选几张，Ctrl+A 选全部新的。文件夹里的原照片不会改动。",
    "Arrows move, Space chooses several, Ctrl+A all new ones. The originals stay as they are.",
)
_EMPTY = {
    "": (
        Words("文件夹里还没有照片", "No photos in the folder yet"),
        Words(
            "用数据线、同步软件或者微信，把照片传到这个文件夹，传完就会出现在这里。",
            "Bring photos into it by cable, by a sync program or from WeChat: they appear here.",
        ),
    ),
    "gone": (
        Words("找不到手机照片的文件夹", "The folder of the phone's photos is not there"),
        Words(
            "放进记录的照片都在。文件夹在 U 盘上的，插好就会出现；换了地方的，请到“设置”里另选。",
            "What is in the records is safe. If it is on a stick, plug that in; else choose another in the settings.",
        ),
    ),
    "closed": (
        Words("手机照片的文件夹打不开", "The folder of the phone's photos cannot be opened"),
        Words(
            "没有读取它的权限。请到“设置”里另选一个，或者请管理员开通。",
            "This computer does not let you read it. Choose another in the settings, or ask the administrator.",
        ),
    ),
}


class PhonePhotosSheet(Sheet):
    """Accepted with `wanted`: each file and the SHA-256 of what was seen of it, the earliest photo first."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        said = session.said
        super().__init__(parent, said(TITLE), 848, 600)
        self._session, self._phone = session, phone_photos_of(session)
        self.wanted: list[tuple[FolderFile, str]] = []
        self.card.column.setSpacing(SPACE_8)
        self._state = Label("", Type.META)
        self.grid = PhotoGrid(session, self._phone.looker, said(TITLE))
        self.empty = EmptyState("camera", said(TITLE))
        self.about = Paragraph("", Type.META)
        self.about.setMinimumHeight(2 * self.theme.metrics(Type.META).height())
        self._keys = Paragraph(said(_KEYS), Type.META)
        for part in (self._state, self.grid, self.empty, self.about, self._keys):
            self.column.addWidget(part, 1 if part in (self.grid, self.empty) else 0)
        self.put = Button(said(_PUT), Weight.PRIMARY, "checkmark", "Enter")
        self.pass_over = Button(said(_PASS), Weight.TEXT, "eye_off", "Del")
        self.foot(Button(said(_CLOSE), key="Esc"), self.pass_over, self.put)
        self.put.clicked.connect(self._on_taken)
        self.pass_over.clicked.connect(self._on_passed_over)
        self.grid.taken.connect(self._on_taken)
        self.grid.passed_over.connect(self._on_passed_over)
        self.grid.changed.connect(self._on_chosen)
        self._phone.changed.connect(self._on_looked)
        self._show()
        (self.grid if self._phone.look.photos else self).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_looked(self) -> None:
        was_empty = self.grid.isHidden()
        self._show()
        if was_empty and not self.grid.isHidden():
            self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, *, stay: bool = False) -> None:
        look = self._phone.look
        self.grid.set_photos(look.photos, stay=stay)
        there = bool(look.photos)
        for part in (self.grid, self.about, self._keys, self.pass_over, self.put):
            part.setVisible(there)
        self.empty.setVisible(not there)
        title, text = _EMPTY[look.trouble]
        self.empty.say(self._session.said(title), self._session.said(text))
        self._state.setText(self._said_of_all())
        self._state.setVisible(bool(self._state.text()))

    def _said_of_all(self) -> str:
        look, said = self._phone.look, self._session.said
        parts = []
        if look.photos:
            words = _NONE_NEW if not look.new else _NEW if look.new < MOST_NEW else _NEW_MANY
            parts.append(said(words, count=look.new))
        if look.arriving:
            parts.append(said(_ARRIVING, count=look.arriving))
        if look.earlier:
            parts.append(said(_EARLIER, count=look.earlier))
        if look.is_cut:
            parts.append(said(_CUT))
        return " · ".join(parts)

    @Slot()
    def _on_chosen(self) -> None:
        """What stands under the cursor, and how many would go in."""
        row, chosen = self.grid.row, self.grid.chosen()
        self.about.set_text(self._said_of(row) if row is not None else "")
        said = self._session.said
        self.put.set_text(said(_PUT_SOME, count=len(chosen)) if self.grid.rows.ticked else said(_PUT))
        self.put.setEnabled(bool(chosen))
        self.pass_over.setEnabled(bool(self._offered()))

    def _said_of(self, row: FolderPhoto) -> str:
        seen = self.grid.rows.seen(row)
        if seen is not None and seen.trouble is not None:
            return describe(seen.trouble, self._session.language)
        return " · ".join((row.file.name, self.grid.rows.when(row), size_of(row.file.size)))

    def _offered(self) -> list[str]:
        """What would no longer be offered: of the chosen photos those that are new."""
        found = [self.grid.rows.seen(row) for row in self.grid.chosen() if row.is_new]
        return [seen.original for seen in found if seen is not None]

    @Slot()
    def _on_taken(self) -> None:
        rows = sorted(self.grid.chosen(), key=lambda row: row.moment)
        seen = [self.grid.rows.seen(row) for row in rows]
        self.wanted = [
            (row.file, known.original if known else "") for row, known in zip(rows, seen, strict=True)
        ]
        if self.wanted:
            self.accept()

    @Slot()
    def _on_passed_over(self) -> None:
        if offered := self._offered():
            self._session.background.spawn(self._pass_over(offered), self)

    async def _pass_over(self, originals: list[str]) -> None:
        self.grid.rows.ticked.clear()
        await self._phone.pass_over(originals)
        self._show(stay=True)
