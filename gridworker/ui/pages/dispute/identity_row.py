"""What the number of a party does not tell: another document than the identity card, or none; sex and day of birth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.ui.forms.moments import parse_date, say_date
from gridworker.ui.pages.dispute.fields import held, put
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField

NO_DATE = Words("日期看不明白，请写成1980-01-31。", "This is no date; write 1980-01-31.")
_SHARES = {"id_type": 6, "sex": 2, "birth_on": 3}


class IdentityRow(QWidget):
    """`value` has the fields of the party that hold something; `unclear` is the day of birth that cannot be read."""

    changed = Signal()

    def __init__(self, session: Session, today: date) -> None:
        super().__init__()
        labels = session.labels
        self.id_type, self.sex = (
            ChipGroup(
                [
                    Choice(code, labels.choice("dispute", f"parties/{name}", code))
                    for code in labels.codes("dispute", f"parties/{name}")
                ],
                optional=True,
                keys=False,
            )
            for name in ("id_type", "sex")
        )
        self.birth_on = DateField(
            partial(_born, today), partial(say_date, language=session.language), placeholder="1980-01-31"
        )
        self.inputs: dict[str, Any] = {"id_type": self.id_type, "sex": self.sex, "birth_on": self.birth_on}
        self.fields = {
            name: LabelledField(labels.field("dispute", f"parties/{name}"), field)
            for name, field in self.inputs.items()
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_12)
        for name, field in self.inputs.items():
            row.addWidget(self.fields[name], _SHARES[name])
            field.changed.connect(self.changed)

    def in_order(self) -> list[QWidget]:
        """What Tab stops at, as it is read."""
        return [*self.id_type.chips(), *self.sex.chips(), self.birth_on]

    def value(self) -> dict[str, Any]:
        """What is chosen and typed."""
        return {name: found for name, field in self.inputs.items() if (found := held(field))}

    @property
    def unclear(self) -> LabelledField | None:
        """The field of the day of birth, where a text stands in it that is no such day."""
        return None if self.birth_on.is_understood() else self.fields["birth_on"]

    def show_party(self, party: Mapping[str, Any]) -> None:
        """What is on file, or was typed before; empty where nothing is."""
        for name, field in self.inputs.items():
            put(field, party.get(name))


def _born(today: date, text: str) -> date | None:
    """A whole date, and nobody is born tomorrow."""
    found = parse_date(text)
    return found if found is not None and found <= today else None
