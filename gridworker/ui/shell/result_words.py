"""The quiet line of a result: what kind of record it is, and what a worker would ask about it next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gridworker.environment.language import Words
from gridworker.operations.results import Result
from gridworker.ui.forms.moments import say_when
from gridworker.ui.session import Session

_HEAD = Words("户主 {name}", "head {name}")
_LIVING = Words("住 {count} 人", "residents: {count}")
_DISPUTES = Words("有 {count} 件进行中的纠纷", "open disputes: {count}")
_VISITED = Words("上次走访 {day}", "visited {day}")
_BETWEEN, _SIDES = " · ", " / "
_MOST_FOUND = 2


def about(session: Session, result: Result) -> str:
    """The kind, and behind it what is known of the record."""
    told = _TOLD.get(result.kind, _of_a_moment)
    return _BETWEEN.join(filter(None, (session.labels.kind(result.kind), *told(session, result))))


def where_found(session: Session, result: Result) -> str:
    """The kind, and behind it the text in which the record was found."""
    snippet = " ".join(result.snippet.split())
    return _BETWEEN.join(filter(None, (session.labels.kind(result.kind), snippet)))


def _of_somebody(session: Session, result: Result) -> Iterator[str]:
    said, named, body = session.said, session.labels, result.listed.body
    for name in ("relation", "type", "size"):
        if body.get(name):
            yield named.choice(result.kind, name, str(body[name]))
    if result.head:
        yield said(_HEAD, name=result.head)
    if result.living:
        yield said(_LIVING, count=result.living)
    if result.disputes:
        yield said(_DISPUTES, count=result.disputes)
    if result.visited:
        yield said(_VISITED, day=_when(session, result.visited))


def _of_a_dispute(session: Session, result: Result) -> Iterator[str]:
    body = result.listed.body
    yield session.labels.choice("dispute", "status", str(body.get("status") or ""))
    yield _SIDES.join(result.parties)
    yield str(body.get("number") or "")


def _of_a_patrol(session: Session, result: Result) -> Iterator[str]:
    for code in (result.listed.body.get("categories") or ())[:_MOST_FOUND]:
        yield session.labels.choice("patrol", "categories", str(code))
    yield _when(session, result.listed.number)


def _of_a_visit(session: Session, result: Result) -> Iterator[str]:
    yield session.labels.choice("visit", "result", str(result.listed.body.get("result") or ""))
    yield _when(session, result.listed.number)


def _of_a_step(session: Session, result: Result) -> Iterator[str]:
    yield session.labels.choice(result.kind, "status", str(result.listed.body.get("status") or ""))
    yield _when(session, result.listed.number)


def _of_a_moment(session: Session, result: Result) -> Iterator[str]:
    yield _when(session, result.listed.number)


def _when(session: Session, moment: int) -> str:
    clock = session.profile.clock
    now = clock.now()
    return say_when(moment, now, clock.tz(now), session.language)


_TOLD: dict[str, Callable[[Session, Result], Iterator[str]]] = {
    **dict.fromkeys(("person", "household", "place", "enterprise"), _of_somebody),
    "dispute": _of_a_dispute,
    "patrol": _of_a_patrol,
    "visit": _of_a_visit,
    **dict.fromkeys(("task", "event"), _of_a_step),
}
