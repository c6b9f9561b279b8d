"""What somebody keeps for themselves on this laptop: filters by name, and phrases of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gridworker.domain.errors import PersonCanMend
from gridworker.operations.phrases import (
    forget_own_phrases,
    list_phrases,
    note_use,
    phrase_kinds,
    phrase_lines,
    set_own_phrases,
)
from gridworker.operations.saved_filters import MOST, drop_filter, save_filter, saved_filters
from gridworker.store.profile import Profile
from tests.laptop import laptop


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def test_a_filter_is_kept_for_its_list_renewed_under_its_name_and_dropped(profile: Profile) -> None:
    save_filter(profile, "patrol", "西河沿 ", {"scope": "week", "text": "xhy"})
    save_filter(profile, "visit", "独居", {"scope": "all", "text": "独居"})
    save_filter(profile, "patrol", "面馆", {"scope": "all", "text": "面馆"})
    save_filter(profile, "patrol", "西河沿", {"scope": "all", "text": "xhy"})
    assert [(one.name, dict(one.values)) for one in saved_filters(profile, "patrol")] == [
        ("西河沿", {"scope": "all", "text": "xhy"}),
        ("面馆", {"scope": "all", "text": "面馆"}),
    ]
    drop_filter(profile, "patrol", "西河沿")
    assert [one.name for one in saved_filters(profile, "patrol")] == ["面馆"]
    assert [one.name for one in saved_filters(profile, "visit")] == ["独居"]


def test_there_are_no_more_filters_than_digits(profile: Profile) -> None:
    for number in range(MOST):
        save_filter(profile, "patrol", str(number), {})
    with pytest.raises(PersonCanMend, match="too_many_filters"):
        save_filter(profile, "patrol", "又一个", {})
    save_filter(profile, "patrol", "0", {"text": "x"})
    assert saved_filters(profile, "patrol")[0].values == {"text": "x"}


def test_ones_own_phrases_hold_in_their_order_until_they_are_taken_back(profile: Profile) -> None:
    assert phrase_kinds() == ["patrol", "visit"]
    before = phrase_lines(profile, "patrol")
    known = list_phrases(profile, "patrol")[0]
    set_own_phrases(profile, "patrol", ["{地点}门口已清理。", "", known.text, "{地点}门口已清理。"])
    assert phrase_lines(profile, "patrol") == ["{地点}门口已清理。", known.text]
    assert list_phrases(profile, "patrol")[1].about == known.about
    note_use(profile, "patrol", "{地点}门口已清理。")
    assert list_phrases(profile, "patrol")[0].uses == 1
    assert phrase_lines(profile, "visit") == [phrase.text for phrase in list_phrases(profile, "visit")]
    forget_own_phrases(profile, "patrol")
    assert phrase_lines(profile, "patrol") == before
