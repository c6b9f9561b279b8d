"""What falls due in a case, in words: for the card of the next step."""

from __future__ import annotations

from gridworker.domain import mediation
from gridworker.domain.clocks import Due, confirmation_until
from gridworker.environment.language import Words
from gridworker.environment.marks import ASIDE
from gridworker.operations.disputes import Case
from gridworker.ui.forms.moments import say_day
from gridworker.ui.pages.dispute import wording
from gridworker.ui.session import Session
from gridworker.ui.theme.tokens import Tone

MOST = 4
"""So many lines the card has room for; the clauses all stand in their tab."""

_WORDS = {
    "month": Words("调解期限 {day}{late}", "To be mediated by {day}{late}"),
    "extended": Words(
        "调解期限经双方同意延至 {day}{late}", "Extended with both sides' consent to {day}{late}"
    ),
    "clause": Words("{day}前{late}，{who}：{what}", "By {day}{late}, {who}: {what}"),
    "confirmation": Words("{day}前{late}可共同申请司法确认", "Both may apply to the court by {day}{late}"),
    "follow_up": Words("{day}前{late}回访", "To be followed up by {day}{late}"),
}
_ICONS = {"month": "hourglass", "clause": "calendar", "confirmation": "gavel", "follow_up": "call"}
_LAPSED = Words("申请司法确认的 30 天已过（{day}）", "The 30 days to apply to the court ended on {day}")
_PROVISIONAL = Words(
    "当年节假日安排还没公布，暂按周一至周五算", "holidays not announced yet, counted Monday to Friday"
)

Line = tuple[str, Tone, str]


def lines(session: Session, case: Case) -> list[Line]:
    """Icon, tone and words of what falls due, the earliest first; the agreed meeting has a line of its own."""
    told = [_line(session, case, due) for due in case.dues if due.what in _ICONS and not _lapsed(due, case)]
    until = confirmation_until(case.seen, case.rules.holidays)
    if until and until < case.today and case.seen.get("confirmation") in (None, "none"):
        told.append(
            ("gavel", Tone.NEUTRAL, session.said(_LAPSED, day=say_day(until, case.today, session.language)))
        )
    return told[:MOST]


def _lapsed(due: Due, case: Case) -> bool:
    return due.what == "confirmation" and due.day < case.today


def _line(session: Session, case: Case, due: Due) -> Line:
    said, language = session.said, session.language
    late, tone = wording.due_word(due, case.today, language)
    day = say_day(due.day, case.today, language)
    # What is due today says so by its day already.
    aside = said(ASIDE, text=late) if tone is not Tone.NEUTRAL and due.day != case.today else ""
    what = "extended" if due.what == "month" and case.seen.get("extension") else due.what
    text = said(_WORDS[what], day=day, late=aside, **_of_clause(case, due))
    if due.provisional:
        text += said(ASIDE, text=said(_PROVISIONAL))
    return _ICONS[due.what], tone, text


def _of_clause(case: Case, due: Due) -> dict[str, str]:
    clause = dict(mediation.clauses(case.seen)).get(due.element, {})
    return {"who": str(clause.get("who") or ""), "what": str(clause.get("what") or "").rstrip("。")}
