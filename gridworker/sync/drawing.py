"""Drawing the next request from the store: what a laptop says of itself, and the ops that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gridworker
from gridworker.domain.kinds import SCHEMA
from gridworker.protocol.messages import PullRequest, SyncRequest, Want
from gridworker.store import batches, meta, renewal, streams
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
        return Drawn(SyncRequest(**common, ops=ready.wire), ready.batch, evidence, ready.begun)
    batch = batches.batch(
        db,
        ops=action.ops,
        size=action.size,
        asked=asked,
        handing_in=meta.get(db, "revoked", False),
        under_way=under_way,
    )
    return Drawn(SyncRequest(**common, ops=[kept.wire for kept in batch]), batch, evidence)


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
