"""A laptop with the program installed and a day's work in it, and the desk where releases are signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import PATROL, enrolled
from tests.packaging.installed import Installed, SigningDesk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> SigningDesk:
    """Where releases are signed."""
    return SigningDesk(tmp_path_factory.mktemp("签发") / "U 盘")


@pytest.fixture
def laptop(tmp_path: Path, desk: SigningDesk) -> Installed:
    """周敏's laptop with version 0.1.0, which trusts the desk, and three records of the day."""
    made = Installed(tmp_path / "周敏 的家", keys=desk.public)
    zhou, _ = enrolled(made.profile)
    for text in ("一楼", "二楼", "三楼"):
        zhou.adds("patrol", PATROL | {"text": text})
    return made
