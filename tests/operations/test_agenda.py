"""Zhou Min's list of the day: what is due stands first, and what was done is not asked for again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from gridworker.domain.needs import Stage
from gridworker.operations.agenda import Agenda, agenda, last_of, week
from gridworker.operations.needs import list_needs, need_deadlines
from gridworker.operations.records import add_record, edit_record
from gridworker.store import due
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from tests.laptop import NOON, laptop
from tests.operations.published import publish

HOUR, DAY = 3_600_000, 86_400_000
TODAY = date(2026, 11, 22)


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def add(profile: Profile, kind: str, **fields: Any) -> str:
    return add_record(profile, kind, fields).ids[0]


def patrol(profile: Profile, where: str, **fields: Any) -> str:
    return add(profile, "patrol", place={"text": where}, categories=["fire"], **fields)


def visit(profile: Profile, name: str, **fields: Any) -> str:
    return add(profile, "visit", target="household", name=name, result="met", **fields)


def dispute(profile: Profile, title: str, status: str, **fields: Any) -> str:
    parties = [{"role": "applicant", "name": "李建国"}, {"role": "respondent", "name": "王秀英"}]
    record = add(
        profile, "dispute", type="neighbour", title=title, status="accepted", parties=parties, **fields
    )
    for step in {"mediating": ["mediating"], "agreed": ["mediating", "agreed"]}.get(status, []):
        edit_record(profile, record, {"status": step})
    return record


def told(found: Agenda) -> list[tuple[str, str, date | None]]:
    return [(item.what, item.title, item.day) for item in found.items]


def test_overdue_comes_first_then_today_then_the_week_then_what_has_no_date(profile: Profile) -> None:
    add(profile, "note", text="李阿姨说楼道灯坏了")
    add(profile, "task", title="下个月的台账", due_at=NOON + 20 * DAY)
    add(profile, "task", title="反诈宣传进楼道", due_at=NOON + 5 * HOUR)
    add(profile, "task", title="报送花名册")
    patrol(profile, "东篱苑3幢", recheck_on="2026-11-20")
    visit(profile, "陈桂芳", next_on="2026-11-24")
    assert told(agenda(profile)) == [
        ("recheck", "东篱苑3幢", date(2026, 11, 20)),
        ("task", "反诈宣传进楼道", TODAY),
        ("visit", "陈桂芳", date(2026, 11, 24)),
        ("task", "报送花名册", None),
        ("note", "李阿姨说楼道灯坏了", None),
    ]


def test_a_recheck_is_off_the_list_once_somebody_rechecked(profile: Profile) -> None:
    found = patrol(profile, "东篱苑3幢", recheck_on="2026-11-20")
    profile.clock.at += HOUR  # type: ignore[attr-defined]  # the clock of these tests can be set
    patrol(profile, "东篱苑3幢", rechecks_id=found, recheck_result="not_fixed", recheck_on="2026-11-25")
    assert told(agenda(profile)) == [("recheck", "东篱苑3幢", date(2026, 11, 25))]


def test_a_visit_is_off_the_list_once_the_household_was_visited_again(profile: Profile) -> None:
    visit(profile, "陈桂芳", next_on="2026-11-20")
    visit(profile, "李建国", next_on="2026-11-21")
    profile.clock.at += HOUR  # type: ignore[attr-defined]
    visit(profile, "陈桂芳")
    assert [item.title for item in agenda(profile).items] == ["李建国"]


def test_a_mediation_stands_until_its_session_is_written_up(profile: Profile) -> None:
    record = dispute(
        profile, "漏水纠纷", "mediating", next_session={"at": NOON + 2 * HOUR, "place": "社区调解室"}
    )
    (item,) = agenda(profile).items
    assert (item.what, item.remark, item.at) == ("session", "社区调解室", NOON + 2 * HOUR)
    element = profile.make_id()
    edit_record(profile, record, {f"sessions/{element}": {"at": NOON + 2 * HOUR, "result": "continued"}})
    assert agenda(profile).items == []


def test_each_clause_falls_due_by_itself_until_it_is_performed(profile: Profile) -> None:
    clauses = [
        {"order": 1, "who": "王秀英", "what": "赔偿3000元", "due_on": "2026-11-22"},
        {"order": 2, "who": "王秀英", "what": "修好防水层", "due_on": "2026-11-28"},
    ]
    record = dispute(profile, "漏水纠纷", "agreed", clauses=clauses)
    items = agenda(profile).items
    assert [item.remark for item in items] == ["王秀英 赔偿3000元", "王秀英 修好防水层"]
    edit_record(profile, record, {f"clauses/{items[0].element}/done": "yes"})
    assert [item.remark for item in agenda(profile).items] == ["王秀英 修好防水层"]


def test_the_limit_the_court_and_the_follow_up_of_a_dispute_stand_on_their_days(profile: Profile) -> None:
    dispute(profile, "漏水纠纷", "mediating", accepted_on="2026-10-24")
    record = dispute(profile, "噪声纠纷", "agreed")
    edit_record(profile, record, {"agreement": {"form": "written", "effective_on": "2026-11-16"}})
    assert told(agenda(profile)) == [
        ("limit", "漏水纠纷", date(2026, 11, 23)),
        ("follow_up", "噪声纠纷", date(2026, 11, 23)),
    ]
    edit_record(
        profile, record, {f"followups/{profile.make_id()}": {"at": NOON, "how": "phone", "result": "done"}}
    )
    assert [item.what for item in agenda(profile).items] == ["limit"], "the next time is after thirty days"
    profile.clock.at = NOON + 24 * DAY  # type: ignore[attr-defined]
    assert ("confirmation", "噪声纠纷", date(2026, 12, 16)) in told(agenda(profile))


def test_a_need_stands_until_it_was_answered_and_confirmed(profile: Profile) -> None:
    need = {
        "text": "询问贷款贴息，电话13867890001",
        "handler": "企服中心",
        "due_on": "2026-11-20",
        "urgency": "ordinary",
    }
    heard = visit(profile, "永利五金加工部", needs=[need, {"text": "已当场答复", "answered_on_site": True}])
    (item,) = agenda(profile).items
    assert (item.what, item.record, item.day) == ("need", f"need:{heard}/{item.element}", date(2026, 11, 20))
    assert "13867890001" not in item.title
    path = f"needs/{item.element}"
    edit_record(profile, heard, {f"{path}/answered_on": "2026-11-22"})
    assert [one.stage for one in list_needs(profile)] == [Stage.ANSWERED]
    edit_record(profile, heard, {f"{path}/confirmed": False, f"{path}/answered_on": None})
    assert [one.stage for one in list_needs(profile)] == [Stage.AGAIN]
    edit_record(profile, heard, {f"{path}/confirmed": True, f"{path}/rating": 5})
    assert (agenda(profile).items, list_needs(profile)) == ([], [])


def test_a_need_is_answered_within_working_days(profile: Profile) -> None:
    assert need_deadlines(profile, NOON) == {"urgent": date(2026, 11, 23), "ordinary": date(2026, 11, 27)}
    publish(profile, "policy/needs", 1, {"ordinary": 3, "urgent": "at once"})
    assert need_deadlines(profile, NOON) == {"urgent": date(2026, 11, 23), "ordinary": date(2026, 11, 25)}


def test_a_colleagues_task_and_what_is_done_are_not_on_the_list(profile: Profile) -> None:
    add(profile, "task", title="别人的任务", assignee="shenguoqiang")
    done = add(profile, "task", title="报送花名册", assignee="zhoumin")
    edit_record(profile, done, {"status": "done"})
    assert agenda(profile).items == []


def test_odd_values_from_elsewhere_do_not_take_the_list_away(profile: Profile) -> None:
    dispute(profile, "漏水纠纷", "mediating", next_session={"at": None, "place": 7})
    add(profile, "task", title="x" * 500)
    add(profile, "note", text="\n\n第一行\n第二行")
    assert [item.what for item in agenda(profile).items] == ["task", "note"]


def test_a_week_counts_places_once_a_day(profile: Profile) -> None:
    for where in ("东篱苑3幢", "东篱苑3幢", "西河沿"):
        patrol(profile, where, at=NOON - HOUR)
    patrol(profile, "西河沿", at=NOON - 6 * DAY)
    patrol(profile, "上上周", at=NOON - 7 * DAY)
    found = week(profile)
    assert [count for _, count in found.days] == [1, 0, 0, 0, 0, 0, 2]
    assert found.places == 2
    assert found.days[-1][0] == TODAY
    assert last_of(profile, "patrol") in ("东篱苑3幢", "西河沿")
    assert last_of(profile, "visit") == ""


def test_every_question_is_answered_by_an_index(profile: Profile) -> None:
    """100,000 records must open at once: none of them may be read that is not on the list."""
    plans: list[str] = []

    class Watched:
        def __init__(self, db: Tables) -> None:
            self.db = db

        def execute(self, question: str, values: list[Any]) -> Any:
            plans.extend(str(row[3]) for row in self.db.execute(f"EXPLAIN QUERY PLAN {question}", values))
            return self.db.execute(question, values)

    def ask(db: Tables) -> None:
        watched: Any = Watched(db)
        due.still_open(watched, "task")
        due.to_recheck(watched, "2026-11-30")
        due.to_visit(watched, "2026-10-01", "2026-11-30")
        due.between(watched, "patrol", 0, NOON, 10)

    profile.read(ask)
    used = [plan for plan in plans if "record" in plan or "later" in plan]
    assert all("INDEX record_" in plan for plan in used), used
    assert any("SEARCH later USING" in plan and "record_rechecking (<expr>=?)" in plan for plan in used), used
    for name in (
        "record_open",
        "record_to_recheck",
        "record_rechecking",
        "record_to_visit",
        "record_visited",
    ):
        assert any(name in plan for plan in used), name
