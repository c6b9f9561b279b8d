"""Who acts for a party: a guardian, a representative, or an agent with a mandate (民法典 27, 61, 165)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.identifiers import check_id_number, sex_of
from gridworker.domain.masking import mask_id_number, mask_phone
from gridworker.environment.language import Words
from gridworker.operations.today import this_day
from gridworker.ui.pages.dispute.fields import held, put
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.segments import Segment, SegmentedChoice

_RELATION = Words("与当事人的关系", "Relation to the party")
_RELATIONS = {
    "guardian": Words("监护人", "Guardian"),
    "representative": Words("法定代表人", "Representative"),
    "agent": Words("委托代理人", "Agent"),
}
_AUTHORITY = Words("代理权限", "Authority")
_AUTHORITIES = {
    "general": Words("一般代理", "General"),
    "special": Words("特别授权", "Special"),
}
_NAMES = {
    "name": Words("代理人姓名", "Agent's name"),
    "phone": Words("代理人电话", "Agent's phone"),
    "id_number": Words("代理人证件号码", "Agent's ID number"),
}
_MASKS = {"phone": mask_phone, "id_number": mask_id_number}


def relation_word(code: str, language: str) -> str:
    """What somebody who acts for a party is called."""
    return _RELATIONS.get(code, _RELATIONS["agent"]).said(language)


class AgentRow(QWidget):
    """The fields of the one who acts for a party; `value` is None where nothing is typed. A draft keeps one without a
    name, a record does not take it: `unnamed` is the field that is to be filled in first.
    """

    changed = Signal()

    def __init__(self, session: Session, relation: str) -> None:
        super().__init__()
        self._session = session
        self._rest: dict[str, Any] = {}
        self._on_file: dict[str, Any] = {}
        self.relation = self._segments(_RELATION, _RELATIONS, relation)
        self.authority = self._segments(_AUTHORITY, _AUTHORITIES, "general")
        self.inputs = {name: LineField(numeric=name != "name") for name in _NAMES}
        self.sex = self._sexes()
        choices, line, whole = Flow(SPACE_12), QHBoxLayout(), QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_8)
        line.setSpacing(SPACE_12)
        for widget in (self.relation, self.authority, self.sex):
            choices.flow.addWidget(widget)
        self.fields = {
            name: LabelledField(session.said(words), self.inputs[name]) for name, words in _NAMES.items()
        }
        for name, share in zip(_NAMES, (3, 3, 4), strict=True):
            line.addWidget(self.fields[name], share)
            self.inputs[name].changed.connect(self.changed)
        whole.addWidget(choices)
        whole.addLayout(line)
        self.relation.changed.connect(self._on_relation)
        self._on_relation()

    def _sexes(self) -> ChipGroup:
        """Chosen where no identity number tells it."""
        labels = self._session.labels
        codes = labels.codes("dispute", "parties/sex")
        words = [Choice(code, labels.choice("dispute", "parties/sex", code)) for code in codes]
        group = ChipGroup(words, optional=True, keys=False)
        group.setAccessibleName(labels.field("dispute", "parties/sex"))
        group.changed.connect(self.changed)
        return group

    def _segments(self, name: Words, words: Mapping[str, Words], value: str) -> SegmentedChoice:
        group = SegmentedChoice(
            [Choice(code, self._session.said(word)) for code, word in words.items()], value
        )
        group.setAccessibleName(self._session.said(name))
        group.changed.connect(self.changed)
        return group

    def in_order(self) -> list[QWidget]:
        """What Tab stops at, as it is read."""
        return [
            *self.relation.findChildren(Segment),
            *self.authority.findChildren(Segment),
            *self.inputs.values(),
            *self.sex.chips(),
        ]

    def value(self) -> dict[str, Any] | None:
        """The agent as the party keeps it: relation, name, phone, id_number, authority where it is a mandate."""
        typed = {name: text for name, field in self.inputs.items() if (text := held(field))}
        if not typed:
            return None
        relation = self.relation.value()
        mandate = {"authority": self.authority.value()} if relation == "agent" else {}
        told = {"sex": held(self.sex)} if held(self.sex) else {}
        told |= self._told(typed)
        return {**self._rest, **self._on_file, **told, **typed, "relation": relation, **mandate}

    @property
    def unnamed(self) -> LabelledField | None:
        """The field of the name, where something is typed and nobody named."""
        value = self.value()
        return self.fields["name"] if value is not None and not value.get("name") else None

    def show_agent(self, agent: Mapping[str, Any], *, covered: bool) -> None:
        """An agent of a draft, or one on file, whose numbers are covered and stay unless others are typed."""
        known = ("relation", "authority", "sex", *_NAMES)
        self._rest |= {name: value for name, value in agent.items() if name not in known}
        for name, field in self.inputs.items():
            if covered and name in _MASKS and agent.get(name):
                self._on_file[name] = agent[name]
                field.setPlaceholderText(_MASKS[name](str(agent[name])))
            elif name in agent or covered:
                put(field, agent.get(name))
        for name in ("relation", "authority", "sex"):
            put(getattr(self, name), agent.get(name))
        self._on_relation()

    def _told(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The sex, which stands in an identity number."""
        number = str(typed.get("id_number") or "")
        right = number and not check_id_number(number, this_day(self._session.profile))
        sex = sex_of(number) if right else None
        return {"sex": str(sex)} if sex is not None else {}

    @Slot()
    def _on_relation(self) -> None:
        # Only a mandate has limits; a guardian and a representative act by law.
        self.authority.setVisible(self.relation.value() == "agent")
