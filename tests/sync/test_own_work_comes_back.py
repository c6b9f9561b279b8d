"""A new record comes back as its author shows it: it counts as pulled, and nothing of it is written or indexed anew."""

from __future__ import annotations

from gridworker.operations.conflicts import list_conflicts
from gridworker.operations.records import add_record, edit_record, show_record
from gridworker.store import streams, sums
from gridworker.store.profile import Profile
from tests.sync.direct import Town


def patrol(profile: Profile) -> str:
    fields = {"categories": ["fire", "facility"], "text": "楼道堆物", "place": {"text": "东篱苑3幢"}}
    return add_record(profile, "patrol", fields).ids[0]


def note(profile: Profile, text: str) -> str:
    return add_record(profile, "note", {"text": text}).ids[0]


def text(profile: Profile, record: str) -> str:
    return str(show_record(profile, record)["text"])


def bodies(profile: Profile, column: str) -> int:
    """How many records have a body in this column."""
    return int(profile.read(lambda db: db.execute(f"SELECT count({column}) FROM record").fetchone()[0]))


def test_it_is_written_and_indexed_once(town: Town, zhou: Profile) -> None:
    patrol(zhou)
    note(zhou, "门禁坏了")
    zhou.write(lambda db: db.execute("UPDATE record SET indexed = 7"))
    assert town.sync(zhou)["waiting"] == 0
    assert (bodies(zhou, "base"), bodies(zhou, "view")) == (0, 2)
    assert zhou.read(lambda db: db.execute("SELECT count(*) FROM record WHERE indexed = 7").fetchone()) == (
        2,
    )


def test_it_counts_as_pulled_in_the_daily_comparison(town: Town, zhou: Profile) -> None:
    record = patrol(zhou)
    town.sync(zhou)
    asked: list[str] = []
    town.heard = asked.append
    zhou.write(sums.ask_for_comparison)
    assert "error" not in town.sync(zhou)
    assert asked == ["/v1/sync", "/v1/verify"]
    [grid] = [stream.id for stream in zhou.read(streams.all_streams) if stream.kind == "grid"]
    assert zhou.read(lambda db: sums.bucket_sums(db, grid))[record[-2:]].records == 1


def test_later_edits_lie_over_what_came_back(town: Town, zhou: Profile, shen: Profile) -> None:
    record = note(zhou, "门禁坏了")
    town.sync(zhou)
    town.sync(shen)
    edit_record(shen, record, {"text": "门禁已修"})
    town.sync(shen)
    edit_record(zhou, record, {"text": "门禁又坏了"})
    assert text(zhou, record) == "门禁又坏了"
    assert town.sync(zhou)["results"]["conflict"] == 1
    assert text(zhou, record) == "门禁已修"
    assert [row["id"] for row in list_conflicts(zhou)] == [record]


def test_a_colleagues_edit_takes_its_place(town: Town, zhou: Profile, shen: Profile) -> None:
    record = note(zhou, "门禁坏了")
    town.sync(zhou)
    town.sync(shen)
    edit_record(shen, record, {"text": "门禁已修"})
    town.sync(shen)
    town.sync(zhou)
    assert text(zhou, record) == "门禁已修"
    assert (bodies(zhou, "base"), bodies(zhou, "view")) == (1, 0)


def test_what_the_district_adds_to_it_is_taken(town: Town, zhou: Profile) -> None:
    """A dispute that is accepted gets its case number there."""
    party = {"role": "applicant", "type": "person", "name": "来阿凤"}
    fields = {"title": "楼上漏水", "type": "neighbour", "status": "accepted", "parties": [party]}
    record = add_record(zhou, "dispute", fields).ids[0]
    town.sync(zhou)
    assert show_record(zhou, record)["number"]
    assert (bodies(zhou, "base"), bodies(zhou, "view")) == (1, 0)
