"""Registering a dispute, and mending what was registered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from gridworker.domain import mediation
from gridworker.domain.canonical import equal
from gridworker.domain.titles import place_text
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.environment.wording import reason
from gridworker.operations.disputes import Case
from gridworker.ui.forms.record_form import Missing
from gridworker.ui.pages.dispute import wording
from gridworker.ui.pages.dispute.fields import CaseForm, several, split_names
from gridworker.ui.pages.dispute.identity_row import NO_DATE
from gridworker.ui.pages.dispute.party_editor import PartyEditor
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.chips import ChipGroup, Choice
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.text import SectionTitle
from gridworker.ui.widgets.text_field import TextField

_WHAT = Words("什么事", "What it is about")
_WHO = Words("当事人", "The parties")
_SAID = Words("事实与诉求", "Facts and claims")
_HANDLING = Words("来源与受理", "Source and handling")
_ADD = Words("加一方", "Add a party")
_NAMES_HINT = Words("多人用顿号隔开", "several with commas")
_TITLE_HINT = Words("一句话说清什么事", "what it is, in one line")
_START = Words("登记后", "Then")
_ACCEPT = Words("直接受理", "Accept at once")
_LEAD = Words("先作线索", "Keep as a lead")
_REFUSES = Words(
    "{names}不同意调解，不能直接受理，请选“先作线索”。", "{names} refuses: it can only be kept as a lead."
)
_ONE_SIDE = Words(
    "只有一方当事人，不能直接受理，请选“先作线索”。", "With one party it can only be kept as a lead."
)
_SIMPLE = ("title", "type", "occurred_on", "facts", "claims", "source", "risk")
_ROLES = ("applicant", "respondent", "third")


class RegistrationForm(CaseForm):
    """The sections of a registration. `case` is set where one that is on file is mended."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.case: Case | None = None
        self.editors: dict[str, PartyEditor] = {}
        self._links: list[str] = []
        self.add_party = Button(session.said(_ADD), Weight.TEXT, "add", "Alt+P")
        self.add_party.setShortcut("Alt+P")
        self.add_party.clicked.connect(self._on_add)
        self._what()
        self.column.addWidget(SectionTitle(session.said(_WHO), right=self.add_party))
        self._parties_at = self.column.count()
        self._words()
        self._handling()
        self.column.addStretch(1)

    def _what(self) -> None:
        said = self.session.said
        self.column.addWidget(SectionTitle(said(_WHAT)))
        title = self.add("title", LineField(said(_TITLE_HINT)), required=True, key="N")
        place = self.add("place", LineField())
        day = self.add("occurred_on", self.day_field(past=True))
        self.row((title, 5), (place, 3), (day, 2))
        self.column.addWidget(self.add("type", ChipGroup(self._types()), required=True, key="T"))

    def _types(self) -> list[Choice]:
        """Without the word that all of them end in, so that they stand in two lines."""
        return [
            Choice(one.code, wording.type_word(one.code, self.session.labels)) for one in self.choices("type")
        ]

    def _words(self) -> None:
        self.column.addWidget(SectionTitle(self.session.said(_SAID)))
        self.column.addWidget(self.add("facts", TextField(lines=3, most_lines=10), key="F"))
        self.column.addWidget(self.add("claims", TextField(lines=2, most_lines=8), key="C"))

    def _handling(self) -> None:
        said = self.session.said
        self.column.addWidget(SectionTitle(said(_HANDLING)))
        self.column.addWidget(self.add("source", ChipGroup(self.choices("source"))))
        risk = self.add("risk", ChipGroup(self.choices("risk"), optional=True))
        flags = self.add("risk_flags", several(self.choices("risk_flags")))
        self.row((risk, 2), (flags, 3))
        start = [Choice("accepted", said(_ACCEPT)), Choice("lead", said(_LEAD))]
        self._start = self.add("status", SegmentedChoice(start, "accepted"), label=said(_START))
        mediators = self.add("mediators", LineField(), hint=said(_NAMES_HINT))
        self.row((self._start, 2), (mediators, 3))

    def begin(self) -> None:
        """An empty registration: two parties, by application, low risk, the worker as mediator."""
        self.case = None
        self.know_the_time()
        identity = self.session.profile.identity
        self.show_values(
            {"source": "application", "risk": "low", "mediators": identity.name, "status": "accepted"},
            new=True,
        )
        self._start.show()
        if not all(editor.is_blank for editor in self.editors.values()):
            self._clear_parties()
        for _ in self.prepare():
            pass

    def prepare(self) -> Iterator[None]:
        """Makes the two parties of a new registration, one at a time, where they are not there yet."""
        for role in _ROLES[len(self.editors) : 2]:
            self._add_editor(self.session.profile.make_id(), role)
            yield

    def mend(self, case: Case) -> None:
        """A registration that is on file; the parties' numbers stay covered."""
        self.case = case
        self.know_the_time()
        body = case.seen
        shown = {name: body.get(name) for name in (*_SIMPLE, "risk_flags")}
        place = body.get("place")
        names = "、".join(str(item.get("name") or "") for _, item in mediation.present(body, "mediators"))
        self.show_values(
            {**shown, "place": place_text(place) if isinstance(place, dict) else "", "mediators": names},
            new=True,
        )
        self._start.hide()
        covered = case.body.get("parties") or {}
        parties = mediation.parties(body)
        self._hand_over({element: str(party.get("role") or "third") for element, party in parties})
        for element, party in parties:
            self.editors[element].show_party(party, covered.get(element) or {})

    def _hand_over(self, roles: Mapping[str, str]) -> None:
        """Those that were made for a new registration serve these parties: to make others takes as long as all else."""
        if not all(editor.is_blank for editor in self.editors.values()):
            self._clear_parties()
        for element in list(self.editors)[len(roles) :]:
            self._drop(element)
        ready = list(self.editors.values())
        self.editors = {}
        for editor, (element, role) in zip(ready, roles.items(), strict=False):
            editor.stand_for(element, role)
            self.editors[element] = editor
        for element, role in list(roles.items())[len(ready) :]:
            self._add_editor(element, role)

    def values(self) -> dict[str, Any]:
        parties = {key: editor.value() for key, editor in self.editors.items()}
        return {**super().values(), "parties": parties, **({"links": self._links} if self._links else {})}

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        super().show_values(values, new=new)
        self._links = list(values.get("links") or ())
        given = values.get("parties")
        if not isinstance(given, dict):
            return
        for element in [element for element in self.editors if element not in given]:
            self._drop(element)
        for element, party in given.items():
            editor = self.editors.get(element) or self._add_editor(element, str(party.get("role") or "third"))
            editor.show_draft(party)

    def missing(self) -> list[Missing]:
        found = super().missing()
        why = reason("required", self.session.language)
        named = [editor for editor in self.editors.values() if editor.inputs["name"].value()]
        empty = [
            editor for editor in self.editors.values() if editor not in named and _is_begun(editor.value())
        ]
        if not named and self.editors:
            empty = list(self.editors.values())[:1]
        found += [Missing(editor.fields["name"], why) for editor in empty]
        agents = [editor.agent for editor in self.editors.values() if editor.agent]
        found += [Missing(agent.unnamed, why) for agent in agents if agent.unnamed]
        rows = [editor.identity for editor in self.editors.values() if editor.identity]
        found += [Missing(row.unclear, self.session.said(NO_DATE)) for row in rows if row.unclear]
        return found or [Missing(self._start, sentence) for sentence in self._not_to_accept()]

    def _not_to_accept(self) -> Iterator[str]:
        """Why it may not be accepted at once (人民调解法 art. 17); as a lead it may be kept all the same."""
        typed = self.values()
        if self.case is not None or typed["status"] != "accepted":
            return
        named = [party for party in typed["parties"].values() if party.get("name")]
        refusing = [str(party["name"]) for party in named if party.get("consent") == "refuse"]
        if refusing:
            yield self.session.said(_REFUSES, names=self.session.said(LISTED).join(refusing))
        elif len(named) < 2:
            yield self.session.said(_ONE_SIDE)

    def show_doubts(self) -> None:
        """Say what looks wrong in numbers, without stopping anybody."""
        for editor in self.editors.values():
            doubts = editor.doubts()
            for name in ("phone", "id_number"):
                editor.fields[name].set_error(doubts.get(name, ""))

    def new_record(self) -> dict[str, Any]:
        """The fields of a new dispute."""
        typed = self.values()
        parties = {key: party for key, party in typed["parties"].items() if party.get("name")}
        fields = {name: typed[name] for name in (*_SIMPLE, "risk_flags", "status") if typed[name]}
        fields["parties"] = {key: _without_empty(party) for key, party in parties.items()}
        if typed["place"]:
            fields["place"] = {"text": typed["place"]}
        fields["mediators"] = self._mediators(typed["mediators"])
        fields |= {"links": self._links} if self._links else {}
        if fields.get("status") == "accepted":
            fields["accepted_on"] = self.today.isoformat()
        return fields

    def changes(self) -> dict[str, Any]:
        if self.case is None:
            return {}
        seen, typed = self.case.seen, self.values()
        changed = {name: typed[name] for name in (*_SIMPLE, "risk_flags")}
        place = seen.get("place")
        if (typed["place"] or "") != (place_text(place) if isinstance(place, dict) else ""):
            changed["place"] = {"text": typed["place"]} if typed["place"] else None
        for element, party in typed["parties"].items():
            there = (seen.get("parties") or {}).get(element)
            if there is None and party.get("name"):
                changed[f"parties/{element}"] = _without_empty(party)
            elif there is not None:
                changed |= {
                    f"parties/{element}/{name}": value
                    for name, value in party.items()
                    if not equal(value, there.get(name))
                }
        for element, _ in mediation.parties(seen):
            if element not in typed["parties"]:
                changed[f"parties/{element}"] = None
        return {**changed, **self._changed_mediators(seen, typed["mediators"])}

    def _mediators(self, text: str | None) -> list[dict[str, Any]]:
        identity = self.session.profile.identity
        return [
            {"name": name, "chosen_by": "committee"}
            | ({"worker": identity.worker} if name == identity.name else {})
            for name in split_names(text or "")
        ]

    def _changed_mediators(self, seen: Mapping[str, Any], text: str | None) -> dict[str, Any]:
        on_file = {
            str(item.get("name")): element for element, item in mediation.present(dict(seen), "mediators")
        }
        wanted = self._mediators(text)
        names = {item["name"] for item in wanted}
        changed: dict[str, Any] = {
            f"mediators/{on_file[name]}": None for name in on_file if name not in names
        }
        for item in wanted:
            if item["name"] not in on_file:
                changed[f"mediators/{self.session.profile.make_id()}"] = item
        return changed

    def _add_editor(self, element: str, role: str) -> PartyEditor:
        editor = PartyEditor(self.session, element, role)
        editor.changed.connect(self.changed)
        editor.removed.connect(self._on_removed)
        editor.grown.connect(self._put_in_order)
        self.column.insertWidget(self._parties_at + len(self.editors), editor)
        self.editors[element] = editor
        self._put_in_order()
        return editor

    @Slot()
    def _put_in_order(self) -> None:
        """Tab goes from the type through the parties to the facts, in whatever order the parties were made."""
        types = self.fields["type"].field
        assert isinstance(types, ChipGroup)
        before: QWidget = types.chips()[-1]
        for after in [
            *(leaf for editor in self.editors.values() for leaf in editor.in_order()),
            self.add_party,
        ]:
            QWidget.setTabOrder(before, after)
            before = after

    def _clear_parties(self) -> None:
        for element in list(self.editors):
            self._drop(element)

    def _drop(self, element: str) -> None:
        editor = self.editors.pop(element)
        editor.hide()
        editor.setParent(None)
        editor.deleteLater()

    @Slot()
    def _on_add(self) -> None:
        role = "third" if len(self.editors) > 1 else _ROLES[len(self.editors)]
        editor = self._add_editor(self.session.profile.make_id(), role)
        editor.inputs["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()

    @Slot(str)
    def _on_removed(self, element: str) -> None:
        self._drop(element)
        self.add_party.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


def _is_begun(party: Mapping[str, Any]) -> bool:
    return bool(party.get("phone") or party.get("agent"))


def _without_empty(party: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in party.items() if value not in (None, "")}
