"""Who a party of a dispute may be: people and businesses on file, with all that is known of them."""

from __future__ import annotations

from typing import Any

from gridworker.domain.titles import place_text
from gridworker.operations.find import search
from gridworker.operations.matching import Book, Entry
from gridworker.store import registry_rows
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow

Party = dict[str, Any]
"""The fields that a party begins with; of a person `person_id` is the record."""

_LOOKED_AT = 20
_DOCUMENTS = {
    "resident_id": "resident",
    "residence_permit": "hmt_permit",
    "foreigner_permit": "foreign_permit",
}
"""Documents of a person on file, and what a party's are called."""

_TAKEN = ("phone", "id_number", "sex", "birth_on", "ethnicity")


def called_like(profile: Profile, typed: str) -> Book[Party]:
    """People and businesses whose name may be meant by what was typed."""
    hits = search(profile, typed, _LOOKED_AT, ("person", "enterprise"))
    found = profile.read(lambda db: registry_rows.by_ids(db, [hit["id"] for hit in hits]))
    rows = [found[hit["id"]] for hit in hits if hit["id"] in found]
    parties = [_party(row) for row in rows if not row.body.get("merged_into") and row.body.get("name")]
    return Book([Entry(" · ".join(filter(None, (one["name"], one.get("address")))), one) for one in parties])


def party_on_file(profile: Profile, person: str) -> Party:
    """The party that a person on file would be; nothing where there is none."""
    found = profile.read(lambda db: registry_rows.by_ids(db, [person])).get(person)
    return _party(found) if found is not None else {}


def _party(row: RecordRow) -> Party:
    body, place = row.body, row.body.get("place")
    address = place_text(place) if isinstance(place, dict) else ""
    party: Party = {"name": str(body.get("name") or ""), "address": address or None}
    if row.kind == "enterprise":
        return {**party, "type": "organisation", "phone": body.get("phone")}
    party |= {"type": "person", "person_id": row.id, **{name: body.get(name) for name in _TAKEN}}
    document = str(body.get("id_type") or ("resident_id" if body.get("id_number") else ""))
    party["id_type"] = _DOCUMENTS.get(document, document)
    return {name: value for name, value in party.items() if value}
