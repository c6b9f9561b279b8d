"""What is asked on a visit, by whom it is paid to, and of a place on a patrol, by its type: the district's or ours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from gridworker.environment.language import Words
from gridworker.environment.resources import resource
from gridworker.operations.references import references
from gridworker.store.profile import Profile

_ANY_PLACE, _ON_PATROL = "other", "checklists_patrol"
_CHOICE = "choice"


class Answer(NamedTuple):
    """A possible answer; `tone` is "", `warn` or `danger`."""

    words: Words
    tone: str = ""


class Question(NamedTuple):
    """A question and its answers, the first of which is the normal one. Records keep the Chinese words of both.

    A question of a type that this program does not know has no answers. `finding` is the choice of
    `patrol.categories` that an exception means.
    """

    words: Words
    answers: tuple[Answer, ...]
    finding: str = ""


class Checklist(NamedTuple):
    """Questions, and their `id@version` as a patrol keeps it; version 0 is the program's own."""

    mark: str
    questions: list[Question]


_PLAIN = (Answer(Words("正常", "In order")), Answer(Words("有隐患", "Hazard"), "warn"))


def checklist(profile: Profile, target: str) -> list[Question]:
    """The questions for a visit to a target (a choice of `visit.target`): of `checklist/visit`, else the program's."""
    named = [body for body in references(profile) if body.get("name") == "checklist/visit"]
    content = max(named, key=lambda body: int(body.get("version") or 0), default={}).get("content")
    given = list(_questions(content.get(target))) if isinstance(content, dict) else []
    return given or own_checklist(target)


def visit_checklists(profile: Profile) -> dict[str, list[Question]]:
    """The questions for a visit, by its target."""
    return {target: checklist(profile, target) for target in _catalog("checklists")}


def own_checklist(target: str) -> list[Question]:
    """The program's questions on a visit."""
    return list(_questions(_catalog("checklists").get(target)))


def place_checklist(profile: Profile, type_: str) -> Checklist:
    """The questions for a patrol of a type of place: of `checklist/<type>`, else the program's, else those of any."""
    return place_checklists(profile).get(type_) or own_place_checklist(type_)


def place_checklists(profile: Profile) -> dict[str, Checklist]:
    """What the district published, by the type of place; the newest version of each.

    The program's own are read along: the window then has them at hand.
    """
    _catalog(_ON_PATROL)
    found: dict[str, tuple[int, Checklist]] = {}
    for body in references(profile):
        given, version = list(_questions(body.get("content"))), int(body.get("version") or 0)
        prefix, _, type_ = str(body.get("name") or "").partition("/")
        if prefix == "checklist" and given and version > found.get(type_, (-1,))[0]:
            found[type_] = version, Checklist(f"{type_}@{version}", given)
    return {type_: paper for type_, (_, paper) in found.items()}


def own_place_checklist(type_: str) -> Checklist:
    """The program's questions for a type of place, or for any."""
    own = _catalog(_ON_PATROL)
    known = type_ if type_ in own else _ANY_PLACE
    return Checklist(f"{known}@0", list(_questions(own[known])))


@cache
def _catalog(name: str) -> dict[str, Any]:
    return tomllib.loads(resource(f"catalogs/{name}.toml").read_text(encoding="utf-8"))


def _questions(given: Any) -> Iterator[Question]:
    """What can be read of a checklist; of a published one nobody knows what it holds."""
    for item in given if isinstance(given, list) else ():
        asked = _words(item.get("question")) if isinstance(item, dict) else None
        if asked is None:
            continue
        finding = item.get("finding")
        answers = _answers(item)
        if len(answers) != 1:
            yield Question(asked, answers, finding if isinstance(finding, str) else "")


def _answers(item: dict[str, Any]) -> tuple[Answer, ...]:
    """The answers of a question; none for a type this program does not know, the plain two where none are named."""
    if item.get("type", _CHOICE) != _CHOICE:
        return ()
    given = item.get("answers")
    return tuple(_named(given)) if isinstance(given, list) and given else _PLAIN


def _named(given: list[Any]) -> Iterator[Answer]:
    for item in given:
        words = _words(item)
        if words:
            tone = item.get("tone") if isinstance(item, dict) else ""
            yield Answer(words, tone if tone in ("warn", "danger") else "")


def _words(given: Any) -> Words | None:
    zh, en = (given.get("zh"), given.get("en")) if isinstance(given, dict) else (given, given)
    return Words(zh, en if isinstance(en, str) and en else zh) if isinstance(zh, str) and zh else None
