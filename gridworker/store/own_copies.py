"""The copies a profile keeps of itself: one an hour while somebody works, thinned to one a day and one a week.

They hold the records and not the attachments, which never change and lie in a database of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gridworker.store.copies import restore_into, write_copy
from gridworker.store.profile import DATABASE_NAME, Profile

FOLDER = "copies"
_NAME = "%Y%m%dT%H%M%SZ.gwb"
_HOUR = timedelta(hours=1)
_ALL = timedelta(hours=6)
_DAILY = timedelta(days=7)
_WEEKLY = timedelta(weeks=5)
_ALWAYS = 3
"""The newest are never thinned out: the clock may have jumped."""


def list_copies(folder: Path) -> list[tuple[datetime, Path]]:
    """The copies of the profile in `folder`, newest first, with the moments they were made."""
    found = []
    for path in (folder / FOLDER).glob("*.gwb"):
        try:
            found.append((datetime.strptime(path.name, _NAME).replace(tzinfo=UTC), path))
        except ValueError:
            continue
    return sorted(found, reverse=True)


def keep_copy(profile: Profile) -> Path | None:
    """Makes a copy if an hour has passed and something was written since the last one. Raises as `write_copy`."""
    now = datetime.fromtimestamp(profile.clock.now() / 1000, UTC)
    copies = list_copies(profile.folder)
    if copies and (now - copies[0][0] < _HOUR or not _written_since(profile.folder, copies[0][1])):
        return None
    return _make(profile, now)


def keep_copy_now(profile: Profile) -> Path:
    """Makes a copy, however long ago the last one was made. Raises as `write_copy`."""
    return _make(profile, datetime.fromtimestamp(profile.clock.now() / 1000, UTC))


def go_back(profile: Profile, file: Path, password: str) -> Path:
    """Goes back to a copy in an open profile; gives the copy of how things stood, which is made first.

    Raises as `restore_into` and `write_copy`.
    """
    made: list[Path] = []

    def keep() -> None:
        made.append(keep_copy_now(profile))

    restore_into(profile, file, password, keep)
    return made[0]


def _make(profile: Profile, now: datetime) -> Path:
    """Makes a copy and thins out the older ones."""
    file = profile.folder / FOLDER / now.strftime(_NAME)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    write_copy(profile, file, with_attachments=False)
    copies = list_copies(profile.folder)
    kept = kept_of([made for made, _ in copies], now)
    for made, path in copies:
        if made not in kept:
            path.unlink(missing_ok=True)
    return file


def kept_of(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which stay: all of six hours, the last of each day of a week and of each week of five, the newest three."""
    newest = sorted(moments, reverse=True)
    kept = set(newest[:_ALWAYS])
    seen: set[tuple[int, ...]] = set()
    for moment in newest:
        age = now - moment
        place = moment.timetuple()[:3] if age < _DAILY else moment.isocalendar()[:2]
        if age < _ALL or (age < _WEEKLY and place not in seen):
            kept.add(moment)
        seen.add(tuple(place))
    return kept


def _written_since(folder: Path, copy: Path) -> bool:
    made = copy.stat().st_mtime
    files = (folder / DATABASE_NAME, folder / f"{DATABASE_NAME}-wal")
    return any(file.exists() and file.stat().st_mtime > made for file in files)
