"""One clause of an agreement: who does what for whom, by when, and for how much; a sum may be paid in parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Slot

from gridworker.domain import mediation
from gridworker.domain.agreement import MOST_INSTALMENTS, amounts_named, instalments, is_signed
from gridworker.domain.money import format_fen, in_capitals, parse_yuan
from gridworker.domain.width import fold_width
from gridworker.domain.word_choice import doubts
from gridworker.environment.language import Words
from gridworker.environment.marks import SEMICOLON
from gridworker.operations.disputes import Case
from gridworker.ui.forms.record_form import Missing
from gridworker.ui.pages.dispute.step_forms import StepForm, filled
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text import Label
from gridworker.ui.widgets.text_field import TextField

_AMOUNT_HINT = Words("元，没有可不填", "yuan; none may be left blank")
_BAD_AMOUNT = Words("金额看不明白，可以写“4800”或“1.2万”。", "This is no amount; write 4800 or 4,800.50.")
_PARTS = Words("分几期", "Instalments")
_PARTS_HINT = Words("每月一期，不分可不填", "one a month; blank for none")
_BAD_PARTS = Words("期数填 1 到 {most}，先写金额。", "Write 1 to {most}, and an amount.")
_PART = Words("{what}（第 {number} 期，共 {all} 期）", "{what} (instalment {number} of {all})")
_SPLIT = Words(
    "共 {all} 期，每期 {part} 元，末期 {last} 元", "{all} instalments of {part} yuan, the last {last}"
)
_OTHER_AMOUNT = Words(
    "内容里写的是 {said} 元，金额填的是 {amount} 元，请核对",
    "the text says {said} yuan and the amount is {amount}: compare them",
)
_TERMS = ("who", "whom", "what", "due_on")
_ADVICE = {
    "deposit": Words(
        "“{word}”：定金不履行要双倍返还，订金只是预付款",
        '"{word}": a surety is returned double, an advance is not',
    ),
    "support": Words(
        "“{word}”：对子女用抚养，夫妻之间用扶养，对父母用赡养",
        '"{word}": children, spouses and parents each have their own word',
    ),
    "elders": Words("“{word}”应为“赡养”", '"{word}" is misspelt'),
    "compensation": Words(
        "“{word}”：有过错用赔偿，没有过错用补偿",
        '"{word}": damages suppose a fault, compensation does not',
    ),
    "fee": Words("“{word}”：人民调解不收费", '"{word}": mediation is free of charge'),
    "fine": Words(
        "“{word}”：协议里不能罚款，可以写违约金", '"{word}": an agreement cannot fine; it may set a penalty'
    ),
    "prompt": Words("“{word}”：请写明哪一天前", '"{word}": name the day'),
}


class ClauseForm(StepForm):
    """One clause, or a sum in parts that add up to it; behind a signed agreement it is a supplement with its day."""

    element = ""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        said = session.said
        who = self.add("clauses/who", LineField(), required=True)
        whom = self.add("clauses/whom", LineField())
        due = self.add("clauses/due_on", self.day_field(past=False), required=True)
        self.row((who, 3), (whom, 3), (due, 3))
        what = TextField(lines=3)
        self.column.addWidget(self.add("clauses/what", what, required=True, key="M"))
        self.doubt = SignLine("info", Tone.WARN, "", Type.LABEL)
        self.column.addWidget(self.doubt)
        amount, parts = LineField(numeric=True), LineField(numeric=True)
        self._amount = self.add("clauses/amount_fen", amount, hint=said(_AMOUNT_HINT))
        self._parts = self.add("parts", parts, label=said(_PARTS), hint=said(_PARTS_HINT))
        self._agreed = self.add("clauses/agreed_on", self.day_field(past=True), required=True)
        self.row((self._amount, 3), (self._parts, 3), (self._agreed, 3))
        self.capitals = Label("", Type.LABEL, bold=True, tone=Tone.PRIMARY)
        self.column.addWidget(self.capitals)
        self.column.addStretch(1)
        for field in (amount, parts):
            field.textChanged.connect(self._on_amount)
        what.changed.connect(self._on_words)

    def show_case(self, case: Case) -> None:
        super().show_case(case)
        item = dict(mediation.clauses(case.seen)).get(self.element)
        if item is None:
            self.element = ""
            item = _from_side_to_side(case)
        supplement = is_signed(case.seen)
        self._agreed.setHidden(not supplement)
        self._parts.setHidden(bool(self.element))
        shown = {f"clauses/{name}": item.get(name) for name in (*_TERMS, "agreed_on")}
        if supplement and not self.element:
            shown["clauses/agreed_on"] = case.today.isoformat()
        fen = item.get("amount_fen")
        shown["clauses/amount_fen"] = format_fen(fen).removesuffix(".00") if isinstance(fen, int) else ""
        self.show_values(shown, new=True)

    def show_values(self, values: Mapping[str, Any], *, new: bool) -> None:
        super().show_values(values, new=new)
        self._on_words()

    def first_field(self) -> TextField:
        field = self.fields["clauses/what"].field
        assert isinstance(field, TextField)
        return field

    def missing(self) -> list[Missing]:
        found = super().missing()
        if self.values()["clauses/amount_fen"] and self._fen() is None:
            found.append(Missing(self._amount, self.session.said(_BAD_AMOUNT)))
        if self.values()["parts"] and not self._in_parts():
            found.append(Missing(self._parts, self.session.said(_BAD_PARTS, most=MOST_INSTALMENTS)))
        return found

    def changes(self) -> dict[str, Any]:
        typed = self.values()
        item: dict[str, Any] = {name: typed[f"clauses/{name}"] for name in _TERMS}
        item["amount_fen"] = self._fen()
        if self.element:
            return {f"clauses/{self.element}/{name}": value for name, value in item.items()}
        if is_signed(self.case.seen):
            item["agreed_on"] = typed["clauses/agreed_on"]
        orders = [clause.get("order") for _, clause in mediation.clauses(self.case.seen)]
        first = max((order for order in orders if isinstance(order, int)), default=0) + 1
        return {
            f"clauses/{self.session.profile.make_id()}": filled({**clause, "order": order, "done": "no"})
            for order, clause in enumerate(self._each(item), start=first)
        }

    def _each(self, item: dict[str, Any]) -> list[dict[str, Any]]:
        """The clause itself, or one for every instalment."""
        parts = self._in_parts()
        if len(parts) < 2:
            return [item]
        said, what = self.session.said, str(item["what"] or "").rstrip("。")
        return [
            {
                **item,
                "amount_fen": part,
                "due_on": due.isoformat(),
                "what": said(_PART, what=what, number=number, all=len(parts)),
            }
            for number, (part, due) in enumerate(parts, start=1)
        ]

    def _in_parts(self) -> list[tuple[int, date]]:
        """The instalments as they are typed; none where they make no sense yet."""
        typed, fen = self.values(), self._fen()
        count, first = fold_width(typed["parts"] or ""), typed["clauses/due_on"]
        if fen is None or not first or not (count.isascii() and count.isdecimal()):
            return []
        try:
            return instalments(fen, int(count), date.fromisoformat(first))
        except ValueError:
            return []

    def _fen(self) -> int | None:
        try:
            return parse_yuan(self.values()["clauses/amount_fen"] or "")
        except ValueError:
            return None

    @Slot()
    def _on_amount(self) -> None:
        fen, parts = self._fen(), self._in_parts()
        text = f"人民币{in_capitals(fen)}" if fen else ""
        if len(parts) > 1:
            part, last = (format_fen(parts[at][0]) for at in (0, -1))
            text += " · " + self.session.said(_SPLIT, all=len(parts), part=part, last=last)
        self.capitals.setText(text)
        self._on_words()

    @Slot()
    def _on_words(self) -> None:
        what, fen = str(self.values()["clauses/what"] or ""), self._fen()
        advice = [self.session.said(_ADVICE[doubt.code], word=doubt.word) for doubt in doubts(what)]
        named = amounts_named(what)
        if fen and named and fen not in (*named, sum(named)):
            figures = [format_fen(amount) for amount in (named[0], fen)]
            advice.append(self.session.said(_OTHER_AMOUNT, said=figures[0], amount=figures[1]))
        self.doubt.set_text(self.session.said(SEMICOLON).join(advice))
        self.doubt.setVisible(bool(advice))


def _from_side_to_side(case: Case) -> dict[str, Any]:
    """A new clause: most often the respondents owe the applicants."""
    sides: dict[str, list[str]] = {"applicant": [], "respondent": []}
    for _, party in mediation.parties(case.seen):
        sides.setdefault(str(party.get("role")), []).append(str(party.get("name") or ""))
    return {"who": "、".join(sides["respondent"]), "whom": "、".join(sides["applicant"])}
