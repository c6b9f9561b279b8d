"""Five o'clock: the server carries out so many syncs at once and no laptop more than one of them."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager, suppress
from itertools import islice

import msgspec
import pytest
import requests
import uvicorn

from gridworker.protocol.messages import SyncRequest
from gridworker.server.district import DATABASE_FILE, District
from gridworker.server.face import app_of
from gridworker.server.gate import Gate
from gridworker.server.rejection import Rejected
from tests.laptop import SetClock
from tests.server.conftest import Place
from tests.server.village import Laptop, Village


@pytest.fixture
def village(on_sqlite: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Village, Place]]:
    """A village on the embedded database, and where it is kept."""
    folder = shutil.copytree(on_sqlite.folder, tmp_path_factory.mktemp("gate") / "district")
    district = District.open(folder, clock=SetClock(5))
    yield Village(district, district.site.clock), Place(folder, None)
    district.close()


@contextmanager
def listening(district: District, places: int) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app_of(district, Gate(places)), log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def sync(address: str, laptop: Laptop) -> tuple[int, str]:
    """The status and the code of one sync."""
    body = msgspec.json.encode(SyncRequest(**laptop.request(), ops=[]))
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {laptop.access}"}
    answer = requests.post(f"{address}/v1/sync", data=body, headers=headers, timeout=20)
    problem = answer.json()
    if answer.status_code != 200:
        assert int(answer.headers["Retry-After"]) == problem["retry_after"]
    return answer.status_code, problem.get("code", "")


def test_who_asks_again_and_again_does_not_shut_out_the_others(village: tuple[Village, Place]) -> None:
    made, place = village
    zhou, shen, cha = (made.enrols(worker) for worker in ("zhoumin", "shenguoqiang", "chamei"))
    with (
        listening(made.district, places=2) as address,
        ThreadPoolExecutor(5) as pool,
        closing(sqlite3.connect(place.folder / DATABASE_FILE, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        again = {pool.submit(sync, address, zhou) for _ in range(3)}
        answered = set(islice(as_completed(again), 2))
        assert {future.result() for future in answered} == {(409, "BUSY_REPLICA")}
        rivals = {pool.submit(sync, address, laptop) for laptop in (shen, cha)}
        late = next(as_completed(rivals))
        assert late.result() == (503, "BUSY")
        other.execute("ROLLBACK")
        assert {future.result() for future in (again - answered) | (rivals - {late})} == {(200, "")}


def test_a_place_is_given_back_however_the_request_ends() -> None:
    gate = Gate(1)
    for _ in range(3):
        with suppress(ValueError), gate.entered("one"):
            for who, code in (("one", "BUSY_REPLICA"), ("other", "BUSY")):
                with pytest.raises(Rejected, match=code), gate.entered(who):
                    pass
            raise ValueError
