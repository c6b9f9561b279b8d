"""Two laptops, one person on file twice: one merges while the other edits, and nothing either wrote is lost."""

from __future__ import annotations

import pytest

from gridworker.operations.conflicts import list_conflicts
from gridworker.operations.households import MoveIn, move_in
from gridworker.operations.merging import late_of, merge, take_apart, take_over_late
from gridworker.operations.records import add_record, edit_record, list_records, show_record
from gridworker.operations.refusals import list_refused
from gridworker.operations.registry import open_card
from gridworker.store.profile import Profile
from tests.sync.direct import Town


@pytest.fixture
def pair(town: Town, zhou: Profile, shen: Profile) -> tuple[str, str]:
    """来阿凤 and 来阿风, on both laptops."""
    keep = add_record(zhou, "person", {"name": "来阿凤", "phone": "13812345678"}).ids[0]
    gone = add_record(zhou, "person", {"name": "来阿风", "birth_on": "1948-03-07"}).ids[0]
    both(town, zhou, shen)
    return keep, gone


def both(town: Town, *laptops: Profile) -> None:
    for laptop in (*laptops, *laptops):
        town.sync(laptop, until_empty=True)


def nothing_is_asked(*laptops: Profile) -> None:
    for laptop in laptops:
        assert list_conflicts(laptop) == []
        assert list_refused(laptop) == []


@pytest.mark.parametrize("first", ["merges", "edits"])
def test_an_edit_of_the_one_that_went_is_kept_and_taken_over(
    town: Town, zhou: Profile, shen: Profile, pair: tuple[str, str], first: str
) -> None:
    keep, gone = pair
    seen = show_record(shen, gone)
    merge(zhou, keep, gone)
    edit_record(shen, gone, {"ethnicity": "汉族", "phone": "13900001234"}, seen=seen)
    both(town, *((zhou, shen) if first == "merges" else (shen, zhou)))
    nothing_is_asked(zhou, shen)
    for laptop in (zhou, shen):
        card = open_card(laptop, gone)
        assert (card.id, card.asked) == (keep, gone)
        # What the other wrote after it was merged, and the one that stays lacks, is offered on its card.
        assert late_of(laptop, keep) == {"ethnicity": "汉族"}
        assert card.seen["phone"] == "13812345678"
        held = show_record(laptop, gone)
        assert (held["merged_into"], held["phone"], held["ethnicity"]) == (keep, "13900001234", "汉族")
    take_over_late(zhou, keep)
    both(town, zhou, shen)
    assert show_record(shen, keep)["ethnicity"] == "汉族"
    assert late_of(shen, keep) == {}


def test_an_edit_of_the_one_that_stays_joins_what_it_took_over(
    town: Town, zhou: Profile, shen: Profile, pair: tuple[str, str]
) -> None:
    keep, gone = pair
    merge(zhou, keep, gone)
    edit_record(shen, keep, {"ethnicity": "汉族"})
    both(town, shen, zhou)
    nothing_is_asked(zhou, shen)
    for laptop in (zhou, shen):
        body = show_record(laptop, keep)
        assert (body["birth_on"], body["ethnicity"]) == ("1948-03-07", "汉族")


def test_who_moved_in_meanwhile_lives_there_after_the_merge(
    town: Town, zhou: Profile, shen: Profile, pair: tuple[str, str]
) -> None:
    keep, gone = pair
    home = add_record(zhou, "household", {"place": {"text": "东篱苑", "building": "3", "room": "501"}}).ids[0]
    both(town, zhou, shen)
    merge(zhou, keep, gone)
    move_in(shen, MoveIn(gone, home, None, "head"))
    both(town, zhou, shen)
    nothing_is_asked(zhou, shen)
    for laptop in (zhou, shen):
        card = open_card(laptop, home)
        assert [one.id for one in card.residents] == [keep]
        assert card.seen["head_id"] == gone


def test_both_merge_the_same_pair_the_other_way_round_and_one_stays(
    town: Town, zhou: Profile, shen: Profile, pair: tuple[str, str]
) -> None:
    keep, gone = pair
    merge(zhou, keep, gone)
    merge(shen, gone, keep)
    both(town, zhou, shen)
    nothing_is_asked(zhou, shen)
    both(town, zhou, shen)
    nothing_is_asked(zhou, shen)
    ends = {open_card(laptop, one).id for laptop in (zhou, shen) for one in pair}
    assert ends == {min(pair)}
    for laptop in (zhou, shen):
        assert [bool(body.get("merged_into")) for body in list_records(laptop, "person", [], 9, None)].count(
            False
        ) == 1


def test_taken_apart_again_both_stand_with_what_was_written(
    town: Town, zhou: Profile, shen: Profile, pair: tuple[str, str]
) -> None:
    keep, gone = pair
    merge(zhou, keep, gone)
    edit_record(shen, gone, {"ethnicity": "汉族"})
    both(town, zhou, shen)
    take_apart(zhou, gone)
    both(town, zhou, shen)
    for laptop in (zhou, shen):
        assert open_card(laptop, gone).id == gone
        assert open_card(laptop, gone).seen["ethnicity"] == "汉族"
