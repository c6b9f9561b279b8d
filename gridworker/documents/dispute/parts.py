"""What several papers of mediation share: the head, the parties' form, boxes to tick, questions, places to sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridworker.documents.dispute.case import (
    BLANK_DAY,
    Case,
    age,
    agent_line,
    agent_title,
    choice,
    ethnicity,
    id_line,
    text,
)
from gridworker.documents.dispute.titles import official_title
from gridworker.documents.paper import Block, Cell, Grid, Paper, Paragraph, Seal, Signatures, Space, Style
from gridworker.domain.mediation_papers import PaperRef, agent_of, copies
from gridworker.domain.paper_version import paper_version

SIGN_PARTY = "（签名、盖章或者按指印）："
SIGN_UNIT = "（盖章，代表人签名）："
READ_BACK = "以上记录已由本人核对或者听取宣读，记录无误。"
"""What whoever was asked or heard confirms before signing."""

_NOBODY: list[dict[str, Any]] = [{"role": "applicant"}, {"role": "respondent"}]
_NUMBERED = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十]{1,3}[)）.．、]")
_SHARES = (25, 30, 24.5, 26.5, 20.5, 29.5)
_SPEAKS = re.compile(r"([^：:，。？\s]{1,8})[：:](.+)")


def paper(case: Case, ref: PaperRef, blocks: Sequence[Block]) -> Paper:
    """The paper of a case under its title."""
    title = official_title(ref.code)
    about = "　".join(part for part in (case.number, title) if part)
    return Paper(
        ref.name,
        title,
        [Paragraph(title, Style.TITLE), *blocks],
        about,
        case.id,
        copies(case.body, ref.code),
        version=paper_version(case.body, ref),
    )


def label(words: str) -> Cell:
    """The name of a field in a form."""
    return Cell(words, label=True)


def party_form(case: Case, role: str = "") -> list[Grid]:
    """The parties, as the forms ask for them, each on one page; empty forms for a case that names nobody yet.

    `role` is what all of them are called, "" for what each is in the case.
    """
    parties = case.parties or _NOBODY
    return [Grid(_SHARES, list(_party_rows(case, party, role)), kept=True) for party in parties]


def _party_rows(case: Case, party: Mapping[str, Any], role: str) -> Iterator[list[Cell]]:
    role = role or _role(party)
    if party.get("type") == "organisation":
        yield [label(role), Cell(text(party, "name"), span=5)]
        yield [
            label("法定代表人\n或负责人"),
            Cell(representative(party), span=2),
            label("联系方式"),
            Cell(text(party, "phone"), span=2),
        ]
        yield [label("统一社会\n信用代码"), Cell(text(party, "id_number"), span=5)]
        yield [label("住所"), Cell(text(party, "address"), span=5)]
    else:
        yield [
            label(role),
            Cell(text(party, "name")),
            label("性别"),
            Cell(choice("parties/sex", party.get("sex"))),
            label("民族"),
            Cell(ethnicity(party)),
        ]
        yield [
            label("年龄"),
            Cell(age(party, case.day)),
            label("职业或职务"),
            Cell(text(party, "occupation")),
            label("联系方式"),
            Cell(text(party, "phone")),
        ]
        yield [label("证件号码"), Cell(id_line(party), span=5)]
        yield [label("单位或住址"), Cell(text(party, "address"), span=5)]
    if agent_line(party) and not representative(party):
        yield [label(agent_title(party)), Cell(agent_line(party), span=5)]


def representative(party: Mapping[str, Any]) -> str:
    """Who stands for an organisation by law; "" where that is not known."""
    agent = agent_of(party)
    is_one = party.get("type") == "organisation" and agent.get("relation") == "representative"
    return text(agent, "name") if is_one else ""


def boxes(choices: Mapping[str, str], ticked: object) -> str:
    """Choices in a line, the one that holds ticked."""
    return "　".join(("■" if code == ticked else "□") + words for code, words in choices.items())


def _role(party: Mapping[str, Any]) -> str:
    return choice("parties/role", party.get("role")) or "当事人"


def written(words: str, lines: int = 1) -> Paragraph:
    """A text that somebody wrote, or lines to write on by hand."""
    return Paragraph(words or "\n".join(["＿" * 26] * lines), Style.BODY if words else Style.PLAIN)


def numbered(words: str, lines: int = 1) -> Paragraph:
    """The same, each line of several with its number: 1．…"""
    parts = [part.strip() for part in words.splitlines() if part.strip()]
    if len(parts) < 2 or any(_NUMBERED.match(part) for part in parts):
        return written(words, lines)
    return written("\n".join(f"{number}．{part}" for number, part in enumerate(parts, 1)))


def spoken(record: str) -> list[Paragraph]:
    """A record of what was said: lines of speakers hang behind their names."""
    lines = [line.strip() for line in record.splitlines() if line.strip()]
    return [_spoken(line) for line in lines] or [written("", 8)]


def _spoken(line: str) -> Paragraph:
    match = _SPEAKS.fullmatch(line)
    return Paragraph(match[2].strip(), Style.SPEECH, f"{match[1]}：") if match else Paragraph(line)


def party_places(case: Case, role: str = "") -> list[str]:
    """A place to sign for each party, under its role or `role`, and for who acts for it; two where nobody is named yet.

    An organisation seals, and who stands for it signs.
    """
    places = []
    for party in case.parties or _NOBODY:
        who = role or _role(party)
        places.append(who + (SIGN_UNIT if party.get("type") == "organisation" else SIGN_PARTY))
        if agent_line(party) and not representative(party):
            places.append(f"{who}的{agent_title(party)}（签名）：")
    return places


def mediator_places(case: Case) -> list[str]:
    """A place for each mediator, and one for who wrote it down."""
    return ["人民调解员（签名）："] * max(1, len(case.mediators())) + ["记录人（签名）："]


def signed(case: Case) -> list[Signatures]:
    """The places to sign of a paper: the parties, each a whole line, then mediators and recorder."""
    return [Signatures(party_places(case), 1), Signatures(mediator_places(case))]


def sealed(case: Case, on: str = "") -> Seal:
    """The place for the committee's seal."""
    return Seal(f"{case.office.committee}（印章）", on or BLANK_DAY)


def dated(on: str = "") -> Paragraph:
    """The day below signatures."""
    return Paragraph(on or BLANK_DAY, Style.RIGHT)


HALF = Space(0.5)
