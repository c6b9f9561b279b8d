"""The district that a command of `gridworker-server` is about."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gridworker.cli.frame import Call
from gridworker.domain.errors import PersonCanMend

if TYPE_CHECKING:
    from gridworker.server.district import District

DATABASE_VARIABLE = "GRIDWORKER_DATABASE_URL"


def data_folder(call: Call) -> Path:
    """The data folder. Raises `PersonCanMend("server_data_needed")` where none is named."""
    folder = call.folder
    if folder is None:
        raise PersonCanMend("server_data_needed")
    return folder


def database_url(call: Call) -> str | None:
    """The address of the PostgreSQL database, None for the embedded one."""
    chosen = call.common.get("--database")
    return str(chosen) if chosen else os.environ.get(DATABASE_VARIABLE) or None


@contextmanager
def opened(call: Call) -> Iterator[District]:
    """The district, open. Raises as `District.open`."""
    from gridworker.server.district import District

    district = District.open(data_folder(call), database_url(call))
    try:
        yield district
    finally:
        district.close()
