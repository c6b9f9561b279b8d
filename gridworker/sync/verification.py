"""Comparing what this laptop holds with what the server holds; a bucket that differs is pulled again (protocol §8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from gridworker.protocol.messages import Position, PullAnswer, PullRequest, Sum, VerifyAnswer, VerifyRequest
from gridworker.store import pulls, streams, sums
from gridworker.store.profile import Profile
from gridworker.sync import plausible
from gridworker.sync.wire import Wire


def compare(
    profile: Profile, wire: Wire, token: str, request: Callable[[str, str], PullRequest]
) -> dict[str, set[str]]:
    """Compares all streams; `request` makes the request for one bucket of a stream. Returns what changed, by kind.

    Raises `NoAnswer`, `Refusal`.
    """
    held = profile.read(streams.all_streams)
    asked = VerifyRequest(streams=[stream.id for stream in held])
    theirs = {total.name: total for total in wire.post("/v1/verify", asked, VerifyAnswer, token=token).sums}
    changed: dict[str, set[str]] = {}
    for stream in held:
        their = theirs.get(stream.id)
        if their is None or (their.seq, their.chain) != stream.cursor:
            continue
        ours = profile.read(partial(sums.bucket_sums, stream=stream.id))
        if sums.whole_sum(ours) == (their.count, their.sum64):
            continue
        buckets = wire.post("/v1/verify", VerifyRequest(stream=stream.id), VerifyAnswer, token=token).sums
        for bucket in _differing(ours, buckets, stream.cursor):
            for kind, records in _replace(profile, wire, token, request(stream.id, bucket)).items():
                changed.setdefault(kind, set()).update(records)
    now = profile.clock.now()
    profile.write(partial(sums.note_comparison, now=now))
    return changed


def _replace(profile: Profile, wire: Wire, token: str, asked: PullRequest) -> dict[str, set[str]]:
    """Pulls a bucket in the place of the one held; gives what changed, by kind."""
    answer = wire.post("/v1/pull", asked, PullAnswer, token=token)
    plausible.check(asked, [], answer)
    place = (asked.stream, asked.bucket)
    return profile.write(partial(pulls.take_bucket, answer=answer, place=place, author=profile.author))


def _differing(ours: dict[str, sums.Total], theirs: list[Sum], cursor: Position) -> Iterator[str]:
    if any((bucket.seq, bucket.chain) != cursor for bucket in theirs):
        return
    there = {bucket.name: sums.Total(bucket.count, bucket.sum64) for bucket in theirs}
    yield from sorted(name for name in ours.keys() | there.keys() if ours.get(name) != there.get(name))
