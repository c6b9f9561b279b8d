"""The papers of people's mediation: which a case has, and what is still missing in each.

Names and fields are those of the Ministry of Justice's forms of 2010 (司发通〔2010〕239号).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gridworker.domain import mediation
from gridworker.domain.agreement import is_as_signed
from gridworker.domain.paths import Body
from gridworker.domain.readings import group
from gridworker.domain.urgency import UNDER_WAY

PAPERS = (
    "application",
    "registration",
    "rights_notice",
    "mandate",
    "investigation",
    "session",
    "agreement",
    "oral_agreement",
    "supplement",
    "follow_up",
    "confirmation",
    "note",
)
"""In the order in which a dossier holds them."""

URGENT = "urgent"
"""Printed where a dispute is dangerous, before any other; no part of the dossier."""

MANY = ("mandate", "investigation", "session", "supplement", "follow_up")
"""Those of which a case may have several."""

_PERSON = ("sex", "birth_on", "ethnicity", "occupation", "phone", "address", "id_number")
_ORGANISATION = ("agent", "phone", "address", "id_number")


NO_DOCUMENT = "none"
"""The `id_type` of a party who cannot show any: then no paper waits for a number."""


class PaperRef(NamedTuple):
    """A paper of a case; of those that it may have several, the `number`-th, made of `element` ("" for a blank one)."""

    code: str
    number: int = 0
    element: str = ""

    @property
    def name(self) -> str:
        """What commands call it: `agreement`, `session-2`."""
        return f"{self.code}-{self.number}" if self.number else self.code

    @property
    def key(self) -> str:
        """How the file of a signed page names it, however many come before it: `agreement`, `session/<element>`."""
        return f"{self.code}/{self.element}" if self.element else self.code


class Lack(NamedTuple):
    """Something that a paper needs and the case does not say: a code, whom it concerns, the fields of it."""

    code: str
    who: str = ""
    fields: tuple[str, ...] = ()


def papers_of(body: Body) -> list[PaperRef]:
    """Every paper that can be made for a case, in order; of a kind it has none of, a blank one to write on by hand.

    An agreement is a written one or an oral one; as long as nothing is agreed, both can be made.
    """
    flags, state = body.get("risk_flags"), str(body.get("status") or "lead")
    found = [PaperRef(URGENT)] if flags and state in UNDER_WAY else []
    form = group(body, "agreement").get("form")
    unwanted = {"written": "oral_agreement", "oral": "agreement"}.get(str(form))
    for code in PAPERS:
        if code in MANY:
            names = [key for key, _ in elements(body, code)] or [""]
            found += [PaperRef(code, number, key) for number, key in enumerate(names, 1)]
        elif code != unwanted:
            found.append(PaperRef(code))
    return found


def elements(body: Body, code: str) -> list[tuple[str, dict[str, Any]]]:
    """What the papers of a kind are made of, one each, in their order."""
    if code == "mandate":
        return [(key, party) for key, party in mediation.parties(body) if _has_mandate(party)]
    if code == "supplement":
        days = {str(clause["agreed_on"]) for _, clause in mediation.clauses(body) if clause.get("agreed_on")}
        return [(day, {"agreed_on": day}) for day in sorted(days)]
    if code == "investigation":
        asked = mediation.present(body, "investigations")
        return sorted(asked, key=lambda pair: (pair[1].get("at") or 0, pair[0]))
    if code == "session":
        return mediation.sessions(body)
    return mediation.followups(body)


def element(body: Body, ref: PaperRef) -> dict[str, Any]:
    """What a paper is made of; empty for a blank one."""
    return dict(elements(body, ref.code)).get(ref.element, {})


def copies(body: Body, code: str) -> int:
    """How many are printed: an agreement for each party and one to file (art. 29), one of all others."""
    if code not in ("agreement", "supplement", "confirmation"):
        return 1
    given = group(body, "agreement").get("copies")
    wanted = max(len(mediation.parties(body)), 2) + 1
    return max(given, wanted) if isinstance(given, int) and code == "agreement" else wanted


def missing(ref: PaperRef, body: Body) -> list[Lack]:
    """What a paper still needs before it is complete; it can be printed and filled in by hand all the same."""
    judge = _MISSING.get(ref.code)
    return list(judge(body, ref)) if judge else []


def _parties(body: Body, *, numbers: bool) -> Iterator[Lack]:
    """What is not known of the parties; identity numbers are needed from the agreement on."""
    parties = mediation.parties(body)
    if len(parties) < 2:
        yield Lack("two_parties")
    for _, party in parties:
        wanted = _ORGANISATION if party.get("type") == "organisation" else _PERSON
        known = {"id_number"} if not numbers or party.get("id_type") == NO_DOCUMENT else set()
        fields = tuple(name for name in wanted if not party.get(name) and name not in known)
        if fields:
            yield Lack("party", str(party.get("name") or ""), fields)


def _texts(body: Mapping[str, Any], *names: str) -> Iterator[Lack]:
    for name in names:
        if body.get(name) in (None, "", []):
            yield Lack("field", fields=(name,))


def _application(body: Body, _ref: PaperRef) -> Iterator[Lack]:
    yield from _parties(body, numbers=False)
    yield from _texts(body, "facts", "claims")


def _registration(body: Body, _ref: PaperRef) -> Iterator[Lack]:
    if len(mediation.parties(body)) < 2:
        yield Lack("two_parties")
    for _, party in mediation.parties(body):
        if party.get("consent") == "refuse":
            yield Lack("refuses", str(party.get("name") or ""))
    yield from _texts(body, "accepted_on", "source", "facts")


def _rights_notice(body: Body, _ref: PaperRef) -> Iterator[Lack]:
    if len(mediation.parties(body)) < 2:
        yield Lack("two_parties")


def _mandate(body: Body, ref: PaperRef) -> Iterator[Lack]:
    party = element(body, ref)
    if not party:
        yield Lack("no_agent")
        return
    agent = agent_of(party)
    fields = tuple(name for name in ("name", "sex", "phone", "id_number", "authority") if not agent.get(name))
    if fields:
        yield Lack("agent", str(party.get("name") or ""), fields)


def _investigation(body: Body, ref: PaperRef) -> Iterator[Lack]:
    asked = element(body, ref)
    if not asked:
        yield Lack("no_investigation")
        return
    for lack in _texts(asked, "at", "place", "who", "record"):
        yield lack._replace(fields=tuple(f"investigations/{name}" for name in lack.fields))


def _supplement(body: Body, ref: PaperRef) -> Iterator[Lack]:
    if not element(body, ref):
        yield Lack("no_supplement")
    if not is_as_signed(body):
        yield Lack("not_as_signed")


def _session(body: Body, ref: PaperRef) -> Iterator[Lack]:
    held = element(body, ref)
    if not held:
        yield Lack("no_session")
        return
    if any(other.get("corrects") == ref.element for _, other in mediation.sessions(body)):
        return  # What it lacks stands in the record that corrects it.
    for lack in _texts(held, "at", "place", "present", "record", "result"):
        yield lack._replace(fields=tuple(f"sessions/{name}" for name in lack.fields))
    if not mediation.present(body, "mediators"):
        yield Lack("mediator")


def _agreement(body: Body, _ref: PaperRef) -> Iterator[Lack]:
    yield from _parties(body, numbers=True)
    yield from _texts(body, "facts")
    clauses = terms(body)
    if not clauses:
        yield Lack("clause")
    for number, clause in enumerate(clauses, 1):
        fields = tuple(f"clauses/{name}" for name in ("who", "what", "due_on") if not clause.get(name))
        if fields:
            yield Lack("clause_field", str(number), fields)
    if not mediation.present(body, "mediators"):
        yield Lack("mediator")
    if not is_as_signed(body):
        yield Lack("not_as_signed")
    agreement = group(body, "agreement")
    given = agreement.get("copies")
    if isinstance(given, int) and agreement.get("form") != "oral" and given < copies(body, "confirmation"):
        yield Lack("copies", str(copies(body, "confirmation")))


def _follow_up(body: Body, ref: PaperRef) -> Iterator[Lack]:
    visit = element(body, ref)
    if not visit:
        yield Lack("no_follow_up")
        return
    for lack in _texts(visit, "at", "result", "text"):
        yield lack._replace(fields=tuple(f"followups/{name}" for name in lack.fields))


def _confirmation(body: Body, _ref: PaperRef) -> Iterator[Lack]:
    if body.get("personal_status") is True:
        yield Lack("never_confirmed")
    if group(body, "agreement").get("form") == "oral":
        yield Lack("oral")
    elif not group(body, "agreement").get("effective_on"):
        yield Lack("not_in_force")
    yield from _parties(body, numbers=True)


def _note(body: Body, _ref: PaperRef) -> Iterator[Lack]:
    yield from _texts(body, "dossier_note")


_MISSING = {
    "application": _application,
    "registration": _registration,
    "rights_notice": _rights_notice,
    "mandate": _mandate,
    "investigation": _investigation,
    "session": _session,
    "agreement": _agreement,
    "oral_agreement": _agreement,
    "supplement": _supplement,
    "follow_up": _follow_up,
    "confirmation": _confirmation,
    "note": _note,
}


def _has_mandate(party: Mapping[str, Any]) -> bool:
    """Whether somebody acts for a party by its will; a guardian and a legal representative need no mandate."""
    agent = agent_of(party)
    return bool(agent.get("name")) and agent.get("relation") not in ("guardian", "representative")


def terms(body: Body) -> list[dict[str, Any]]:
    """The clauses of the agreement itself, without what was agreed on later."""
    return [clause for _, clause in mediation.clauses(body) if not clause.get("agreed_on")]


def agent_of(party: Mapping[str, Any]) -> dict[str, Any]:
    """Who acts for a party: `{name, sex, phone, id_number, relation, authority}`, or only a name.

    `relation` is `guardian`, `representative` or `agent`; `authority`, of an agent, `general` or `special`.
    """
    agent = party.get("agent")
    if isinstance(agent, dict):
        return agent
    return {"name": agent} if isinstance(agent, str) and agent else {}
