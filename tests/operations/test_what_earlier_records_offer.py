"""Names, places and phrases that earlier work offers to new work."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.operations.checklists import checklist, own_checklist
from gridworker.operations.drafts import drop_draft, keep_draft, list_drafts
from gridworker.operations.earlier import Spot, last_round
from gridworker.operations.listing import count_since, list_page, rows_of
from gridworker.operations.matching import Book, Entry
from gridworker.operations.phrases import in_order, list_phrases, note_use
from gridworker.operations.records import (
    add_record,
    bring_back,
    delete_record,
    edit_record,
    own_history,
    show_record,
)
from gridworker.operations.visits import due, rounds
from gridworker.store.profile import Profile
from gridworker.ui.forms.moments import local
from tests.laptop import GRID_CODE, NOON, laptop

DAY = 86_400_000
PLACES = Book(
    [
        Entry(place, place)
        for place in (
            "东篱苑3幢2单元501室",
            "东篱苑3幢楼下",
            "东篱苑13幢2单元楼道",
            "东篱路112号金禾烧烤店",
            "柳塘新村6幢2单元楼道",
        )
    ]
)


def patrol(profile: Profile, place: str, **fields: Any) -> str:
    given = {"place": {"text": place}, "categories": ["normal"], **fields}
    return add_record(profile, "patrol", given).ids[0]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dly3", ["东篱苑3幢2单元501室", "东篱苑3幢楼下"]),
        ("dly3-2", ["东篱苑3幢2单元501室"]),
        ("dly 3 2", ["东篱苑3幢2单元501室"]),
        ("DLY13", ["东篱苑13幢2单元楼道"]),
        ("东篱3", ["东篱苑3幢2单元501室", "东篱苑3幢楼下"]),
        ("jhsk", ["东篱路112号金禾烧烤店"]),
        ("dongliyuan", ["东篱苑3幢2单元501室", "东篱苑3幢楼下", "东篱苑13幢2单元楼道"]),
        ("金禾", ["东篱路112号金禾烧烤店"]),
        ("501", ["东篱苑3幢2单元501室"]),
        ("没有", []),
        ("（", [entry.shown for entry in PLACES.matching("", 9)]),
    ],
)
def test_a_place_is_found_as_it_is_typed(typed: str, found: list[str]) -> None:
    assert [entry.shown for entry in PLACES.matching(typed, 9)] == found


def test_a_name_goes_before_a_place_of_the_same_sound() -> None:
    book = Book([Entry(shown, shown) for shown in ("韩正祥 · 柳塘新村1幢", "陈菊芬 · 东篱苑7幢")])
    assert [entry.shown for entry in book.matching("c")] == ["陈菊芬 · 东篱苑7幢", "韩正祥 · 柳塘新村1幢"]


def test_a_round_begins_as_the_last_own_one() -> None:
    with laptop() as profile:
        patrol(profile, "东篱路", mode="walk", companions=["王芳"], at=NOON - DAY)
        patrol(profile, "西河沿", mode="bike", companions=["沈国强"], at=NOON)
        begins = last_round(profile)
        assert (begins.mode, begins.companions, begins.grid.code) == ("bike", ["沈国强"], GRID_CODE)
        assert [entry.shown for entry in begins.places.matching("")] == ["西河沿", "东篱路"]
        assert [entry.shown for entry in begins.people.matching("wf")] == ["王芳"]


def test_places_of_the_registry_are_offered_by_their_names() -> None:
    with laptop() as profile:
        given = {"name": "金禾烧烤店", "type": "restaurant", "place": {"text": "东篱路112号"}}
        grill = add_record(profile, "place", given).ids[0]
        given = {"name": "柳塘", "type": "pond", "place": {"text": "柳塘"}}
        pond = add_record(profile, "place", given).ids[0]
        patrol(profile, "东篱路", at=NOON - DAY)
        patrol(profile, "金禾烧烤店", at=NOON - 2 * DAY)
        patrol(profile, "东篱路112号金禾烧烤店", place_id=grill, at=NOON)
        book = last_round(profile).places
        assert [entry.shown for entry in book.matching("")] == ["金禾烧烤店 · 东篱路112号", "东篱路", "柳塘"]
        assert book.matching("jhsk")[0].thing == Spot({"text": "东篱路112号金禾烧烤店"}, grill, "restaurant")
        assert book.matching("lt")[0].thing.place_id == pond


def test_phrases_that_fit_come_first_and_those_in_use_before_them() -> None:
    with laptop() as profile:
        fire = in_order(list_phrases(profile, "patrol"), {"fire"})
        assert "fire" in fire[0].about
        note_use(profile, "patrol", fire[2].text)
        assert in_order(list_phrases(profile, "patrol"), {"fire"})[0].text == fire[2].text
        assert not in_order(list_phrases(profile, "patrol"), ())[0].about


def test_every_kind_of_visit_has_its_questions() -> None:
    with laptop() as profile:
        for target in ("person", "household", "enterprise", "place"):
            questions = checklist(profile, target)
            assert questions == own_checklist(target)
            assert all(len(question.answers) > 1 and not question.answers[0].tone for question in questions)
        assert checklist(profile, "unheard_of") == []


def test_a_list_is_read_by_the_page_and_counted() -> None:
    with laptop() as profile:
        ids = [patrol(profile, f"东篱路{n}号", at=NOON - n * 60_000) for n in range(5)]
        first = list_page(profile, "patrol", limit=2)
        rest = list_page(profile, "patrol", below=first[-1].number, limit=9)
        assert [row.id for row in [*first, *rest]] == ids
        assert [row.id for row in list_page(profile, "patrol", since=NOON - 60_000)] == ids[:2]
        assert [row.id for row in list_page(profile, "patrol", text="dll3")] == [ids[3]]
        assert count_since(profile, "patrol", NOON - 60_000) == 2
        delete_record(profile, ids[0], "")
        assert ids[0] not in rows_of(profile, ids)
        bring_back(profile, ids[0])
        assert ids[0] in rows_of(profile, ids)


def test_numbers_of_people_are_covered_in_lists() -> None:
    with laptop() as profile:
        record = patrol(profile, "东篱路", text="联系人 13800001234")
        assert rows_of(profile, [record])[record].body["text"] == "联系人 138****1234"


def test_drafts_are_kept_named_and_dropped() -> None:
    with laptop() as profile:
        keep_draft(profile, "d1", "patrol", {"place": {"text": "东篱路"}})
        keep_draft(profile, "d1", "patrol", {"place": {"text": "东篱路口"}})
        keep_draft(profile, "d2", "visit", {"name": "陈桂芳"}, record="r")
        assert [(draft.title, draft.record) for draft in list_drafts(profile, "patrol")] == [
            ("东篱路口", None)
        ]
        drop_draft(profile, "d1")
        assert [draft.title for draft in list_drafts(profile)] == ["陈桂芳"]


def test_a_save_over_another_carries_what_its_author_saw() -> None:
    with laptop() as profile:
        record = patrol(profile, "东篱路", text="杂物")
        seen = show_record(profile, record)
        keep_draft(profile, "d", "patrol", {}, record=record)
        edit_record(profile, record, {"text": "杂物已清"})
        edit_record(profile, record, {"text": "杂物很多", "outcome": None}, seen=seen, draft="d")
        assert own_history(profile, record)[-1]["patch"] == {"text": ("杂物", "杂物很多")}
        assert list_drafts(profile) == []


def test_who_is_due_and_who_was_missed() -> None:
    with laptop() as profile:

        def visit(name: str, days: int, **fields: Any) -> None:
            given = {"at": NOON - days * DAY, "name": name, "target": "person", "result": "met", **fields}
            add_record(profile, "visit", given)

        visit("陈桂芳", 9, next_on="2026-11-20")
        visit("黄阿毛", 8, next_on="2026-11-20")
        visit("黄阿毛", 2, result="absent", next_on="2026-11-24")
        visit("方晓东", 3)
        visit("吴小梅", 3, next_on="2027-03-01")
        known = rounds(profile).known
        waiting = due(known, local(NOON, 480).date())
        assert [(whom.name, whom.tries) for whom in waiting] == [("陈桂芳", 0), ("黄阿毛", 1)]
        assert len(known["黄阿毛@"].moments) == 2
