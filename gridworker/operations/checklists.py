"""What is asked on a visit, by whom it is paid to: the district's checklist, else the program's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from gridworker.environment.language import Words
from gridworker.environment.resources import resource
from gridworker.store import record_rows
from gridworker.store.profile import Profile

_REFERENCES = 500


class Answer(NamedTuple):
    """A possible answer; `tone` is "", `warn` or `danger`."""

    words: Words
    tone: str = ""


class Question(NamedTuple):
    """A question and its answers, the first of which is the normal one. Records keep the Chinese words of both."""

    words: Words
    answers: tuple[Answer, ...]


def checklist(profile: Profile, target: str) -> list[Question]:
    """The questions for a visit to a target (a choice of `visit.target`): of `checklist/visit`, else the program's."""
    rows = profile.read(lambda db: record_rows.select(db, "reference", limit=_REFERENCES))
    named = [row.body for row in rows if row.body.get("name") == "checklist/visit"]
    latest = max(named, key=lambda body: int(body.get("version") or 0), default={})
    content = latest.get("content")
    given = list(_questions(content.get(target))) if isinstance(content, dict) else []
    return given or own_checklist(target)


def own_checklist(target: str) -> list[Question]:
    """The program's questions."""
    return list(_questions(_catalog().get(target)))


@cache
def _catalog() -> dict[str, Any]:
    return tomllib.loads(resource("catalogs/checklists.toml").read_text(encoding="utf-8"))


def _questions(given: Any) -> Iterator[Question]:
    """What can be read of a checklist; of a published one nobody knows what it holds."""
    for item in given if isinstance(given, list) else ():
        asked = _words(item.get("question")) if isinstance(item, dict) else None
        answers = item.get("answers") if isinstance(item, dict) else None
        found = tuple(_answers(answers)) if isinstance(answers, list) else ()
        if asked and len(found) > 1:
            yield Question(asked, found)


def _answers(given: list[Any]) -> Iterator[Answer]:
    for item in given:
        words = _words(item)
        if words:
            tone = item.get("tone") if isinstance(item, dict) else ""
            yield Answer(words, tone if tone in ("warn", "danger") else "")


def _words(given: Any) -> Words | None:
    zh, en = (given.get("zh"), given.get("en")) if isinstance(given, dict) else (given, given)
    return Words(zh, en if isinstance(en, str) and en else zh) if isinstance(zh, str) and zh else None
