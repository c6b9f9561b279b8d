"""What happened to a case: told by its ops where they are known, by what the record itself says where they are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gridworker.domain import mediation
from gridworker.domain.canonical import equal, is_empty
from gridworker.domain.fields import Kind, Merge
from gridworker.domain.paths import DELETED, Body, Names, read, target
from gridworker.domain.roles import SERVER
from gridworker.operations.records import own_history
from gridworker.store.profile import Profile
from gridworker.store.queue import names_of

NOT_RESTORED = (Merge.WORKFLOW, Merge.FIXED)


class Happening(NamedTuple):
    """One thing that happened.

    `what` is `registered`, `session`, `follow_up`, `status`, `agreement`, `kept`, `clauses`, `meeting`, `numbered`,
    `edited`, `deleted` or `resolved`; `facts` are what the words need; `patch` is empty where no op is known.
    """

    at: int
    by: str
    what: str
    facts: Mapping[str, Any]
    patch: Mapping[str, tuple[Any, Any]]
    result: str = ""


class Change(NamedTuple):
    """A value that was changed: when, by whom, old and new. `restorable` if the old one may be put back now."""

    at: int
    by: str
    path: str
    old: Any
    new: Any
    restorable: bool


def ops_of(
    profile: Profile, record: str, from_server: Sequence[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """The ops of a record, oldest first: the server's, if it could be asked, and behind them what waits here."""
    given = [dict(row) for row in from_server]
    known = {row["op"] for row in given}
    return given + [row for row in own_history(profile, record) if row["op"] not in known]


def people_of(profile: Profile, body: Body, ops: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names of those who worked on a record, by worker, as far as known here; the server is the district."""
    identity = profile.identity
    known = {str(body.get("created_by") or ""): str(body.get("created_by_name") or "")}
    for _, item in mediation.present(body, "mediators"):
        known[str(item.get("worker") or "")] = str(item.get("name") or "")
    known |= profile.read(lambda db: names_of(db, {str(op["by"]) for op in ops}))
    known |= {identity.worker: identity.name, SERVER: identity.district}
    return {worker: name for worker, name in known.items() if worker and name}


def happenings(body: Body, ops: Sequence[Mapping[str, Any]]) -> list[Happening]:
    """What happened to the dispute shown as `body`, newest first."""
    told = [_told(op, body) for op in ops if op["patch"] and op.get("result") != "refused"]
    touched = {path for op in ops for path in op["patch"]}
    created = any(op["action"] == "create" for op in ops)
    told += _from_record(body, touched, created=created)
    return sorted(told, key=lambda happening: happening.at, reverse=True)


def changes(kind: Kind, body: Body, ops: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Every value that was changed, newest first; a first value is not a change."""
    found = [
        Change(op["at"], str(op["by"]), path, old, new, _restorable(kind, body, path, old))
        for op in ops
        if op["action"] != "create"
        for path, (old, new) in op["patch"].items()
        if not is_empty(old) and not path.endswith(DELETED)
    ]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _restorable(kind: Kind, body: Body, path: str, old: Any) -> bool:
    where = target(kind, path)
    if where.names not in (Names.FIELD, Names.ELEMENT_FIELD) or where.field is None:
        return False
    fixed = where.field.merge in NOT_RESTORED or where.field.server_only
    return not fixed and not equal(read(body, where), old)


def _told(op: Mapping[str, Any], body: Body) -> Happening:
    patch: Mapping[str, Any] = {path: tuple(pair) for path, pair in op["patch"].items()}
    what, facts = _what(str(op["action"]), patch, body)
    at = facts.pop("at", None)
    moment = at if isinstance(at, int) and what in ("session", "follow_up") else op["at"]
    return Happening(moment, str(op["by"]), what, facts, patch, str(op.get("result") or ""))


def _what(action: str, patch: Mapping[str, Any], body: Body) -> tuple[str, dict[str, Any]]:
    """What an op was for, by the weightiest thing in it."""
    news = {path: new for path, (_, new) in patch.items()}
    state = {"to": news["status"]} if "status" in news else {}
    if action == "create":
        return "registered", {"source": news.get("source", ""), **state}
    if action == "resolve" or DELETED in news:
        return ("resolved" if action == "resolve" else "deleted"), {"paths": sorted(news)}
    for name, what in (("sessions/", "session"), ("followups/", "follow_up")):
        for path, new in news.items():
            if path.startswith(name) and path.count("/") == 1 and isinstance(new, dict):
                return what, {**_facts(what, path.partition("/")[2], new, body), **state}
    if state:
        return "status", {**state, "reason": news.get("close_reason") or ""}
    return _smaller(news)


def _smaller(news: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    kept = [new for path, new in news.items() if path.startswith("clauses/") and path.endswith("/done")]
    if kept:
        return "kept", {"done": kept[-1], "count": len(kept)}
    clauses = [path for path in news if path.startswith("clauses/") and path.count("/") == 1]
    if clauses:
        return "clauses", {"count": len(clauses)}
    if "agreement" in news:
        return "agreement", {}
    if set(news) == {"number"}:
        return "numbered", {"text": news["number"]}
    if set(news) == {"next_session"}:
        return "meeting", {"meeting": news["next_session"]}
    return "edited", {"paths": sorted(news)}


def _facts(what: str, element: str, new: Mapping[str, Any], body: Body) -> dict[str, Any]:
    facts = {"at": new.get("at"), "result": new.get("result") or ""}
    if what == "session":
        order = [key for key, _ in mediation.sessions(body)]
        number = order.index(element) + 1 if element in order else len(order) + 1
        return {
            **facts,
            "number": number,
            "text": new.get("record") or "",
            "corrects": new.get("corrects") or "",
        }
    return {**facts, "how": new.get("how") or "", "text": new.get("text") or ""}


def _from_record(body: Body, touched: set[str], *, created: bool) -> Iterator[Happening]:
    """What the record itself tells, where no op is known that says it."""
    author = str(body.get("created_by") or "")
    at = body.get("created_at")
    if not created and isinstance(at, int):
        yield Happening(at, author, "registered", {"source": body.get("source") or ""}, {})
    for name, what, items in (
        ("sessions", "session", mediation.sessions(body)),
        ("followups", "follow_up", mediation.followups(body)),
    ):
        for element, item in items:
            moment = item.get("at")
            if f"{name}/{element}" not in touched and isinstance(moment, int):
                facts = _facts(what, element, item, body)
                facts.pop("at")
                yield Happening(moment, "", what, facts, {})
