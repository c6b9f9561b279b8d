"""The fields that every record has, and the two groups that say where something is."""

from __future__ import annotations

from gridworker.domain.fields import (
    Field,
    Form,
    Search,
    answers,
    choice,
    elements,
    fixed,
    group,
    instant,
    integer,
    members,
    record_id,
    text,
)


def place(*, required: bool = False) -> Field:
    """Where, in words: `{text, region, building?, unit?, room?}`."""
    return group(
        required=required,
        search=Search.NAME,
        text=text(search=Search.NAME),
        region=text(),
        building=text(search=Search.TEXT),
        unit=text(search=Search.TEXT),
        room=text(search=Search.TEXT),
    )


def position() -> Field:
    """Where, on the earth: integers of 1e-7 degree, WGS-84, with accuracy in metres."""
    return group(lon=integer(), lat=integer(), accuracy=integer(), source=text())


EVERY_RECORD: dict[str, Field] = {
    "created_at": fixed(Form.INSTANT),
    "created_by": fixed(),
    "created_by_name": fixed(),
    "attachments": elements(
        sha256=text(),
        size=integer(),
        type=text(),
        name=text(search=Search.TEXT),
        taken_at=instant(),
        position=position(),
        thumb=text(),
        role=text(),
        paper=text(),
        page=integer(),
        by_name=text(),
    ),
    "links": members(form=Form.ID),
    "tags": members(form=Form.LABEL, search=Search.TEXT),
    "extra": answers(),
    "position": position(),
    "merged_into": record_id(),
    "from_id": fixed(Form.ID, server_only=True),
    "to_id": fixed(Form.ID, server_only=True),
}

YES_NO_PARTLY = choice("no", "partly", "yes")
