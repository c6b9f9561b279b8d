"""The protocol as written has the endpoints, codes, members and limits of the protocol as built."""

from __future__ import annotations

import ast
import re

import msgspec
import pytest

from gridworker.domain import checks
from gridworker.domain.fields import MAX_TEXT
from gridworker.protocol import messages, problems
from gridworker.server.pages import MAX_WANT
from gridworker.server.standing import MAX_GRIDS
from tests.docs.pages import DOCS, ROOT, blocks, text_of

PAGE = text_of(DOCS / "protocol.md")


def section(number: int) -> str:
    """The text of one numbered section."""
    return re.split(r"^## \d+\. ", PAGE, flags=re.MULTILINE)[number]


def test_every_code_is_in_the_table_of_codes() -> None:
    codes = {*problems.STATUS, *problems.REFUSED, *problems.LATER}
    assert {code for code in codes if f"`{code}`" not in section(9)} == set()


@pytest.mark.parametrize("code", problems.STATUS)
def test_the_status_of_a_code_stands_beside_it(code: str) -> None:
    lines = [line for line in section(9).splitlines() if f"`{code}`" in line]
    assert any(str(problems.STATUS[code]) in line for line in lines)


def test_codes_that_the_server_never_sends_are_said_to_be_missing() -> None:
    written = {
        node.value
        for path in (ROOT / "gridworker" / "server").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    checked = {"IMMUTABLE", "TOO_BIG"}  # are found by the checks of the domain
    never = {*problems.STATUS, *problems.REFUSED, *problems.LATER} - written - checked
    assert {code for code in never if f"`{code}`" not in section(0)} == set()


def test_every_member_of_a_sync_is_shown() -> None:
    (shown,) = blocks(DOCS / "protocol.md", "")
    for message in (messages.SyncRequest, messages.SyncAnswer, messages.Ack, messages.StreamCard):
        missing = [
            field.encode_name for field in msgspec.structs.fields(message) if field.encode_name not in shown
        ]
        assert missing == []


@pytest.mark.parametrize(
    "message",
    [messages.Hello, messages.EnrolAnswer, messages.TokenAnswer, messages.HistoryOp],
    ids=lambda m: m.__name__,
)
def test_every_member_of_an_answer_is_named(message: type[msgspec.Struct]) -> None:
    missing = [
        f.encode_name
        for f in msgspec.structs.fields(message)
        if not re.search(rf"\b{f.encode_name}\b", section(3))
    ]
    assert missing == []


def test_the_limits_are_those_of_the_code() -> None:
    limits = messages.Limits()
    for text in (
        f"| ops | {limits.ops} |",
        f"| bytes of the body as sent | {limits.bytes // 1024} KiB |",
        f"| bytes inflated, checked while inflating | {limits.inflated_bytes // 1024**2} MiB |",
        f"| nesting of a body | {limits.nesting} levels |",
        f"| bytes of one op | {limits.op_bytes // 1024} KiB |",
        f"| nesting of a value, with the segments of its path | {checks.MAX_DEPTH} levels |",
        f"| characters of a text | {MAX_TEXT:,} |",
    ):
        assert text in section(2)
    assert limits.op_bytes == checks.MAX_OP_BYTES
    assert f"{MAX_WANT.rows:,} rows and {MAX_WANT.bytes // 1024**2} MiB" in section(4)
    assert f"At most {MAX_GRIDS} grid streams" in section(6)
