"""Messages as protocol 1 writes them: recorded once, read and written for ever (protocol §10)."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.domain.op import Op, op_content
from gridworker.protocol import messages
from gridworker.protocol.messages import decode_op

RECORDED = Path(__file__).parent / "recorded" / "1"
SHAPES = {
    "hello": messages.Hello,
    "enrol_request": messages.EnrolRequest,
    "enrol_answer": messages.EnrolAnswer,
    "token_request": messages.TokenRequest,
    "token_answer": messages.TokenAnswer,
    "pull_request": messages.PullRequest,
    "pull_bucket_request": messages.PullRequest,
    "pull_answer": messages.PullAnswer,
    "sync_request": messages.SyncRequest,
    "sync_answer": messages.SyncAnswer,
    "history_request": messages.HistoryRequest,
    "history_answer": messages.HistoryAnswer,
    "verify_request": messages.VerifyRequest,
    "verify_buckets_request": messages.VerifyRequest,
    "verify_answer": messages.VerifyAnswer,
    "blob_answer": messages.BlobAnswer,
    "release_answer": messages.ReleaseAnswer,
    "problem": messages.Problem,
    "offset_problem": messages.Problem,
    "wait_problem": messages.Problem,
}

INNER: list[type] = [
    messages.Limits,
    messages.AppVersions,
    messages.Device,
    messages.WorkerCard,
    messages.DistrictCard,
    messages.Want,
    messages.StreamCard,
    messages.StreamChanges,
    messages.Ack,
    messages.HistoryOp,
    messages.ReleaseOffer,
    Op,
]
"""What stands within messages."""

words = st.text(alphabet="漏水ab~é/", max_size=5)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
ops = st.builds(
    Op,
    n=st.integers(1, 9),
    op=words,
    stream=words,
    record=words,
    kind=words,
    schema=st.integers(1, 9),
    at=st.integers(0, 2**53),
    tz=st.integers(-720, 840),
    base=st.tuples(st.integers(0, 9), words),
    action=st.sampled_from(["create", "edit", "delete", "resolve"]),
    patch=st.dictionaries(words, st.tuples(values, values), max_size=4),
    settles=st.lists(words, max_size=2),
    why=words,
)


def recorded(name: str) -> Any:
    """The recorded message as plain JSON."""
    return msgspec.json.decode((RECORDED / f"{name}.json").read_bytes())


def test_every_message_is_recorded() -> None:
    assert {path.stem for path in RECORDED.glob("*.json")} == SHAPES.keys()
    declared = {each for each in vars(messages).values() if isinstance(each, type)}
    assert set(SHAPES.values()) == {
        each for each in declared if issubclass(each, messages.Message) and each is not messages.Message
    } | {messages.Problem}


def members_of(shape: type) -> set[str]:
    """The names under which a message writes its members."""
    return {field.encode_name for field in msgspec.structs.fields(shape)}


@pytest.mark.parametrize("shape", sorted(set(SHAPES.values()), key=str))
def test_every_member_of_a_message_is_recorded(shape: type) -> None:
    """What a pull and a sync have in common is recorded with one of them."""
    alike = [name for name, each in SHAPES.items() if issubclass(each, shape) or issubclass(shape, each)]
    assert {member for name in alike for member in recorded(name)} >= members_of(shape)


def test_every_member_within_a_message_is_recorded() -> None:
    text = "".join(path.read_text("utf-8") for path in RECORDED.glob("*.json"))
    missing = {member for shape in INNER for member in members_of(shape) if f'"{member}":' not in text}
    assert missing == set()


def read_rows(plain: Any) -> list[messages.Row]:
    """Rows as an app reads them."""
    return msgspec.json.decode(msgspec.json.encode(plain), type=list[messages.Row])


def test_members_without_names_keep_their_places() -> None:
    (row,) = read_rows(recorded("pull_answer")["rows"])
    assert (row.seq, row.kind, row.rev, row.mark, row.deleted) == (8, "dispute", 2, "9f86d081884c7d65", False)
    (shown,) = read_rows(recorded("sync_request")["evidence"])
    assert (shown.seq, shown.kind, shown.rev, shown.deleted) == (0, "note", 1, False)
    held, _ = msgspec.convert(recorded("verify_answer"), messages.VerifyAnswer).sums
    assert (held.seq, held.chain, held.count, held.sum64) == (9, "fcde2b2edba56bf4", 2, "0f1e2d3c4b5a6978")


@pytest.mark.parametrize("name", SHAPES)
def test_a_recorded_message_is_read_and_written_as_it_was(name: str) -> None:
    message = msgspec.json.decode((RECORDED / f"{name}.json").read_bytes(), type=SHAPES[name])
    assert msgspec.json.decode(msgspec.json.encode(message)) == recorded(name)


@pytest.mark.parametrize("name", SHAPES)
def test_members_of_a_later_release_are_passed_over(name: str) -> None:
    later = recorded(name) | {"later": {"members": [1, None]}}
    message = msgspec.json.decode(msgspec.json.encode(later), type=SHAPES[name])
    assert msgspec.json.decode(msgspec.json.encode(message)) == recorded(name)


def test_the_recorded_ops_are_ops() -> None:
    request = msgspec.json.decode((RECORDED / "sync_request.json").read_bytes(), type=messages.SyncRequest)
    read = [decode_op(raw) for raw in request.ops]
    assert [op.action for op in read] == ["create", "edit", "delete", "resolve"]
    assert [msgspec.json.decode(msgspec.json.encode(op)) for op in read] == recorded("sync_request")["ops"]


@given(ops)
def test_an_op_is_read_as_it_was_written(op: Op) -> None:
    again = decode_op(msgspec.json.encode(op))
    assert again == op
    assert op_content(again) == op_content(op)


@given(ops, st.integers(1, 99))
def test_its_number_is_the_only_member_that_may_change(op: Op, n: int) -> None:
    assert op_content(msgspec.structs.replace(op, n=n)) == op_content(op)
    assert op_content(msgspec.structs.replace(op, at=op.at + 1)) != op_content(op)
    assert op_content(msgspec.structs.replace(op, patch=op.patch | {"more": (None, 1)})) != op_content(op)


HOSTILE = (
    b"",
    b"null",
    b"[]",
    b"{}",
    b"[" * 100_000,
    b'{"op":"\xff"}',
    b'{"op":"\\ud800"}',
    b'{"n":' + b"9" * 5000 + b"}",
    b'{"n":true}',
)


@pytest.mark.parametrize("raw", HOSTILE)
def test_what_is_no_op_is_refused_in_one_way(raw: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_op(raw)


@given(st.data())
def test_an_op_with_a_broken_byte_is_refused_or_read(data: st.DataObject) -> None:
    raw = bytearray(msgspec.json.encode(recorded("sync_request")["ops"][0]))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(msgspec.ValidationError):
        op_content(decode_op(bytes(raw)))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("n", "1"),
        ("n", 1.5),
        ("base", [1]),
        ("base", [1, "m", 2]),
        ("action", "destroy"),
        ("patch", {"facts": ["乙"]}),
        ("patch", {"facts": {"old": 1, "new": 2}}),
        ("patch", []),
        ("settles", "op"),
        ("op", None),
    ],
)
def test_a_member_of_another_type_is_refused(member: str, value: Any) -> None:
    whole = recorded("sync_request")["ops"][0]
    with pytest.raises(msgspec.ValidationError):
        decode_op(msgspec.json.encode(whole | {member: value}))


@pytest.mark.parametrize(
    "member", ["n", "op", "stream", "record", "kind", "schema", "at", "tz", "base", "action", "patch"]
)
def test_a_missing_member_is_refused(member: str) -> None:
    whole = recorded("sync_request")["ops"][0]
    with pytest.raises(msgspec.ValidationError):
        decode_op(msgspec.json.encode({name: value for name, value in whole.items() if name != member}))
