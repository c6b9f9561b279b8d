"""The lines of the search box: people, homes and places apart from records, each with what tells it from others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import mask_numbers
from gridworker.domain.mediation import OPEN, parties
from gridworker.domain.titles import place_text, title_of
from gridworker.operations import catching_up
from gridworker.operations.listing import Listed, listed
from gridworker.operations.registry import REGISTRY_KINDS
from gridworker.store import record_rows, registry_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.record_rows import RecordRow
from gridworker.store.search import Hit, naming, search

_BESIDE = tuple(code for code in KINDS if code not in REGISTRY_KINDS)
_MOST_NAMED = 60


class Result(NamedTuple):
    """A record as one line. `snippet` is the text in which it was found, "" where none was asked for.

    `name` is what it is called alone, `listed` its row of a list. Of what is on file `disputes` says how many under
    way name it, `visited` when it was last called on (ms UTC, 0 for never); of a home `head` is who is its head and
    `living` how many live there; `parties` are those of a dispute.
    """

    id: str
    kind: str
    title: str
    name: str
    listed: Listed
    snippet: str = ""
    disputes: int = 0
    visited: int = 0
    head: str = ""
    living: int = 0
    parties: tuple[str, ...] = ()


class Results(NamedTuple):
    """What was found, the newest first; and of which part there is more than is shown."""

    on_file: list[Result]
    records: list[Result]
    more_on_file: bool = False
    more_records: bool = False


def look_for(profile: Profile, text: str, most: int) -> Results:
    """At most `most` lines that match, half of them on file where both parts have as many."""
    catching_up.index_newest(profile)
    found = _parts(profile, text, most + 1)
    on_file = min(len(found[0]), max(most - len(found[1]), (most + 1) // 2))
    shares = (on_file, min(len(found[1]), most - on_file))
    snippets = {
        hit.id: hit.snippet for hits, share in zip(found, shares, strict=True) for hit in hits[:share]
    }
    lines = {line.id: line._replace(snippet=snippets[line.id]) for line in results_of(profile, snippets)}
    first, second = (
        [lines[hit.id] for hit in hits[:share] if hit.id in lines]
        for hits, share in zip(found, shares, strict=True)
    )
    return Results(first, second, len(found[0]) > shares[0], len(found[1]) > shares[1])


def _parts(profile: Profile, text: str, most: int) -> tuple[list[Hit], list[Hit]]:
    """What is on file and what is not. Of everything at once first: to leave kinds out takes the index longer."""
    enough = 2 * most
    every = search(profile.database, text, enough)
    on_file = [hit for hit in every if hit.kind in REGISTRY_KINDS]
    records = [hit for hit in every if hit.kind not in REGISTRY_KINDS]
    if len(every) == enough and len(on_file) < most:
        on_file = search(profile.database, text, most, REGISTRY_KINDS)
    if len(every) == enough and len(records) < most:
        records = search(profile.database, text, most, _BESIDE)
    return on_file[:most], records[:most]


def results_of(profile: Profile, records: Iterable[str]) -> list[Result]:
    """These records as lines, in their order; those that are gone are left out."""

    def work(db: Tables) -> list[Result]:
        rows = [row for record in records if (row := record_rows.load(db, record)) and not row.deleted]
        return [_result(db, row, line) for row, line in zip(rows, listed(db, rows), strict=True)]

    return profile.read(work)


def _result(db: Tables, row: RecordRow, line: Listed) -> Result:
    kind = KINDS.get(row.kind)
    title = mask_numbers(title_of(kind, row.body)) if kind else ""
    name = str(row.body.get("name") or "") or line.place or title
    result = Result(row.id, row.kind, title, name, line)
    if row.kind == "dispute":
        names = (str(party.get("name") or "") for _, party in parties(row.body))
        return result._replace(parties=tuple(filter(None, names)))
    return _on_file(db, row, result) if row.kind in REGISTRY_KINDS else result


def _on_file(db: Tables, row: RecordRow, result: Result) -> Result:
    names = naming(db, row.id, (), _MOST_NAMED)
    result = result._replace(
        visited=next((one.number for one in names if one.kind == "visit"), 0),
        disputes=sum(one.kind == "dispute" and one.body.get("status") in OPEN for one in names),
    )
    if row.kind == "household":
        head = record_rows.load(db, str(row.body.get("head_id") or ""))
        living = registry_rows.count_members(db, [row.id]).get(row.id, 0)
        return result._replace(head=str(head.body.get("name") or "") if head else "", living=living)
    if row.kind == "person" and not result.listed.place:
        home = record_rows.load(db, str(row.body.get("household_id") or ""))
        place = home.body.get("place") if home else None
        where = place_text(place) if isinstance(place, dict) else ""
        return result._replace(title=" · ".join(filter(None, (result.title, where))))
    return result
