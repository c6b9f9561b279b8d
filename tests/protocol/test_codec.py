"""Bodies on the wire: what is sent is what is read, and no bytes do worse than being refused (protocol §2)."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st

from gridworker.protocol.codec import (
    APP_LEVEL,
    JSON,
    SERVER_LEVEL,
    ZSTD,
    BadBody,
    BodyTooLarge,
    decode,
    deeper_than,
    encode,
    inflate,
    media_type,
)
from gridworker.protocol.messages import EnrolRequest, Hello, HistoryAnswer, SyncAnswer, SyncRequest

LIMIT = 64 * 1024
CODE = {"gw": 1, "code": "ABCD-EFGH-JKLM", "device": {"name": "来雪芬的笔记本"}}
BODY = json.dumps(CODE, ensure_ascii=False).encode()
FRAME = zstandard.ZstdCompressor(level=APP_LEVEL, write_checksum=True).compress(BODY)

values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)
content_types = st.sampled_from([JSON, ZSTD])


def read(body: bytes, content_type: str = ZSTD, into: Any = EnrolRequest) -> Any:
    """The message, or None where the body is refused in one of the two ways that are allowed."""
    try:
        return decode(body, content_type, into, limit=LIMIT)
    except (BadBody, BodyTooLarge):
        return None


def depth_of(value: Any) -> int:
    """How many levels of lists and objects a value has."""
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


@given(values, content_types, st.sampled_from([SERVER_LEVEL, APP_LEVEL]))
def test_what_is_sent_is_what_is_read(value: Any, content_type: str, level: int) -> None:
    assert decode(encode(value, content_type, level), content_type, object, limit=LIMIT) == value


@given(values, st.integers(0, 6))
def test_nesting_is_counted_level_by_level(value: Any, limit: int) -> None:
    raw = json.dumps(value).encode()
    assert deeper_than(raw, limit) == (depth_of(value) > limit)
    assert deeper_than(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), limit) == (
        depth_of(value) > limit
    )


@given(values, st.integers(0, 6), st.integers(0, 40))
def test_texts_longer_than_what_is_looked_at_at_once(value: Any, limit: int, before: int) -> None:
    raw = json.dumps(["[{" * (32 * 1024 - before), value, "]" * before, value]).encode()
    assert deeper_than(raw, limit) == (depth_of(value) + 1 > limit)


@pytest.mark.parametrize("unit", [b'{"a":', b'"ab",cd', b'""', b'"[[",[]', b'"\\\\",'])
def test_looking_at_the_nesting_takes_little_memory(unit: bytes) -> None:
    raw = unit * (8 * 1024 * 1024 // len(unit))
    tracemalloc.start()
    deeper_than(raw, 32)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * len(raw)


def test_lists_and_objects_in_turn_count_each() -> None:
    for levels, deeper in ((32, False), (33, True)):
        raw = b"".join(b'{"a":' if n % 2 else b"[" for n in range(levels))
        raw += b"1" + b"".join(b"}" if n % 2 else b"]" for n in reversed(range(levels)))
        assert depth_of(json.loads(raw)) == levels
        assert deeper_than(raw, 32) is deeper


@pytest.mark.parametrize(
    "text", ['"[[[["', r'"\"[[[["', r'"\\"', r'"\\\"[[["', '{"[[[":"]]]"}', r'["\\","[[["]']
)
def test_brackets_in_texts_do_not_count(text: str) -> None:
    assert not deeper_than(text.encode(), depth_of(json.loads(text)))


@given(st.binary(max_size=200), content_types)
@example(b"", ZSTD)
@example(b"", JSON)
@example(b"null", JSON)
@example(b"\xff\xfe", JSON)
@example(b'{"gw":1,"code":"\xed\xa0\x80","device":{"name":""}}', JSON)
@example(b'{"gw":1,"code":"\\ud800","device":{"name":""}}', JSON)
@example(b'{"gw":1' + b"0" * 5000 + b"}", JSON)
@example(b'{"gw":1e400}', JSON)
@example(b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd", ZSTD)
def test_no_bytes_do_worse_than_being_refused(body: bytes, content_type: str) -> None:
    for into in (EnrolRequest, SyncRequest, SyncAnswer, Hello):
        read(body, content_type, into)


@given(st.integers(0, len(FRAME) - 1))
def test_a_frame_cut_anywhere_is_no_body(at: int) -> None:
    with pytest.raises(BadBody):
        decode(FRAME[:at], ZSTD, EnrolRequest, limit=LIMIT)


@given(st.integers(0, len(BODY) - 1))
def test_json_cut_anywhere_is_no_body(at: int) -> None:
    with pytest.raises(BadBody):
        decode(BODY[:at], JSON, EnrolRequest, limit=LIMIT)


@given(st.integers(0, len(FRAME) * 8 - 1))
def test_a_flipped_bit_is_no_body_or_changes_nothing(bit: int) -> None:
    flipped = bytearray(FRAME)
    flipped[bit // 8] ^= 1 << bit % 8
    message = read(bytes(flipped))
    assert message is None or message == decode(BODY, JSON, EnrolRequest, limit=LIMIT)


@given(st.integers(0, len(BODY) - 1), st.integers(0, 255))
def test_a_changed_byte_of_json_is_refused_or_read(at: int, byte: int) -> None:
    read(BODY[:at] + bytes([byte]) + BODY[at + 1 :], JSON)


@given(st.binary(min_size=1, max_size=20))
def test_nothing_may_follow_a_frame(tail: bytes) -> None:
    with pytest.raises(BadBody):
        decode(FRAME + tail, ZSTD, EnrolRequest, limit=LIMIT)
    with pytest.raises(BadBody):
        decode(FRAME + FRAME, ZSTD, EnrolRequest, limit=LIMIT)


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("checksum", [False, True])
@pytest.mark.parametrize("size", [0, 1, 1000, 200_000])
def test_frames_of_other_makers_are_read(streamed: bool, checksum: bool, size: int) -> None:
    maker = zstandard.ZstdCompressor(level=19, write_checksum=checksum, write_content_size=not streamed)
    content = bytes(n % 251 for n in range(size))
    frame = maker.compressobj()
    body = frame.compress(content) + frame.flush() if streamed else maker.compress(content)
    assert inflate(body, 200_000) == content
    for cut in (1, 2, 5):
        with pytest.raises(BadBody):
            inflate(body[:-cut], 200_000)


@pytest.mark.parametrize("announced", [True, False])
def test_a_bomb_is_refused_before_it_grows(announced: bool) -> None:
    bomb = zstandard.ZstdCompressor(level=19, write_content_size=announced).compress(bytes(256 * 1024 * 1024))
    tracemalloc.start()
    with pytest.raises(BodyTooLarge):
        decode(bomb, ZSTD, EnrolRequest, limit=1024 * 1024)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * 1024 * 1024


@pytest.mark.parametrize("unit", [b"0,", b"[],", b'"",', b"{},"])
@pytest.mark.parametrize("member", [b"ops", b"evidence"])
def test_very_many_values_are_refused_before_they_are_read(member: bytes, unit: bytes) -> None:
    whole = (Path(__file__).parent / "recorded" / "1" / "pull_request.json").read_bytes().strip()
    body = whole[:-1] + b',"' + member + b'":[' + unit * (8_000_000 // len(unit)) + unit[:-1] + b"]}"
    tracemalloc.start()
    with pytest.raises(BodyTooLarge):
        decode(body, JSON, SyncRequest, limit=8 * 1024 * 1024)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < len(body)


def test_a_frame_that_claims_to_be_huge_is_refused_by_its_claim() -> None:
    claim = zstandard.ZstdCompressor().compressobj(size=1 << 40)
    with pytest.raises(BodyTooLarge):
        inflate(claim.compress(b"x" * 200_000) + claim.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK), LIMIT)


def test_a_frame_that_wants_a_huge_window_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    frame = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    body = frame.compress(b"gridworker" * 1000) + frame.flush()
    with pytest.raises(BadBody):
        inflate(body, LIMIT)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_a_million_levels_are_refused_quickly(opening: bytes) -> None:
    for body in (opening * 1_000_000, opening * 1_000_000 + b"1"):
        with pytest.raises(BadBody):
            decode(body, JSON, EnrolRequest, limit=16 * 1024 * 1024)


def test_a_body_at_the_limit_is_read_and_one_beyond_is_not() -> None:
    assert decode(BODY, JSON, EnrolRequest, limit=len(BODY)).code == "ABCD-EFGH-JKLM"
    assert decode(FRAME, ZSTD, EnrolRequest, limit=len(BODY)).code == "ABCD-EFGH-JKLM"
    for body, content_type in ((BODY, JSON), (FRAME, ZSTD)):
        with pytest.raises(BodyTooLarge):
            decode(body, content_type, EnrolRequest, limit=len(BODY) - 1)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>请先登录</body></html>",
        '{"status": "ok"}',
        "{}",
        "[]",
        '{"gw": 2}',
        '{"gw": "1"}',
        '{"gw": true}',
        '{"ops": []}',
        '{"gw": null, "ops": []}',
        '"gw"',
    ],
)
def test_a_captive_portals_page_is_not_taken_for_an_answer(page: str) -> None:
    for into in (SyncAnswer, HistoryAnswer):
        with pytest.raises(BadBody):
            decode(page.encode(), JSON, into, limit=LIMIT, answer=True)


def test_members_nobody_knows_are_ignored() -> None:
    body = msgspec.json.encode(CODE | {"later": {"deep": [1]}, "device": {"name": "甲", "gps": True}})
    assert decode(body, JSON, EnrolRequest, limit=LIMIT).device.name == "甲"


def test_the_type_is_what_stands_before_its_parameters() -> None:
    assert media_type("Application/JSON; charset=utf-8") == JSON
    assert read(FRAME, ZSTD + ";v=1").code == "ABCD-EFGH-JKLM"
