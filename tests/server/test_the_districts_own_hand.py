"""Tasks given at the server, records handed over, reference data published: the same checks, merge and log."""

from __future__ import annotations

from operator import methodcaller
from typing import Any

import msgspec
import pytest
from sqlalchemy import update

from gridworker.domain.errors import InvalidRecord, NotAllowed, PersonCanMend
from gridworker.domain.ids import following, made_at
from gridworker.server import handover
from gridworker.server.handover import carry_out
from gridworker.server.tables import record, relay
from tests.planted import nothing
from tests.server.village import GRID, OTHER_GRID, TOWN, Village, dispute, patrol


def test_a_task_reaches_the_worker_and_comes_back_done(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    written = village.district.add_record(
        "task", {"title": "回访独居老人", "assignee": "zhoumin"}, grid=GRID, worker="yujianfen"
    )
    assert written.result == "ok"
    zhou.pull_all()
    body = zhou.body(written.id)
    assert (body["status"], body["created_by"], body["created_by_name"]) == ("open", "yujianfen", "俞建芬")
    zhou.send(zhou.op(village.streams[GRID], "task", {"status": ("open", "done")}, record=written.id))
    history = village.district.record_history(written.id)
    assert [(op.by, op.replica, op.n, op.device) for op in history] == [
        ("yujianfen", "district", 1, "district"),
        ("zhoumin", zhou.replica, 1, "zhoumin的电脑"),
    ]


def test_an_edit_at_the_server_and_a_late_one_from_a_laptop(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    create = zhou.op(village.streams[GRID], "dispute", dispute(zhou.make_id()))
    zhou.send(create)
    zhou.pull_all()
    edited = village.district.edit_record(create.record, {"facts": "区里核实过"}, worker="yujianfen")
    assert edited.result == "ok"
    again = village.district.edit_record(create.record, {"facts": "区里核实过"}, worker="yujianfen")
    assert (again.result, len(village.district.record_history(create.record))) == ("ok", 2)
    late = zhou.op(village.streams[GRID], "dispute", {"facts": (None, "现场看过")}, record=create.record)
    assert zhou.send(late)[0].result == "conflict"
    assert village.district.show_record(create.record).body["facts"] == "区里核实过"


def test_what_is_typed_as_lists_becomes_sets_and_elements(village: Village) -> None:
    fields = {
        "type": "neighbour",
        "title": "占用绿地",
        "tags": ["重点", "老旧小区"],
        "parties": [{"name": "仇小红"}, {"name": "解放"}],
    }
    written = village.district.add_record("dispute", fields, grid=GRID, worker="shilan")
    body = village.district.show_record(written.id).body
    assert body["tags"] == ["老旧小区", "重点"]
    assert sorted(party["name"] for party in body["parties"].values()) == ["仇小红", "解放"]
    assert body["status"] == "lead"


@pytest.mark.parametrize(
    ("kind", "fields", "grid", "worker", "error", "code"),
    [
        ("task", {"title": "x"}, GRID, "nobody", PersonCanMend, "unknown_worker"),
        ("task", {"title": "x"}, "999", "shilan", PersonCanMend, "unknown_region"),
        ("vehicle", {"title": "x"}, GRID, "shilan", PersonCanMend, "unknown_kind"),
        ("reference", {"name": "phrases"}, GRID, "shilan", PersonCanMend, "not_yours_to_write"),
        ("access", {"what": "print"}, GRID, "shilan", PersonCanMend, "not_yours_to_write"),
        ("task", {}, GRID, "shilan", InvalidRecord, "INVALID"),
        ("task", {"title": "长" * 20_001}, GRID, "shilan", InvalidRecord, "TOO_BIG"),
        ("task", {"title": "x", "status": "done"}, GRID, "shilan", InvalidRecord, "ILLEGAL_TRANSITION"),
        ("task", {"title": "x"}, GRID, "tangjing", NotAllowed, "not_in_scope"),
        ("task", {"title": "x"}, GRID, "hanxue", NotAllowed, "not_in_scope"),
        ("task", {"title": "x"}, OTHER_GRID, "zhoumin", NotAllowed, "not_in_scope"),
    ],
)
def test_what_cannot_be_added(
    village: Village, kind: str, fields: dict[str, Any], grid: str, worker: str, error: type[Any], code: str
) -> None:
    with pytest.raises(error) as caught:
        village.district.add_record(kind, fields, grid=grid, worker=worker)
    assert caught.value.code == code
    assert village.district.list_records("task") == []


def test_a_record_nobody_has_sent(village: Village) -> None:
    for unknown in ("01930000-0000-7000-8000-000000000001", "不是编号"):
        with pytest.raises(PersonCanMend, match="no_such_record"):
            village.district.edit_record(unknown, {"title": "x"}, worker="shilan")
        with pytest.raises(PersonCanMend, match="no_such_record"):
            village.district.record_history(unknown)


def test_a_case_is_handed_over_to_the_next_grid(village: Village) -> None:
    zhou, shi = village.enrols("zhoumin"), village.enrols("shilan")
    patch = dispute(zhou.make_id(), status="accepted") | {"tags/重点": (None, True)}
    create = zhou.op(village.streams[GRID], "dispute", patch)
    zhou.send(create)
    new = village.district.hand_over(create.record, to=OTHER_GRID, worker="shilan", why="属第四网格")
    old, made = village.district.show_record(create.record), village.district.show_record(new)
    assert (old.body["to_id"], made.body["from_id"]) == (new, create.record)
    assert made.stream == village.streams[OTHER_GRID]
    assert made.body["parties"] == old.body["parties"]
    assert (made.body["tags"], made.body["number"]) == (["重点"], old.body["number"])
    assert (made.body["created_by"], old.body["created_by"]) == ("shilan", "zhoumin")
    assert [op.by for op in village.district.record_history(new)] == ["server"]
    shi.pull_all()
    assert {create.record, new} <= shi.rows.keys()
    zhou.pull_all()
    assert zhou.body(create.record)["to_id"] == new
    with pytest.raises(PersonCanMend, match="handed_over_already"):
        village.district.hand_over(create.record, to=OTHER_GRID, worker="shilan", why="再来一次")


def test_a_hand_over_that_was_cut_off_is_carried_out_once(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    create = zhou.op(village.streams[GRID], "patrol", patrol())
    zhou.send(create)
    new = village.district.hand_over(create.record, to=TOWN, worker="yujianfen", why="属街道职责")
    rev = village.district.show_record(new).rev
    write = village.district.site.database.write
    write(methodcaller("execute", update(relay).values(done=False)))
    carry_out(village.district.site)
    carry_out(village.district.site)
    assert village.district.show_record(new).rev == rev
    assert len(village.district.list_records("patrol")) == 2


def test_a_record_goes_back_and_forth_and_is_a_new_one_each_time(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    create = zhou.op(village.streams[GRID], "patrol", patrol())
    zhou.send(create)
    went = [create.record]
    for to in (OTHER_GRID, GRID, OTHER_GRID, TOWN):
        went.append(village.district.hand_over(went[-1], to=to, worker="yujianfen", why="再核实"))
    assert len(set(went)) == 5
    assert {made_at(one) for one in went} == {made_at(create.record)}
    shown = [village.district.show_record(one).body for one in went]
    assert [body.get("to_id") for body in shown] == [*went[1:], None]
    assert [body.get("from_id") for body in shown] == [None, *went[:-1]]


def test_a_hand_over_takes_no_id_that_is_somebody_elses(village: Village) -> None:
    """A laptop may write under any id: before the hand-over, and while it is under way."""
    zhou, target = village.enrols("zhoumin"), village.streams[TOWN]
    create = zhou.op(village.streams[GRID], "patrol", patrol("要移交的"))
    first, second = (following(create.record, target, str(turn)) for turn in range(2))
    before = zhou.op(village.streams[GRID], "patrol", patrol("先占"), record=first, action="create")
    assert [ack.result for ack in zhou.send(create, before)] == ["ok", "ok"]
    site = village.district.site
    with pytest.MonkeyPatch.context() as killed:
        killed.setattr(handover, "carry_out", nothing)
        assert village.district.hand_over(create.record, to=TOWN, worker="yujianfen", why="属街道") == second
    desk = village.enrols("yujianfen")
    meanwhile = desk.op(target, "patrol", patrol("又占"), record=second, action="create")
    assert [ack.result for ack in desk.send(meanwhile)] == ["ok"]
    carry_out(site)
    new = village.district.show_record(create.record).body["to_id"]
    assert new == following(create.record, target, "2")
    made = village.district.show_record(new)
    assert (made.stream, made.body["text"], made.body["from_id"]) == (target, "要移交的", create.record)
    assert {one.body["text"] for one in village.district.list_records("patrol")} == {
        "要移交的",
        "先占",
        "又占",
    }
    assert len(village.district.list_records("patrol")) == 4


def test_an_accepted_case_without_a_number_gets_one_where_it_arrives(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    create = zhou.op(village.streams[GRID], "dispute", dispute(zhou.make_id()))
    zhou.send(create)
    database = village.district.site.database
    shown = village.district.show_record(create.record).body | {"status": "accepted"}
    body = msgspec.json.encode(shown).decode()
    database.write(methodcaller("execute", update(record).values(body=body)))
    new = village.district.hand_over(create.record, to=TOWN, worker="yujianfen", why="属街道职责")
    assert village.district.show_record(new).body["number"] == "（2026）城厢街道人调字第1号"


@pytest.mark.parametrize(
    ("to", "worker", "why", "code"),
    [
        (OTHER_GRID, "zhoumin", "不归我管", "not_in_scope"),
        (OTHER_GRID, "nobody", "不归我管", "unknown_worker"),
        ("999", "shilan", "不归我管", "unknown_region"),
        (GRID, "shilan", "不归我管", "cannot_hand_over"),
        (OTHER_GRID, "shilan", "  ", "reason_needed"),
    ],
)
def test_what_is_not_handed_over(village: Village, to: str, worker: str, why: str, code: str) -> None:
    zhou = village.enrols("zhoumin")
    create = zhou.op(village.streams[GRID], "patrol", patrol())
    zhou.send(create)
    with pytest.raises(PersonCanMend) as caught:
        village.district.hand_over(create.record, to=to, worker=worker, why=why)
    assert caught.value.code == code
    assert "to_id" not in village.district.show_record(create.record).body


def test_phrases_are_published_in_versions_and_reach_every_laptop(village: Village) -> None:
    first = village.district.publish("phrases", ["已当场劝离"])
    second = village.district.publish("phrases", {"巡查": ["已当场劝离", "已拍照留存"]})
    assert (first.version, second.version, first.id) == (1, 2, second.id)
    village.district.publish("checklist/fire", [{"question": "通道是否畅通"}])
    assert [row.name for row in village.district.list_references()] == ["checklist/fire", "phrases"]
    zhou = village.enrols("zhoumin")
    zhou.pull_all()
    body = zhou.body(first.id)
    assert (body["version"], body["content"]["巡查"][1]) == (2, "已拍照留存")
    assert body["created_by"] == "server"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("好词好句", ["x"], "reference_name"),
        ("catalog/", ["x"], "reference_name"),
        ("phrases", [], "INVALID"),
        ("phrases", [1.5], "INVALID"),
        ("phrases", ["坏\0字"], "INVALID"),
        ("phrases", ["长" * 20_001], "TOO_BIG"),
        ("phrases", ["长" * 19_000] * 6, "TOO_BIG"),
    ],
)
def test_what_is_not_published(village: Village, name: str, content: Any, code: str) -> None:
    with pytest.raises(PersonCanMend) as caught:
        village.district.publish(name, content)
    assert caught.value.code == code
    assert village.district.list_references() == []


def test_records_are_listed_by_region(village: Village) -> None:
    cha = village.enrols("chamei")
    cha.send(*(cha.op(village.streams[code], "patrol", patrol()) for code in (GRID, GRID, OTHER_GRID)))
    count = {code: len(village.district.list_records("patrol", code)) for code in (GRID, OTHER_GRID, TOWN)}
    assert count == {GRID: 2, OTHER_GRID: 1, TOWN: 3}
    assert village.district.list_records("note") == []


def test_the_district_does_not_change_what_was_signed_and_adds_a_supplement(village: Village) -> None:
    clause = {"order": 1, "what": "赔偿 4800 元", "due_on": "2026-12-01"}
    fields = {"type": "neighbour", "title": "漏水", "parties": [{"name": "仇小红"}], "clauses": [clause]}
    written = village.district.add_record("dispute", fields, grid=GRID, worker="shilan")

    def edit(changes: dict[str, Any]) -> str:
        return village.district.edit_record(written.id, changes, worker="shilan").result

    assert edit({"agreement": {"form": "written", "signed_on": "2026-11-20"}}) == "ok"
    (element,) = village.district.show_record(written.id).body["clauses"]
    with pytest.raises(InvalidRecord) as held:
        edit({f"clauses/{element}/what": "不赔"})
    assert (held.value.code, held.value.paths) == ("IMMUTABLE", [(f"clauses/{element}/what", "signed")])
    assert edit({f"clauses/{element}/done": "yes"}) == "ok"
    later = {"order": 2, "what": "另补 500 元", "due_on": "2026-12-20", "agreed_on": "2026-11-24"}
    assert edit({"clauses": [later]}) == "ok"
    assert village.district.show_record(written.id).body["clauses"][element]["what"] == "赔偿 4800 元"
