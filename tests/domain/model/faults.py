"""The rules of the model, each with the wrong one that somebody might write instead."""

from __future__ import annotations

from typing import NamedTuple


class Faults(NamedTuple):
    """Bugs planted on purpose; without any the model follows the protocol."""

    leave_outbox_on_ack: bool = False
    compare_base_instead_of_value: bool = False
    last_write_wins: bool = False
    apply_duplicates: bool = False
    refuse_duplicates: bool = False
    drop_candidates: bool = False
    null_is_no_change: bool = False
    groups_by_member: bool = False
    cursor_before_rows: bool = False
    cursor_to_the_head: bool = False
    use_late_answers: bool = False
    send_by_clock: bool = False
    show_pulled_over_own: bool = False
