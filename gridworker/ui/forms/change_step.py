"""An edit or a deletion as a step: taken back and made again from what its author saw, not from what came since."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from gridworker.domain.fields import Kind
from gridworker.domain.paths import read, target
from gridworker.operations.records import Edited, bring_back, delete_record, edit_record
from gridworker.ui.session import Session
from gridworker.ui.step import Step


async def _is_told(_record: str) -> None:
    """Whoever shows the record hears of it as of any change."""


def change_step(
    session: Session,
    edited: Edited,
    old: Mapping[str, Any],
    then: Callable[[str], Awaitable[None]] = _is_told,
) -> Step:
    """The step of an edit that is `edited`; `old` is what it changed, `then` shows the record again."""
    made = _ChangeStep(session, edited, then)
    return Step(partial(made.give, old), partial(made.give, edited.again))


def old_values(kind: Kind, seen: Mapping[str, Any], edited: Edited) -> dict[str, Any]:
    """What an edit changed, as its author saw it before."""
    return {path: read(dict(seen), target(kind, path)) for path in edited.changed}


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


class Deletion:
    """A record deleted and brought back in turn, first from what its author saw of it as `seen`."""

    def __init__(self, session: Session, record: str, seen: Mapping[str, Any], why: str = "") -> None:
        self._session, self.record, self._seen, self._why = session, record, seen, why

    async def make(self) -> None:
        """Deletes it, for the first time or again."""
        self._keep(await self._session.run(delete_record, self.record, self._why, seen=self._seen))

    async def take_back(self) -> None:
        """Brings it back."""
        self._keep(await self._session.run(bring_back, self.record, seen=self._seen))

    def _keep(self, edited: Edited) -> None:
        self._seen = edited.seen
        self._session.tell(edited.changes)
