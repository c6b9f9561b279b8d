"""What a paper said when it was printed, as a few digits: an old page is told from the paper as it is now.

What is filled in by hand, and only then entered (signatures, seal, the number the district gives), is no part of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from gridworker.domain import mediation
from gridworker.domain.canonical import canonical
from gridworker.domain.mediation_papers import MANY, PaperRef, element, papers_of, terms
from gridworker.domain.paths import Body

_NAMED = ("role", "type", "name")
_IDENTIFIED = (*_NAMED, "id_number", "agent")
_CLAUSE = ("who", "whom", "what", "due_on", "amount_fen")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "application": ("facts", "claims"),
    "registration": ("source", "type", "facts"),
    "rights_notice": ("type",),
    "mandate": ("type",),
    "agreement": ("facts", "claims"),
    "oral_agreement": ("facts", "claims"),
    "confirmation": ("facts",),
    "note": ("dossier_note",),
}
_WITH_CLAUSES = ("agreement", "oral_agreement", "confirmation")


def paper_version(body: Body, ref: PaperRef) -> str:
    """Six hex digits that stand for what a paper says; "" for a blank one, which is written on by hand."""
    if ref.code in MANY and not ref.element:
        return ""
    said: dict[str, Any] = {name: body.get(name) for name in _FIELDS.get(ref.code, ())}
    # Numbers are asked for from the agreement on: what was signed before them is not old for their sake.
    who = _IDENTIFIED if ref.code in _WITH_CLAUSES else _NAMED
    said["parties"] = [_of(party, who) for _, party in mediation.parties(body)]
    if ref.code in _WITH_CLAUSES:
        said["clauses"] = [_of(clause, _CLAUSE) for clause in terms(body)]
    elif ref.code == "supplement":
        later = [clause for _, clause in mediation.clauses(body) if clause.get("agreed_on") == ref.element]
        said["clauses"] = [_of(clause, _CLAUSE) for clause in later]
    elif ref.code == "mandate":
        said["parties"] = [_of(element(body, ref), _IDENTIFIED)]
    elif ref.code in MANY:
        said = {name: value for name, value in element(body, ref).items() if not name.startswith("_")}
    return hashlib.sha256(canonical([ref.code, said])).hexdigest()[:6]


def paper_marked(body: Body, name: str, version: str) -> PaperRef | None:
    """The paper of a case that a mark means: of several, the one of this version, as others may have come between."""
    code, refs = name.partition("-")[0], papers_of(body)
    same = [ref for ref in refs if ref.code == code]
    by_version = [ref for ref in same if version and paper_version(body, ref) == version]
    by_name = [ref for ref in same if ref.name == name]
    return next(iter(by_version or by_name or same), None)


def _of(item: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: item[name] for name in names if item.get(name) not in (None, "", [])}
