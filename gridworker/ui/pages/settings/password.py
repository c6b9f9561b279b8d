"""Another password: the present one, and the new one twice. The recovery code stays as it is."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gridworker.domain.errors import NotAllowed
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.store.vault import change_password
from gridworker.ui.entry.doorway import password_field
from gridworker.ui.entry.new_password import NewPassword
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Paragraph

_TITLE = Words("修改口令", "Change the password")
_OLD = Words("现在的口令", "Present password")
_STAYS = Words("恢复码不变，原来打印的那一张仍然有效。", "The recovery code stays as it is.")
_SAVE, _CANCEL = Words("修改", "Change"), Words("取消", "Cancel")
_REQUIRED = Words("必填", "required")


class PasswordSheet(Sheet):
    """Accepted once the password is changed; what is wrong is said under its field."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, session.said(_TITLE), 560)
        self._session = session
        old = password_field(session.said(_OLD), enter_moves=True)
        self._old = LabelledField(session.said(_OLD), old, required_word=session.said(_REQUIRED))
        self._new = NewPassword(session.language)
        self.column.addWidget(self._old)
        self.column.addWidget(self._new)
        self.fields = [old, *self._new.fields]
        self._new.entered.connect(self.accept)
        self.column.addWidget(Paragraph(session.said(_STAYS), Type.META))
        self.save = Button(session.said(_SAVE), Weight.PRIMARY, "checkmark", "Enter")
        self.save.clicked.connect(self.accept)
        self.foot(Button(session.said(_CANCEL), Weight.TEXT, key="Esc"), self.save)
        self.fields[0].setFocus()

    @Slot()
    def accept(self) -> None:
        """Changes it; closes only when that is done."""
        self._old.set_error("")
        if not composing() and self.save.isEnabled() and (new := self._new.password()):
            self._session.background.spawn(self._change(self.fields[0].text(), new), self)

    async def _change(self, old: str, new: str) -> None:
        self.save.setEnabled(False)
        try:
            await self._session.background.run(change_password, self._session.profile.folder, old, new)
        except NotAllowed as trouble:
            self._old.set_error(describe(trouble, self._session.language))
            self._old.focus_field()
        else:
            super().accept()
        finally:
            self.save.setEnabled(True)
