"""Whom one calls on: everybody who was visited or is to be, what was last said there, and who is due next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from sys import intern
from typing import Any, NamedTuple

import msgspec

from gridworker.domain.addresses import natural
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.masking import mask_numbers
from gridworker.domain.paths import Body
from gridworker.domain.plans import Calls, Due
from gridworker.domain.titles import place_text
from gridworker.operations.earlier import LOOKED_AT, Grid, Place, own_grid, slim
from gridworker.operations.matching import Book, Entry
from gridworker.operations.plans import SPOKEN_TO, Planned, planned
from gridworker.operations.registry import REGISTRY_KINDS, standing_row
from gridworker.operations.today import this_day
from gridworker.store import lists, record_rows, registry_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow

AHEAD_DAYS = 31
"""How far ahead the list of those who are due looks."""

CALL_ON = "whom:"
"""What the page of visits is entered with to call on somebody: this and their key."""

_MOST_ENTERPRISES = 2_000


class Whom(NamedTuple):
    """Somebody (or a household, an enterprise, a place) to call on.

    `latest` is the latest visit as JSON, of which thousands are kept, `last_id` its id; `moments` are those of all
    visits, newest first, ms UTC; `tries` counts the latest visits at which nobody was spoken to, `refused` those of
    them at which somebody did not want to be; `next_on` is the day of the next, `due` why, where a plan asks for it:
    of `calls` so far, `again` days after a vain one.
    """

    key: str
    name: str
    target: str
    target_id: str
    place: Place
    purpose: str = ""
    tags: tuple[str, ...] = ()
    latest: bytes = b"{}"
    last_id: str = ""
    moments: tuple[int, ...] = ()
    tries: int = 0
    refused: int = 0
    next_on: date | None = None
    due: Due | None = None
    calls: Calls = Calls()
    again: int = 0

    @property
    def last(self) -> Body:
        """The latest visit."""
        found: Body = msgspec.json.decode(self.latest)
        return found

    @property
    def where(self) -> str:
        """The place in words."""
        return place_text(self.place)


class Rounds(NamedTuple):
    """Everybody known, the latest visited first; whose places may be named; the grid; and as of which change."""

    known: dict[str, Whom]
    book: Book[Whom]
    places: Book[Place]
    grid: Grid
    mark: tuple[int, int, int]

    def learn(self, before: Rounds | None) -> None:
        """Works out how everybody is found by pinyin (`Book.learn`)."""
        self.book.learn(before.book if before else None)
        self.places.learn(before.places if before else None)


def rounds(profile: Profile, before: Rounds | None = None) -> Rounds:
    """Looks through the latest visits and the plans; what was found `before` stands where nothing has changed since."""
    today = this_day(profile)

    def work(db: Tables) -> Rounds:
        mark = (*lists.change_mark(db), today.toordinal())
        if before is not None and before.mark == mark:
            return before
        known = _visited(record_rows.select(db, "visit", limit=LOOKED_AT))
        for plan in planned(db, today, today + timedelta(days=AHEAD_DAYS)):
            _take_up(known, plan)
        for row in record_rows.select(db, "enterprise", limit=_MOST_ENTERPRISES):
            if row.id not in known and (whom := _on_file(row)):
                known[row.id] = whom
        entries, places = [], {}
        for whom in known.values():
            where = intern(whom.where)
            entries.append(Entry(f"{whom.name} · {where}" if where else whom.name, whom))
            if where:
                places[where] = whom.place
        named = Book([Entry(text, place) for text, place in places.items()])
        return Rounds(known, Book(entries), named, own_grid(db), mark)

    return profile.read(work)


def _take_up(known: dict[str, Whom], plan: Planned) -> None:
    """Lays a plan over what is known of the visits so far, those too that were written down by name and place."""
    by_name = known.pop(f"{plan.name}@{place_text(plan.place)}", None)
    on_file = known.get(plan.id)
    base = on_file or by_name or Whom(plan.id, plan.name, plan.target, plan.id, plan.place)
    if on_file and by_name:
        moments = tuple(sorted({*on_file.moments, *by_name.moments}, reverse=True))
        later = max(on_file, by_name, key=lambda whom: whom.moments[0] if whom.moments else 0)
        base = later._replace(moments=moments)
    known[plan.id] = base._replace(
        key=plan.id,
        name=plan.name,
        target=plan.target,
        target_id=plan.id,
        place=plan.place or base.place,
        purpose=base.purpose or PURPOSES.get(plan.due.why.code if plan.due.why else "", ""),
        tries=plan.due.tries,
        next_on=plan.due.on,
        due=plan.due,
        calls=plan.calls,
        again=plan.again,
    )


PURPOSES = {
    "living_alone": "elderly",
    "empty_nest": "elderly",
    "left_behind_elder": "elderly",
    "disabled_elder": "elderly",
    "disabled": "disabled",
    "low_income": "hardship",
    "new_tenant": "new_tenant",
    "veteran": "veteran",
    **dict.fromkeys(("large", "medium", "small", "micro", "self_employed"), "enterprise"),
}
"""What a visit is for by what asks for it."""


def whom_on_file(profile: Profile, record: str) -> Whom | None:
    """Somebody of the registry who was never called on and whom no plan names; None for what is not there."""

    def work(db: Tables) -> Whom | None:
        try:
            return _on_file(standing_row(db, record))
        except PersonCanMend:
            return None

    return profile.read(work)


def likely_caller(profile: Profile, whom: Whom) -> str:
    """Who is on the line when a business calls: whoever called last, else its contact on file; "" for nobody known."""
    if caller := whom.last.get("caller"):
        return str(caller)
    row = profile.read(lambda db: record_rows.load(db, whom.target_id)) if whom.target_id else None
    return str(row.body.get("contact") or "") if row is not None else ""


def next_door(profile: Profile, whom: Whom) -> Whom | None:
    """The home behind the next door of the same staircase; None where there is none."""

    def work(db: Tables) -> Whom | None:
        place = whom.place
        estate, building, unit = (_plain(place.get(name)) for name in ("text", "building", "unit"))
        rows = registry_rows.homes(db, estate, building, unit) if building else []
        after = [row for row in rows if _door(row.body.get("place")) > _door(place)]
        row = min(after, key=lambda row: _door(row.body.get("place")), default=None)
        if row is None:
            return None
        head = record_rows.load(db, str(row.body.get("head_id") or ""))
        found = _on_file(row)
        name = str(head.body.get("name") or "") if head else ""
        return found._replace(name=name) if found and name else found

    return profile.read(work)


def after(whom: Whom, waiting: Sequence[Whom]) -> Whom | None:
    """Who is next in the order of the doors, going round: the same building first, then the next one."""
    others = sorted((one for one in waiting if one.key != whom.key), key=_address)
    here = _address(whom)
    return next((one for one in others if _address(one) > here), others[0] if others else None)


def _address(whom: Whom) -> tuple[Any, ...]:
    return (*_door(whom.place), whom.key)


def _door(place: Any) -> tuple[Any, ...]:
    place = place if isinstance(place, dict) else {}
    return tuple(natural(_plain(place.get(name))) for name in ("text", "building", "unit", "room"))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _on_file(row: RecordRow) -> Whom | None:
    place = row.body.get("place")
    place = place if isinstance(place, dict) else {}
    name = str(row.body.get("name") or place_text(place))
    if row.kind not in REGISTRY_KINDS or row.deleted or row.body.get("merged_into") or not name:
        return None
    purpose = "enterprise" if row.kind == "enterprise" else ""
    return Whom(row.id, name, row.kind, row.id, place, purpose)


def due(known: dict[str, Whom], today: date) -> list[Whom]:
    """Those whose next visit is due within `AHEAD_DAYS` or overdue, the longest overdue first."""
    waiting = [whom for whom in known.values() if whom.next_on and (whom.next_on - today).days <= AHEAD_DAYS]
    return sorted(waiting, key=lambda whom: (whom.next_on or today, whom.name))


def key_of(body: Body) -> str:
    """Who a visit was paid to: the file that is named, else name and place together."""
    place = body.get("place")
    where = place_text(place) if isinstance(place, dict) else ""
    return str(body.get("target_id") or f"{body.get('name', '')}@{where}")


def _visited(visits: list[RecordRow]) -> dict[str, Whom]:
    grouped: dict[str, list[RecordRow]] = {}
    for row in visits:
        if row.body.get("name"):
            grouped.setdefault(key_of(row.body), []).append(row)
    return {key: _whom(key, rows) for key, rows in grouped.items()}


def _whom(key: str, rows: list[RecordRow]) -> Whom:
    last = rows[0].body
    results = [row.body.get("result") for row in rows]
    tries = next((count for count, result in enumerate(results) if result in SPOKEN_TO), len(results))
    return Whom(
        key,
        str(last["name"]),
        str(last.get("target") or "household"),
        str(last.get("target_id") or ""),
        slim(last.get("place")),
        str(last.get("purpose") or ""),
        tuple(map(str, last.get("tags") or ())),
        msgspec.json.encode({**last, "text": mask_numbers(str(last.get("text") or ""))}),
        rows[0].id,
        tuple(row.number for row in rows),
        tries,
        results[:tries].count("refused"),
        _day(last.get("next_on")),
    )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
