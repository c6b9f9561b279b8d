"""Another password: the present one, and the new one twice. The recovery code stays as it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from gridworker.domain.errors import NotAllowed, PersonCanMend
from gridworker.environment.language import Words
from gridworker.environment.wording import describe, sentence
from gridworker.store.vault import change_password
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.composing import composing
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Paragraph

_TITLE = Words("修改口令", "Change the password")
_OLD = Words("现在的口令", "Present password")
_NEW = Words("新口令", "New password")
_AGAIN = Words("再输一遍", "Once more")
_RULE = Words("至少 8 个字符，含大写、小写、数字、符号中的三种", "8 characters and more, of three sorts")
_STAYS = Words("恢复码不变，原来打印的那一张仍然有效。", "The recovery code stays as it is.")
_SAVE, _CANCEL = Words("修改", "Change"), Words("取消", "Cancel")
_REQUIRED = Words("必填", "required")
_HIDDEN = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
)


class PasswordSheet(Sheet):
    """Accepted once the password is changed; what is wrong is said under its field."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, session.said(_TITLE), 560)
        self._session = session
        self.fields: list[LineField] = []
        self._labelled: list[LabelledField] = []
        for words, hint in ((_OLD, ""), (_NEW, session.said(_RULE)), (_AGAIN, "")):
            field = LineField(enter_moves=words is not _AGAIN)
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setInputMethodHints(_HIDDEN)
            labelled = LabelledField(
                session.said(words), field, required_word=session.said(_REQUIRED), hint=hint
            )
            self.column.addWidget(labelled)
            self.fields.append(field)
            self._labelled.append(labelled)
        self.fields[-1].returnPressed.connect(self.accept)
        self.column.addWidget(Paragraph(session.said(_STAYS), Type.META))
        self.save = Button(session.said(_SAVE), Weight.PRIMARY, "checkmark", "Enter")
        self.save.clicked.connect(self.accept)
        self.foot(Button(session.said(_CANCEL), Weight.TEXT, key="Esc"), self.save)
        self.fields[0].setFocus()

    @Slot()
    def accept(self) -> None:
        """Changes it; closes only when that is done."""
        if not composing() and self.save.isEnabled():
            self._session.background.spawn(self._change(), self)

    async def _change(self) -> None:
        old, new, again = (field.text() for field in self.fields)
        for labelled in self._labelled:
            labelled.set_error("")
        language = self._session.language
        if new != again:
            self._wrong(2, sentence("passwords_differ", language))
            return
        self.save.setEnabled(False)
        try:
            await self._session.background.run(change_password, self._session.profile.folder, old, new)
        except NotAllowed as trouble:
            self._wrong(0, describe(trouble, language))
        except PersonCanMend as trouble:
            self._wrong(1, describe(trouble, language))
        else:
            super().accept()
        finally:
            self.save.setEnabled(True)

    def _wrong(self, at: int, said: str) -> None:
        self._labelled[at].set_error(said)
        self.fields[at].selectAll()
        self.fields[at].setFocus()
