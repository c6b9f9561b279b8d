"""A desk with an enrolled laptop for the tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import Desk, enrolled


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """周敏's laptop, enrolled; its server is not there."""
    made, _ = enrolled(tmp_path / "周敏的资料")
    return made
