"""What a form says when somebody else changed what is open in it: who it was, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridworker.domain.canonical import equal
from gridworker.domain.errors import Trouble
from gridworker.domain.kinds import KINDS
from gridworker.environment.language import Words
from gridworker.ui.forms.form_frame import FormFrame
from gridworker.ui.session import Session

CHANGED = Words("{name}刚改过这条，", "{name} has just changed this record;")
DELETED = Words("{name}刚删除了这条，", "{name} has just deleted this record;")
_CHANGED_BY_ME = Words("您在别处刚改过这条，", "You have just changed this record elsewhere;")
_DELETED_BY_ME = Words("您在别处刚删除了这条，", "You have just deleted this record elsewhere;")
_BY_ME = {CHANGED: _CHANGED_BY_ME, DELETED: _DELETED_BY_ME}
_COLLEAGUE = Words("同事", "A colleague")
_YOURS_STAY = Words("您的改动仍会保留。", "your changes stay.")


def changed_fields(kind: str, seen: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The fields of a record that are no longer what its author saw; what the server fills in is nobody's change."""
    fields = KINDS[kind].fields.items()
    return [
        name for name, field in fields if not field.server_only and not equal(seen.get(name), now.get(name))
    ]


async def tell_others(
    session: Session, frame: FormFrame, words: Words, record: str, since: int, action: str = ""
) -> None:
    """Says `words` above the form at once, and with the name as soon as the district has told it.

    `since` is the revision that the form shows. Without the network it stays a colleague.
    """
    from gridworker.sync.history import last_changer

    first, rest = session.said(words, name=session.said(_COLLEAGUE)), session.said(_YOURS_STAY)
    frame.warn(first, rest, action)
    said = frame.banner.accessibleName()
    try:
        changer = await session.run(last_changer, record, since)
    except Trouble:
        return
    # Meanwhile another record may have been opened, or this one looked at.
    if changer is None or not changer.name or frame.banner.accessibleName() != said:
        return
    first = session.said(_BY_ME[words]) if changer.own else session.said(words, name=changer.name)
    frame.warn(first, rest, action)
