"""What the protocol promises (§1), judged from what people saw and typed, not from how the merge decided."""

from __future__ import annotations

from typing import Any

from gridworker.domain.canonical import canonical, equal
from gridworker.domain.merge import PastOp
from gridworker.domain.op import op_content
from gridworker.domain.paths import CONFLICTS, Body, beneath, read, scope, target
from tests.domain.model.laptop import Glance, Laptop
from tests.domain.model.server import KIND, Accepted, Held, Server, leaves


def value_at(body: Body, path: str) -> Any:
    """What a record holds at a path."""
    return read(body, target(KIND, path))


def judged_fairly(accepted: Accepted, held: Held, glance: Glance) -> None:
    """No false alarm, and no removal that meets unseen work without a question to a person."""
    past = accepted.past
    seen = glance.own | {earlier.op for earlier in held.past if earlier.rev <= glance.rev}
    foreign = [
        earlier
        for earlier in held.past
        if earlier.rev < past.rev and earlier.op not in seen and earlier.author != past.author
    ]
    news = {path: new for path, _, new in leaves(past.patch)}
    for path, new in news.items():
        kept = past.effects.get(path) == "kept"
        if path.endswith("_deleted") and new:
            unseen = any(beneath(other, scope(path)) for earlier in foreign for other in earlier.patch)
            assert kept == (unseen and accepted.before[path] is not True), f"removal at {path}"
        elif kept:
            current = accepted.before[path]
            assert not equal(current, new), f"false alarm at {path}: both say {new!r}"
            if past.settles and path in glance.covered:
                # Chosen over what own words covered: should these turn out to stand after all, a person is asked.
                continue
            shown = past.patch[path][0] if past.settles else value_at(glance.body, path)
            assert not equal(current, shown), f"false alarm at {path}: {current!r} had been shown"
            assert accepted.writers[path] != past.author, f"in conflict with oneself at {path}"
    for path in accepted.removals:
        removed = _last_removal(held, path, before=past.rev)
        assert (past.effects.get(path) == "kept") == (removed in foreign), f"edit beneath {path}"
    if accepted.result != "conflict":
        merged = bool(past.effects or foreign)
        assert accepted.result == ("merged" if merged else "ok"), "somebody else's op since, or none"


def _last_removal(held: Held, path: str, *, before: int) -> PastOp | None:
    for past in reversed(held.past):
        old, new = past.patch.get(path, (None, None))
        if past.rev < before and new is True and not old and path not in past.effects:
            return past
    return None


def conflicts_in_order(held: Held) -> None:
    """Entries show the present value, hold nothing twice and nothing that is settled."""
    by_op = {past.op: past for past in held.past}
    entries = held.body.get(CONFLICTS, [])
    assert len({entry["path"] for entry in entries}) == len(entries), "two entries for one path"
    for entry in entries:
        path, candidates = entry["path"], entry["candidates"]
        current = value_at(held.body, path)
        assert candidates, f"an entry without candidates at {path}"
        assert equal(entry["current"].get("value"), current), f"not the present value at {path}"
        replicas = [by_op[candidate["op"]].author.replica for candidate in candidates]
        assert len(set(replicas)) == len(replicas), f"two candidates of one replica at {path}"
        for candidate in candidates:
            assert not equal(candidate.get("value"), current), f"a candidate equal to the value at {path}"
            settled = (past for past in held.past if candidate["op"] in past.settles and path in past.patch)
            assert not any(settled), f"a settled op is a candidate again at {path}"


def every_word_is_kept(server: Server) -> None:
    """Each value ever typed is current, a candidate, settled, or was replaced by an author who saw it."""
    for index, accepted in enumerate(server.log):
        later = [other for other in server.log[index + 1 :] if other.record == accepted.record]
        body = server.records[accepted.record].body
        for path, old, new in leaves(accepted.past.patch):
            if not equal(old, new) and not _stands(body, path, new):
                reasons = (_replaces(other, accepted, path, new) for other in later)
                assert any(reasons), f"{new!r} at {path} was silently overwritten"
        for path in accepted.past.effects.keys() - {path for path, _, _ in leaves(accepted.past.patch)}:
            if not _stands(body, path, None):
                assert any(_replaces(other, accepted, path, None) for other in later), (
                    f"{path} forgot a return"
                )


def _stands(body: Body, path: str, value: Any) -> bool:
    entries = (entry for entry in body.get(CONFLICTS, ()) if entry["path"] == path)
    kept = (candidate.get("value") for entry in entries for candidate in entry["candidates"])
    return equal(value_at(body, path), value) or any(equal(candidate, value) for candidate in kept)


def _replaces(other: Accepted, accepted: Accepted, path: str, value: Any) -> bool:
    olds = {at: old for at, old, _ in leaves(other.past.patch)}
    touches = path in olds or path in other.past.effects
    if not touches:
        return False
    same_worker = other.past.author.worker == accepted.past.author.worker
    applied = path not in other.past.effects
    return (
        other.past.author == accepted.past.author
        or accepted.past.op in other.past.settles
        or (path in olds and equal(olds[path], value) and (applied or same_worker))
    )


def applied_once(server: Server, laptops: list[Laptop]) -> None:
    """Every save is in the log exactly once, or refused and set aside where a person sees it."""
    logged = [accepted.past.op for accepted in server.log]
    assert len(set(logged)) == len(logged), "an op was applied twice"
    for laptop in laptops:
        aside = {op.op for op in laptop.aside}
        for name, (op, content) in laptop.saved.items():
            assert op_content(op) == content, "a saved op changed"
            assert (name in logged) != (name in aside), f"a save is {'both' if name in logged else 'nowhere'}"


def everyone_agrees(server: Server, laptops: list[Laptop]) -> None:
    """Outboxes are empty and every laptop shows what the server holds."""
    for laptop in laptops:
        assert laptop.outbox == [], f"{laptop.author.replica} still has ops to send"
        assert laptop.records() == sorted(server.records), f"{laptop.author.replica} lacks a record"
        for record, held in server.records.items():
            shown = laptop.view(record)
            assert canonical(shown.body) == canonical(held.body), (
                f"{laptop.author.replica} shows another record"
            )
            assert shown.covered == {}


def own_words_show(laptop: Laptop) -> None:
    """Until they are taken in, own words are on the screen, and what they cover is beside them."""
    for record in {kept.op.record for kept in laptop.outbox}:
        waiting = [kept.op for kept in laptop.outbox if kept.op.record == record]
        words = [leaf for op in waiting for leaf in leaves(op.patch)]
        view = laptop.view(record)
        for path, value in {path: new for path, _, new in words}.items():
            assert equal(value_at(view.body, path), value), f"{value!r} at {path} is not shown"
            known = [value for at, old, new in words if at == path for value in (old, new)]
            row = laptop.base.get(record)
            pulled = value_at(laptop.pulled(record), path) if row else None
            if row and not any(equal(pulled, word) for word in known) and not _is_member(path):
                assert path in view.covered, f"{pulled!r} at {path} is hidden"


def _is_member(path: str) -> bool:
    return path.startswith("tags/")
