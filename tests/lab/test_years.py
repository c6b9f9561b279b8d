"""Years in which everything goes back in time keep the promises; without one of the safeguards they do not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest

from gridworker.server import admission, backup
from gridworker.server.secrets import Secrets
from gridworker.store import outbox, record_rows, renewal
from tests.lab.tally import Tally
from tests.lab.years import Broken, Years, run_years

SEED = 20261122
LOOK = 60
"""So many seeds are tried for a planted bug, should it no longer be found where it was."""


def test_years_with_restores_clones_revocations_and_moves() -> None:
    tally = Tally()
    for _ in islice(run_years(SEED, tally), 12):
        pass
    assert tally.violations == []
    assert tally.counts["restores"] >= 12


def nothing(*_: Any, **__: Any) -> None:
    """A safeguard that somebody has left out."""


def _empty(*_: Any, **__: Any) -> set[str]:
    return set()


_end = renewal.end
_note_backup = backup.note_backup
_put_back = outbox.put_back
_remove_clean = record_rows.remove_clean


def _backups_are_safe_at_once(connection: Any, folder: Any, card: Any) -> None:
    _note_backup(connection, folder, card)
    for stream, seq in card.streams.items():
        connection.exec_driver_sql(f"UPDATE stream SET safe = {seq} WHERE stream = '{stream}'")


def _unsent_only(db: Any, forked: Any) -> set[str]:
    db.execute("DELETE FROM op WHERE state = 'accepted'")
    return set()


def _keeps_everything(db: Any, author: Any) -> dict[str, str]:
    db.execute("UPDATE record SET stale = 0 WHERE stale = 1")
    return {}


def _drops_unsent(db: Any, stream: str) -> None:
    db.execute("DELETE FROM op WHERE stream = ? AND state IN ('waiting', 'later')", [stream])
    _remove_clean(db, stream)


def _keeps_what_is_no_longer_granted(db: Any, stream: str) -> None:
    db.execute("UPDATE record SET sealed = '' WHERE stream = ?", [stream])


def _as_sent_under_the_old_name(db: Any, forked: Any) -> set[str]:
    db.execute("UPDATE op SET n = -n WHERE n > 0")
    db.execute("UPDATE op SET n = 1000000 - position WHERE n = 0")
    db.execute("UPDATE op SET n = -n WHERE n < 0")
    return _put_back(db, forked)


# Where it is, the name, what stands there instead, and how far from the seed it is found at present.
PLANTED: dict[str, tuple[Any, str, Callable[..., Any], int]] = {
    "a backup is safe as soon as it is made": (backup, "note_backup", _backups_are_safe_at_once, 39),
    "a restored server is not noticed": (admission, "_check_history", nothing, 3),
    "what had been accepted is not sent again": (outbox, "put_back", _unsent_only, 12),
    "what the server lost stays on the screen": (renewal, "end", _keeps_everything, 2),
    "a lost stream takes unsent work along": (record_rows, "remove_clean", _drops_unsent, 6),
    "a lost stream stays readable": (record_rows, "remove_clean", _keeps_what_is_no_longer_granted, 2),
    "ops come back in another order": (outbox, "put_back", _as_sent_under_the_old_name, 9),
    "the list of revoked laptops is not asked": (Secrets, "is_revoked", lambda *_: False, 7),
    "what is released is not let go of": (outbox, "leave", _empty, 0),
}


@pytest.mark.parametrize("bug", PLANTED)
def test_a_missing_safeguard_is_found(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, name, wrong, first = PLANTED[bug]
    monkeypatch.setattr(place, name, wrong)
    for seed in range(SEED + first, SEED + first + LOOK):
        years = Years(seed)
        try:
            years.play(60)
        except Broken:
            return
        finally:
            years.close()
    pytest.fail(f"nobody noticed: {bug}")
