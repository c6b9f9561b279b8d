"""Inputs of the registry's forms: a number that stays covered, a whole date, an address, and what each holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from gridworker.domain.addresses import parse_address
from gridworker.domain.readings import day as day_of
from gridworker.domain.titles import place_text
from gridworker.operations.registry import SECRETS
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.text_field import TextField


class SecretLine(LineField):
    """A number: covered and not to be changed until `uncover`, if it was there when the form was opened."""

    def __init__(self, name: str) -> None:
        super().__init__(numeric=True)
        self._mask = SECRETS[name]
        self._whole = ""
        self.covered = False

    def show_secret(self, whole: str, *, covered: bool) -> None:
        """Shows a number; not a change by the person."""
        self._whole, self.covered = whole, covered and bool(whole)
        self.setReadOnly(self.covered)
        self.set_value(self._mask(whole) if self.covered else whole)

    def uncover(self) -> None:
        """Shows the number in full, and lets it be changed."""
        self.show_secret(self._whole, covered=False)

    def value(self) -> str:
        return self._whole if self.covered else super().value()


class AddressLine(LineField):
    """An address in one line; what it is made of is found when it is asked for."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder)
        self._seen: dict[str, Any] = {}
        self.region = ""

    def show_place(self, place: Any) -> None:
        """Shows a place; not a change by the person."""
        self._seen = dict(place) if isinstance(place, dict) else {}
        self.set_value(place_text(self._seen))

    def place(self) -> dict[str, Any] | None:
        """The place; the one that was shown where nobody wrote another."""
        text = self.value()
        if text == place_text(self._seen):
            return self._seen or None
        place = parse_address(text)
        return {**place, "region": self.region} if place and self.region else place or None


def held(field: QWidget) -> Any:
    """What an input holds, as a record does; None where it is empty."""
    if isinstance(field, DateField):
        day = field.moment()
        return day.isoformat() if isinstance(day, date) else None
    if isinstance(field, AddressLine):
        return field.place()
    if isinstance(field, LineField | TextField | PickList):
        return field.value() or None
    raise TypeError(field)


def put(field: QWidget, value: Any, *, covered: bool) -> None:
    """Shows what a record holds; not a change by the person."""
    text = str(value or "")
    if isinstance(field, DateField):
        field.set_moment(day_of(value))
    elif isinstance(field, AddressLine):
        field.show_place(value)
    elif isinstance(field, SecretLine):
        field.show_secret(text, covered=covered)
    elif isinstance(field, PickList):
        if text and field.findData(text) < 0:
            # A code of the district's own stays what it is.
            field.addItem(text, text)
        field.set_value(text)
    elif isinstance(field, LineField | TextField):
        field.set_value(text)
