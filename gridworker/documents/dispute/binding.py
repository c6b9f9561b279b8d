"""What binds a dossier: its cover, its contents, the remarks on it, and the back cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gridworker.documents.dispute.case import Case, choice, day, text
from gridworker.documents.dispute.parts import HALF, dated, label, paper, sealed, written
from gridworker.documents.dispute.titles import official_title
from gridworker.documents.paper import Cell, Grid, Paper, Paragraph, Signatures, Space, Style
from gridworker.domain import mediation
from gridworker.domain.mediation_papers import PaperRef


class Entry(NamedTuple):
    """A line of the contents: what it is, its first and last page (页号), a remark."""

    title: str
    first: int
    last: int
    remark: str = ""


def cover(case: Case) -> Paper:
    """卷宗封面."""
    closed = day(case.body.get("closed_on"))
    until = "—".join(part for part in (day(case.body.get("accepted_on")), mediated_until(case)) if part)
    rows = [
        ("卷名", case.matter()),
        ("卷号", text(case.body, "archive_number") or case.number),
        ("人民调解员", "、".join(case.mediators())),
        ("调解日期", until),
        ("立卷人", text(case.body, "created_by_name")),
        ("立卷日期", closed),
        ("保管期限", retention(case)),
        ("备注", ""),
    ]
    grid = Grid((1, 3), [[Cell(word, label=True, lines=2), Cell(value)] for word, value in rows])
    return Paper(
        "cover",
        official_title("cover"),
        [
            Space(2),
            Paragraph(case.office.committee, Style.CENTRE),
            Space(1),
            Paragraph(official_title("cover"), Style.TITLE),
            Space(2),
            grid,
        ],
        numbered=False,
    )


def mediated_until(case: Case) -> str:
    """The day on which mediation ended: with the agreement, else with the last session, else with the case."""
    if agreed := day(case.agreement("signed_on") or case.agreement("effective_on")):
        return agreed
    held = mediation.sessions(case.body)
    last = case.moment(held[-1][1].get("at")) if held else ""
    return last.partition("日")[0] + "日" if last else day(case.body.get("closed_on"))


def retention(case: Case) -> str:
    """How long the dossier is kept: 长期（10年）."""
    code = str(case.body.get("retention") or "")
    years: Mapping[str, int] = case.office.years
    return choice("retention", code) + (f"（{years[code]}年）" if code in years else "")


def contents(entries: Sequence[Entry]) -> Paper:
    """卷内目录."""
    head = [label(word) for word in ("序号", "文书名称", "页号", "备注")]
    lines = [
        [
            label(str(number)),
            Cell(entry.title),
            label(str(entry.first) if entry.first == entry.last else f"{entry.first}—{entry.last}"),
            Cell(entry.remark),
        ]
        for number, entry in enumerate(entries, 1)
    ]
    title = official_title("contents")
    return Paper(
        "contents",
        title,
        [Paragraph(title, Style.TITLE), HALF, Grid((0.7, 3.4, 1, 1.9), [head, *lines])],
        numbered=False,
    )


def note(case: Case, ref: PaperRef) -> Paper:
    """卷宗情况说明（备考表）: what a reader of the dossier must know, and who checked it."""
    return paper(
        case,
        ref,
        [
            Space(1),
            written(text(case.body, "dossier_note"), 10),
            Signatures(["说明人（签名）：", "检查人（签名）："], 1),
            Space(1),
            dated(day(case.body.get("closed_on"))),
        ],
    )


def back(case: Case, pages: int) -> Paper:
    """封底: how many pages there are, who bound and who checked them."""
    held = len(mediation.held(case.body))
    return Paper(
        "back",
        official_title("back"),
        [
            Space(6),
            Paragraph(f"本卷宗共{pages}页，调解{held}次。", Style.CENTRE),
            Signatures(["立卷人（签名）：", "检查人（签名）："]),
            sealed(case, day(case.body.get("closed_on"))),
        ],
        numbered=False,
    )
