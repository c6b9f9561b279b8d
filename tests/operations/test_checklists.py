"""What Zhou Min checks at a place: the district's list in force, else the program's, and what nobody can read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from gridworker.domain.kinds import KINDS
from gridworker.environment.language import Words
from gridworker.environment.resources import resource
from gridworker.operations.checklists import place_checklist
from gridworker.store import record_rows
from gridworker.store.profile import Profile
from tests.laptop import NOON, laptop


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def publish(profile: Profile, name: str, version: int, content: Any) -> None:
    body = msgspec.json.encode({"name": name, "version": version, "content": content, "created_at": NOON})
    row = record_rows.pulled(profile.make_id(), "reference", "reference", version, "m", False, body)
    profile.write(lambda db: record_rows.put_pulled(db, [row]))


def asked(profile: Profile, type_: str) -> list[str]:
    return [question.words.zh for question in place_checklist(profile, type_).questions]


@pytest.mark.parametrize(
    "type_",
    tomllib.loads(resource("catalogs/labels.zh_CN.toml").read_text("utf-8"))["place"]["choices"]["type"],
)
def test_every_type_of_place_has_a_list_that_begins_normal(profile: Profile, type_: str) -> None:
    found = place_checklist(profile, type_)
    assert found.mark == f"{type_}@0"
    assert len(found.questions) >= 6
    assert len({question.words.zh for question in found.questions}) == len(found.questions)
    findings = KINDS["patrol"].fields["categories"].choices
    for question in found.questions:
        assert question.finding in findings[1:]
        assert not question.answers[0].tone
        assert question.answers[-1].tone, f"{question.words.zh}: nothing can be wrong"


def test_a_type_nobody_knows_gets_the_list_of_any_place(profile: Profile) -> None:
    assert place_checklist(profile, "棋牌室") == place_checklist(profile, "other")


def test_what_the_district_published_last_is_in_force(profile: Profile) -> None:
    publish(profile, "checklist/rental", 1, [{"question": "灭火器"}])
    publish(
        profile, "checklist/rental", 2, [{"question": {"zh": "烟感报警", "en": "Alarm"}, "finding": "fire"}]
    )
    found = place_checklist(profile, "rental")
    assert (found.mark, [question.words for question in found.questions]) == (
        "rental@2",
        [Words("烟感报警", "Alarm")],
    )
    assert [answer.words.zh for answer in found.questions[0].answers] == ["正常", "有隐患"]
    assert asked(profile, "shop")[0] == "安全出口、疏散通道"


def test_a_question_of_an_unknown_type_is_there_and_cannot_be_answered(profile: Profile) -> None:
    publish(profile, "checklist/pond", 1, [{"question": "水质照片", "type": "photo"}, {"question": "漂浮物"}])
    photo, plain = place_checklist(profile, "pond").questions
    assert (photo.words.zh, photo.answers) == ("水质照片", ())
    assert len(plain.answers) == 2


@pytest.mark.parametrize(
    "content",
    ["灭火器", {"shop": []}, [], [3, None, {"question": 7}, {"question": ""}], [{"type": "choice"}]],
)
def test_a_list_that_says_nothing_does_not_take_ours_away(profile: Profile, content: Any) -> None:
    publish(profile, "checklist/shop", 1, content)
    assert place_checklist(profile, "shop").mark == "shop@0"
