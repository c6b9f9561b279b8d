"""The sample district: every record of it would be accepted as typed, and the month reads like one."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridworker.cli.demo.content import Content, read_content
from gridworker.cli.demo.sample import WorkingDay, month_of_work, routes, working_day
from gridworker.cli.demo.sample_record import SampleRecord, actions_in_order, with_ids
from gridworker.domain.canonical import canonical
from gridworker.domain.checks import find_problems
from gridworker.domain.dates import local_day
from gridworker.domain.fields import Field, Merge
from gridworker.domain.identifiers import check_id_number, check_mobile, sex_of
from gridworker.domain.ids import IdMaker
from gridworker.domain.kinds import KINDS
from gridworker.domain.op import Op
from gridworker.domain.paths import read, target, write
from gridworker.environment.resources import resource
from gridworker.operations.registry import REGISTRY_KINDS

CONTENT = read_content()
SATURDAY = date(2026, 11, 21)
WORKERS = ("zhoumin", "shenguoqiang")


def month(seed: int = 1, last_day: date = SATURDAY, content: Content = CONTENT) -> list[SampleRecord]:
    return month_of_work(
        seed,
        last_day=last_day,
        grid_code="330109001035003",
        village="西河路社区",
        workers=WORKERS,
        content=content,
    )


def day_after(seed: int = 1, day: date = date(2026, 11, 22)) -> WorkingDay:
    return working_day(
        seed, day=day, grid_code="330109001035003", village="西河路社区", workers=WORKERS, content=CONTENT
    )


MONTH = month()


def of_kind(kind: str, records: list[SampleRecord] = MONTH) -> list[SampleRecord]:
    return [record for record in records if record.kind == kind]


def new_ids() -> IdMaker:
    ticks, fill = count(1), count(1)
    return IdMaker(lambda: next(ticks), lambda size: next(fill).to_bytes(size, "big"))


def as_patch(
    fields: Mapping[str, Field], body: dict[str, Any], new_id: IdMaker
) -> dict[str, tuple[Any, Any]]:
    patch: dict[str, tuple[Any, Any]] = {}
    for name, value in body.items():
        merge = fields[name].merge
        if merge is Merge.SET:
            patch |= {f"{name}/{member}": (None, True) for member in value}
        elif merge is Merge.ELEMENTS:
            elements = value.items() if isinstance(value, dict) else ((new_id(), part) for part in value)
            patch |= {f"{name}/{element_id}": (None, element) for element_id, element in elements}
        else:
            patch[name] = (None, value)
    return patch


def replay(records: list[SampleRecord]) -> Iterator[tuple[str, list[Any], dict[str, Any]]]:
    """Save everything in order as an app would; yield what each op was refused for, and the record after it."""
    new_id = new_ids()
    ids: dict[str, str] = {}
    bodies: dict[str, dict[str, Any]] = {}
    for n, (at_ms, _, record, edit) in enumerate(actions_in_order(records), 1):
        kind = KINDS[record.kind]
        if edit is None:
            ids[record.key] = new_id()
            bodies[record.key] = {}
            patch = as_patch(kind.fields, with_ids(record.fields, ids), new_id)
        else:
            body = bodies[record.key]
            changes = with_ids(edit.changes, ids)
            patch = {path: (read(body, target(kind, path)), value) for path, value in changes.items()}
        op = Op(
            n=n, op=new_id(), stream="grid", record=ids[record.key], kind=record.kind, schema=1, at=at_ms, tz=480,
            base=(0, ""), action="edit" if edit else "create", patch=patch,
        )  # fmt: skip
        for path, (_, value) in patch.items():
            write(bodies[record.key], target(kind, path), value)
        yield record.key, find_problems(kind, op, len(canonical(patch))), bodies[record.key]


def refusals(records: list[SampleRecord]) -> list[Any]:
    return [(key, problems) for key, problems, _ in replay(records) if problems]


def test_a_month_of_the_size_that_two_workers_write() -> None:
    kinds = Counter(record.kind for record in MONTH)
    assert 100 <= kinds["patrol"] <= 150
    assert 8 <= kinds["dispute"] <= 13
    assert 50 <= kinds["visit"] <= 80
    assert 5 <= kinds["event"] <= 10
    assert kinds["task"] == 10
    assert kinds["note"] >= 5


def test_every_record_and_edit_would_be_accepted() -> None:
    assert refusals(MONTH) == []


def test_every_field_and_path_is_declared() -> None:
    for record in MONTH:
        declared = KINDS[record.kind].fields
        assert set(record.fields) <= set(declared)
        for edit in record.edits:
            assert {path.split("/")[0] for path in edit.changes} <= set(declared)
        for name, value in record.fields.items():
            if declared[name].merge is Merge.ELEMENTS:
                for element in value.values() if isinstance(value, dict) else value:
                    assert set(element) <= set(declared[name].members)


def test_the_same_seed_tells_the_same_month_and_another_one_another() -> None:
    assert month(1) == MONTH
    assert month(2) != MONTH


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.dates(date(2020, 3, 1), date(2030, 12, 31)))
def test_any_seed_and_any_day_give_a_month_that_is_accepted(seed: int, last_day: date) -> None:
    records = month(seed, last_day)
    assert refusals(records) == []
    for at_ms, *_ in actions_in_order(records):
        clock = datetime.fromtimestamp(at_ms / 1000, UTC) + timedelta(hours=8)
        assert clock.date() <= last_day
        assert last_day - clock.date() < timedelta(days=50)


def test_work_happens_in_working_hours_and_rarely_at_weekends() -> None:
    moments = [datetime.fromtimestamp(r.at_ms / 1000, UTC) + timedelta(hours=8) for r in MONTH]
    assert all(6 <= moment.hour < 22 for moment in moments)
    weekends = sum(moment.weekday() >= 5 for moment in moments)
    assert 0 < weekends < len(moments) / 8


def test_no_sentence_is_written_twice() -> None:
    for kind in ("patrol", "visit", "event", "note"):
        texts = Counter(record.fields["text"] for record in of_kind(kind) if "text" in record.fields)
        assert {text for text, times in texts.items() if times > 1} == set()


def test_no_slot_is_left_open() -> None:
    day = day_after()
    for key, _, body in replay([*MONTH, *day.typed, day.task]):
        for text in every_text(body):
            assert not re.search(r"[{}]|None", text), key


def every_text(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from every_text(part)


def test_hazards_are_rechecked_about_a_week_later() -> None:
    by_key = {record.key: record for record in MONTH}
    rechecks = [record for record in MONTH if "rechecks_id" in record.fields]
    assert len(rechecks) == 8
    for recheck in rechecks:
        hazard = by_key[recheck.fields["rechecks_id"][1:]]
        assert hazard.fields["outcome"] == "deadline"
        assert local_day(recheck.at_ms, 480).isoformat() == hazard.fields["recheck_on"]
    assert {r.fields["recheck_result"] for r in rechecks} == {"fixed", "partly", "not_fixed", "back_again"}


def test_disputes_stand_at_every_stage() -> None:
    state = {key: body["status"] for key, _, body in replay(MONTH) if key.startswith("d-")}
    assert set(state.values()) == {
        "lead", "accepted", "mediating", "performing", "archived", "failed", "transferred", "refused",
    }  # fmt: skip
    assert state["d-leak"] == "mediating"


def test_instalments_add_up_to_what_was_owed() -> None:
    bodies = {key: body for key, _, body in replay(MONTH)}
    owed = [clause.get("amount_fen", 0) for clause in bodies["d-renovation"]["clauses"].values()]
    assert sum(owed) == 1_260_000


def test_people_are_invented_and_pass_the_checks() -> None:
    parties = [party for record in of_kind("dispute") for party in record.fields["parties"]]
    assert len({party["name"] for party in parties}) > 15
    for party in parties:
        assert check_mobile(party["phone"]) is None
        assert party["phone"][3:7] == "0000"
        if party["type"] == "person":
            assert check_id_number(party["id_number"], SATURDAY) is None
            assert party["id_number"].startswith("330199")
            assert party["id_number"][6:14] == party["birth_on"].replace("-", "")
            assert sex_of(party["id_number"]) == party["sex"]


def test_brothers_share_a_surname() -> None:
    boundary = next(record for record in MONTH if record.key == "d-boundary")
    first, second = (party["name"] for party in boundary.fields["parties"])
    assert first != second
    assert first[0] == second[0]


def test_surnames_that_are_read_unlike_their_usual_sound_occur() -> None:
    assert set("单仇解查曾翟") <= set(CONTENT.people.surnames)


def test_nobody_lives_in_two_places_or_two_in_one() -> None:
    homes = Counter(
        visit.fields["place"]["text"] for visit in of_kind("visit") if visit.fields["target"] == "household"
    )
    again = {visit.fields["place"]["text"] for visit in of_kind("visit") if "tags" in visit.fields}
    assert {home for home, times in homes.items() if times > 1} <= again


def test_the_played_day_follows_the_month() -> None:
    day = day_after()
    plain, hazard, dispute, visit = day.typed
    assert "normal" in plain.fields["categories"]
    assert (hazard.fields["outcome"], hazard.fields["recheck_on"]) == ("deadline", "2026-11-30")
    assert len(dispute.fields["parties"]) == 2
    assert visit.fields["name"] in {record.fields["name"] for record in of_kind("visit")}
    assert day.task.worker == CONTENT.district.desk.id
    assert day.task.fields["assignee"] == WORKERS[0]
    assert day.colleague_edit.worker == WORKERS[1]
    leak = next(record for record in MONTH if record.key == day.colleague_key)
    assert leak.fields["parties"][0]["name"] in day.colleague_edit.changes["claims"]
    changed = SampleRecord(
        leak.key, leak.kind, leak.worker, leak.at_ms, leak.fields, (*leak.edits, day.colleague_edit)
    )
    on_file = [record for record in MONTH if record.kind in REGISTRY_KINDS]
    assert refusals([*on_file, changed, *day.typed, day.task]) == []


def test_the_registry_has_whom_and_what_the_plans_ask_for() -> None:
    kinds = Counter(record.kind for record in MONTH)
    assert (kinds["place"], kinds["enterprise"]) == (40, 9)
    assert kinds["person"] == kinds["household"] == 8
    ids = {record.key: f"id of {record.key}" for record in MONTH}
    published = routes(1, grid_code="330109001035003", ids=ids, content=CONTENT)
    assert [len(route["stops"]) for route in published["routes"]] == [40, 11, 10, 5]
    assert {stop["place_id"] for route in published["routes"] for stop in route["stops"]} <= {
        f"id of {record.key}" for record in of_kind("place")
    }
    patrolled = {record.fields.get("place_id") for record in of_kind("patrol")}
    assert len(patrolled) > 15


def test_the_district_is_one_of_the_region_file() -> None:
    district = CONTENT.district
    regions = resource(f"regions/{district.code}.csv").read_text(encoding="utf-8")
    assert (
        f"\n{district.village.code},{district.village.name},village,{district.village.code[:9]}," in regions
    )
    assert f"\n{district.village.code[:9]},{district.town},town,{district.code}," in regions
    assert district.grid.code[:12] == district.village.code


def test_an_unknown_key_is_said() -> None:
    with pytest.raises(KeyError, match="nobody"):
        with_ids({"about_id": "@nobody"}, {})


def test_choices_have_a_word_in_the_catalogs() -> None:
    words = tomllib.loads(resource("catalogs/labels.zh_CN.toml").read_text(encoding="utf-8"))
    for record in MONTH:
        known = words[record.kind].get("choices", {})
        changes = [record.fields, *(edit.changes for edit in record.edits)]
        for path, code in (choice for change in changes for choice in single_values(change)):
            assert path not in known or code in known[path], (record.key, path, code)


def single_values(change: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Codes with the path the catalogs use: `parties/role`, without the element's id."""
    for path, value in change.items():
        name, *inner = path.split("/")
        if isinstance(value, str):
            yield "/".join([name, *inner[1:]]), value
        elif isinstance(value, list | dict):
            parts = [value, *(value.values() if isinstance(value, dict) else value)]
            for part in parts:
                if isinstance(part, dict):
                    yield from (
                        (f"{name}/{key}", code) for key, code in part.items() if isinstance(code, str)
                    )
                elif isinstance(part, str):
                    yield name, part
