"""What tests of a page share. Each file has a fixture `page` of its own, which says what is on the laptop before."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridworker.domain.errors import ComputerTrouble
from gridworker.sync.engine import Engine
from gridworker.ui.background import Background
from gridworker.ui.pages.page import Page
from gridworker.ui.session import Session
from gridworker.ui.theme.theme import Theme
from tests.sync.direct import DirectWire, Town
from tests.ui.pages.typing import Typist
from tests.ui.patience import Failed


@pytest.fixture
def typist(page: Page, session: Session) -> Typist:
    """Somebody at the keyboard of the page."""
    return Typist(page, session)


@pytest.fixture
def phone_folder(tmp_path: Path) -> Path:
    """手机照片, a folder into which the photos of a phone come."""
    made = tmp_path / "手机照片"
    made.mkdir()
    return made


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A file that says it is a PDF."""
    file = tmp_path / "签字页.pdf"
    file.write_bytes(b"%PDF-1.7\n" + bytes(50_000))
    return file


@pytest.fixture
def town() -> Iterator[Town]:
    """A district without a wire, and laptops enrolled with it."""
    made = Town()
    yield made
    made.close()


@pytest.fixture
def synced(look: Theme, loop: asyncio.AbstractEventLoop, failed: Failed, town: Town) -> Iterator[Session]:
    """A laptop that has synced once, its wire led straight into the district."""
    profile = town.laptop("zhoumin")
    town.sync(profile)
    errors: list[BaseException] = []
    background = Background(loop, errors.append)
    made = Session(profile, background, "zh_CN")
    made.engine = Engine(profile, lambda _url, _ca: DirectWire(town.district, town.faults))
    yield made
    if not failed():
        loop.run_until_complete(background.idle())
    loop.run_until_complete(background.close())
    assert [error for error in errors if not isinstance(error, ComputerTrouble)] == []
