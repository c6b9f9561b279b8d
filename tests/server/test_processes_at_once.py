"""Several server processes on one district: nothing is doubled, a backup and a restore reach all, all may die."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from sqlalchemy import select

from gridworker.protocol.messages import SyncRequest
from gridworker.server.district import District
from gridworker.server.tables import oplog
from tests.server.conftest import Place
from tests.server.serving import PROGRAM, enrolled, grid_of, hired, serving, sync_over
from tests.server.village import Laptop, patrol

PROCESSES = 3
Ops = list[dict[str, Any]]


@pytest.fixture
def zhou(place: Place) -> Laptop:
    return enrolled(place)


def ops_of(laptop: Laptop, count: int) -> Ops:
    """So many new patrols."""
    grid = grid_of(laptop)
    return [
        msgspec.to_builtins(laptop.op(grid, "patrol", patrol(f"第 {number} 次"))) for number in range(count)
    ]


def asked(address: str, laptop: Laptop, ops: Ops) -> requests.Response:
    """What a district of several processes says to a sync, by whichever of them it is heard."""
    body = msgspec.json.encode(msgspec.to_builtins(SyncRequest(**laptop.request(cursors={}))) | {"ops": ops})
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {laptop.access}"}
    return requests.post(f"{address}/v1/sync", data=body, headers=headers, timeout=60)


def log_of(place: Place) -> list[tuple[int, str]]:
    """The sequence and the op of each entry of the grid's log."""
    district = District.open(place.folder, place.url)
    try:
        asked_for = select(oplog.c.seq, oplog.c.op).where(oplog.c.replica != "server").order_by(oplog.c.seq)
        return [tuple(row) for row in district.site.database.read(lambda db: db.execute(asked_for).all())]
    finally:
        district.close()


def does(place: Place, *words: str) -> None:
    """A command of the administrator, while the district serves."""
    database = ["--database", place.url] if place.url else []
    subprocess.run(
        [str(PROGRAM), "--data", str(place.folder), *database, *words],
        check=True,
        capture_output=True,
        timeout=120,
    )


def test_one_request_heard_by_all_of_them_is_applied_once(place: Place, zhou: Laptop) -> None:
    """A laptop's lease is per process: what several take at once is told apart by its ids and numbers."""
    with serving(place, "--workers", str(PROCESSES)) as (_, address), ThreadPoolExecutor(9) as pool:
        for _ in range(4):
            ops = ops_of(zhou, 15)
            answers = list(pool.map(lambda _, ops=ops: asked(address, zhou, ops), range(9)))
            assert {answer.status_code for answer in answers} <= {200, 409}
            assert all(
                answer.json()["code"] == "BUSY_REPLICA" for answer in answers if answer.status_code == 409
            )
            taken = [answer.json()["acks"] for answer in answers if answer.status_code == 200]
            assert len({tuple((ack["op"], ack["seq"]) for ack in acks) for acks in taken}) == 1
    assert [seq for seq, _ in log_of(place)] == list(range(1, 61))


@contextmanager
def pushing(address: str, laptop: Laptop) -> Iterator[list[str]]:
    """The laptop brings patrols, one after another, all the while; gives the ops that were acknowledged."""
    acked: list[str] = []
    over = threading.Event()

    def brings() -> None:
        while not over.is_set():
            ops = ops_of(laptop, 3)
            answer = asked(address, laptop, ops)
            assert answer.status_code == 200, answer.text
            acked.extend(ack["op"] for ack in answer.json()["acks"])

    with ThreadPoolExecutor(1) as pool:
        bringing = pool.submit(brings)
        try:
            yield acked
        finally:
            over.set()
        bringing.result()


def test_a_backup_holds_one_moment_and_a_restore_reaches_every_process(
    place: Place, zhou: Laptop, tmp_path: Path
) -> None:
    with serving(place, "--workers", str(PROCESSES)) as (_, address):
        with pushing(address, zhou) as acked:
            before = len(acked)
            does(place, "backup", str(tmp_path / "backups"))
        everything = [op for _, op in log_of(place)]
        assert everything == acked
        does(place, "restore", str(tmp_path / "backups"))
        held = [op for _, op in log_of(place)]
        assert before <= len(held) <= len(everything)
        assert held == everything[: len(held)]

        hello = partial(requests.get, f"{address}/v1/hello", timeout=30)
        assert len({hello().json()["epoch"] for _ in range(12)}) == 1
        # Nobody knows the positions of a history that is over, whichever process is asked.
        zhou.cursors = {grid_of(zhou): (len(everything), "0123456789abcdef")}
        members = msgspec.to_builtins(SyncRequest(**zhou.request()))
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {zhou.access}"}
        body = msgspec.json.encode(members)
        codes = {
            requests.post(f"{address}/v1/sync", data=body, headers=headers, timeout=30).json()["code"]
            for _ in range(12)
        }
        assert codes == {"FORK"}


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_all_of_them_die_and_the_same_address_serves_again(place: Place, zhou: Laptop) -> None:
    with serving(place, "--workers", str(PROCESSES)) as (process, address):
        acked = [ack["op"] for ack in sync_over(address, zhou, ops_of(zhou, 5))["acks"]]
        assert len(hired(process)) == PROCESSES
        process.kill()
        process.wait()
        with serving(place, "--port", address.rsplit(":", 1)[1], "--workers", "2") as (_, again):
            assert again == address
            acked += [ack["op"] for ack in sync_over(address, zhou, ops_of(zhou, 5))["acks"]]
    assert [op for _, op in log_of(place)] == acked
