"""期限: what falls due in a dispute, and on which day, counted as the law and the district's policy have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Self

from gridworker.domain.dates import CHINA_MINUTES, Holidays, end_of_days
from gridworker.domain.mediation import clauses, followups, sessions
from gridworker.domain.paths import Body
from gridworker.domain.readings import day, day_of, group

CONFIRMATION_DAYS = 30
"""Both parties may apply to the court together within 30 days of the agreement taking effect (人民调解法 art. 33)."""

_LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Policy:
    """What a district may set, in natural days.

    Mediation is to end about a month after acceptance and may be extended where both agree (SF/T 0083-2020); the
    agreement is followed up so many days after it took effect. `retention` is how long a dossier is kept, by the type
    of the dispute, `any` for all others.
    """

    mediation_days: int = 30
    extension_days: int = 30
    follow_up_days: tuple[int, ...] = (7, 30)
    retention: Mapping[str, str] = field(default_factory=lambda: {"any": "long"})

    @classmethod
    def from_content(cls, content: Any) -> Self:
        """Reads the reference `policy/mediation`; what is missing or makes no sense is as the program has it.

        `{"mediation_days": 30, "extension_days": 30, "follow_up_days": [7, 30], "retention": {"any": "long"}}`
        """
        given = content if isinstance(content, dict) else {}
        set_: dict[str, Any] = {
            name: given[name] for name in ("mediation_days", "extension_days") if _is_days(given.get(name))
        }
        after, kept = given.get("follow_up_days"), given.get("retention")
        if isinstance(after, list) and after and all(map(_is_days, after)):
            set_["follow_up_days"] = tuple(sorted(after))
        if isinstance(kept, dict):
            set_["retention"] = {"any": "long"} | {
                kind: text for kind, text in kept.items() if isinstance(text, str)
            }
        return cls(**set_)

    def retention_of(self, body: Body) -> str:
        """How long the dossier of a dispute is kept: `short`, `long`, `permanent` or what the district calls it."""
        return self.retention.get(str(body.get("type")), self.retention["any"])


def _is_days(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LONGEST_DAYS


@dataclass(frozen=True, slots=True)
class Rules:
    """How days are counted here: the district's policy and the holiday table."""

    policy: Policy = field(default_factory=Policy)
    holidays: Holidays = field(default_factory=Holidays)


class Due(NamedTuple):
    """Something that falls due, and its day; `element` names the clause.

    `what` is `meeting`, `month` (the mediation limit), `clause`, `confirmation` or `follow_up`. `provisional` says
    that the holidays of that year are not known yet.
    """

    what: str
    day: date
    element: str = ""
    provisional: bool = False


def dues(body: Body, rules: Rules, tz: int = CHINA_MINUTES) -> list[Due]:
    """All that falls due in a dispute as it stands, the earliest first."""
    state = body.get("status")
    found: list[Due] = []
    if state in ("accepted", "mediating"):
        found += [*_meeting(body, tz), *_limit(body, rules)]
    if state in ("agreed", "performing", "breached"):
        found += _clauses(body)
    if state in ("agreed", "performing", "breached", "performed"):
        found += [*_confirmation(body, rules), *_follow_up(body, rules)]
    return sorted(found, key=lambda due: due.day)


def next_due(body: Body, rules: Rules, today: date, tz: int = CHINA_MINUTES) -> Due | None:
    """What the register shows of a dispute: what is due first.

    A right that has lapsed is no duty any more, and an agreed meeting says more than the limit that follows it.
    """
    found = [due for due in dues(body, rules, tz) if due.what != "confirmation" or due.day >= today]
    meeting = next((due for due in found if due.what == "meeting"), None)
    return meeting or next(iter(found), None)


def may_be_confirmed(body: Body) -> bool:
    """Whether a court may be asked to confirm the agreement: written, in force, and not about a person's status.

    What concerns identity, adoption or marriage is not accepted (法释〔2011〕5号 art. 4).
    """
    agreement = group(body, "agreement")
    is_written = agreement.get("form") != "oral" and day(agreement.get("effective_on")) is not None
    return is_written and body.get("personal_status") is not True


def confirmation_until(body: Body, holidays: Holidays) -> date | None:
    """The last day on which both may apply for confirmation; None where they may not at all."""
    effective = day(group(body, "agreement").get("effective_on"))
    return (
        end_of_days(effective, CONFIRMATION_DAYS, holidays) if effective and may_be_confirmed(body) else None
    )


def mediation_until(body: Body, rules: Rules) -> date | None:
    """The day mediation is to end: as extended with the consent of both, else by the policy from the acceptance."""
    extended = day(group(body, "extension").get("until_on"))
    accepted = day(body.get("accepted_on"))
    if extended or accepted is None:
        return extended
    return end_of_days(accepted, rules.policy.mediation_days, rules.holidays)


def _meeting(body: Body, tz: int) -> Iterator[Due]:
    """The session that was agreed on, unless one of that day or later is written up."""
    planned = day_of(group(body, "next_session").get("at"), tz)
    held = [day_of(one.get("at"), tz) for _, one in sessions(body)]
    if planned and not any(other and other >= planned for other in held):
        yield Due("meeting", planned)


def _limit(body: Body, rules: Rules) -> Iterator[Due]:
    until = mediation_until(body, rules)
    if until:
        yield Due("month", until, provisional=not rules.holidays.known(until.year))


def _clauses(body: Body) -> Iterator[Due]:
    for element, clause in clauses(body):
        until = day(clause.get("due_on"))
        if until and clause.get("done") != "yes":
            yield Due("clause", until, element)


def _confirmation(body: Body, rules: Rules) -> Iterator[Due]:
    until = confirmation_until(body, rules.holidays)
    if until and body.get("confirmation") in (None, "none"):
        yield Due("confirmation", until, provisional=not rules.holidays.known(until.year))


def _follow_up(body: Body, rules: Rules) -> Iterator[Due]:
    """The next visit of those the policy asks for: from the day the agreement took effect, else was last kept."""
    visited, days = len(followups(body)), rules.policy.follow_up_days
    kept = [done for _, clause in clauses(body) if (done := day(clause.get("done_on")))]
    since = day(group(body, "agreement").get("effective_on")) or max(kept, default=None)
    if since and visited < len(days):
        until = end_of_days(since, days[visited], rules.holidays)
        yield Due("follow_up", until, provisional=not rules.holidays.known(until.year))
