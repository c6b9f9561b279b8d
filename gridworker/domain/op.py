"""The op: one saved change to one record, as it travels and as both sides keep it (protocol §4)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from gridworker.domain.canonical import canonical, is_normal_text, normal_text

Action = Literal["create", "edit", "delete", "resolve"]
Patch = dict[str, tuple[Any, Any]]


class Op(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One saved change. `n` is the replica's running number; apart from it no member of a saved op ever changes.

    `base` is `[rev, mark]` of the pulled record when the op was saved, `[0, ""]` where nothing was pulled; `at` is
    the author's clock in ms UTC with `tz` minutes; `patch` maps paths to `[old, new]`; `settles` lists the ops of the
    candidates that a resolve closes. Paths are kept in NFC; raises `ValueError` where two of them are then one.
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

    def __post_init__(self) -> None:
        if "".join(self.patch).isascii() or all(map(is_normal_text, self.patch)):
            return
        patch = {normal_text(path): pair for path, pair in self.patch.items()}
        if len(patch) != len(self.patch):
            raise ValueError("two paths of the patch name the same thing")
        self.patch = patch


def op_content(op: Op) -> bytes:
    """The canonical bytes of an op without `n`: two ops are the same if these are equal.

    Old and new stand under their names, since a list without its nulls would not say which of the two was null.
    """
    members = msgspec.structs.asdict(op)
    members.pop("n")
    members["base"] = [part for part in op.base if part != ""]
    members["patch"] = {path: _sides(old, new) for path, (old, new) in op.patch.items()}
    return canonical({name: value for name, value in members.items() if value not in ("", [])})


def _sides(old: Any, new: Any) -> dict[str, Any]:
    if old is None:
        return {"new": new}
    return {"old": old} if new is None else {"old": old, "new": new}
