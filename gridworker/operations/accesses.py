"""The app's own audit: whoever sees, exports or prints sensitive data leaves a record of it (PIPL art. 51)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gridworker.domain.changes import create_patch
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.fields import Field, Merge, Privacy
from gridworker.domain.kinds import KINDS
from gridworker.domain.roles import WRITERS
from gridworker.operations.saving import Wish, grid_stream, new_op, save
from gridworker.store import record_rows, streams
from gridworker.store.database import Tables
from gridworker.store.profile import Profile


def note_reveal(profile: Profile, records: Collection[dict[str, Any]]) -> None:
    """Notes that sensitive values of these records (as `record show` gives them) were shown in full."""
    sensitive = [record for record in records if holds_sensitive(record)]
    if sensitive:
        note_access(profile, "reveal", sensitive, reason="")


def note_access(
    profile: Profile, what: str, records: Collection[dict[str, Any]], *, reason: str, file: str = ""
) -> None:
    """Saves one `access` record for these records; a single one is named, several are counted.

    `file` is the element of an attachment that was looked at.

    An auditor writes nothing: what an auditor sees is noted by the server that shows it.
    """
    if profile.identity.role not in WRITERS:
        return
    about = [record["id"] for record in records]
    now = profile.clock.now()
    fields: dict[str, Any] = {"at": now, "what": what, "reason": reason, "count": len(about)}
    if len(about) == 1:
        fields["about_id"] = about[0]
    if file:
        fields["file"] = file

    def work(db: Tables) -> None:
        patch = create_patch(KINDS["access"], fields, profile.make_id)
        stream = _stream(db, records)
        save(profile, db, new_op(profile, db, Wish("create", "access", stream, profile.make_id(), patch)))

    profile.write(work)


def _stream(db: Tables, records: Collection[dict[str, Any]]) -> str:
    """The stream of the records, or the worker's first grid where they come from several.

    Who has no grid any more leaves the trace where the record was: there it waits for that stream's supervisor.
    """
    grids = {record["grid"] for record in records}
    try:
        return grid_stream(db, grids.pop() if len(grids) == 1 else None)
    except PersonCanMend:
        own = [stream for stream in streams.all_streams(db) if stream.kind != "reference"]
        if own:
            return own[0].id
        sealed = record_rows.load(db, next(iter(records))["id"]) if records else None
        if sealed is None:
            raise
        return sealed.stream


def holds_sensitive(record: dict[str, Any]) -> bool:
    """Whether a record, as `record show` gives it, has a value of the sensitive class (PIPL art. 28)."""
    kind = KINDS.get(record["kind"])
    return kind is not None and any(
        _sensitive_in(field, record.get(name)) for name, field in kind.fields.items() if record.get(name)
    )


def _sensitive_in(field: Field, value: Any) -> bool:
    if field.privacy is Privacy.SENSITIVE:
        return bool(value)
    if field.merge is Merge.ELEMENTS and isinstance(value, dict):
        return any(
            _sensitive_in(member, element.get(name))
            for element in value.values()
            for name, member in field.members.items()
        )
    return False
