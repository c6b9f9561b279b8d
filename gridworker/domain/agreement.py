"""调解协议: what is agreed, by whom and by when (人民调解法 art. 29, 31).

Once signed it stands, and what comes later are supplements.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from itertools import islice, product
from typing import Any

from gridworker.domain.canonical import canonical, equal
from gridworker.domain.dates import months_later
from gridworker.domain.mediation import clauses
from gridworker.domain.money import parse_yuan
from gridworker.domain.paths import CONFLICTS, DELETED, Body
from gridworker.domain.readings import day, group

TERMS = ("order", "who", "whom", "what", "due_on", "amount_fen", "agreed_on")
"""What a clause says; the rest tells how it is kept."""

MOST_INSTALMENTS = 60

_YUAN = re.compile(r"(\d[\d,，]*(?:\.\d{1,2})?)\s*(万?)元")

MOST_TRIED = 1024
"""So many choices among disputed terms are compared with what was signed."""


def effective_on(form: str, signed_on: str, sealed_on: str) -> str:
    """The day an agreement takes effect: an oral one at once, a written one when signed and sealed (art. 29, 30)."""
    if form == "oral":
        return signed_on
    return max(signed_on, sealed_on) if signed_on and sealed_on else ""


def is_signed(body: Body) -> bool:
    """Whether the parties have put their names to it, or reached it by word of mouth."""
    agreement = group(body, "agreement")
    return any(day(agreement.get(name)) for name in ("signed_on", "effective_on"))


def terms(body: Body) -> str:
    """16 hex digits that stand for what the clauses say, whatever has been kept of them since."""
    said = [{name: clause.get(name) for name in TERMS} for _, clause in clauses(body)]
    return hashlib.sha256(canonical(said)).hexdigest()[:16]


def is_as_signed(body: Body) -> bool:
    """Whether the clauses still say what they said when the agreement was signed.

    Somebody who had not heard of the signature may have changed a clause elsewhere; supplements are no change.
    """
    signed = group(body, "agreement").get("terms")
    if not isinstance(signed, str):
        return True
    before = {key: clause for key, clause in clauses(body) if not clause.get("agreed_on")}
    return signed == terms({"clauses": before})


def frozen(body: Body, patch: Mapping[str, tuple[Any, Any]]) -> list[tuple[str, str]]:
    """What of a patch would change a signed agreement, as `(path, reason)`; empty where nothing would.

    A new clause must name the day it was agreed on: it is a supplement. A change that somebody made unaware may be put
    back.
    """
    if not is_signed(body) or (not is_as_signed(body) and is_as_signed(_patched(body, patch))):
        return []
    return list(_frozen(patch))


def _patched(body: Body, patch: Mapping[str, tuple[Any, Any]]) -> Body:
    """The clauses with new values in their fields, those that were removed among them: a patch may bring one back."""
    patched = {key: dict(clause) for key, clause in _all_clauses(body).items()}
    for path, (_, new) in patch.items():
        name, _, rest = path.partition("/")
        element, _, member = rest.partition("/")
        if name == "clauses" and member and element in patched:
            patched[element][member] = new
    return {**body, "clauses": patched}


def signed_value(body: Body, path: str) -> tuple[Any] | None:
    """The one value of a disputed path that agrees with what was signed, in a tuple of one; None for a free choice.

    Of several disputed terms those sides are taken that together say what the fingerprint stands for. Where none do,
    nobody can tell, and where the clause is a supplement, nothing was signed with it.
    """
    element, member = _term(path)
    if not member or not is_signed(body) or _all_clauses(body).get(element, {}).get("agreed_on"):
        return None
    disputed = [entry for entry in body.get(CONFLICTS, ()) if _term(entry["path"])[1]]
    paths = [str(entry["path"]) for entry in disputed]
    sides = [[side.get("value") for side in (entry["current"], *entry["candidates"])] for entry in disputed]
    if path not in paths:
        return None
    for chosen in islice(product(*sides), MOST_TRIED):
        if is_as_signed(
            _patched(body, {where: (None, new) for where, new in zip(paths, chosen, strict=True)})
        ):
            return (chosen[paths.index(path)],)
    return None


def _term(path: str) -> tuple[str, str]:
    """The clause and the term of it that a path names, or its removal; "" where it names none."""
    name, _, rest = path.partition("/")
    element, _, member = rest.partition("/")
    return (element, member) if name == "clauses" and member in (*TERMS, DELETED) else ("", "")


def _all_clauses(body: Body) -> dict[str, dict[str, Any]]:
    held = body.get("clauses")
    items = held.items() if isinstance(held, dict) else ()
    return {key: clause for key, clause in items if isinstance(clause, dict)}


def _frozen(patch: Mapping[str, tuple[Any, Any]]) -> Iterator[tuple[str, str]]:
    for path, (old, new) in patch.items():
        name, _, rest = path.partition("/")
        if name != "clauses" or equal(old, new):
            continue
        _, _, member = rest.partition("/")
        if not member and isinstance(new, dict) and not day(new.get("agreed_on")):
            yield f"{path}/agreed_on", "supplement"
        elif member in (*TERMS, DELETED):
            yield path, "signed"


def amounts_named(what: str) -> list[int]:
    """The sums in 分 that a clause names in figures: `3,600.50元`, `1.2万元`."""
    found = []
    for figures, ten_thousand in _YUAN.findall(what):
        with suppress(ValueError):
            found.append(parse_yuan(figures + ten_thousand))
    return found


def instalments(total_fen: int, count: int, first: date, months: int = 1) -> list[tuple[int, date]]:
    """A sum in `count` parts, each of whole 元 but the last, which add up to it; one every `months` months.

    Raises ValueError for no parts, too many, or parts of nothing.
    """
    if not 1 <= count <= MOST_INSTALMENTS or total_fen < count or months < 1:
        raise ValueError(f"{total_fen} fen in {count} parts")
    part = total_fen // count
    if part >= 100:
        part -= part % 100
    days = [months_later(first, months * number) for number in range(count)]
    return [*((part, due) for due in days[:-1]), (total_fen - part * (count - 1), days[-1])]
