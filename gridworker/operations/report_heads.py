"""What stands above a table without being typed: who fills it in, whose grid it is, who is appointed there."""

from __future__ import annotations

from gridworker.domain.report import Template
from gridworker.operations.committees import committee
from gridworker.operations.references import appointed, newest
from gridworker.operations.service_cards import own_phone
from gridworker.store import streams
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

IN_CHARGE = "负责人"
"""Of the unit or the committee that stands first above the table."""

_UNIT, _COMMITTEE = "填报单位", "调委会名称"
_VILLAGE_DIGITS = 12


def place_of(db: Tables, profile: Profile) -> str:
    """Of what place the tables are: the grid, or the district where the laptop has several grids."""
    grids = [stream.name for stream in streams.all_streams(db) if stream.kind == "grid"]
    return grids[0] if len(grids) == 1 else profile.identity.district


def known_heads(db: Tables, profile: Profile, template: Template) -> dict[str, str]:
    """What this laptop knows of the heads of a table, by their words; "" or missing where it does not.

    The number and the names of those who are appointed are the district's; of a committee's head it says nothing.
    """
    place = place_of(db, profile)
    known = {_UNIT: place, "填表人": profile.identity.name, "联系电话": own_phone(db)}
    grids = [stream.code for stream in streams.all_streams(db) if stream.kind == "grid"]
    if len(grids) != 1:
        return known
    grid = grids[0]
    known[_COMMITTEE] = committee(newest(db, "policy/mediation"), grid, place)
    known["调解员人数"] = _mediators(db, grid[:_VILLAGE_DIGITS])
    leads = appointed(db, "policy/leads")
    # Whoever leads the village need not be the head of each of its grids.
    known["网格长"] = _only(leads.get(grid, {}))
    if _UNIT in template.heads:
        nearest = max((code for code in leads if grid.startswith(code)), key=len, default="")
        known[IN_CHARGE] = _only(leads.get(nearest, {}))
    return known


def _mediators(db: Tables, village: str) -> str:
    """How many mediators the district appointed in a village and its grids."""
    regions = appointed(db, "policy/mediators")
    people = {who for code, by_id in regions.items() if code.startswith(village) for who in by_id}
    return str(len(people)) if people else ""


def _only(people: dict[str, str]) -> str:
    """The name of somebody who is the only one: which of several it is the laptop does not know."""
    return next(iter(people.values())) if len(people) == 1 else ""
