"""Amounts in agreements: what is typed, what is shown, what is written in capitals."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.money import LARGEST_FEN, format_fen, in_capitals, parse_yuan

amounts = st.integers(0, LARGEST_FEN) | st.integers(0, 10**9) | st.integers(0, 10**7).map(lambda n: n * 100)


@pytest.mark.parametrize(
    ("yuan", "capitals"),
    [
        ("12,300.00", "壹万贰仟叁佰元整"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("10050000", "壹仟零伍万元整"),
        ("20003", "贰万零叁元整"),
        ("10", "壹拾元整"),
        ("0", "零元整"),
        ("0.5", "伍角"),
        ("0.05", "伍分"),
        ("100.05", "壹佰元零伍分"),
        ("1000000000000", "壹万亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("100007000", "壹亿零柒仟元整"),
    ],
)
def test_capitals_as_the_bank_writes_them(yuan: str, capitals: str) -> None:
    assert in_capitals(parse_yuan(yuan)) == capitals


@given(amounts)
def test_capitals_agree_with_another_implementation(fen: int) -> None:
    # The other one leaves out the 零 between a zero 元 and 角, which bills may and our forms do not.
    other = cn2an.an2cn(f"{fen // 100}.{fen % 100:02d}", "rmb")
    ours = in_capitals(fen)
    assert (ours.replace("元零", "元") if fen % 100 >= 10 else ours) == other


@given(amounts)
def test_what_is_shown_can_be_typed_again(fen: int) -> None:
    assert parse_yuan(format_fen(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("１２，３００.5", 1230050),
        ("12300", 1230000),
        ("￥12,300.00", 1230000),
        ("¥ 800", 80000),
        ("人民币800元", 80000),
        ("800元整", 80000),
        ("12。50", 1250),
        ("1.2万", 1200000),
        ("3万元", 3000000),
        ("0.010000万", 10000),
        ("007", 700),
        ("12.", 1200),
        ("12.5000", 1250),
    ],
)
def test_amounts_as_people_type_them(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed",
    ["", "-5", "十块", "1,23", "12,3000", "0.005", "1.2.3", "1e5", "∞", "0.0000001万", "1" * 40, "²", "٣"],
)
def test_what_is_not_an_amount_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match=r"yuan|fen|larger"):
        parse_yuan(typed)


def test_figures_have_separators_and_two_places() -> None:
    assert format_fen(1230000) == "12,300.00"
    assert format_fen(5) == "0.05"
    assert format_fen(-1230050) == "-12,300.50"


@pytest.mark.parametrize("fen", [-1, LARGEST_FEN + 1])
def test_no_capitals_beyond_what_forms_hold(fen: int) -> None:
    with pytest.raises(ValueError, match="no capitals"):
        in_capitals(fen)
