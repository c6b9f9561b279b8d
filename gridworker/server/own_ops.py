"""Ops that the server itself writes: case numbers, links of records handed over, reference data (author `server`)."""

from __future__ import annotations

import msgspec

from gridworker.domain.authorship import sign
from gridworker.domain.kinds import KINDS, SCHEMA
from gridworker.domain.merge import Author, merge
from gridworker.domain.op import Action, Op, Patch
from gridworker.domain.roles import SERVER
from gridworker.server.arrival import arrived
from gridworker.server.ledger import Held, Ledger, Sender

_SENDER = Sender(Author(SERVER, SERVER))


def write_own(
    ledger: Ledger,
    held: Held,
    op_id: str,
    patch: Patch,
    *,
    tz: int,
    why: str = "",
    signer: tuple[str, str] = ("", ""),
) -> Op:
    """Appends an op of the server's to a record of the ledger's stream, and returns it.

    A new record names as its creator `signer`, worker id and name, or the server where there is none.
    """
    action: Action = "edit" if held.rev else "create"
    op = Op(
        n=ledger.seq + 1,
        op=op_id,
        stream=ledger.stream,
        record=held.id,
        kind=held.kind,
        schema=SCHEMA,
        at=ledger.now,
        tz=tz,
        base=(held.rev, held.mark),
        action=action,
        patch=patch,
        why=why,
    )
    body = ledger.body(held)
    merged = merge(KINDS[held.kind], body, op, _SENDER.author, held.rev, lambda: ledger.past(held))
    if action == "create":
        sign(merged.body, op, signer[0] or SERVER, signer[1] or SERVER)
    ledger.append(held, arrived(op, msgspec.json.encode(op)), op, _SENDER, merged)
    return op
