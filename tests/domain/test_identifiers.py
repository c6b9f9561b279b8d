"""Numbers that residents dictate: a slip of the tongue is noticed and named, nobody is stopped."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.identifiers import (
    Doubt,
    birth_of,
    check_grid_code,
    check_id_number,
    check_landline,
    check_mobile,
    check_organisation_code,
    check_phone,
    check_uscc,
    id_check_digit,
    sex_of,
    uscc_check_character,
)

TODAY = date(2026, 11, 22)
PUBLISHED = "11010519491231002X"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check_digit(body: str) -> str:
    return body + id_check_digit(body)


id_numbers = st.builds(
    lambda region, birth, order: with_check_digit(f"{region}{birth:%Y%m%d}{order:03d}"),
    st.sampled_from(["330109", "339005", "110105", "650102", "810000", "820000", "830000", "933156"]),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


@pytest.mark.parametrize(
    "number",
    [
        PUBLISHED,
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２ｘ",
        " 110105 19491231 002X ",
        "",
        "DEU330109650012",
    ],
)
def test_a_number_that_adds_up_raises_no_doubt(number: str) -> None:
    assert check_id_number(number, TODAY) is None


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1101051949123100", "id_length"),
        ("11010519491231002XX", "id_length"),
        ("110105491231002", "id_first_generation"),
        ("1101051949123100ZX", "id_characters"),
        ("110105194912310021X"[:17] + "Y", "id_characters"),
        (with_check_digit("99010519491231002"), "id_region"),
        (with_check_digit("16010519491231002"), "id_region"),
        (with_check_digit("81000119491231002"), "id_region"),
        (with_check_digit("33010919490230002"), "id_birth_date"),
        (with_check_digit("33010900000101002"), "id_birth_date"),
        (with_check_digit("33010920261123002"), "id_birth_future"),
        ("110105194912310021", "id_check_digit"),
    ],
)
def test_a_slip_is_named(number: str, code: str) -> None:
    assert check_id_number(number, TODAY) == Doubt(code)


def test_a_child_born_today_has_a_number() -> None:
    assert check_id_number(with_check_digit("33010920261122002"), TODAY) is None


@given(id_numbers)
def test_every_well_made_number_passes_and_tells_birth_and_sex(number: str) -> None:
    assert check_id_number(number, TODAY) is None
    assert birth_of(number) == date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    assert sex_of(number) == ("male" if number[16] in "13579" else "female")


@given(id_numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_is_always_noticed(number: str, at: int, digit: str) -> None:
    heard = number[:at] + digit + number[at + 1 :]
    assert (check_id_number(heard, TODAY) is None) == (heard == number)


@given(id_numbers, st.integers(0, 16))
def test_two_digits_swapped_are_always_noticed(number: str, at: int) -> None:
    heard = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert (check_id_number(heard, TODAY) is None) == (heard == number)


@pytest.mark.parametrize("number", ["110105194912310021", "", "无法提供", "1101051949"])
def test_a_number_that_does_not_add_up_tells_nothing(number: str) -> None:
    assert birth_of(number) is None
    assert sex_of(number) is None


def test_the_companys_credit_code() -> None:
    assert check_uscc("91350100M000100Y43") is None
    assert check_uscc("91350100m000100y43") is None
    assert check_uscc("91350100M000100Y44") == Doubt("uscc_check")
    assert check_uscc("91350100M000100Y4") == Doubt("uscc_length")
    assert check_uscc("91350100MOOO100Y43") == Doubt("uscc_characters")
    assert check_uscc("") is None


@given(st.text(USCC_ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_always_noticed(body: str, at: int, other: str) -> None:
    code = body + uscc_check_character(body)
    heard = code[:at] + other + code[at + 1 :]
    assert (check_uscc(heard) is None) == (heard == code)


def test_the_older_organisation_code() -> None:
    assert check_organisation_code("D2143569-X") is None
    assert check_organisation_code("d2143569x") is None
    assert check_organisation_code("M000100Y-4") is None
    assert check_organisation_code("00000000-0") is None
    assert check_organisation_code("D2143569-1") == Doubt("organisation_check")
    assert check_organisation_code("D214356-X") == Doubt("organisation_form")


@pytest.mark.parametrize(
    "number",
    [
        "13805711234",
        "１３８０５７１１２３４",
        "138 0571 1234",
        "+86 138-0571-1234",
        "19012345678",
        "19712345678",
        "",
    ],
)
def test_mobiles_of_every_range(number: str) -> None:
    assert check_mobile(number) is None


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1380571123", "mobile_length"),
        ("138057112345", "mobile_length"),
        ("12805711234", "mobile_prefix"),
        ("1380571123O", "mobile_characters"),
    ],
)
def test_a_mobile_heard_wrong(number: str, code: str) -> None:
    assert check_mobile(number) == Doubt(code)


@pytest.mark.parametrize(
    "number",
    [
        "82651234",
        "0571-82651234",
        "057182651234",
        "0571-82651234-801",
        "０５７１－８２６５１２３４",
        "0575-84123456",
        "010-62345678",
        "400-826-1234",
        "95598",
        "12345",
        "110",
        "681234",
        "",
    ],
)
def test_landlines_and_service_numbers(number: str) -> None:
    assert check_landline(number) is None


@pytest.mark.parametrize("number", ["12651234", "0571-8265123", "0571-82651234-", "8265-1234", "无"])
def test_a_landline_heard_wrong(number: str) -> None:
    assert check_landline(number) == Doubt("landline_form")


def test_a_phone_field_takes_either() -> None:
    assert check_phone("13805711234") is None
    assert check_phone("0571-82651234") is None
    assert check_phone("12345") is None
    assert check_phone("1380571123") == Doubt("mobile_length")
    assert check_phone("0571-1") == Doubt("landline_form")


def test_a_grid_belongs_to_a_village_of_the_district() -> None:
    villages = {"330109001078"}
    assert check_grid_code("330109001078003", villages) is None
    assert check_grid_code("33010900107800301", villages) is None
    assert check_grid_code("330109001078", villages) == Doubt("grid_code_form")
    assert check_grid_code("3301090010780030", villages) == Doubt("grid_code_form")
    assert check_grid_code("330109001099003", villages) == Doubt("grid_code_village")
    assert check_grid_code("330109001078-03", villages, r"\d{12}-\d{2}") is None
    assert check_grid_code("", villages) is None


@given(st.text() | st.text(string.digits + "Xx０１-+ ", max_size=20))
def test_no_text_whatsoever_stops_the_work(text: str) -> None:
    check_id_number(text, TODAY)
    birth_of(text), sex_of(text)
    check_uscc(text), check_organisation_code(text)
    check_mobile(text), check_landline(text), check_phone(text)
    check_grid_code(text, {"330109001078"})
