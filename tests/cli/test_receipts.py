"""What a worker reads after a sync: first whether all of it arrived, then what needs a person."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.cli.syncing import receipt_text

RECORD = "0192f0c1-7a3b-7c4d-8e5f-0123456789ab"
ANOTHER = "0192f0c1-7a3b-7c4d-8e5f-0123456789ac"


def receipt(**changes: Any) -> dict[str, Any]:
    results = {"ok": 0, "merged": 0, "conflict": 0, "refused": 0, "later": 0} | changes.pop("results", {})
    return {
        "sent": 0,
        "received": 0,
        "waiting": 0,
        "attention": [],
        "receipt": 7,
        "results": results,
    } | changes


@pytest.mark.parametrize(
    ("given", "first"),
    [
        (receipt(), "没有要送的，也没有新内容，可以放心关机。"),
        (receipt(results={"ok": 17, "merged": 1}), "18 处改动全部送达，可以放心关机。"),
        (receipt(received=4), "没有要送的，可以放心关机。"),
        (
            receipt(results={"ok": 2}, waiting=3),
            "送达 2 处改动，还有 3 处没有送到，都存在本机，下次同步接着送。",
        ),
    ],
)
def test_the_first_line_says_whether_all_arrived(given: dict[str, Any], first: str) -> None:
    lines = receipt_text(given, "zh_CN").splitlines()
    assert lines[0] == first
    assert lines[-1] == "回执号：7"


def test_what_needs_a_person_is_named_with_the_next_step() -> None:
    item = {"id": RECORD, "kind": "dispute", "why": "conflict", "paths": ["facts", f"parties/{RECORD}/phone"]}
    returned = {"id": ANOTHER, "kind": "patrol", "why": "refused", "paths": []}
    twice = returned | {"paths": ["note"]}
    for_you = [item, returned, twice]
    text = receipt_text(receipt(results={"conflict": 1, "refused": 2}, attention=for_you), "zh_CN")
    assert "有 2 条要您处理：" in text
    assert f"纠纷  {RECORD}  纠纷事实、联系电话  两边都改过，用 gridworker conflicts 查看" in text
    assert f"巡查  {ANOTHER}  被退回，用 gridworker refused 查看原因" in text


def test_what_waits_for_the_supervisor_is_not_put_on_the_worker() -> None:
    item = {"id": RECORD, "kind": "visit", "why": "review", "paths": []}
    text = receipt_text(receipt(attention=[item], waiting=1), "en")
    assert "need you" not in text
    assert "waits for the supervisor" in text
    assert text.splitlines()[0].startswith("0 changes arrived. 1 more are safe on this computer")
