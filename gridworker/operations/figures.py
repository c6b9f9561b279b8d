"""统计: each figure is declared once, with its name, its definition (口径) and the query that finds its records.

Shares instead of counts and quotas: counts that are demanded are invented (domain notes, fact 7). A figure is counted
by SQLite from the records that are here now; what waits to be sent is in it and is said to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from gridworker.domain.period import Period
from gridworker.domain.query import DAY, EVER, HOME, PRESENT, Query
from gridworker.environment.language import Words
from gridworker.operations.today import this_day
from gridworker.store import lists, questions, queue, receipts
from gridworker.store.database import Tables
from gridworker.store.profile import Profile


class Figure(NamedTuple):
    """A share: how many of the `whole` are in the `part`. `of_part` and `of_whole` are sentences with `{count}`.

    `beside` is a second query whose count stands below, as `{count}` in `remark`.
    """

    code: str
    name: Words
    definition: Words
    part: Query
    whole: Query
    unit: Words
    beside: Query
    remark: Words
    kind: str


class Chart(NamedTuple):
    """A query that is divided; `weeks` is over how many weeks up to the period's end it goes, 0 for the period."""

    code: str
    name: Words
    definition: Words
    query: Query
    weeks: int = 0


class Value(NamedTuple):
    """A figure of a period and of the same period a year before (None where there was nothing to count then)."""

    part: int
    whole: int
    beside: int
    before: tuple[int, int] | None

    @property
    def percent(self) -> int | None:
        """The share in whole percent, rounded down so that 100 means all; None where there is nothing."""
        return self.part * 100 // self.whole if self.whole else None


class Freshness(NamedTuple):
    """How fresh figures are: records that wait to be sent, when they were counted, when the district last sent."""

    waiting: int
    at: int
    last_sync: int


class Seen(NamedTuple):
    """Everything 统计 shows of a period, counted at one moment."""

    period: Period
    values: Mapping[str, Value]
    charts: Mapping[str, Mapping[str | int, int]]
    freshness: Freshness
    mark: tuple[int, int]
    today: date


_MET = {"result": ("met", "phone")}
_NOT_TAKEN = {"status": ("lead", "refused")}

FIGURES = (
    Figure(
        "places",
        Words("巡查覆盖", "Places patrolled"),
        Words(
            "本期到过的在册场所，占全部在册场所。同一处去几次都只算一处。",
            "Places on file that were patrolled in the period, of all places on file; each counts once.",
        ),
        Query("patrol", distinct="place_id", of="place"),
        Query("place", on=EVER),
        Words("处", "places"),
        Query("patrol"),
        Words("共巡查 {count} 次", "{count} patrols in all"),
        "patrol",
    ),
    Figure(
        "hazards",
        Words("隐患整改率", "Hazards put right"),
        Words(
            "本期首次发现、当场整改或限期整改或上报的隐患中，现在已经整改的。复查不重复计。",
            "Of the hazards first found in the period, those put right by now; rechecks are not counted again.",
        ),
        Query("patrol", such=("found", "mended")),
        Query("patrol", such=("found",)),
        Words("处", "hazards"),
        Query("patrol", such=("found", "open")),
        Words("还有 {count} 处未整改", "{count} still open"),
        "patrol",
    ),
    Figure(
        "disputes",
        Words("纠纷化解率", "Disputes settled"),
        Words(
            "本期受理的纠纷中，现在已达成协议的。按受理日期计入，线索和不予受理的不计。",
            "Of the disputes accepted in the period, those with an agreement by now; leads and refusals are left out.",
        ),
        Query("dispute", on="accepted_on", where={"agreement/form": (PRESENT,)}, without=_NOT_TAKEN),
        Query("dispute", on="accepted_on", without=_NOT_TAKEN),
        Words("件", "disputes"),
        Query("dispute", on="accepted_on", where={"status": ("accepted", "mediating")}),
        Words("还有 {count} 件在调解", "{count} in mediation"),
        "dispute",
    ),
    Figure(
        "homes",
        Words("走访覆盖", "Homes visited"),
        Words(
            "本期见到人或通过电话的在册住户，占全部在册住户。一户走几次都只算一户，未遇和拒访的不计。",
            "Homes on file where somebody was met or spoken to in the period, of all homes on file; each counts once.",
        ),
        Query("visit", where=_MET, distinct=HOME),
        Query("household", on=EVER),
        Words("户", "homes"),
        Query("visit"),
        Words("共走访 {count} 次", "{count} visits in all"),
        "visit",
    ),
)

CHARTS = (
    Chart(
        "rounds",
        Words("巡查热力", "Patrols by day"),
        Words("近 13 周每天的巡查次数", "13 weeks, patrols a day"),
        Query("patrol", by=DAY),
        weeks=13,
    ),
    Chart(
        "findings",
        Words("发现问题分类", "What was found"),
        Words(
            "本期巡查发现的问题，一次巡查可有几类",
            "Patrols of the period with a finding; one may have several",
        ),
        Query("patrol", by="categories"),
    ),
    Chart(
        "outcomes",
        Words("纠纷办理结果", "What became of disputes"),
        Words("本期受理的纠纷现在到了哪一步", "Disputes accepted in the period, where they stand now"),
        Query("dispute", on="accepted_on", by="status", without=_NOT_TAKEN),
    ),
    Chart(
        "calls",
        Words("走访次数", "Visits"),
        Words("本期的走访次数", "Visits in the period"),
        Query("visit", by=DAY),
    ),
)


def look(profile: Profile, period: Period, before: Seen | None = None) -> Seen:
    """All figures and charts of a period, from the records as they are at one moment.

    What was seen `before` of the same period stands where no save and no pull has come since.
    """
    now, today = profile.clock.now(), this_day(profile)

    def work(db: Tables) -> Seen:
        mark = lists.change_mark(db)
        waiting = sum(queue.waiting_by_kind(db).values())
        fresh = Freshness(waiting, now, receipts.last_finished(db))
        if before is not None and (before.period, before.mark, before.today) == (period, mark, today):
            return before._replace(freshness=fresh)
        values = {figure.code: _value(db, figure, period) for figure in FIGURES}
        charts = {
            chart.code: questions.counts(db, chart.query, chart_period(chart, period, today))
            for chart in CHARTS
        }
        return Seen(period, values, charts, fresh, mark, today)

    return profile.read(work)


def behind(profile: Profile, query: Query, period: Period, limit: int = -1) -> list[str]:
    """The ids of the records that a query finds in a period, newest first, each once."""
    found = profile.read(lambda db: questions.found(db, query, period, limit))
    return list(dict.fromkeys(one.id for one in found))


def chart_period(chart: Chart, period: Period, today: date) -> Period:
    """The days a chart goes over; those of several weeks end with the week of today, or of the period's last day."""
    if not chart.weeks:
        return period
    week = Period.around("week", min(max(today, period.first), period.last))
    return week._replace(first=week.moved(1 - chart.weeks).first)


def _value(db: Tables, figure: Figure, period: Period) -> Value:
    part, whole, beside = (
        questions.count(db, query, period) for query in (figure.part, figure.whole, figure.beside)
    )
    year, stands = period.year_before(), figure.whole.on == EVER
    # Where no work of that time is on this laptop, nothing can be said of it.
    done = questions.count(db, figure.beside if stands else figure.whole, year)
    before = (questions.count(db, figure.part, year), whole if stands else done) if done else None
    return Value(part, whole, beside, before)
