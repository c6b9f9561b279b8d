"""The tokens of this replica: used, refreshed, and exchanged for a new replica's (protocol §3, §8)."""

from __future__ import annotations

import msgspec

from gridworker.protocol.messages import TokenAnswer, TokenRequest
from gridworker.store import meta, outbox, sums
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.sync.wire import Wire

EARLY_MS = 60_000
"""A token that ends within a minute is refreshed before it is used."""


def access_token(profile: Profile, wire: Wire) -> str:
    """A token that is good now, refreshed if the present one is about to end. Raises `NoAnswer`, `Refusal`."""
    tokens = msgspec.convert(profile.kept("tokens"), meta.Tokens)
    server_now = profile.clock.now() + int(profile.kept("clock_offset", 0))
    if tokens.access_expires - EARLY_MS > server_now:
        return tokens.access
    return refresh(profile, wire)


def last_token(profile: Profile) -> str:
    """The access token as it is, ended or not."""
    return msgspec.convert(profile.kept("tokens"), meta.Tokens).access


def refresh(profile: Profile, wire: Wire, *, again: bool = False) -> str:
    """Fresh tokens, and with `again` a new replica whose ops count from 1. Raises `NoAnswer`, `Refusal`."""
    old = msgspec.convert(profile.kept("tokens"), meta.Tokens)
    request = TokenRequest(replica=profile.identity.replica, refresh=old.refresh, again=again)
    answer = wire.post("/v1/token", request, TokenAnswer)

    def work(db: Tables) -> None:
        keep_tokens(db, answer.access, answer.access_expires, answer.refresh)
        if answer.replica != profile.identity.replica:
            take_replica(db, msgspec.structs.replace(profile.identity, replica=answer.replica))

    profile.write(work)
    profile.reread_identity()
    return answer.access


def keep_tokens(db: Tables, access: str, expires: int, refresh_token: str) -> None:
    """Puts new tokens in the place of the old ones; who is given some is not revoked."""
    meta.put(db, "tokens", meta.Tokens(access=access, access_expires=expires, refresh=refresh_token))
    meta.put(db, "revoked", False)


def take_replica(db: Tables, identity: meta.Identity) -> None:
    """Goes on under another replica: what was never accepted gets new numbers from 1, its ids and words unchanged."""
    meta.put(db, "identity", identity)
    meta.put(db, "last_n", outbox.renumber(db))
    sums.ask_for_comparison(db)
