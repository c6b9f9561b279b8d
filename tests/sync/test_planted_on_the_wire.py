"""Wrong rules of the laptop's side of the wire: the stories of a bad network before a real server die of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from gridworker.protocol.codec import JSON, ZSTD, media_type
from gridworker.sync import transport
from tests.planted import Planted
from tests.sync import fault_proxy as net
from tests.sync import test_attachments_over_http as files
from tests.sync.laptops import laptops, shen, zhou

_understood = transport._understood


def _believes_what_is_200(status: int, headers: Mapping[str, str], content: bytes, into: type[Any]) -> Any:
    if status == 200 and media_type(headers.get("Content-Type", "")) not in (JSON, ZSTD):
        return msgspec.convert(
            {"gw": 1, "epoch": "", "now": 0, "n_seen": 0, "offset": 0, "complete": True}, into
        )
    return _understood(status, headers, content, into)


PLANTED: dict[str, Planted] = {
    "a portal's page counts as an answer": Planted(
        transport,
        "_understood",
        _believes_what_is_200,
        files.test_a_paper_arrives_over_a_bad_line,
        {"fault": net.answers(200, files.PORTAL), "at": 1},
    ),
}

__all__ = ["laptops", "shen", "zhou"]


@pytest.mark.parametrize("bug", PLANTED)
def test_a_wrong_rule_is_found(bug: str, request: pytest.FixtureRequest) -> None:
    PLANTED[bug].must_be_found(request)
