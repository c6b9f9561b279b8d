"""What holds for every test: repeatable examples, no screen, and never this person's own folders."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Where no desktop has set it, the PostgreSQL wheel would take its lock in a folder shared with every other user.
if "XDG_RUNTIME_DIR" not in os.environ and hasattr(os, "getuid"):
    runtime = Path(tempfile.gettempdir()) / f"gridworker-tests-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)

# A loaded machine may be slow, and that is no fault of the code under test.
settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# make test ARGS="--hypothesis-profile=explore": other examples each time, and many more of them.
settings.register_profile(
    "explore",
    deadline=None,
    max_examples=2000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Also looks at what `make installer` made."""
    parser.addoption("--built", metavar="FOLDER", help="a built program to look at, rather than to build one")


# What takes minutes: begun last, it would leave the other process without work.
LONG = (
    "tests/ui/test_walk.py",
    "tests/packaging/test_built.py",
    "tests/stories",
    "tests/lab",
    "tests/packaging",
    "tests/server",
    "tests/ui",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take long first, each folder in its order."""

    def place(item: pytest.Item) -> int:
        return next((at for at, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def nobodys_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """User folders of the test run alone; processes that a test starts inherit them.

    Also takes away the settings a developer may have exported, which would lead a test to a real profile or server.
    """
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GRIDWORKER_")]:
            patch.delenv(name)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        yield home


@pytest.fixture(params=["America/New_York", "Pacific/Auckland"])
def abroad(request: pytest.FixtureRequest) -> Iterator[None]:
    """This computer was set to another zone, west or east of China."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()
