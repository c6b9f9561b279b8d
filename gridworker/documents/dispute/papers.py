"""Every paper of a mediation by its code."""

from __future__ import annotations

from collections.abc import Callable

from gridworker.documents.dispute import afterwards, agreement, binding, hearing, opening, urgent
from gridworker.documents.dispute.case import Case
from gridworker.documents.paper import Paper
from gridworker.domain.mediation_papers import PaperRef

_MADE: dict[str, Callable[[Case, PaperRef], Paper]] = {
    "application": opening.application,
    "registration": opening.registration,
    "rights_notice": opening.rights_notice,
    "mandate": opening.mandate,
    "investigation": hearing.investigation,
    "session": hearing.session,
    "agreement": agreement.agreement,
    "oral_agreement": agreement.oral_agreement,
    "supplement": agreement.supplement,
    "follow_up": afterwards.follow_up,
    "confirmation": afterwards.confirmation,
    "note": binding.note,
    "urgent": urgent.urgent,
}


def make_paper(case: Case, ref: PaperRef) -> Paper:
    """The paper that `ref` names."""
    return _MADE[ref.code](case, ref)
