"""An edit of a record as a step: taken back and made again from what its author saw, not from what has come since."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from gridworker.operations.records import Edited, edit_record
from gridworker.ui.session import Session
from gridworker.ui.step import Step


def change_step(
    session: Session, edited: Edited, old: Mapping[str, Any], then: Callable[[str], Awaitable[None]]
) -> Step:
    """The step of an edit that is `edited`; `old` is what it changed, `then` shows the record again."""
    made = _ChangeStep(session, edited, then)
    return Step(partial(made.give, old), partial(made.give, edited.again))


class _ChangeStep:
    """What a colleague wrote in between was not seen by whoever takes a step back, and stands against it."""

    def __init__(self, session: Session, edited: Edited, then: Callable[[str], Awaitable[None]]) -> None:
        self._session, self._edited, self._then = session, edited, then

    async def give(self, values: Mapping[str, Any]) -> None:
        """Gives the record these values in the place of those that the step before gave it."""
        before = self._edited
        self._edited = await self._session.run(edit_record, before.id, values, seen=before.seen)
        await self._then(before.id)
        self._session.tell(self._edited.changes)
