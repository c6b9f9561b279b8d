"""Another recovery code: the password is asked for, and the new code is shown once, to be printed."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.store.vault import renew_recovery_code
from gridworker.ui.entry.doorway import password_field
from gridworker.ui.entry.recovery_card import RecoveryCard
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Paragraph

TITLE = Words("换一个恢复码", "Another recovery code")
_OLD = Words("换了以后，原来打印的那一张就作废了。", "The one you printed before is then good no more.")
_PASSWORD = Words("现在的口令", "Present password")
_REQUIRED = Words("必填", "required")
_RENEW, _CANCEL = Words("换一个", "Renew"), Words("取消", "Cancel")
_DONE = Words("收好了，关闭", "It is safe; close")


class RecoverySheet(Sheet):
    """Once the password is right the code is there; then the sheet is closed by its button."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, session.said(TITLE), 560)
        self._session = session
        self.field = password_field(session.said(_PASSWORD))
        self._labelled = LabelledField(
            session.said(_PASSWORD), self.field, required_word=session.said(_REQUIRED)
        )
        self._old = Paragraph(session.said(_OLD), Type.LABEL)
        self.code = RecoveryCard(session.background, session.language)
        self.code.hide()
        self.renew = Button(session.said(_RENEW), Weight.PRIMARY, "key", "Enter")
        self.renew.clicked.connect(self._on_renew)
        self.field.returnPressed.connect(self._on_renew)
        for widget in (self._old, self._labelled, self.code):
            self.column.addWidget(widget)
        self._leave = Button(session.said(_CANCEL), Weight.TEXT, key="Esc")
        self.foot(self._leave, self.renew)
        self.field.setFocus()

    @Slot()
    def _on_renew(self) -> None:
        if not composing() and self.renew.isEnabled():
            self.renew.setEnabled(False)
            self._session.background.spawn(self._renew(), self)

    async def _renew(self) -> None:
        session, identity = self._session, self._session.profile.identity
        try:
            folder = session.profile.folder
            code = await session.background.run(renew_recovery_code, folder, self.field.text())
        except Trouble as trouble:
            self._labelled.set_error(describe(trouble, session.language))
            self.renew.setEnabled(True)
            self.field.selectAll()
            self.field.setFocus()
            return
        self.field.clear()
        self._labelled.hide()
        self._old.hide()
        self.renew.hide()
        self._leave.set_text(session.said(_DONE))
        self.code.show_code(code, identity.name, identity.device)
        self.code.show()
        self.code.print.setFocus()
