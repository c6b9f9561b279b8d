"""Files of records that leave the encrypted store: who took them and why is noted where data is sensitive."""

from __future__ import annotations

from pathlib import Path

from gridworker.documents.whole_file import check_place, write_whole
from gridworker.domain.errors import PersonCanMend
from gridworker.operations.accesses import holds_sensitive, note_access
from gridworker.operations.saving import known
from gridworker.operations.showing import shown
from gridworker.store.profile import Profile


def needs_reason(profile: Profile, record: str) -> bool:
    """Whether a file of this record may be saved elsewhere only for a reason (PIPL art. 28, 51); "" is a new one.

    Raises `PersonCanMend` (`unknown_record`).
    """
    if not record:
        return False
    return holds_sensitive(profile.read(lambda db: shown(db, profile.identity, known(db, record))))


def save_copy(profile: Profile, record: str, content: bytes, out: Path, reason: str = "") -> None:
    """Writes a file of a record to `out`, which is whole or untouched; what needs a reason is noted first.

    Raises `PersonCanMend` (`unknown_record`, `reason_needed`, `folder_missing`, `out_is_a_folder`), and `OSError` from
    the disk.
    """
    check_place(out)
    if needs_reason(profile, record):
        if not reason.strip():
            raise PersonCanMend("reason_needed")
        found = profile.read(lambda db: shown(db, profile.identity, known(db, record)))
        note_access(profile, "export", [found], reason=reason.strip())
    write_whole(out, content)
