"""One party of a dispute in the form: who, on which side, and how to reach them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.domain.identifiers import birth_of, check_id_number, check_mobile, document_of, sex_of
from gridworker.domain.masking import mask_id_number, mask_phone
from gridworker.domain.mediation import is_minor
from gridworker.domain.width import fold_width
from gridworker.environment.language import Words
from gridworker.operations.disputes import SECRETS
from gridworker.operations.parties import Party, called_like
from gridworker.ui.forms.suggesting import SuggestField
from gridworker.ui.pages.dispute.agent_row import AgentRow
from gridworker.ui.pages.dispute.fields import held, put
from gridworker.ui.pages.dispute.identity_row import IdentityRow
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12
from gridworker.ui.widgets.button import Button, IconButton, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.segments import Segment, SegmentedChoice

_REMOVE = Words("去掉这一方", "Remove this party")
_REQUIRED = Words("必填", "required")
_KEPT = Words("已登记，不改可留空", "on file; leave blank to keep")
_LATER = Words("可以后补", "may follow")
_OTHER_DOCUMENT = Words("其他证件、无证件", "Another document")
_ADD_AGENT = Words("加代理人", "Add an agent")
_TEXTS = ("name", "phone", "id_number", "address", "ethnicity", "occupation")
_MASKS = {"phone": mask_phone, "id_number": mask_id_number}
_TOLD = ("id_type", "sex", "birth_on")
_OF_THE_PERSON = ("person_id", *_TOLD)
_WITH_A_CHECK = (None, "resident", "hmt_permit", "foreign_permit")
"""Documents whose numbers are built like that of the identity card (GB 11643)."""


class PartyEditor(Card):
    """The fields of a party. `value` leaves out numbers that are on file and were not typed again."""

    changed = Signal()
    removed = Signal(str)
    grown = Signal()
    """A row of fields came to it."""

    def __init__(self, session: Session, element: str, role: str) -> None:
        super().__init__(inner=True, padding=SPACE_12)
        self._session, self.element, self._made_for = session, element, role
        self._rest: dict[str, Any] = {}
        self._on_file: set[str] = set()
        self.role = self._segments("parties/role", ("applicant", "respondent", "third"), role)
        self.type = self._segments("parties/type", ("person", "organisation"), "person")
        self.consent = self._segments("parties/consent", ("agree", "refuse", "unknown"), "agree")
        self._linked = ""
        self.name: SuggestField[Party] = SuggestField()
        self.inputs: dict[str, LineField] = {"name": self.name}
        self.inputs |= {name: LineField(numeric=name in SECRETS) for name in _TEXTS if name != "name"}
        self.fields = {name: self._labelled(name) for name in _TEXTS}
        self.remove = IconButton("dismiss", session.said(_REMOVE))
        self.remove.clicked.connect(self._on_remove)
        self.identity: IdentityRow | None = None
        self.other_document = Button(session.said(_OTHER_DOCUMENT), Weight.TEXT, "add")
        self.other_document.clicked.connect(self._on_other_document)
        self.agent: AgentRow | None = None
        self.add_agent = Button(session.said(_ADD_AGENT), Weight.TEXT, "add")
        self.add_agent.clicked.connect(self._on_add_agent)
        self._lay_out()
        for field in self.inputs.values():
            field.changed.connect(self._on_changed)
        self.name.changed.connect(self._on_name)
        self.name.picked.connect(self._on_picked)
        self.name.entered.connect(self.name.focusNextChild)
        self.inputs["id_number"].editingFinished.connect(self._on_number_typed)
        self.type.changed.connect(self._on_type)

    def _segments(self, name: str, codes: tuple[str, ...], value: str) -> SegmentedChoice:
        labels = self._session.labels
        choices = [Choice(code, labels.choice("dispute", name, code)) for code in codes]
        group = SegmentedChoice(choices, value)
        group.setAccessibleName(labels.field("dispute", name))
        group.changed.connect(self.changed)
        return group

    def _labelled(self, name: str) -> LabelledField:
        labels, said = self._session.labels, self._session.said
        word = labels.field("dispute", f"parties/{name}")
        mark = said(_REQUIRED) if name == "name" else ""
        hint = said(_LATER) if name == "id_number" else ""
        return LabelledField(word, self.inputs[name], required_word=mark, hint=hint)

    def _lay_out(self) -> None:
        first, second, third = (QHBoxLayout() for _ in range(3))
        choices = Flow(SPACE_12)
        for widget in (self.role, self.type, self.consent):
            choices.flow.addWidget(widget)
        first.addWidget(choices, 1)
        first.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        for name, share in (("name", 3), ("phone", 3), ("id_number", 4)):
            second.addWidget(self.fields[name], share)
        for name, share in (("address", 6), ("ethnicity", 2), ("occupation", 3)):
            third.addWidget(self.fields[name], share)
        more = QVBoxLayout()
        more.setSpacing(0)
        more.addStretch(1)
        more.addWidget(self.other_document)
        more.addWidget(self.add_agent)
        third.addLayout(more)
        rows = QVBoxLayout()
        rows.setSpacing(SPACE_8)
        for row in (first, second, third):
            row.setSpacing(SPACE_12)
            rows.addLayout(row)
        self.column.addLayout(rows)

    def in_order(self) -> list[QWidget]:
        """What Tab stops at, as it is read."""
        sides: list[QWidget] = [*self.role.findChildren(Segment), *self.type.findChildren(Segment)]
        inputs = [self.inputs[name] for name in _TEXTS]
        identity: list[QWidget] = self.identity.in_order() if self.identity else [self.other_document]
        agent: list[QWidget] = self.agent.in_order() if self.agent else [self.add_agent]
        return [*sides, *inputs, *identity, *agent, *self.consent.findChildren(Segment), self.remove]

    def value(self) -> dict[str, Any]:
        """The party as an element of the record; what the form does not show stays as it was."""
        typed = {name: held(field) for name, field in self.inputs.items()}
        kept = {name: text for name, text in typed.items() if text is not None or name not in self._on_file}
        choices = {name: held(getattr(self, name)) for name in ("role", "type", "consent")}
        told = self._who(str(typed.get("id_number") or ""))
        agent = {"agent": self.agent.value()} if self.agent else {}
        return {**self._rest, **told, **choices, **kept, **agent}

    def stand_for(self, element: str, role: str) -> None:
        """A blank one becomes that of another party."""
        self.element, self._made_for = element, role
        put(self.role, role)

    @property
    def is_blank(self) -> bool:
        """Whether it is as it was made: nobody wrote in it, and nothing is on file."""
        chosen = {"role": self._made_for, "type": "person", "consent": "agree"}
        return not self._on_file and self.value() == chosen | dict.fromkeys(_TEXTS)

    def show_party(self, party: Mapping[str, Any], shown: Mapping[str, Any]) -> None:
        """A party that is on file: `shown` has its numbers covered, and only these are drawn."""
        self._rest = {
            name: value for name, value in party.items() if name not in (*_TEXTS, "role", "type", "consent")
        }
        self._show_agent(party.get("agent"), covered=True)
        self._show_identity(party)
        for name in ("role", "type", "consent"):
            put(getattr(self, name), party.get(name))
        for name, field in self.inputs.items():
            if name in SECRETS and party.get(name):
                self._cover(name, str(shown.get(name) or ""))
            else:
                put(field, party.get(name))

    def _cover(self, name: str, shown: str) -> None:
        """A number that is on file: it stays unless somebody types another."""
        self._on_file.add(name)
        self.inputs[name].clear()
        self.inputs[name].setPlaceholderText(shown)
        self.fields[name].set_hint(self._session.said(_KEPT))

    def show_draft(self, party: Mapping[str, Any]) -> None:
        """What was typed before; numbers stay on file where the draft has none."""
        self._show_agent(party.get("agent"), covered=False)
        self._show_identity(party)
        for name in ("role", "type", "consent"):
            put(getattr(self, name), party.get(name))
        for name, field in self.inputs.items():
            if name in party:
                put(field, party[name])
        known = (*_TEXTS, "role", "type", "consent")
        self._rest |= {name: value for name, value in party.items() if name not in known}
        if party.get("person_id"):
            self._link(party)

    def _link(self, party: Mapping[str, Any]) -> None:
        """The party is somebody on file: numbers are taken over and stay covered."""
        self._linked = str(party.get("name") or "")
        self._show_identity(party)
        for name, mask in _MASKS.items():
            if number := party.get(name):
                self._rest[name] = number
                self._cover(name, mask(str(number)))

    def _unlink(self) -> None:
        """It is somebody else than was picked: nothing of theirs stays."""
        self._linked = ""
        for name in (*SECRETS, *_OF_THE_PERSON):
            self._rest.pop(name, None)
        for name in self._on_file & set(SECRETS):
            self._on_file.discard(name)
            self.inputs[name].setPlaceholderText("")
            self.fields[name].set_hint(self._session.said(_LATER) if name == "id_number" else "")
        self.inputs["address"].clear()
        if self.identity:
            self.identity.show_party({})

    def _show_identity(self, party: Mapping[str, Any]) -> None:
        """What no identity card tells is there where it is known, or was asked for."""
        by_card = party.get("id_type") in (None, "resident") and party.get("id_number")
        if self.identity or (not by_card and any(party.get(name) for name in _TOLD)):
            self._identity_row().show_party({**self._rest, **party})

    def _identity_row(self) -> IdentityRow:
        if self.identity is None:
            self.identity = IdentityRow(self._session, _today(self._session))
            self.identity.show_party({**self._rest, "id_type": None})
            self.identity.changed.connect(self.changed)
            self.column.insertWidget(1, self.identity)
            self.identity.show()
            self.other_document.hide()
            self.grown.emit()
        return self.identity

    @Slot()
    def _on_other_document(self) -> None:
        self._identity_row().id_type.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_number_typed(self) -> None:
        """A number with letters in it is of another document, which tells neither sex nor age."""
        number = fold_width(self.inputs["id_number"].text())
        if not self._is_unit() and any(sign.isalpha() for sign in number[:-1]):
            self._identity_row()

    @Slot()
    def _on_type(self) -> None:
        self.other_document.setHidden(self._is_unit() or self.identity is not None)
        if self.identity:
            self.identity.setHidden(self._is_unit())

    def _is_unit(self) -> bool:
        return self.type.value() == "organisation"

    def _show_agent(self, agent: Any, *, covered: bool) -> None:
        """The row of an agent is there where there is one, or was asked for."""
        known = {"name": agent} if isinstance(agent, str) and agent else agent
        if isinstance(known, dict) and known:
            self._agent_row(str(known.get("relation") or "agent")).show_agent(known, covered=covered)

    def _agent_row(self, relation: str) -> AgentRow:
        if self.agent is None:
            self.agent = AgentRow(self._session, relation)
            self.agent.changed.connect(self.changed)
            self.column.addWidget(self.agent)
            # At once: the next key may come before the layout shows it.
            self.agent.show()
            self.add_agent.hide()
            self.grown.emit()
        return self.agent

    @Slot()
    def _on_add_agent(self) -> None:
        relation = "representative" if self._is_unit() else "agent"
        row = self._agent_row("guardian" if self._is_minor() else relation)
        row.inputs["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_minor(self) -> bool:
        told = self._who(fold_width(self.inputs["id_number"].text()))
        born = told.get("birth_on") or self._rest.get("birth_on")
        return is_minor(born, _today(self._session))

    def doubts(self) -> dict[str, str]:
        """What looks wrong, by field: never stops a save, for documents are read aloud in stairwells."""
        word = self._session.labels.word
        found = {}
        phone = fold_width(self.inputs["phone"].text())
        if phone.startswith("1") and (doubt := check_mobile(phone)):
            found["phone"] = word("doubts", str(doubt))
        number = fold_width(self.inputs["id_number"].text())
        if number and self._has_a_check() and (doubt := check_id_number(number, _today(self._session))):
            found["id_number"] = word("doubts", str(doubt))
        return found

    def _has_a_check(self) -> bool:
        document = held(self.identity.id_type) if self.identity else self._rest.get("id_type")
        return not self._is_unit() and document in _WITH_A_CHECK

    def _who(self, number: str) -> dict[str, Any]:
        """Document, sex and day of birth: they stand in a number that adds up, else somebody chose and typed them."""
        if self._is_unit():
            return {}
        typed = {}
        if self.identity:
            typed = {name: None for name in _TOLD if self._rest.get(name)} | self.identity.value()
        born, sex = birth_of(number), sex_of(number)
        right = number and self._has_a_check() and not check_id_number(number, _today(self._session))
        if not right or born is None or sex is None:
            return typed
        return {"id_type": document_of(number), "sex": str(sex), "birth_on": born.isoformat()}

    @Slot()
    def _on_name(self) -> None:
        if self._linked and self.name.value() != self._linked:
            self._unlink()
        self._session.background.spawn(self._look_up(), self)

    async def _look_up(self) -> None:
        """Offers who on file may be meant."""
        asked = self.name.value()
        if asked and not self.name.is_composing():
            book = await self._session.run(called_like, asked)
            if asked == self.name.value():
                self.name.set_book(book)

    @Slot()
    def _on_picked(self) -> None:
        party = self.name.thing()
        if party is None:
            return
        if self._linked:
            self._unlink()
        self.name.set_thing(party["name"], None)
        put(self.type, party["type"])
        put(self.inputs["address"], party.get("address"))
        self._rest |= {name: party[name] for name in _OF_THE_PERSON if party.get(name)}
        self._link(party)
        self.changed.emit()

    @Slot()
    def _on_changed(self) -> None:
        if self.fields["name"].error:
            self.fields["name"].set_error("")
        self.changed.emit()

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self.element)


def _today(session: Session) -> Any:
    from gridworker.operations.today import this_day

    return this_day(session.profile)
