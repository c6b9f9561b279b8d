"""Attachments on their way to and from laptops: who may, how far they are, the next chunk (protocol §7).

Permission follows a record: whoever may read a record of the stream that names the file, now or ever, may read the
file, and whoever may also write there may bring it. A record that was handed over brings the right to its files along,
wherever their bytes arrived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from gridworker.domain.attachments import is_sha256, named_in
from gridworker.domain.ids import is_id
from gridworker.domain.roles import WRITERS, may_read
from gridworker.protocol.blobs import Blob, Received, checksum
from gridworker.protocol.messages import BlobAnswer, Limits, decode_op
from gridworker.server.admission import Caller, authenticate
from gridworker.server.allowance import Allowance
from gridworker.server.blob_folder import WrongHash, WrongOffset
from gridworker.server.rejection import Rejected
from gridworker.server.site import Site
from gridworker.server.standing import standing_of
from gridworker.server.tables import attached, oplog, record, relay, replica

LIMITS = Limits()

_CHECKSUM = re.compile(r"crc32c [A-Za-z0-9+/]{6}==", re.ASCII)


class Chunk(NamedTuple):
    """Bytes of a file of `length` from `offset` on, with the checksum they were sent under (protocol §7)."""

    offset: int
    length: int
    checksum: str
    content: bytes


class Found(NamedTuple):
    """A complete file: where its bytes are, and how many."""

    blob: Blob
    size: int


def arrived(site: Site, token: str, blob: Blob) -> Received:
    """How much of a file the district has. Raises `Rejected`: `OUT_OF_SCOPE`; `NOT_FOUND` if no record names it."""
    return _find(site, authenticate(site, token), blob).arrived


def append(site: Site, allowance: Allowance, token: str, blob: Blob, chunk: Chunk) -> BlobAnswer:
    """Takes a chunk. Raises `Rejected` as `arrived`, and `TOO_LARGE`, `BAD_REQUEST`, `WRONG_CHECKSUM`,
    `WRONG_OFFSET` (with the true one), `WRONG_HASH`, `BUSY` where a day's allowance is used up."""
    _check(chunk)
    caller = authenticate(site, token)
    found = _find(site, caller, blob, to_write=True)
    allowance.take(caller.worker, len(chunk.content), site.now())
    try:
        if found.arrived.complete:
            raise WrongOffset(found.arrived)
        there = site.blobs.append(blob, chunk.offset, chunk.content, chunk.length)
    except WrongOffset as wrong:
        raise Rejected("WRONG_OFFSET", offset=wrong.arrived.offset) from wrong
    except WrongHash as wrong:
        raise Rejected("WRONG_HASH", offset=0) from wrong
    return BlobAnswer(offset=there.offset, complete=there.complete)


def find(site: Site, token: str, blob: Blob) -> Found:
    """A complete file to be read. Raises `Rejected` as `arrived`, and `NOT_FOUND` while it is not complete."""
    found = _find(site, authenticate(site, token), blob)
    if not found.arrived.complete:
        raise Rejected("NOT_FOUND", "not complete")
    return Found(found.blob, found.arrived.offset)


def read(site: Site, found: Found, start: int, stop: int) -> Iterator[bytes]:
    """The bytes from `start` up to `stop`, in pieces of at most a chunk."""
    while start < stop:
        piece = site.blobs.read(found.blob, start, min(LIMITS.chunk_bytes, stop - start))
        if not piece:
            return
        yield piece
        start += len(piece)


class _Holding(NamedTuple):
    blob: Blob
    arrived: Received


def _find(site: Site, caller: Caller, blob: Blob, *, to_write: bool = False) -> _Holding:
    """Where a file is and how much of it, for somebody who may."""
    if not is_id(blob.stream):
        raise Rejected("OUT_OF_SCOPE")
    if not is_sha256(blob.sha256):
        raise Rejected("NOT_FOUND")

    def work(connection: Connection) -> list[Blob]:
        _require(connection, site, caller, blob, to_write=to_write)
        return list(places_of(connection, blob))

    places = site.database.read(work)
    for place in places:
        there = site.blobs.arrived(place)
        if there.complete:
            return _Holding(place, there)
    return _Holding(blob, site.blobs.arrived(blob))


def _require(connection: Connection, site: Site, caller: Caller, blob: Blob, *, to_write: bool) -> None:
    state = select(replica.c.state).where(replica.c.replica == caller.replica)
    if connection.execute(state).scalar() == "revoked":
        raise Rejected("REVOKED")
    standing = standing_of(connection, site.trees.tree(connection), caller.worker, site.now())
    role = standing.role_in(blob.stream)
    if role is None or not standing.may_see(blob.stream) or (to_write and role not in WRITERS):
        raise Rejected("OUT_OF_SCOPE")
    kinds = connection.execute(
        select(record.c.kind)
        .join(attached, (attached.c.stream == record.c.stream) & (attached.c.record == record.c.record))
        .where(attached.c.stream == blob.stream, attached.c.sha256 == blob.sha256)
    )
    if not any(may_read(role, row.kind) for row in kinds):
        raise Rejected("NOT_FOUND")


def places_of(connection: Connection, blob: Blob) -> Iterator[Blob]:
    """Where the bytes may be: in the stream itself, and in those from which a hand-over brought the file along.

    A file that was only named later, in the new record, was not: to know its hash is no permission there either.
    """
    streams = [blob.stream]
    for stream in streams:
        yield Blob(stream, blob.sha256)
        handed_over = (attached.c.stream == relay.c.to_stream) & (attached.c.record == relay.c.to_record)
        created = (oplog.c.stream == relay.c.to_stream) & (oplog.c.op == relay.c.op)
        origins = connection.execute(
            select(relay.c.stream, oplog.c.sent)
            .join(attached, handed_over)
            .join(oplog, created)
            .where(relay.c.to_stream == stream, attached.c.sha256 == blob.sha256)
        )
        brought = {
            row.stream for row in origins if blob.sha256 in named_in(decode_op(row.sent.encode()).patch)
        }
        streams.extend(sorted(brought.difference(streams)))


def _check(chunk: Chunk) -> None:
    if len(chunk.content) > LIMITS.chunk_bytes or chunk.length > LIMITS.blob_bytes:
        raise Rejected("TOO_LARGE")
    is_end = chunk.offset == chunk.length > 0
    if not (chunk.content or is_end) or not 0 <= chunk.offset <= chunk.length - len(chunk.content):
        raise Rejected("BAD_REQUEST", "offset and length")
    if not _CHECKSUM.fullmatch(chunk.checksum):
        raise Rejected("BAD_REQUEST", "checksum")
    if chunk.checksum != checksum(chunk.content):
        raise Rejected("WRONG_CHECKSUM")
