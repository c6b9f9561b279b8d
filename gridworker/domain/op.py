"""The op: one saved change to one record, as it travels and as both sides keep it (protocol §4)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from gridworker.domain.canonical import canonical

Action = Literal["create", "edit", "delete", "resolve"]
Patch = dict[str, tuple[Any, Any]]


class Op(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One saved change. `n` is the replica's running number; apart from it no member of a saved op ever changes.

    `base` is `[rev, mark]` of the pulled record when the op was saved, `[0, ""]` where nothing was pulled; `at` is
    the author's clock in ms UTC with `tz` minutes; `patch` maps paths to `[old, new]`; `settles` lists the ops of the
    candidates that a resolve closes.
    """

    n: int
    op: str
    stream: str
    record: str
    kind: str
    schema: int
    at: int
    tz: int
    base: tuple[int, str]
    action: Action
    patch: Patch
    settles: list[str] = []
    why: str = ""


def op_content(op: Op) -> bytes:
    """The canonical bytes of an op without `n`: two ops are the same if these are equal."""
    members = msgspec.to_builtins(op)
    members.pop("n")
    return canonical(members)
