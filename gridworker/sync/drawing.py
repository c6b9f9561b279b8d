"""Drawing the next request from the store: what a laptop says of itself, and the ops that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gridworker
from gridworker.domain.kinds import SCHEMA
from gridworker.protocol.messages import PullRequest, SyncRequest, Want
from gridworker.store import batches, meta, renewal, sent, streams
from gridworker.store.database import Tables
from gridworker.store.outbox import Kept
from gridworker.store.profile import Profile
from gridworker.sync import core
from gridworker.sync.ahead import Drawn, Positions, Ready

_ROW_BYTES = 512
"""Hardly a row is smaller: as many are wanted as may be in a page."""


def draw(
    db: Tables,
    profile: Profile,
    action: core.Ask,
    asked: set[str],
    positions: Positions | None = None,
    under_way: Sequence[Kept] = (),
    ready: Ready | None = None,
) -> Drawn:
    """The request for an action, without the ops that were `asked` already.

    Whatever it draws goes out: where the action asks for ops, it is drawn as one writes, and noted as sent.
    Ahead of an answer: with the `positions` it leads to, without the ops `under_way`, and with those that are
    `ready`, if they are.
    """
    evidence = [] if positions else renewal.evidence(db)
    positions = positions or Positions(streams.cursors(db), streams.heads_ahead(db))
    common = _said_of_itself(db, profile, positions) | {
        "evidence": [row for _, row in evidence],
        "want": Want(rows=max(1, action.page // _ROW_BYTES), bytes=action.page),
    }
    if not action.ops:
        return Drawn(PullRequest(**common), [], evidence)
    if ready is not None:
        request = SyncRequest(**common, ops=ready.wire)
        return Drawn(request, ready.batch, evidence, ready.begun, _note(db, ready.batch))
    batch = batches.batch(
        db,
        ops=action.ops,
        size=action.size,
        asked=asked,
        handing_in=meta.get(db, "revoked", False),
        under_way=under_way,
    )
    request = SyncRequest(**common, ops=[kept.wire for kept in batch])
    return Drawn(request, batch, evidence, noted=_note(db, batch))


def _note(db: Tables, batch: Sequence[Kept]) -> list[int]:
    return sent.note(db, [kept.position for kept in batch if kept.state == "waiting"])


def _said_of_itself(db: Tables, profile: Profile, positions: Positions) -> dict[str, Any]:
    """Which laptop asks, from where in which streams, by which clock."""
    clock = profile.clock
    return {
        "schema": SCHEMA,
        "app": gridworker.__version__,
        "replica": profile.identity.replica,
        "epoch": meta.get(db, "epoch", ""),
        "now": clock.now(),
        "mono": clock.monotonic(),
        "last_n": int(meta.get(db, "last_n", 0)),
        "cursors": positions.cursors,
        "heads": positions.heads,
    }
