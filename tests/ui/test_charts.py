"""Charts at their least height."""

from __future__ import annotations

import pytest

from gridworker.ui.theme.measures import LARGE_TEXT, TEXT_SCALES, Type
from gridworker.ui.theme.theme import Theme
from gridworker.ui.widgets.chart import Slice
from gridworker.ui.widgets.charts import LyingBars
from tests.ui.conftest import settle


@pytest.mark.parametrize("scale", [scale for scale in TEXT_SCALES if scale >= LARGE_TEXT])
def test_each_of_the_lying_bars_has_a_line_of_large_text_to_itself(look: Theme, scale: float) -> None:
    look.set_scale(scale)
    bars = LyingBars("发现问题分类", 88)
    bars.set_slices([Slice(number, "设施损坏", number, "") for number in range(6)])
    bars.resize(bars.minimumSizeHint())
    settle()
    assert min(place.height() for place in bars.places()) >= look.metrics(Type.LABEL).height()
