"""Bugs that somebody might write, each planted on purpose to see that a test dies of it (`make bugs` tells which)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import pytest

BROKEN = (AssertionError, KeyError, ValueError, pytest.fail.Exception)
"""A broken promise, or a part that is missing where the story goes on."""


class Planted(NamedTuple):
    """A bug: where it is, the name, what stands there instead, and the story that must die of it.

    `given` are those arguments of the story that are no fixtures.
    """

    place: Any
    name: str
    wrong: Any
    story: Callable[..., None]
    given: Mapping[str, Any] = {}

    def must_be_found(self, request: pytest.FixtureRequest) -> None:
        """Plants the bug, tells the story, and fails where that goes well."""
        code = self.story.__code__
        wanted = [name for name in code.co_varnames[: code.co_argcount] if name not in self.given]
        players = {name: request.getfixturevalue(name) for name in wanted}
        with pytest.MonkeyPatch.context() as patch:
            if isinstance(self.place, dict):
                patch.setitem(self.place, self.name, self.wrong)
            else:
                patch.setattr(self.place, self.name, self.wrong)
            with pytest.raises(BROKEN):
                self.story(**players, **self.given)


def nothing(*_: Any, **__: Any) -> None:
    """A safeguard that somebody has left out."""


ASKED: dict[str, str | None] = {
    "cursor saved before rows": "cursor_before_rows",
    "cursor >=": "a page begins one row too late",
    "page cut inside equal seq": None,  # an op takes one seq and a record stands at one: no two rows share it
    "ack lost": "an answer that passes over an op is believed",
    "dup not detected": "apply_duplicates",
    "dup answered with other result": "refuse_duplicates",
    "op sorted by at": "send_by_clock",
    "record read before counter lock": "records are read before the counter is locked",
    "conflict candidate dropped": "drop_candidates",
    "resolve on stale candidate set": "a resolve closes candidates it never saw",
    "revoke purges pending op": "a lost stream takes unsent work along",
    "chain not checked": "the cursor of a lost history is believed",
    "epoch ignored": None,  # it alone decides nothing: positions do (protocol §8)
    "replica id cloned with the DB file": "a disk that was copied is not noticed",
    "retained ops dropped early": "a laptop keeps nothing of what was pulled",
    "unknown key dropped": "the district drops what it does not know",
    "null/missing confusion": "null is a value",
    "float compare": None,  # no record holds a float: `tests/domain/test_checks.py` sees them refused
    "retry without jitter": "laptops do not wait by chance",
    "401 treated as poison": "a token that has ended makes the work bad",
    "HTML body treated as success": "a portal's page counts as an answer",
    "blob marked complete without hash": "a file is whole without a look at its bytes",
}
"""The bugs that were to be planted, and ours that is each of them; None where there can be no such bug."""


FILES = (
    "tests/domain/test_planted_bugs.py",
    "tests/lab/test_crowd.py",
    "tests/lab/test_years.py",
    "tests/server/test_planted_bugs.py",
    "tests/sync/test_planted_bugs.py",
    "tests/sync/test_planted_on_the_wire.py",
)
"""Where bugs are planted."""


class Killed(NamedTuple):
    """The test that plants a bug, and what dies of it there."""

    test: str
    by: str


def report() -> dict[str, Killed]:
    """Every planted bug."""
    found: dict[str, Killed] = {}
    for file, test, bugs in _tables():
        for bug, story in bugs.items():
            assert bug not in found, f"planted twice: {bug}"
            found[bug] = Killed(f"{file}::{test}[{bug}", story)
    return found


def _tables() -> Iterator[tuple[str, str, dict[str, str]]]:
    from tests.domain import test_planted_bugs as model
    from tests.domain.model.faults import Faults
    from tests.lab import test_crowd as crowd
    from tests.lab import test_years as years
    from tests.server import test_planted_bugs as server
    from tests.sync import test_planted_bugs as sync
    from tests.sync import test_planted_on_the_wire as wire

    days = "the days of the model"
    of_the_model, of_the_lab, of_years, on_the_server, in_a_sync, on_the_wire = FILES
    yield of_the_model, "test_a_wrong_rule_on_either_side_is_found", dict.fromkeys(Faults._fields, days)
    yield of_the_model, "test_a_wrong_rule_of_the_merge_is_found", dict.fromkeys(model.WRONG_RULES, days)
    yield of_the_model, "test_null_and_missing_confused_is_found", {"null is a value": days}
    yield (
        of_the_lab,
        "test_a_missing_safeguard_is_found",
        dict.fromkeys(crowd.PLANTED, "a crowd on PostgreSQL"),
    )
    yield of_years, "test_a_missing_safeguard_is_found", dict.fromkeys(years.PLANTED, "years of a village")
    for file, bugs in (
        (on_the_server, server.PLANTED),
        (in_a_sync, sync.PLANTED),
        (on_the_wire, wire.PLANTED),
    ):
        stories = {bug: f"{one.story.__module__}.{one.story.__name__}" for bug, one in bugs.items()}
        yield file, "test_a_wrong_rule_is_found", stories
