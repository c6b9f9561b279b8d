"""纠纷: people's mediation from the first word to the archived dossier (人民调解法; types as MoJ counts them)."""

from __future__ import annotations

from gridworker.domain import fields as f
from gridworker.domain.everyrecord import EVERY_RECORD, YES_NO_PARTLY, place

STATUS = f.workflow(
    required=True,
    initial=("lead", "accepted"),
    lead=("accepted", "refused"),
    accepted=("mediating", "withdrawn", "transferred"),
    mediating=("agreed", "failed", "withdrawn", "transferred"),
    agreed=("performing", "performed"),
    performing=("performed", "breached"),
    breached=("performing", "failed"),
    performed=("archived",),
    failed=("archived",),
    withdrawn=("archived",),
    transferred=("archived",),
    refused=("archived",),
    archived=(),
)

PARTIES = f.elements(
    required=True,
    role=f.choice("applicant", "respondent", "third"),
    type=f.choice("person", "organisation"),
    name=f.text(search=f.Search.NAME),
    sex=f.text(),
    birth_on=f.date(),
    ethnicity=f.text(),
    id_type=f.text(),
    id_number=f.text(privacy=f.Privacy.SENSITIVE, search=f.Search.TEXT),
    phone=f.text(privacy=f.Privacy.PERSONAL, search=f.Search.TEXT),
    address=f.text(privacy=f.Privacy.PERSONAL, search=f.Search.TEXT),
    occupation=f.text(),
    agent=f.anything(),
    person_id=f.record_id(),
    consent=f.choice("agree", "refuse", "unknown"),
)

SESSIONS = f.elements(
    append_only=True,
    at=f.instant(),
    place=f.anything(),
    present=f.anything(),
    record=f.long_text(),
    result=f.choice("agreed", "not_agreed", "continued"),
    corrects=f.text(),
)

INVESTIGATIONS = f.elements(
    append_only=True,
    at=f.instant(),
    place=f.anything(),
    present=f.anything(),
    who=f.text(),
    sex=f.text(),
    age=f.integer(),
    address=f.text(privacy=f.Privacy.PERSONAL),
    phone=f.text(privacy=f.Privacy.PERSONAL),
    record=f.long_text(),
)

AGREEMENT = f.group(
    form=f.choice("written", "oral"),
    number=f.text(),
    signed_on=f.date(),
    sealed_on=f.date(),
    effective_on=f.date(),
    copies=f.integer(),
    terms=f.text(),
)

CLAUSES = f.elements(
    order=f.integer(),
    who=f.text(),
    whom=f.text(),
    what=f.long_text(),
    due_on=f.date(),
    amount_fen=f.fen(),
    agreed_on=f.date(),
    done=YES_NO_PARTLY,
    done_on=f.date(),
)

FOLLOWUPS = f.elements(
    at=f.instant(), how=f.text(), result=f.text(), satisfaction=f.anything(), text=f.long_text()
)

CUSTODY = f.elements(
    append_only=True,
    at=f.instant(),
    by_name=f.text(),
    what=f.choice("exported", "handed_over"),
    files=f.anything(),
    to=f.text(),
    reason=f.text(),
)

DISPUTE = f.Kind(
    "dispute",
    EVERY_RECORD
    | {
        "number": f.text(search=f.Search.TEXT, server_only=True),
        "source": f.choice("application", "initiative", "court", "police", "petition", "hotline", "grid"),
        "type": f.choice(
            "family",
            "neighbour",
            "housing",
            "contract",
            "business",
            "damage",
            "land",
            "demolition",
            "environment",
            "labour",
            "consumer",
            "medical",
            "traffic",
            "property_service",
            "tourism",
            "ip",
            "internet",
            "other",
            required=True,
        ),
        "title": f.text(required=True, search=f.Search.NAME),
        "occurred_on": f.date(),
        "accepted_on": f.date(),
        "place": place(),
        "parties": PARTIES,
        "facts": f.long_text(),
        "claims": f.long_text(),
        "personal_status": f.flag(),
        "extension": f.group(until_on=f.date(), agreed_on=f.date(), reason=f.text()),
        "risk": f.choice("low", "medium", "high"),
        "risk_flags": f.members("violence", "group", "extreme"),
        "difficulty": f.text(),
        "mediators": f.elements(name=f.text(search=f.Search.NAME), worker=f.text(), chosen_by=f.text()),
        "helpers": f.elements(name=f.text(search=f.Search.NAME), role=f.text()),
        "status": STATUS,
        "next_session": f.group(at=f.instant(), place=f.anything()),
        "rights_told_on": f.date(),
        "rights_told_how": f.choice("in_person", "delivered", "remote"),
        "investigations": INVESTIGATIONS,
        "sessions": SESSIONS,
        "agreement": AGREEMENT,
        "clauses": CLAUSES,
        "confirmation": f.choice("none", "applied", "valid", "rejected", "expired"),
        "court": f.text(),
        "followups": FOLLOWUPS,
        "closed_on": f.date(),
        "close_reason": f.text(),
        "archive_number": f.text(search=f.Search.TEXT),
        "retention": f.text(),
        "dossier_note": f.long_text(),
        "custody": CUSTODY,
    },
    title=("title",),
)
