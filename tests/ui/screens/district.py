"""What the pictures show: a month of work in a served district, a morning on top of it, and what went wrong."""

from __future__ import annotations

from typing import Any

from gridworker.cli.demo.pictures import phone_photo
from gridworker.cli.demo.replay import StoryClock
from gridworker.cli.demo.sample_record import actions_in_order, with_ids
from gridworker.cli.demo.stage import Cast, Filled
from gridworker.operations.attaching import attach_kept, keep_content
from gridworker.operations.drafts import keep_draft
from gridworker.operations.records import add_record, edit_record, list_records
from gridworker.store.profile import Profile
from gridworker.sync.run import sync

_MINUTE = 60_000


def disagree(cast: Cast) -> None:
    """Leaves a conflict and a refused change on the first laptop."""
    first, second = (cast.laptops[worker.id] for worker in cast.content.district.workers)
    record = in_state(first, "mediating")
    edit_record(second, record, {"claims": "双方同意按七比三分担修复费用，余款月底前付清。", "risk": "low"})
    edit_record(first, record, {"claims": "申请人要求赔偿吊顶损失四千八百元，月底前付清。", "risk": "high"})
    sync(second)
    event = list_records(first, "event", [("status", "reported")], 1, None)
    edit_record(first, event[0]["id"], {"status": "accepted"})
    sync(first)


def morning(cast: Cast, filled: Filled) -> StoryClock:
    """A morning's work that waits to be sent, and a patrol that is half written; gives the laptop's clock."""
    worker = cast.content.district.workers[0].id
    profile, clock = cast.laptops[worker], cast.clocks[worker]
    ids = dict(filled.ids)
    for action in actions_in_order(list(filled.day.typed)):
        clock.at = action.at_ms
        fields = with_ids(action.record.fields, ids)
        ids[action.record.key] = add_record(profile, action.record.kind, fields).ids[0]
    assert clock.at is not None
    clock.at += 4 * _MINUTE
    add_record(profile, "note", {"text": "五幢张阿姨说路灯又不亮了，明天去看。"})
    clock.at += 3 * _MINUTE
    half: dict[str, Any] = {
        "at": clock.at,
        "tz": 480,
        "place": {"text": "西河沿42号"},
        "categories": ["fire"],
        "text": "一楼楼梯口停着两辆电动自行车，",
    }
    keep_draft(profile, profile.make_id(), "patrol", half)
    clock.at += 8 * _MINUTE
    return clock


def materials(profile: Profile) -> None:
    """A photo and a signed page in the case that is in mediation."""
    clock, case = profile.clock, in_state(profile, "mediating")
    photo = keep_content(profile, phone_photo("wall", clock.now()), "东墙水渍.jpg")
    scan = keep_content(profile, b"%PDF-1.7\n" + bytes(60_000), "现场查看笔录（双方签字）.pdf")
    attach_kept(profile, case, [photo, scan | {"role": "signed"}])


def in_state(profile: Profile, state: str) -> str:
    """A dispute in this state."""
    return str(list_records(profile, "dispute", [("status", state)], 1, None)[0]["id"])


def any_of(profile: Profile, kind: str) -> str:
    """The newest record of a kind."""
    return str(list_records(profile, kind, [], 1, None)[0]["id"])
