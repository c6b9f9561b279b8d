"""卷宗: what the dossier of a mediation holds, in the order inspectors ask for, and what is still missing in it.

Whether a part must be there follows the Ministry of Justice's rules of 2010 and depends on how the case went.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from gridworker.domain import mediation
from gridworker.domain.attachments import ATTACHMENTS
from gridworker.domain.mediation_papers import Lack, PaperRef, elements, missing, papers_of
from gridworker.domain.paths import Body
from gridworker.domain.readings import group

PARTS = (
    "application",
    "registration",
    "rights_notice",
    "identity",
    "mandate",
    "investigation",
    "evidence",
    "session",
    "agreement",
    "oral_agreement",
    "supplement",
    "receipt",
    "follow_up",
    "confirmation",
    "note",
)
"""Between contents and back cover, in their order (domain of the trade: papers 1 to 12)."""

SIGNED = (
    "application",
    "registration",
    "rights_notice",
    "session",
    "agreement",
    "oral_agreement",
    "supplement",
)
"""Parts that people sign: a photo of the page shows that they did."""

_BY_ROLE = {
    "identity": ("identity",),
    "evidence": ("evidence", "recording", "other", ""),
    "receipt": ("receipt",),
}
_REACHED_AGREEMENT = ("agreed", "performing", "performed", "breached")


class Need(StrEnum):
    """Whether a part must be in the dossier of this case."""

    MUST = "must"
    MAY = "may"
    NOT = "not"


class Part(NamedTuple):
    """A part of a dossier: its need with the code of the reason, its papers or files, and what is missing.

    A part that must be there is complete when it is there and nothing is missing in it.
    """

    code: str
    need: Need
    why: str
    papers: tuple[PaperRef, ...] = ()
    files: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether the dossier holds it."""
        return bool(self.papers or self.files)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do for it; what a signed page lacks in print was filled in by hand."""
        return bool(self.files) or (not self.lacks and (self.is_there or self.need is not Need.MUST))


class Completeness(NamedTuple):
    """How much of what must be in a dossier is there, and all its parts."""

    done: int
    wanted: int
    parts: tuple[Part, ...]


def completeness(body: Body) -> Completeness:
    """What is in the dossier of a case, and what is missing."""
    parts = tuple(part for part in (_part(body, code) for code in PARTS) if part is not None)
    must = [part for part in parts if part.need is Need.MUST]
    return Completeness(sum(part.is_complete for part in must), len(must), parts)


def bars(body: Body) -> list[Part]:
    """What must be in the dossier and is not complete: until then the case is not archived."""
    return [part for part in completeness(body).parts if part.need is Need.MUST and not part.is_complete]


def gaps(body: Body) -> list[Part]:
    """What may be left out and is there half: worth a look before the case is archived."""
    parts = [part for part in completeness(body).parts if part.why == "if_any"]
    return [part for part in parts if part.is_there and not part.is_complete]


def _part(body: Body, code: str) -> Part | None:
    need, why = _need(body, code)
    files = tuple(_files(body, code))
    if need is Need.NOT and not files:
        return None
    papers = tuple(_papers(body, code, need))
    lacks = tuple(lack for ref in papers for lack in missing(ref, body))
    if need is Need.MUST and not papers and not files:
        lacks = (Lack(f"no_{code}"),)
    return Part(code, need, why, papers, files, lacks)


def _papers(body: Body, code: str, need: Need) -> list[PaperRef]:
    """The papers of a part; one that may be left out is there only where the case has something to put on it."""
    if need is Need.NOT or code in ("identity", "evidence", "receipt"):
        return []
    if code == "note":
        return [PaperRef("note")] if body.get("dossier_note") else []
    refs = [ref for ref in papers_of(body) if ref.code == code]
    if need is Need.MAY and code in ("application", "confirmation"):
        return []
    return [ref for ref in refs if ref.element or not ref.number]


def _files(body: Body, code: str) -> list[str]:
    """The attachments of a part, by what they are for; signed pages in the order of their pages."""
    found = []
    there = mediation.present(body, ATTACHMENTS)
    for key, item in sorted(there, key=lambda pair: pair[1].get("page") or 0):
        role = str(item.get("role") or "")
        if role in _BY_ROLE.get(code, ()) or (role in ("signed", "court") and signed_part(item) == code):
            found.append(key)
    return found


_SIGNED_NAMES = (
    ("申请书", "application"),
    ("受理", "registration"),
    ("告知", "rights_notice"),
    ("委托", "mandate"),
    ("调查", "investigation"),
    ("回访", "follow_up"),
    ("口头", "oral_agreement"),
    ("补充", "supplement"),
    ("协议", "agreement"),
    ("笔录", "session"),
    ("调解记录", "session"),
)


def signed_part(item: dict[str, Any]) -> str:
    """Which part a signed page belongs to: as its mark or a person said, by its name, else to the agreement."""
    if (code := str(item.get("paper") or "").partition("/")[0]) in PARTS:
        return code
    name = str(item.get("name") or "")
    if item.get("role") == "court" or "司法确认" in name:
        return "confirmation"
    return next((code for word, code in _SIGNED_NAMES if word in name), "agreement")


def _need(body: Body, code: str) -> tuple[Need, str]:
    """Whether a part must be there, and the code of the reason."""
    status, form = str(body.get("status") or "lead"), group(body, "agreement").get("form")
    if code in ("application", "registration"):
        if _refused(body, status):
            return Need.MAY, "either"
        applied = body.get("source") == "application"
        return (
            (Need.MUST, "applied" if applied else "begun")
            if applied == (code == "application")
            else ((Need.MAY, "either"))
        )
    if code == "identity":
        return (Need.MAY, "if_any") if _refused(body, status) else (Need.MUST, "always")
    if code == "rights_notice":
        return (Need.NOT, "") if status == "lead" or _refused(body, status) else (Need.MUST, "always")
    if code == "session":
        return _need_of_session(body, status)
    if code in ("agreement", "oral_agreement"):
        return _need_of_agreement(body, status, str(form or "written"), code)
    if code in ("mandate", "supplement"):
        why = {"mandate": "agents", "supplement": "supplemented"}[code]
        return (Need.MUST, why) if elements(body, code) else (Need.NOT, "")
    if code == "confirmation":
        applied = body.get("confirmation") not in (None, "", "none", "expired")
        return (Need.MUST, "confirmed") if applied else (Need.MAY, "if_any")
    return Need.MAY, "if_any"


def _refused(body: Body, status: str) -> bool:
    """Whether it was never accepted; an archived case tells by what it lacks."""
    archived_so = status == "archived" and not body.get("accepted_on") and not mediation.sessions(body)
    return status == "refused" or archived_so


def _need_of_session(body: Body, status: str) -> tuple[Need, str]:
    if mediation.sessions(body) or status not in ("lead", "accepted", "refused", "withdrawn", "transferred"):
        return Need.MUST, "mediated"
    return (Need.MAY, "if_any") if status == "accepted" else (Need.NOT, "")


def _need_of_agreement(body: Body, status: str, form: str, code: str) -> tuple[Need, str]:
    agreed = status in _REACHED_AGREEMENT or (
        status == "archived" and bool(mediation.clauses(body) or group(body, "agreement"))
    )
    wanted = {"oral": "oral_agreement"}.get(form, "agreement")
    if not agreed or code != wanted:
        return Need.NOT, ""
    return Need.MUST, form
