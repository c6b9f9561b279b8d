"""The form of an event: what, where, when, how urgent; one that was settled on the spot says how."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.addresses import parse_address
from gridworker.domain.kinds import KINDS
from gridworker.domain.titles import place_text
from gridworker.environment.language import Words
from gridworker.ui.forms.attachment_strip import AttachmentStrip
from gridworker.ui.forms.moments import parse_moment, say_moment
from gridworker.ui.forms.record_form import NOT_GIVEN, Missing, RecordForm
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_12
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.text_field import TextField

KIND = "event"
_REQUIRED = Words("必填", "required")
_BY_DIGIT = Words("按数字键选择", "pick with the digits")
_ADDRESS = Words("如：东篱苑3幢楼道", "e.g. Dongli Yuan 3, stairs")
_HOW = Words("怎么办", "Then")
_REPORT, _CLOSE = Words("上报", "Report it"), Words("当场办结", "Settled on the spot")
_FILL = Words("请填写{name}。", "Please fill in: {name}.")
_STEP = 5 * 60_000


class EventForm(RecordForm):
    """What it has no field for stays as it was seen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        named = session.labels
        self._seen: dict[str, Any] = {}
        self._new = True
        self._region = ""
        self.kind = ChipGroup(
            [Choice(code, named.choice(KIND, "type", code)) for code in named.codes(KIND, "type")]
        )
        self.level = SegmentedChoice(_choices(session, "level"))
        self.at: DateField[int] = DateField(self._parse, self._say, step=lambda at, by: at + by * _STEP)
        self.place = LineField(session.said(_ADDRESS))
        self.source = PickList(
            [Choice(code, named.choice(KIND, "source", code)) for code in named.codes(KIND, "source")],
            none=session.said(NOT_GIVEN),
        )
        self.text = TextField(lines=3, most_lines=8)
        self.how = SegmentedChoice(
            [Choice("reported", session.said(_REPORT)), Choice("closed", session.said(_CLOSE))]
        )
        self.result = TextField(lines=2, most_lines=6)
        self.attachments = AttachmentStrip(session, self)
        self._lay_out()
        self._connect()

    def _add(
        self, name: str, field: QWidget, *, label: str = "", hint: str = "", key: str = ""
    ) -> LabelledField:
        required = (
            self.session.said(_REQUIRED) if KINDS[KIND].fields[name].required and name != "status" else ""
        )
        word = label or self.session.labels.field(KIND, name)
        self.fields[name] = LabelledField(word, field, required_word=required, hint=hint, key=key)
        return self.fields[name]

    def _lay_out(self) -> None:
        said = self.session.said
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        column.addWidget(self._add("type", self.kind, hint=said(_BY_DIGIT)))
        column.addWidget(self._add("place", self.place, key="A"))
        column.addWidget(self._add("text", self.text, key="M"))
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        for name, field in (("level", self.level), ("at", self.at), ("source", self.source)):
            row.addWidget(self._add(name, field), 1)
        column.addLayout(row)
        column.addWidget(self._add("status", self.how, label=said(_HOW)))
        column.addWidget(self._add("result", self.result))
        column.addWidget(self.attachments)
        self.attachments.watch(self)

    def _connect(self) -> None:
        fields = (
            self.kind,
            self.place,
            self.text,
            self.level,
            self.at,
            self.source,
            self.result,
            self.attachments,
        )
        for field in fields:
            field.changed.connect(self.changed)
        self.at.picked.connect(self.changed)
        self.how.changed.connect(self._on_how)

    def _parse(self, text: str) -> int | None:
        clock = self.session.profile.clock
        return parse_moment(text, clock.now(), clock.tz(clock.now()))

    def _say(self, moment: int) -> str:
        clock = self.session.profile.clock
        return say_moment(moment, clock.now(), clock.tz(clock.now()), self.session.language)

    def set_region(self, code: str) -> None:
        """The grid that new places are in."""
        self._region = code

    def first_field(self) -> QWidget:
        return self.kind

    def values(self) -> dict[str, Any]:
        found = {
            "type": "".join(self.kind.value()[:1]) or None,
            "place": self._place_value(),
            "text": self.text.value() or None,
            "level": self.level.value(),
            "at": self.at.moment(),
            "source": self.source.value() or None,
            "attachments": self.attachments.values(),
        }
        if self._new:
            closed = self.how.value() == "closed"
            links = self._seen.get("links")
            found |= {"status": self.how.value(), "result": self.result.value() or None if closed else None}
            found |= {"links": links} if links else {}
        return found

    def _place_value(self) -> dict[str, Any] | None:
        text, seen = self.place.value(), self._seen.get("place")
        if isinstance(seen, dict) and text == place_text(seen):
            return seen
        place = parse_address(text)
        return {**place, "region": self._region} if place and self._region else place or None

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        self._seen, self._new = dict(values), new
        kind, at, place = str(values.get("type") or ""), values.get("at"), values.get("place")
        self.kind.set_value([kind] if kind else [])
        self.place.set_value(place_text(place) if isinstance(place, dict) else "")
        self.text.set_value(str(values.get("text") or ""))
        self.level.set_value(str(values.get("level") or "general"))
        self.at.set_moment(at if isinstance(at, int) else None)
        self.source.set_value(str(values.get("source") or ""))
        self.how.set_value("closed" if values.get("status") == "closed" else "reported")
        self.result.set_value(str(values.get("result") or ""))
        self.attachments.show_elements(values.get("attachments"), str(values.get("id") or ""))
        self.forget_errors()
        self._arrange()

    @Slot()
    def _on_how(self) -> None:
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        self.fields["status"].setVisible(self._new)
        self.fields["result"].setVisible(self._new and self.how.value() == "closed")

    def missing(self) -> list[Missing]:
        there = (
            ("type", bool(self.kind.value())),
            ("place", bool(self.place.value())),
            ("text", bool(self.text.value())),
            ("at", self.at.moment() is not None),
            ("result", self.fields["result"].isHidden() or bool(self.result.value())),
        )
        said = partial(self.session.said, _FILL)
        return [
            Missing(self.fields[name], said(name=self.fields[name].label.text()))
            for name, ok in there
            if not ok
        ]


def _choices(session: Session, name: str) -> list[Choice]:
    return [
        Choice(code, session.labels.choice(KIND, name, code)) for code in KINDS[KIND].fields[name].choices
    ]
