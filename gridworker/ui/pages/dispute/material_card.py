"""One material of a case: its small picture, its name, when it was taken and received, and what it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gridworker.domain.attachments import ROLES
from gridworker.domain.ids import is_id, made_at
from gridworker.environment.language import Words
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.forms.sizes import size_of
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.button import IconButton
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.picture_tile import PictureTile

_NO_ROLE = Words("未注明用途", "No purpose given")
_ROLE = Words("{name}的用途", "Purpose of {name}")
_SIGNED = Words("签字页：{paper}", "Signed page: {paper}")
_SAVE = Words("另存“{name}”", 'Save "{name}" as a file')
_REMOVE = Words("移除“{name}”", 'Remove "{name}"')
_TAKEN = Words("拍摄于{when}", "Taken: {when}")
_RECEIVED = Words("收存于{when}", "Received: {when}")
_ROLE_SIGNS = 8
_UNNAMED = Words("附件", "Attachment")


class MaterialCard(Card):
    """`opened`, `copy_wanted`, `removed` and `role_given` carry the id of the element.

    The last carries the role too; of a signed page `signed/` with the key of its paper.
    """

    opened = Signal(str)
    copy_wanted = Signal(str)
    removed = Signal(str)
    role_given = Signal(str, str)

    def __init__(self, session: Session, name: str, element: Mapping[str, Any], parent: QWidget) -> None:
        super().__init__(inner=True, padding=SPACE_12, parent=parent)
        self._session, self._id = session, name
        said, title = session.said, str(element.get("name") or session.said(_UNNAMED))
        self.tile = PictureTile(title)
        self.title = Cut(title, bold=True)
        self.facts = Cut("", Type.META)
        self._papers: Sequence[Choice] = ()
        self._chosen = ""
        self.role = PickList((), none=said(_NO_ROLE))
        self.role.setAccessibleName(said(_ROLE, name=title))
        # The name of a paper may be long: it is read in the open list.
        self.role.setSizeAdjustPolicy(PickList.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.role.setMinimumContentsLength(_ROLE_SIGNS)
        self.save = IconButton("save", said(_SAVE, name=title))
        self.remove = IconButton("delete", said(_REMOVE, name=title))
        self.setAccessibleName(title)
        self._lay_out()
        self.tile.clicked.connect(self._on_open)
        self.tile.removed.connect(self._on_remove)
        self.save.clicked.connect(self._on_save)
        self.remove.clicked.connect(self._on_remove)
        self.role.changed.connect(self._on_role)
        self.show_element(element)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SPACE_4)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.tile.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.tile)
        row.addSpacing(SPACE_4)
        row.addLayout(words, 1)
        for part in (self.role, self.save, self.remove):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)

    def offer_papers(self, papers: Sequence[Choice]) -> None:
        """The papers of which this may be a signed page."""
        self._papers = papers

    def _roles(self, given: str) -> list[Choice]:
        """What it may be for, and what it is for even where nobody would offer that."""
        said, word = self._session.said, self._session.labels.choice
        others = [code for code in ROLES if code != "signed"]
        found = [Choice(code, word("dispute", "attachments/role", code)) for code in others]
        found += [Choice(f"signed/{one.code}", said(_SIGNED, paper=one.word)) for one in self._papers]
        if given and given not in [choice.code for choice in found]:
            found.append(Choice(given, word("dispute", "attachments/role", given.partition("/")[0])))
        return found

    def show_element(self, element: Mapping[str, Any]) -> None:
        """What is known of it now."""
        clock, said = self._session.profile.clock, self._session.said
        taken, size = element.get("taken_at"), element.get("size")
        moments = [(_TAKEN, taken)] if isinstance(taken, int) else []
        if is_id(self._id):
            moments.append((_RECEIVED, made_at(self._id)))
        facts = [
            said(words, when=say_moment(at, clock.now(), clock.tz(at), self._session.language))
            for words, at in moments
        ]
        facts.append(size_of(size) if isinstance(size, int) else "")
        self.facts.set_text(" · ".join(filter(None, facts)))
        self.facts.setToolTip(self.facts.text())
        self._show_role(str(element.get("role") or ""), str(element.get("paper") or ""))

    def _show_role(self, role: str, paper: str) -> None:
        given = f"signed/{paper}" if role == "signed" and paper else role
        choices = self._roles(given)
        if [choice.word for choice in choices] != self.role.words():
            self.role.set_choices(choices)
        # Who goes through the choices by keys is ahead of what is saved.
        if self._chosen in ("", given):
            self._chosen = ""
            self.role.set_value(given)

    def show_picture(self, content: bytes) -> None:
        """Its thumbnail."""
        self.tile.set_picture(QImage.fromData(content))

    def close_to_changes(self, *, closed: bool) -> None:
        """Only to be read, where the case is sealed or nothing may be added here."""
        self.role.setEnabled(not closed)
        self.remove.setEnabled(not closed)

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self._id)

    @Slot()
    def _on_save(self) -> None:
        self.copy_wanted.emit(self._id)

    @Slot()
    def _on_remove(self) -> None:
        if self.remove.isEnabled():
            self.removed.emit(self._id)

    @Slot()
    def _on_role(self) -> None:
        self._chosen = self.role.value()
        self.role_given.emit(self._id, self._chosen)
