"""A new password, typed twice: the rule stands beside it, and what is wrong is said under its field."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridworker.domain.errors import PersonCanMend
from gridworker.environment.language import Words
from gridworker.environment.wording import describe, sentence
from gridworker.store.passwords import LEAST_LENGTH, LENGTH_THAT_SUFFICES, check_password
from gridworker.ui.entry.doorway import password_field
from gridworker.ui.theme.measures import SPACE_12
from gridworker.ui.widgets.labelled_field import LabelledField

_NEW, _AGAIN = Words("新口令", "New password"), Words("再输一遍", "Once more")
_RULE = Words(
    "至少 {least} 个字符，大写、小写、数字、符号用三种；或 {long} 个以上",
    "{least} and more: three of capitals, small, digits, signs; or any {long}",
)
_REQUIRED = Words("必填", "required")


class NewPassword(QWidget):
    """Two fields. `entered` is Enter in the second; Enter in the first goes there."""

    def __init__(self, language: str, name: Words = _NEW) -> None:
        super().__init__()
        self._language = language
        said = [words.said(language) for words in (name, _AGAIN)]
        self.fields = (password_field(said[0], enter_moves=True), password_field(said[1]))
        rule = _RULE.said(language, least=LEAST_LENGTH, long=LENGTH_THAT_SUFFICES)
        self.labelled = [
            LabelledField(word, field, required_word=_REQUIRED.said(language), hint=hint)
            for word, field, hint in zip(said, self.fields, (rule, ""), strict=True)
        ]
        self.entered = self.fields[1].returnPressed
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        for labelled in self.labelled:
            column.addWidget(labelled)
        self.setFocusProxy(self.fields[0])

    def clear(self) -> None:
        """Nothing typed, nothing wrong."""
        for field, labelled in zip(self.fields, self.labelled, strict=True):
            field.clear()
            labelled.set_error("")

    def password(self) -> str:
        """What stands in both; "" where it is too simple or the two differ, and that is said."""
        first, again = (field.text() for field in self.fields)
        for labelled in self.labelled:
            labelled.set_error("")
        try:
            check_password(first)
        except PersonCanMend as trouble:
            self._say(0, describe(trouble, self._language))
            return ""
        if first != again:
            self._say(1, sentence("passwords_differ", self._language))
            return ""
        return first

    def _say(self, at: int, told: str) -> None:
        self.labelled[at].set_error(told)
        self.labelled[at].focus_field()
