"""Beside the form: what belongs to the record and what names it, each a press away; what may be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridworker.domain.tags import Standing, Tag
from gridworker.environment.language import Words
from gridworker.environment.marks import ASIDE
from gridworker.operations.needs import Need
from gridworker.operations.registry import Card, Linked, Resident
from gridworker.operations.today import this_day
from gridworker.ui.forms.days import date_said
from gridworker.ui.forms.moments import say_when, short_day
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import card as cards
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.painting import Themed
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text import Label, Paragraph

WIDTH = 252
_HOME = Words("住处", "Home")
_NO_HOME = Words("还没有登记住处。", "No home is registered.")
_LIVING = Words("现住 {count} 人", "{count} living here")
_NOBODY = Words("现在没有人登记在这一户。", "Nobody is registered here.")
_FORMER = Words("曾住", "Lived here before")
_STAYS = Words("居住经过", "Homes before")
_TAGS = Words("关注标签", "Care tags")
_NO_TAGS = Words("没有关注标签。", "No care tags.")
_NEEDS = Words("未办结的诉求", "Open needs")
_DUE_ON = Words("{day} 前答复", "by {day}")
_LINKED = Words("相关记录", "Records")
_NO_LINKED = Words("还没有走访、巡查或纠纷提到这里。", "No visit, patrol or dispute names this yet.")
_SINCE = Words("{day}起", "since {day}")
_SPAN = Words("{since}至 {until}", "{since} to {until}")
_UNTIL = Words("至 {until}", "until {until}")
_COVERED = Words("已隐去类别，按 F6 说明理由后显示", "Category covered: F6 shows it for a reason")
_BASIS = Words("依据：{basis}", "Basis: {basis}")
_ENDED = Words("已于 {day}到期，不再安排走访", "Ended on {day}; makes no visits")
_REVIEW = Words("该复核了（{day}）", "To be reviewed ({day})")
_TONES = {Standing.IN_FORCE: Tone.INFO, Standing.REVIEW: Tone.WARN, Standing.ENDED: Tone.NEUTRAL}
_MOST = 8


class Act(NamedTuple):
    """Something to do with the record: its word, its key, and what it does."""

    word: str
    key: str
    icon: str
    does: Callable[[], None]


class Aside(Themed, QWidget):
    """`wanted` carries the id of what was pressed; `tag_wanted` the element of a tag."""

    wanted = Signal(str)
    tag_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.revealed = False
        self._shown: tuple[Card | None, Sequence[Act]] = (None, ())
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._inside = QWidget(self)
        self._whole.addWidget(self._inside)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(self.theme.px(WIDTH))
        super().restyle()
        if self._shown[0] is not None:
            self.show_card(*self._shown)

    def show_card(self, card: Card | None, acts: Sequence[Act]) -> None:
        """Shows what belongs to a record; nothing for a new one."""
        self._shown = (card, acts)
        # Empty, it leaves its width to the form.
        self.setVisible(card is not None)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        if card is not None:
            parts = {"person": self._person, "household": self._household}.get(card.kind)
            for part in parts(card) if parts else ():
                column.addWidget(part)
            if card.needs:
                column.addWidget(self._needs(card.needs))
            column.addWidget(self._links(card.linked))
            if acts:
                column.addWidget(self._acts(acts))
        column.addStretch(1)
        old, self._inside = self._inside, inside
        self._whole.replaceWidget(old, inside)
        old.hide()
        old.deleteLater()
        inside.show()

    def _section(self, title: str) -> cards.Card:
        made = cards.Card(inner=True, padding=SPACE_12)
        made.column.setSpacing(SPACE_4)
        made.column.addWidget(Label(title, Type.BODY, bold=True))
        return made

    def _press(self, text: str, record: str) -> Button:
        button = Button(text, Weight.TEXT)
        self._fit(button, text)
        button.setProperty("record", record)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(self._on_press)
        return button

    def _fit(self, button: Button, text: str) -> None:
        """Cuts a long text to the width of the column."""
        room = self.theme.px(WIDTH) - 2 * (SPACE_12 + self.theme.tokens.border)
        while len(text) > 1 and button.sizeHint().width() > room:
            text = text[:-1]
            button.set_text(f"{text.rstrip(' ·')}…")

    def _row(self, section: cards.Card, text: str, record: str) -> None:
        section.column.addWidget(self._press(text, record), 0, Qt.AlignmentFlag.AlignLeft)

    def _person(self, card: Card) -> list[QWidget]:
        said, seen = self._session.said, card.seen
        home = self._section(said(_HOME))
        if isinstance(house := seen.get("household_id"), str):
            self._row(home, card.address or house, house)
        else:
            home.column.addWidget(Paragraph(said(_NO_HOME), Type.META))
        stays = seen.get("stays")
        for stay in stays.values() if isinstance(stays, dict) else ():
            if stay.get("until_on") and not stay.get("_deleted"):
                when = self._span(str(stay.get("since_on") or ""), str(stay["until_on"]))
                home.column.addWidget(Paragraph(f"{stay.get('address') or ''} {when}".strip(), Type.META))
        tags = self._section(said(_TAGS))
        for tag in card.tags:
            self._tag(tags, tag)
        if not card.tags:
            tags.column.addWidget(Paragraph(said(_NO_TAGS), Type.META))
        return [home, tags]

    def _tag(self, section: cards.Card, tag: Tag) -> None:
        said, named, item = self._session.said, self._session.labels, tag.said
        name = (
            named.choice("person", "watch/category", str(item.get("category") or ""))
            if self.revealed
            else "＊＊＊＊"
        )
        level = (
            named.choice("person", "watch/level", str(item.get("level") or "")) if item.get("level") else ""
        )
        tone = _TONES[tag.standing]
        head = name + (said(ASIDE, text=level) if level else "")
        section.column.addWidget(SignLine("tag", tone, head, Type.LABEL))
        lines = [said(_BASIS, basis=item["basis"])] if item.get("basis") else []
        if tag.standing is Standing.ENDED:
            lines.append(said(_ENDED, day=date_said(item["until_on"], self._session.language)))
        elif tag.standing is Standing.REVIEW:
            lines.append(said(_REVIEW, day=date_said(item["review_on"], self._session.language)))
        elif item.get("until_on"):
            lines.append(said(_UNTIL, until=date_said(item["until_on"], self._session.language)))
        if not self.revealed:
            lines.append(said(_COVERED))
        for line in lines:
            section.column.addWidget(Paragraph(line, Type.META))

    def _household(self, card: Card) -> list[QWidget]:
        said = self._session.said
        living = self._section(said(_LIVING, count=len(card.residents)))
        for one in card.residents[:20]:
            relation = self._session.labels.choice("person", "relation", one.relation) if one.relation else ""
            self._row(living, " · ".join(filter(None, (one.name, relation))), one.id)
        if not card.residents:
            living.column.addWidget(Paragraph(said(_NOBODY), Type.META))
        return [living, *self._former(card.former)]

    def _former(self, former: Sequence[Resident]) -> list[QWidget]:
        if not former:
            return []
        before = self._section(self._session.said(_FORMER))
        for one in former[:_MOST]:
            self._row(before, one.name, one.id)
            before.column.addWidget(Paragraph(self._span(one.since, one.until), Type.META))
        return [before]

    def _span(self, since: str, until: str) -> str:
        said, language = self._session.said, self._session.language
        days = {"since": date_said(since, language), "until": date_said(until, language)}
        return said(_SPAN if since else _UNTIL, **days)

    def _links(self, linked: Sequence[Linked]) -> QWidget:
        section = self._section(self._session.said(_LINKED))
        clock = self._session.profile.clock
        for link in linked[:_MOST]:
            day = say_when(link.at, clock.now(), clock.tz(link.at), self._session.language)
            kind = self._session.labels.kind(link.kind)
            self._row(section, f"{day} {kind} · {link.title}", link.id)
        if not linked:
            section.column.addWidget(Paragraph(self._session.said(_NO_LINKED), Type.META))
        return section

    def _needs(self, needs: Sequence[Need]) -> QWidget:
        section, today = self._section(self._session.said(_NEEDS)), this_day(self._session.profile)
        for need in needs[:_MOST]:
            self._row(section, need.text, need.key)
            day = short_day(need.due_on, today) if need.due_on else ""
            due = self._session.said(_DUE_ON, day=day) if day else ""
            section.column.addWidget(Paragraph(" · ".join(filter(None, (need.handler, due))), Type.META))
        return section

    def _acts(self, acts: Sequence[Act]) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        for act in acts:
            button = Button(act.word, Weight.PLAIN, act.icon, act.key)
            button.clicked.connect(act.does)
            column.addWidget(button)
        return holder

    @Slot()
    def _on_press(self) -> None:
        button = self.sender()
        if button is not None:
            self.wanted.emit(str(button.property("record")))
