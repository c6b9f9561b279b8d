"""What was written into a clause too late, because it had been signed by then: the beginning of a supplement."""

from __future__ import annotations

from typing import Any

from gridworker.domain.money import format_fen
from gridworker.operations.disputes import open_case
from gridworker.operations.drafts import keep_draft
from gridworker.store.profile import Profile

_SAYS = ("who", "whom", "what", "due_on")


def begin_supplement(profile: Profile, record: str, path: str, value: Any) -> str:
    """Begins a supplement that says what the clause at `path` would have said with `value`; gives its draft.

    Raises `PersonCanMend` (`unknown_record`).
    """
    case = open_case(profile, record)
    _, element, member = path.split("/")
    clause = {**(case.seen.get("clauses") or {}).get(element, {}), member: value}
    fen = clause.get("amount_fen")
    content = {
        **{f"clauses/{name}": clause.get(name) for name in _SAYS},
        "clauses/amount_fen": format_fen(fen).removesuffix(".00") if isinstance(fen, int) else "",
        "clauses/agreed_on": case.today.isoformat(),
        "title": case.seen.get("title"),
        "_form": "clause",
        "_seen": case.seen,
    }
    draft = profile.make_id()
    keep_draft(profile, draft, "dispute", content, record=record)
    return draft
