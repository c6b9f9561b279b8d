"""Laptops that sync at one moment with a district on PostgreSQL keep the promises; without the lock they do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import bindparam, select

from gridworker.server import ledger
from gridworker.server.prepared import Prepared
from gridworker.server.tables import stream
from tests.lab.crowd import Databases, live
from tests.server.postgresql import running_postgresql

_SEEN = Prepared(
    select(stream.c.seq, stream.c.chain, stream.c.records, stream.c.sum64).where(
        stream.c.stream == bindparam("this")
    )
)
"""The counter of a stream as it is read without taking its turn."""

PLANTED: dict[str, tuple[Any, str, Any]] = {
    "records are read before the counter is locked": (ledger, "LOCK", _SEEN),
}


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with running_postgresql() as address:
        ready = Databases(address)
        ready.prepare(tmp_path_factory.mktemp("ready") / "district")
        yield ready


def test_everybody_syncs_at_once(databases: Databases) -> None:
    live(databases, 4)


@pytest.mark.parametrize("bug", PLANTED)
def test_a_missing_safeguard_is_found(
    bug: str, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*PLANTED[bug])
    with pytest.raises(AssertionError):
        live(databases, 20)
