"""What leaves the laptop masked: tables and lists handed to somebody who need not know whose they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import mask_address, mask_id_number, mask_name, mask_phone, masked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张小三", "张*三"),
        ("李四", "李*"),
        ("欧阳震华", "欧**华"),
        ("阿依古丽·买买提", "阿******提"),
        ("王", "*"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_first_and_last_character(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("330109198001011234", "330109********1234"),
        ("33010919800101123X", "330109********123X"),
        ("330109800101123", "330109*****1123"),
        ("E12345678", "E*******8"),
        ("12", "**"),
    ],
)
def test_an_identity_number_keeps_its_region_and_its_end(number: str, shown: str) -> None:
    assert mask_id_number(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138 **** 5678"),
        ("0571-82345678", "0571-****5678"),
        ("8234567", "***4567"),
        ("12345", "***45"),
    ],
)
def test_a_telephone_number_loses_its_middle(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("东篱苑3幢2单元501", "东篱苑3幢***"),
        ("东篱苑 3-2-501", "东篱苑 3***"),
        ("北干街道金城路1038号", "北干街道金城路1038号"),
        ("工人路25号3楼302室", "工人路25号***"),
        ("新街村沈家埭", "新街村沈家埭"),
        ("老供销社宿舍二单元302室", "老供销社宿舍******"),
    ],
)
def test_an_address_goes_as_far_as_the_building(address: str, shown: str) -> None:
    assert mask_address(address) == shown


LEAK: dict[str, Any] = {
    "id": "0192f0c1-7a3b-7c4d-8e5f-0123456789ab",
    "title": "来国强与施丽娟漏水纠纷",
    "facts": "来国强（13812345678，身份证330109198001011234）称楼上施丽娟家卫生间漏水。",
    "place": {"text": "东篱苑3幢2单元501", "region": "330109", "building": "3", "unit": "2", "room": "501"},
    "parties": {
        "a": {"role": "applicant", "type": "person", "name": "来国强", "phone": "13812345678",
              "address": "东篱苑3幢2单元401"},
        "b": {"role": "respondent", "type": "person", "name": "施丽娟", "id_number": "330109198505051239"},
        "c": {"role": "third", "type": "organisation", "name": "东篱苑物业服务有限公司", "phone": "0571-82345678"},
    },
    "mediators": {"m": {"name": "汤建荣", "worker": "w1"}},
    "watched": {"category": "a field of a newer version"},
    "_conflicts": [{"path": "parties/a/phone", "candidates": [{"value": "13900001111"}]}],
}  # fmt: skip


def test_a_dispute_shows_neither_names_nor_numbers_nor_doors_of_its_parties() -> None:
    shown = masked(KINDS["dispute"], LEAK)
    text = json.dumps(shown, ensure_ascii=False)
    for personal in (
        "来国强",
        "施丽娟",
        "13812345678",
        "198001011234",
        "19850505",
        "2单元",
        "501",
        "401",
        "1390000",
    ):
        assert personal not in text
    assert shown["title"] == "来*强与施*娟漏水纠纷"
    assert shown["facts"].startswith("来*强（138****5678，身份证330109********1234）")
    assert shown["id"] == LEAK["id"]


def test_an_organisation_and_the_mediator_keep_their_names() -> None:
    shown = masked(KINDS["dispute"], LEAK)
    assert shown["parties"]["c"]["name"] == "东篱苑物业服务有限公司"
    assert shown["parties"]["c"]["phone"] == "0571-****5678"
    assert shown["mediators"]["m"]["name"] == "汤建荣"


def test_what_this_version_does_not_know_is_left_out() -> None:
    assert "watched" not in masked(KINDS["dispute"], LEAK)


def test_a_visit_to_a_person_is_masked_and_a_visit_to_an_enterprise_is_not() -> None:
    person = {
        "target": "person",
        "name": "韩阿娥",
        "text": "韩阿娥腿脚不便",
        "place": {"text": "湖头陈花园2幢302"},
    }
    shop = {"target": "enterprise", "name": "来记面馆", "text": "来记面馆燃气软管老化"}
    assert masked(KINDS["visit"], person) == {
        "target": "person",
        "name": "韩*娥",
        "text": "韩*娥腿脚不便",
        "place": {"text": "湖头陈花园2幢***"},
    }
    assert masked(KINDS["visit"], shop) == shop


def test_of_a_person_only_what_tells_nobody_stays() -> None:
    person = {
        "name": "来阿凤",
        "id_number": "330109194803071234",
        "phone": "13800004321",
        "watch": {"w": {"category": "living_alone", "level": "high", "basis": "老年人权益保障法"}},
        "stays": {"s": {"address": "东篱苑3幢2单元501室", "since_on": "2019-03-01"}},
        "text": "来阿凤的儿子在外地，13900001234。",
    }
    assert masked(KINDS["person"], person) == {
        "name": "来*凤",
        "id_number": "330109********1234",
        "phone": "138****4321",
        "watch": {"w": {"category": "************", "level": "high", "basis": "老年人权益保障法"}},
        "stays": {"s": {"address": "东篱苑3幢***", "since_on": "2019-03-01"}},
        "text": "来*凤的儿子在外地，139****1234。",
    }


def test_a_business_keeps_its_name_and_the_person_there_does_not() -> None:
    business = {"name": "来记面馆", "contact": "来小妹", "phone": "13800004321", "uscc": "91330109MA2XXXXX0A"}
    for kind in ("enterprise", "place"):
        assert masked(KINDS[kind], business) == {
            "name": "来记面馆",
            "contact": "来*妹",
            "phone": "138****4321",
            "uscc": "91330109MA2XXXXX0A",
        }


def test_the_record_itself_is_not_changed() -> None:
    before = json.dumps(LEAK)
    masked(KINDS["dispute"], LEAK)
    assert json.dumps(LEAK) == before


@given(st.text(min_size=2))
def test_no_name_is_shown_whole(name: str) -> None:
    assert "*" in mask_name(name)
    assert len(mask_name(name)) == len(name)


@given(
    st.sampled_from(sorted(KINDS)),
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
)
def test_any_value_in_any_field_is_masked_without_a_fault(code: str, value: Any) -> None:
    kind = KINDS[code]
    for name in kind.fields:
        masked(kind, {name: value, "type": value})


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ({"text": "东篱路63号来记面馆"}, "东篱路63号来记面馆"),
        ({"text": "东篱苑3幢2单元楼道"}, "东篱苑3幢***"),
        ({"text": "西河沿17号", "room": "402"}, "西河沿17号"),
    ],
)
def test_a_round_names_the_shops_and_points_of_the_registry_and_no_homes(
    place: dict[str, str], shown: str
) -> None:
    body = {"place": place, "place_id": "01930000-0000-7000-8000-000000000001", "categories": ["normal"]}
    assert masked(KINDS["patrol"], body)["place"] == {"text": shown}
    assert "来记面馆" not in masked(KINDS["patrol"], {"place": place})["place"]["text"]
