"""Wrong rules planted in the programs of a laptop and its district: a story that is told elsewhere dies of each."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gridworker.domain.fields import Kind
from gridworker.domain.kinds import KINDS
from gridworker.domain.merge import Merged
from gridworker.domain.merge import merge as _merge
from gridworker.domain.paths import Body
from gridworker.protocol.problems import FAILURE, Failure
from gridworker.server import admission, group, judging, pages, sync
from gridworker.store import batches, outbox, record_rows, sent, streams, sums
from gridworker.store.database import Tables
from gridworker.sync import plausible, rhythm
from tests.planted import Planted, nothing
from tests.sync import test_a_district_that_lies as lies
from tests.sync import test_ahead as ahead
from tests.sync import test_back_in_time as back_in_time
from tests.sync import test_colleagues as colleagues
from tests.sync import test_ready_ahead as ready_ahead
from tests.sync import test_rhythm as quiet_days
from tests.sync import test_too_late_to_undo as too_late
from tests.sync import test_urgent_first as urgent_first
from tests.sync import test_versions as versions

_leave = outbox.leave
_rows_after = pages._rows_after
_pulled = record_rows.pulled


def _forgets_the_head(db: Tables, stream: str) -> None:
    db.execute("DELETE FROM stream WHERE id = ?", [stream])


def _hands_in_unsent_only(db: Tables, asked: set[str]) -> list[outbox.Kept]:
    return [kept for kept in batches._candidates(db, 99, asked) if kept.op.op not in asked]


def _keeps_nothing_behind_the_pull(db: Tables, *, held_further: bool) -> list[outbox.Left]:
    left = _leave(db, held_further=held_further)
    db.execute("DELETE FROM op WHERE state = 'retained'")
    return left


def _keeps_nothing_until_a_second_backup(db: Tables, *, held_further: bool) -> list[outbox.Left]:
    db.execute("UPDATE stream SET safe = seq")
    return _leave(db, held_further=held_further)


def _one_row_later(connection: Any, name: str, seq: int, *others: Any) -> Any:
    return _rows_after(connection, name, seq + 1, *others)


def _drops_the_unknown(kind: Kind, body: Body, *others: Any) -> Merged:
    merged = _merge(kind, body, *others)
    for name in [name for name in merged.body if name not in kind.fields and not name.startswith("_")]:
        del merged.body[name]
    return merged


def _takes_the_known(
    record: str, stream: str, kind: str, rev: int, mark: str, deleted: bool, body: bytes
) -> record_rows.Pulled:
    known = {name: value for name, value in json.loads(body).items() if name in KINDS[kind].fields}
    return _pulled(record, stream, kind, rev, mark, deleted, json.dumps(known, ensure_ascii=False).encode())


def _hurries_the_last_op_alone(db: Tables, record: str) -> None:
    db.execute(
        "UPDATE op SET urgent = 1 WHERE position = (SELECT max(position) FROM op WHERE record = ?)", [record]
    )


PLANTED: dict[str, Planted] = {
    "what is ready is sent whatever happened meanwhile": Planted(
        batches,
        "are_next",
        lambda *_: True,
        ready_ahead.test_a_patrol_taken_back_is_not_sent,
    ),
    "a step under way is taken back": Planted(
        sent,
        "note",
        lambda *_: [],
        too_late.test_a_step_whose_answer_was_lost_stays,
    ),
    "an urgent op leaves behind what it rests on": Planted(
        batches,
        "hurry",
        _hurries_the_last_op_alone,
        urgent_first.test_it_goes_with_the_first_request_of_a_full_outbox,
    ),
    "what is urgent waits for its turn": Planted(
        batches,
        "hurry",
        nothing,
        ready_ahead.test_a_quarrel_that_became_dangerous_goes_with_the_next_request,
    ),
    "the heads of lost streams are forgotten": Planted(
        streams,
        "lose",
        _forgets_the_head,
        back_in_time.test_a_worker_who_was_moved_still_brings_back_what_a_restored_district_lost,
    ),
    "a revoked laptop hands in unsent work only": Planted(
        batches,
        "_to_hand_in",
        _hands_in_unsent_only,
        back_in_time.test_a_revoked_laptop_brings_back_what_a_restored_district_lost,
    ),
    "no comparison is ever made": Planted(
        sums,
        "is_due",
        lambda *_: False,
        back_in_time.test_what_silently_differs_is_pulled_again_and_shown_to_the_district,
    ),
    "a laptop keeps nothing of what was pulled": Planted(
        outbox,
        "leave",
        _keeps_nothing_behind_the_pull,
        back_in_time.test_a_restored_district_gets_back_what_it_had_acknowledged,
    ),
    "a laptop does not wait for what is safe": Planted(
        outbox,
        "leave",
        _keeps_nothing_until_a_second_backup,
        back_in_time.test_nothing_is_let_go_of_before_the_last_backup_but_one_holds_it,
    ),
    "a disk that was copied is not noticed": Planted(
        admission,
        "_fresh_numbers",
        lambda _connection, _replica, ops: {op.n: op.id for op in ops[:0]},
        back_in_time.test_two_laptops_from_one_copy_both_deliver_what_either_saved,
    ),
    "the cursor of a lost history is believed": Planted(
        admission,
        "_check_history",
        nothing,
        back_in_time.test_the_pull_after_a_restore_may_be_cut_anywhere,
    ),
    "an answer that passes over an op is believed": Planted(
        plausible,
        "_settles",
        lambda *_: True,
        lies.test_a_lie_is_not_believed_and_the_truth_is_taken_afterwards,
        {"lie": "ops are passed over in silence"},
    ),
    "a row of any stream is taken": Planted(
        plausible,
        "check",
        nothing,
        lies.test_a_lie_is_not_believed_and_the_truth_is_taken_afterwards,
        {"lie": "a row of a stream of somebody else"},
    ),
    "a page begins one row too late": Planted(
        pages,
        "_rows_after",
        _one_row_later,
        colleagues.test_what_one_adds_the_other_receives_and_own_echoes_are_not_counted,
    ),
    "a token that has ended makes the work bad": Planted(
        FAILURE,
        "EXPIRED",
        Failure.BATCH,
        ahead.test_a_token_that_ends_under_way_is_refreshed_and_the_ops_follow,
    ),
    "an app that is too old is not told": Planted(
        sync,
        "_check_age",
        nothing,
        versions.test_an_app_that_is_too_old_hands_in_its_work_and_is_told_to_be_updated,
    ),
    "a newer app's work is judged by old rules": Planted(
        judging,
        "SCHEMA",
        99,
        versions.test_work_of_a_newer_app_waits_until_the_district_is_updated,
    ),
    "the district drops what it does not know": Planted(
        group,
        "merge",
        _drops_the_unknown,
        versions.test_what_a_newer_app_knows_passes_through_a_district_and_an_app_that_do_not,
    ),
    "a laptop drops what it does not know": Planted(
        record_rows,
        "pulled",
        _takes_the_known,
        versions.test_what_a_newer_app_knows_passes_through_a_district_and_an_app_that_do_not,
    ),
    "laptops do not wait by chance": Planted(
        rhythm,
        "_spread",
        lambda *_: 0,
        quiet_days.test_ten_thousand_laptops_do_not_come_back_together,
    ),
}


@pytest.mark.parametrize("bug", PLANTED)
def test_a_wrong_rule_is_found(bug: str, request: pytest.FixtureRequest) -> None:
    PLANTED[bug].must_be_found(request)
