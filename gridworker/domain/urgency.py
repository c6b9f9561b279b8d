"""紧急: a dispute that may turn violent is told at once, to the police first (人民调解法 art. 25)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from gridworker.domain.mediation import is_minor, parties
from gridworker.domain.paths import Body

UNDER_WAY = ("lead", "accepted", "mediating")
"""States in which the quarrel itself is not over."""

MINORS = "minors"
"""Not a flag that somebody sets: it stands in the parties' days of birth, and counts where there is a flag."""


class Phone(NamedTuple):
    """Whom to call: a name, a number, and the dangers it is for; none for all of them."""

    name: str
    number: str
    dangers: tuple[str, ...] = ()


def dangers(body: Body, today: date) -> tuple[str, ...]:
    """What makes a dispute urgent (`violence`, `group`, `extreme`, then `minors`); empty where nothing does."""
    if not is_urgent(body):
        return ()
    found = [str(flag) for flag in body["risk_flags"]]
    young = any(is_minor(party.get("birth_on"), today) for _, party in parties(body))
    return (*found, MINORS) if young else tuple(found)


def is_urgent(body: Body) -> bool:
    """Whether a dispute is one that is told at once: somebody saw a danger, and the quarrel is not over."""
    flags = body.get("risk_flags")
    return isinstance(flags, list) and bool(flags) and str(body.get("status") or "lead") in UNDER_WAY


def read_phones(content: Any) -> list[Phone]:
    """Whom to call, of `[{"name": "…派出所", "phone": "0571-…", "for": ["violence"]}]`; what is not so is left out."""
    found = []
    for item in content if isinstance(content, list) else []:
        name, number = (item.get("name"), item.get("phone")) if isinstance(item, dict) else (None, None)
        if isinstance(name, str) and isinstance(number, str) and name.strip() and number.strip():
            given = item.get("for")
            wanted = tuple(map(str, given)) if isinstance(given, list) else ()
            found.append(Phone(name.strip(), number.strip(), wanted))
    return found


def to_call(phones: Iterable[Phone], found: Iterable[str]) -> list[Phone]:
    """Those of the numbers that these dangers ask for, in the district's order."""
    wanted = set(found)
    return [phone for phone in phones if not phone.dangers or wanted & {*phone.dangers}]
