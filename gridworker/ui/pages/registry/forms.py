"""The four forms: labels from the catalogs, doubts about numbers beside them, never in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from gridworker.domain import identifiers
from gridworker.domain.dates import local_day
from gridworker.domain.identifiers import Doubt
from gridworker.domain.kinds import KINDS
from gridworker.environment.language import Words
from gridworker.ui.forms.days import date_field
from gridworker.ui.forms.inputs import AddressLine, SecretLine, held, put
from gridworker.ui.forms.record_form import NOT_GIVEN, Missing, RecordForm
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.text_field import TextField

_REQUIRED = Words("必填", "required")
_ADDRESS = Words("如：东篱苑3-2-501", "e.g. Dongli Yuan 3-2-501")
_FILL = Words("请填写{name}。", "Please fill in: {name}.")
_NO_DATE = Words("日期看不明白，请写成1948-03-07。", "This is no date; write 1948-03-07.")
_NO_NUMBER = Words("请填写天数，例如30。", "Give a number of days, such as 30.")
_DAYS = ("check_every",)


class RegistryForm(RecordForm):
    """A form of one kind in two columns. What it has no field for stays as it was seen."""

    KIND = ""
    FIRST = "name"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._began_with: dict[str, Any] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_12)
        self._grid.setVerticalSpacing(SPACE_12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._place = 0
        self.lay_out()
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def lay_out(self) -> None:
        """Adds the fields in their order."""
        raise NotImplementedError

    def add(self, name: str, field: QWidget, *, wide: bool = False, hint: str = "", key: str = "") -> None:
        """A field in the next place, or over both columns."""
        declared = KINDS[self.KIND].fields[name]
        required = self.session.said(_REQUIRED) if declared.required else ""
        label = self.session.labels.field(self.KIND, name)
        labelled = LabelledField(label, field, required_word=required, hint=hint, key=key)
        self.fields[name] = labelled
        if wide and self._place % 2:
            self._place += 1
        self._grid.addWidget(labelled, self._place // 2, self._place % 2, 1, 2 if wide else 1)
        self._place += 2 if wide else 1
        changed: Any = field
        changed.changed.connect(self.changed)
        if isinstance(field, DateField):
            field.picked.connect(self.changed)

    def pick(self, name: str) -> PickList:
        """A list of the choices that the catalogs name."""
        labels = self.session.labels
        codes = KINDS[self.KIND].fields[name].choices or labels.codes(self.KIND, name)
        choices = [Choice(code, labels.choice(self.KIND, name, code)) for code in codes]
        picks = PickList(choices, none=self.session.said(NOT_GIVEN))
        # The longest of the choices must not make the form wider than its page.
        picks.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        picks.setMinimumContentsLength(4)
        return picks

    def address(self) -> AddressLine:
        """A line for the place."""
        return AddressLine(self.session.said(_ADDRESS))

    def doubt(self, name: str, check: Callable[[str], Doubt | None]) -> None:
        """Says beside a number why it looks wrong; it is saved all the same."""
        labelled = self.fields[name]

        def look() -> None:
            text = held(labelled.field) or ""
            found = check(text) if text else None
            labelled.set_hint(self.session.labels.word("doubts", found.code) if found else "")

        field: Any = labelled.field
        field.changed.connect(look)

    def values(self) -> dict[str, Any]:
        typed = {name: held(labelled.field) for name, labelled in self.fields.items()}
        for name in _DAYS:
            if name in typed:
                typed[name] = int(typed[name]) if str(typed[name] or "").isdecimal() else None
        return {**self._began_with, **typed}

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        # What a new record begins with beside its fields: the home that somebody is added to.
        self._began_with = {
            name: value
            for name, value in values.items()
            if new and name not in self.fields and not name.startswith("_")
        }
        for name, labelled in self.fields.items():
            put(labelled.field, values.get(name), covered=not new)
            if isinstance(labelled.field, SecretLine):
                labelled.set_hint("")
        self.forget_errors()

    @property
    def today(self) -> date:
        """Today, here."""
        clock = self.session.profile.clock
        return local_day(clock.now(), clock.tz(clock.now()))

    def set_region(self, code: str) -> None:
        """The grid that new places are in."""
        field = self.fields["place"].field
        if isinstance(field, AddressLine):
            field.region = code

    @property
    def is_covered(self) -> bool:
        """Whether a number is covered."""
        return any(isinstance(one.field, SecretLine) and one.field.covered for one in self.fields.values())

    def uncover(self) -> None:
        """Shows the numbers in full."""
        for labelled in self.fields.values():
            if isinstance(labelled.field, SecretLine):
                labelled.field.uncover()

    def missing(self) -> list[Missing]:
        said, found = self.session.said, []
        for name, labelled in self.fields.items():
            field = labelled.field
            if isinstance(field, DateField) and not field.is_understood():
                found.append(Missing(labelled, said(_NO_DATE)))
            elif name in _DAYS and (text := held(field)) and not (text.isdecimal() and int(text)):
                found.append(Missing(labelled, said(_NO_NUMBER)))
            elif KINDS[self.KIND].fields[name].required and not held(field):
                found.append(Missing(labelled, said(_FILL, name=labelled.label.text())))
        return found

    def first_field(self) -> QWidget:
        return self.fields[self.FIRST].field


class PersonForm(RegistryForm):
    """Sex and birth date follow from an identity number that adds up, where nobody gave them."""

    KIND = "person"

    def lay_out(self) -> None:
        self.add("name", LineField(), key="N")
        self.add("phone", SecretLine("phone"), key="H")
        self.add("id_number", SecretLine("id_number"), key="D")
        self.add("id_type", self.pick("id_type"))
        self.add("sex", self.pick("sex"))
        self.add("birth_on", date_field(self.session, "1948-03-07"))
        self.add("residence", self.pick("residence"))
        self.add("relation", self.pick("relation"))
        self.add("ethnicity", LineField())
        self.add("place", self.address(), key="A")
        self.add("text", TextField(lines=2, most_lines=6), wide=True, key="M")
        self.doubt("id_number", self._check)
        self.doubt("phone", identifiers.check_phone)
        number: Any = self.fields["id_number"].field
        number.changed.connect(self._on_number)

    def _check(self, text: str) -> Doubt | None:
        kind = held(self.fields["id_type"].field)
        return identifiers.check_id_number(text, self.today) if kind in (None, "resident_id") else None

    @Slot()
    def _on_number(self) -> None:
        number = held(self.fields["id_number"].field) or ""
        born, sex = identifiers.birth_of(number), identifiers.sex_of(number)
        derived: Sequence[tuple[str, str | None]] = (
            ("birth_on", born.isoformat() if born else None),
            ("sex", str(sex) if sex else None),
        )
        for name, value in derived:
            if value and not held(self.fields[name].field):
                put(self.fields[name].field, value, covered=False)


class HouseholdForm(RegistryForm):
    """A home: its address, its use."""

    KIND, FIRST = "household", "place"

    def lay_out(self) -> None:
        self.add("place", self.address(), wide=True, key="A")
        self.add("use", self.pick("use"))
        self.add("phone", SecretLine("phone"), key="H")
        self.add("text", TextField(lines=2, most_lines=6), wide=True, key="M")
        self.doubt("phone", identifiers.check_phone)


class PlaceForm(RegistryForm):
    """A place: its type says by which checklist it is patrolled."""

    KIND = "place"

    def lay_out(self) -> None:
        self.add("name", LineField(), key="N")
        self.add("type", self.pick("type"))
        self.add("place", self.address(), wide=True, key="A")
        self.add("contact", LineField())
        self.add("phone", SecretLine("phone"), key="H")
        self.add("uscc", LineField(numeric=True))
        self.add("check_every", LineField(numeric=True))
        self.add("text", TextField(lines=2, most_lines=6), wide=True, key="M")
        self.doubt("phone", identifiers.check_phone)
        self.doubt("uscc", identifiers.check_uscc)


class EnterpriseForm(RegistryForm):
    """A business by its credit code."""

    KIND = "enterprise"

    def lay_out(self) -> None:
        self.add("name", LineField(), wide=True, key="N")
        self.add("uscc", LineField(numeric=True))
        self.add("size", self.pick("size"))
        self.add("contact", LineField())
        self.add("phone", SecretLine("phone"), key="H")
        self.add("industry", LineField())
        self.add("place", self.address(), key="A")
        self.add("text", TextField(lines=2, most_lines=6), wide=True, key="M")
        self.doubt("phone", identifiers.check_phone)
        self.doubt("uscc", identifiers.check_uscc)
