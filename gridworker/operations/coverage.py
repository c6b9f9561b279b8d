"""必巡点: the places of the registry that are patrolled every so many days, and how many of them were lately."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from gridworker.domain.dates import CHINA_MINUTES, days_later, local_day
from gridworker.domain.titles import place_text
from gridworker.operations.earlier import Spot, registered
from gridworker.operations.today import this_day
from gridworker.store import plan_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

MOST = 2_000


class Point(NamedTuple):
    """A place that must be visited: after how many days again, the last day somebody was there, and when it is due."""

    id: str
    name: str
    where: str
    spot: Spot
    every: int
    last: date | None
    due: date


class Coverage(NamedTuple):
    """The day it is, the points with the longest overdue first, and how many were patrolled within their days."""

    today: date
    points: list[Point]
    covered: int

    @property
    def waiting(self) -> list[Point]:
        """Those that are due by today."""
        return [point for point in self.points if point.due <= self.today]


def coverage(profile: Profile) -> Coverage:
    """How far the points that must be visited are covered, as of today."""
    today = this_day(profile)
    return profile.read(lambda db: covered(db, today))


def covered(db: Tables, today: date) -> Coverage:
    """`coverage` within a transaction."""
    rows = plan_rows.must_visit(db, MOST)
    last = plan_rows.last_rounds(db, [row.id for row in rows])
    points = []
    for row in rows:
        every, entry = row.body.get("check_every"), registered(row)
        if type(every) is not int or every < 1 or entry is None:
            continue
        there = local_day(last[row.id], CHINA_MINUTES) if row.id in last else None
        first = local_day(row.number, CHINA_MINUTES)
        due = days_later(there or first, every)
        place = row.body.get("place")
        where = place_text(place) if isinstance(place, dict) else ""
        points.append(Point(row.id, str(row.body["name"]), where, entry.thing, every, there, due))
    done = sum(point.due > today for point in points if point.last)
    return Coverage(today, sorted(points, key=lambda point: (point.due, point.where)), done)
