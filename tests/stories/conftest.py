"""Districts and laptops for the stories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.cast import District, Laptop


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    """A district that serves, on the embedded database."""
    made = District(tmp_path / "district")
    made.set_up()
    made.opens()
    yield made
    made.dies()


@pytest.fixture
def zhou(tmp_path: Path, district: District) -> Laptop:
    """周敏's laptop, enrolled."""
    laptop = Laptop(tmp_path / "zhou")
    district.enrols(laptop, "zhoumin")
    return laptop


@pytest.fixture
def shen(tmp_path: Path, district: District) -> Laptop:
    """沈国强's laptop, enrolled."""
    laptop = Laptop(tmp_path / "shen")
    district.enrols(laptop, "shenguoqiang")
    return laptop
