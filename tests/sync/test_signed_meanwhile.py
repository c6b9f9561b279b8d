"""Two mediators write the same clause, one of them has it signed: what was signed is what may be chosen."""

from __future__ import annotations

import pytest

from gridworker.domain import mediation
from gridworker.domain.agreement import is_as_signed, terms
from gridworker.domain.errors import InvalidRecord
from gridworker.environment.wording import describe
from gridworker.operations.conflicts import list_conflicts, resolve
from gridworker.operations.disputes import open_case
from gridworker.operations.records import add_record, edit_record, show_record
from gridworker.operations.refusals import list_refused
from gridworker.store.profile import Profile
from tests.sync.direct import Town


def with_clause(town: Town, zhou: Profile, shen: Profile) -> tuple[str, str]:
    """A dispute that both know, and the path of what its clause says."""
    party = {"role": "applicant", "type": "person", "name": "来阿凤"}
    clause = {"order": 1, "who": "王秀英", "what": "赔偿 3000 元", "due_on": "2026-12-01"}
    fields = {"title": "楼上漏水", "type": "neighbour", "parties": [party], "clauses": [clause]}
    record = add_record(zhou, "dispute", fields).ids[0]
    for laptop in (zhou, shen, zhou):
        town.sync(laptop, until_empty=True)
    ((element, _),) = mediation.clauses(open_case(zhou, record).seen)
    return record, f"clauses/{element}/what"


def sign(profile: Profile, record: str) -> None:
    signed = {"form": "written", "signed_on": "2026-11-20", "terms": terms(open_case(profile, record).seen)}
    edit_record(profile, record, {"agreement": signed})


def said_by(profile: Profile, record: str, path: str) -> str:
    _, element, member = path.split("/")
    return str(show_record(profile, record)["clauses"][element][member])


@pytest.mark.parametrize("signed_first", [True, False])
def test_only_what_was_signed_may_be_chosen_whoever_comes_first(
    town: Town, zhou: Profile, shen: Profile, *, signed_first: bool
) -> None:
    record, path = with_clause(town, zhou, shen)
    edit_record(zhou, record, {path: "赔偿 4800 元"})
    sign(zhou, record)
    edit_record(shen, record, {path: "赔偿 6000 元"})
    first, second = (zhou, shen) if signed_first else (shen, zhou)
    town.sync(first, until_empty=True)
    town.sync(second, until_empty=True)
    assert [entry["path"] for entry in list_conflicts(second)] == [path]
    wrong, right = ("mine", "theirs") if second is shen else ("theirs", "mine")
    for keep in (wrong, "赔偿 9000 元"):
        with pytest.raises(InvalidRecord) as held:
            resolve(second, record, path, keep)
        assert (held.value.code, held.value.paths) == ("IMMUTABLE", [(path, "signed")])
        assert "补充条款" in describe(held.value, "zh_CN")
    resolve(second, record, path, right)
    for laptop in (second, first, second):
        town.sync(laptop, until_empty=True)
    for laptop in (zhou, shen):
        assert said_by(laptop, record, path) == "赔偿 4800 元"
        assert is_as_signed(show_record(laptop, record))
        assert list_conflicts(laptop) == []


def test_several_disputed_terms_are_put_right_one_by_one(town: Town, zhou: Profile, shen: Profile) -> None:
    record, what = with_clause(town, zhou, shen)
    due = what.replace("/what", "/due_on")
    edit_record(zhou, record, {what: "赔偿 4800 元", due: "2026-12-20"})
    sign(zhou, record)
    edit_record(shen, record, {what: "赔偿 6000 元", due: "2027-01-31"})
    for laptop in (shen, zhou):
        town.sync(laptop, until_empty=True)
    assert not is_as_signed(town.district.show_record(record).body)
    for path in (what, due):
        with pytest.raises(InvalidRecord):
            resolve(zhou, record, path, "theirs")
        resolve(zhou, record, path, "mine")
    town.sync(zhou, until_empty=True)
    assert is_as_signed(show_record(zhou, record))


def test_who_had_not_heard_of_the_signature_is_not_refused_and_the_case_says_what_differs(
    town: Town, zhou: Profile, shen: Profile
) -> None:
    record, path = with_clause(town, zhou, shen)
    edit_record(zhou, record, {path: "赔偿 4800 元"})
    town.sync(zhou, until_empty=True)
    edit_record(shen, record, {path: "赔偿 6000 元"})
    town.sync(shen, until_empty=True)
    town.sync(zhou, until_empty=True)
    sign(zhou, record)
    resolve(shen, record, path, "mine")
    for laptop in (zhou, shen, zhou):
        town.sync(laptop, until_empty=True)
    assert list_refused(shen) == []
    assert said_by(zhou, record, path) == "赔偿 6000 元"
    assert not is_as_signed(show_record(zhou, record))
    edit_record(zhou, record, {path: "赔偿 4800 元"})
    for laptop in (zhou, shen):
        town.sync(laptop, until_empty=True)
        assert is_as_signed(show_record(laptop, record))
