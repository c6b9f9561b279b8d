"""The folder into which a phone's photos come: which one a worker chose, and which photos they are done with.

It is kept in the encrypted store of this profile alone: no op, no setting in a file, no log names it (decision 046).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import msgspec

from gridworker.operations.folder_listing import FolderFile, list_photos
from gridworker.store import meta
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

_CHOICE = "phone_folder"
FRESH_MS = 7 * 24 * 3_600_000
"""A photo is offered for so long after it was taken; later it is there to be picked."""

_MOST_KEPT = 2000


class Choice(msgspec.Struct, kw_only=True):
    """The chosen folder; `before` are the marks of the young photos that lay in it already.

    `used` and `passed` are SHA-256 of originals, the latest last: those put into records, and those not wanted.
    """

    folder: str
    before: set[str] = set()
    used: list[str] = []
    passed: list[str] = []


def chosen(profile: Profile) -> Choice | None:
    """What was chosen in this profile; None where there is no such folder."""
    return profile.read(_load)


def choose_folder(profile: Profile, folder: str) -> None:
    """From now on photos that come into this folder are new; those that lie there can be picked.

    What was put into records or passed over stays so, whichever folder it lay in.
    """
    try:
        there = list_photos(folder).files
    except OSError:
        there = []
    young = profile.clock.now() - FRESH_MS
    before = {file.mark for file in there if file.changed_ms >= young}

    def work(db: Tables) -> None:
        kept = _load(db) or Choice(folder="")
        meta.put(db, _CHOICE, Choice(folder=folder, before=before, used=kept.used, passed=kept.passed))

    profile.write(work)


def leave_folder(profile: Profile) -> None:
    """No folder any more; what was known of its photos is forgotten."""
    profile.write(lambda db: meta.put(db, _CHOICE, None))


def note_used(profile: Profile, originals: Iterable[str]) -> None:
    """These photos were put into a record: they are not offered again."""
    added = list(originals)

    def work(choice: Choice) -> None:
        choice.used = _latest(choice.used, added)

    _change(profile, work)


def forget_used(profile: Profile, originals: Collection[str]) -> None:
    """Putting them in was taken back: they are as new as they were."""

    def work(choice: Choice) -> None:
        choice.used = [one for one in choice.used if one not in originals]

    _change(profile, work)


def pass_over(profile: Profile, originals: Iterable[str]) -> None:
    """Somebody does not want these: they are not offered again, and can still be picked."""
    added = list(originals)

    def work(choice: Choice) -> None:
        choice.passed = _latest(choice.passed, added)

    _change(profile, work)


def lay_there_before(choice: Choice, file: FolderFile) -> bool:
    """Whether a photo lay in the folder when that was chosen."""
    return file.mark in choice.before


def _latest(kept: list[str], added: list[str]) -> list[str]:
    return [*(one for one in kept if one not in added), *added][-_MOST_KEPT:]


def _load(db: Tables) -> Choice | None:
    found = meta.get(db, _CHOICE)
    return None if found is None else msgspec.convert(found, Choice)


def _change(profile: Profile, change: Callable[[Choice], None]) -> None:
    def work(db: Tables) -> None:
        choice = _load(db)
        if choice is not None:
            change(choice)
            meta.put(db, _CHOICE, choice)

    profile.write(work)
