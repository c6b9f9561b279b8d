"""The machine-readable contract: it is valid and fits the answers; `test_hostile_wire` makes requests from it."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import msgspec
import pytest
import requests
import uvicorn

from gridworker.protocol.messages import SyncRequest
from gridworker.server.district import District
from gridworker.server.face import app_of
from gridworker.server.openapi import describe
from tests.laptop import SetClock
from tests.server.conftest import Place
from tests.server.village import GRID, Village, patrol


@pytest.fixture(scope="module")
def listening(on_sqlite: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Village, str]]:
    """A village on the embedded database, and its address."""
    folder = shutil.copytree(on_sqlite.folder, tmp_path_factory.mktemp("contract") / "district")
    district = District.open(folder, clock=SetClock(5))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app_of(district), log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield Village(district, district.site.clock), f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()
    district.close()


def schema_of(message: str) -> dict[str, Any]:
    """The JSON schema of one message, with all it refers to."""
    contract = describe()
    return {"$ref": f"#/components/schemas/{message}", "components": contract["components"]}


def test_it_is_served_as_it_is_made(listening: tuple[Village, str]) -> None:
    answer = requests.get(f"{listening[1]}/openapi.json", timeout=20)
    assert answer.json() == msgspec.json.decode(msgspec.json.encode(describe()))
    assert answer.json()["openapi"] == "3.1.0"


def test_every_schema_is_valid_and_every_reference_leads_somewhere() -> None:
    for name, schema in describe()["components"]["schemas"].items():
        jsonschema_rs.meta.validate(schema | {"$schema": "https://json-schema.org/draft/2020-12/schema"})
        jsonschema_rs.validator_for(schema_of(name))


def test_real_messages_fit_it(listening: tuple[Village, str]) -> None:
    village, _ = listening
    cha = village.enrols("chamei")
    cha.sync()
    op = cha.op(village.streams[GRID], "patrol", patrol())
    request = msgspec.to_builtins(SyncRequest(**cha.request())) | {"ops": [msgspec.to_builtins(op)]}
    answer = cha.sync(op)
    for message, value in (
        ("SyncRequest", request),
        ("SyncAnswer", answer),
        ("Hello", village.district.hello()),
        ("EnrolAnswer", cha.enrolled),
    ):
        plain = msgspec.json.decode(msgspec.json.encode(value))
        assert jsonschema_rs.validator_for(schema_of(message)).is_valid(plain), message
    assert not jsonschema_rs.validator_for(schema_of("SyncRequest")).is_valid({"gw": 1})
