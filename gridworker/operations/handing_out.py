"""Files of records that leave the encrypted store: who took them and why is noted where data is sensitive."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from gridworker.documents.table import written
from gridworker.documents.whole_file import check_place, write_whole
from gridworker.domain.attachments import ATTACHMENTS
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.paths import DELETED
from gridworker.environment.lent import lend
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


def export_record(profile: Profile, record: str, out: Path, reason: str = "", language: str = "zh_CN") -> int:
    """Writes a record to `out` as one zip: a table to read, all of it as JSON, and those of its files that are here.

    Gives how many files those are. What needs a reason is noted first. Raises as `save_copy`.
    """
    check_place(out)
    found = _noted(profile, record, reason)
    content, files = BytesIO(), 0
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for form in ("xlsx", "json"):
            archive.writestr(f"record.{form}", written(found["kind"], [found], form, language))
        for number, element in enumerate((found.get(ATTACHMENTS) or {}).values(), start=1):
            file = None if element.get(DELETED) else profile.file(str(element.get("sha256")))
            if file is not None:
                archive.writestr(f"files/{number:02}-{Path(str(element.get('name'))).name}", file)
                files += 1
    write_whole(out, content.getvalue())
    return files


def _noted(profile: Profile, record: str, reason: str, file: str = "") -> dict[str, Any]:
    """The record as it is shown in full, the trace left that this must leave."""
    found = profile.read(lambda db: shown(db, profile.identity, known(db, record)))
    if holds_sensitive(found):
        if not reason.strip():
            raise PersonCanMend("reason_needed")
        note_access(profile, "export", [found], reason=reason.strip(), file=file)
    return found


def save_copy(
    profile: Profile, record: str, content: bytes, out: Path, reason: str = "", file: str = ""
) -> None:
    """Writes a file (an element of a record) to `out`, which is whole or untouched; what needs a reason is noted first.

    Raises `PersonCanMend` (`unknown_record`, `reason_needed`, `folder_missing`, `out_is_a_folder`), and `OSError` from
    the disk.
    """
    check_place(out)
    if record:
        _noted(profile, record, reason, file)
    write_whole(out, content)


def lend_copy(profile: Profile, name: str, content: bytes) -> Path:
    """A copy of a file for another program of this computer to show, until the profile is locked.

    Raises `OSError` from the disk.
    """
    return lend(profile.folder, name, content)
