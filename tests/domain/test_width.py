"""What an input method leaves in a field for numbers."""

from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.width import fold_width


def test_full_width_digits_and_punctuation_become_plain() -> None:
    assert fold_width("　１３８－０５７１ ") == "138-0571"
    assert fold_width("￥１２，３００。５０") == "¥12,300.50"
    assert fold_width("ｘ") == "x"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_width(fold_width(text)) == fold_width(text)
