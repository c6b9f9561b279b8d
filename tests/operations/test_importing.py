"""Zhou Min takes over the tables of her predecessor: what can be taken is, what cannot is named, nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from gridworker.domain.errors import ComputerTrouble, NotAllowed, PersonCanMend
from gridworker.environment.language import LANGUAGES
from gridworker.environment.wording import describe
from gridworker.operations.export import Wanted, export
from gridworker.operations.households import MoveIn, MoveOut, move_in, move_out
from gridworker.operations.import_columns import RECORD_ID, SKIPPED, understood
from gridworker.operations.import_layout import Layout, find_trouble, read_layout
from gridworker.operations.import_template import EXAMPLE, write_template
from gridworker.operations.importing import How, Outcome, Preview, Watch, carry_out, look_at, write_refused
from gridworker.operations.records import add_record, list_records, show_record
from gridworker.operations.registry import homes, open_card, staircases
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from tests.documents.tables import PEOPLE, xlsx
from tests.laptop import laptop

HEAD = ("姓名", "证件号码", "手机号（必填）", "住址", "与户主关系")


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def look(profile: Profile, path: Path, rows: Sequence[Sequence[Any]], kind: str = "person") -> Preview:
    return look_at(profile, kind, xlsx(path / "t.xlsx", rows))


def take(
    profile: Profile, path: Path, rows: Sequence[Sequence[Any]], kind: str = "person", **how: Any
) -> Outcome:
    return carry_out(profile, look(profile, path, rows, kind), How(**how))


def people(profile: Profile) -> dict[str, dict[str, Any]]:
    return {body["name"]: body for body in list_records(profile, "person", [], 100, None)}


def reasons(preview: Preview) -> list[tuple[int, list[tuple[str, str]]]]:
    return [(one.line, [(flaw.header, flaw.code) for flaw in one.flaws]) for one in preview.refused]


def test_a_table_of_people_fills_the_buildings(profile: Profile, tmp_path: Path) -> None:
    preview = look(profile, tmp_path, (("西河路社区人口表",), *PEOPLE))
    assert (preview.layout.header_line, preview.rows, preview.bad, preview.known) == (2, 3, 0, 0)
    assert people(profile) == {}
    outcome = carry_out(profile, preview, How())
    assert (outcome.counts.added, outcome.counts.homes, outcome.left) == (3, 1, 0)
    assert [tuple(one) for one in staircases(profile)] == [("东篱苑", "3", "2", 1)]
    (home,) = homes(profile, "东篱苑", "3", "2")
    assert (home.room, home.head, home.living) == ("501", "李建国", 2)
    li, wang = people(profile)["李建国"], people(profile)["王秀英"]
    assert (li["relation"], li["birth_on"], li["sex"], li["place"]["region"]) == (
        "head", "1980-01-01", "male", "330109001035003",
    )  # fmt: skip
    assert (wang["relation"], wang["phone"], wang["text"]) == ("spouse", "13812345678", "有高血压")
    assert "household_id" not in people(profile)["来阿凤"]


def test_each_bad_line_is_named_and_the_rest_is_taken(profile: Profile, tmp_path: Path) -> None:
    rows = (
        ("姓名", "证件号码", "出生日期", "手机", "居住性质"),
        ("李建国", 330109198001011230.0, "", "", ""),
        ("", "", "", "13812345678", ""),
        ("王秀英", "", "三月七日", "", ""),
        ("来阿凤", "", 17599, "", "常住"),
        ("沈大明", "", "1950.3.7", "1381234", ""),
        ("骆永康", "", "", "", "不清楚"),
        ("张**", "", "", "138****5678", ""),
    )
    preview = look(profile, tmp_path, rows)
    assert reasons(preview) == [
        (2, [("证件号码", "lost_digits")]),
        (3, [("姓名", "required")]),
        (4, [("出生日期", "date")]),
        (7, [("居住性质", "choice")]),
        (8, [("姓名", "masked")]),
    ]
    assert (preview.rows, preview.doubts) == (2, 1)
    refused = tmp_path / "待改.xlsx"
    assert carry_out(profile, preview, How()).counts.added == 2
    assert write_refused(profile, preview, refused, "zh_CN") == 5
    assert people(profile)["来阿凤"]["birth_on"] == "1948-03-07"
    assert people(profile)["来阿凤"]["residence"] == "registered"
    # What was written out can be mended and imported as it is.
    again = look_at(profile, "person", refused)
    assert (again.rows, again.bad, again.unknown) == (1, 4, [])


def test_who_is_on_file_fills_up_stays_or_comes_twice_as_one_wishes(profile: Profile, tmp_path: Path) -> None:
    number = "330109198001011234"
    known = add_record(
        profile, "person", {"name": "李建国", "id_number": number, "phone": "13900000001"}
    ).ids[0]
    rows = (HEAD, ("李建国", number, "13812345678", "西河路18号", ""), ("李建国", number, "", "", ""))
    preview = look(profile, tmp_path, rows)
    assert (preview.rows, preview.known, preview.twice) == (2, 2, 0)
    assert carry_out(profile, preview, How("skip")).counts[:3] == (0, 0, 2)
    assert "place" not in show_record(profile, known)
    assert carry_out(profile, preview, How("fill")).counts[:3] == (0, 1, 1)
    filled = show_record(profile, known)
    assert (filled["phone"], filled["place"]["text"]) == ("13900000001", "西河路18号")
    assert carry_out(profile, preview, How("add")).counts[:3] == (2, 0, 0)
    assert len(list_records(profile, "person", [], 10, None)) == 3


def test_a_shared_telephone_or_name_makes_nobody_the_same(profile: Profile, tmp_path: Path) -> None:
    rows = (
        ("姓名", "出生日期", "电话", "身份证号"),
        ("李建国", "1980-01-01", "13812345678", "330109198001011234"),
        ("王秀英", "1981-01-01", "13812345678", ""),
        ("李建国", "1980-01-01", "", "330109198001019999"),
        ("李建国", "1980-01-01", "", ""),
    )
    preview = look(profile, tmp_path, rows)
    assert (preview.known, preview.twice) == (0, 2)
    assert carry_out(profile, preview, How()).counts[:3] == (3, 0, 1)


def test_a_line_repeated_in_the_table_is_one_record(profile: Profile, tmp_path: Path) -> None:
    home = add_record(
        profile, "household", {"place": {"text": "东篱苑", "building": "3", "unit": "2", "room": "501"}}
    ).ids[0]
    on_file = add_record(profile, "person", {"name": "王秀英", "household_id": home}).ids[0]
    rows = (
        HEAD,
        ("王秀英", "", "", "东篱苑3幢2单元501", "妻"),
        ("李建国", "", "", "东篱苑３－２－５０１", ""),
        ("李建国", "", "", "东篱苑3-2-501", ""),
    )
    preview = look(profile, tmp_path, rows)
    assert (preview.known, preview.twice) == (1, 1)
    assert carry_out(profile, preview, How()).counts == (1, 1, 1, 0)
    assert show_record(profile, on_file)["relation"] == "spouse"
    assert {one.name for one in open_card(profile, home).residents} == {"王秀英", "李建国"}


def test_whoever_comes_twice_or_behind_their_home_in_one_batch_meets_what_the_table_just_made(
    profile: Profile, tmp_path: Path
) -> None:
    room = "东篱苑3幢2单元501室"
    rows = (
        HEAD,
        ("王秀英", "", "", room, "妻"),
        ("李建国", "330109198001011234", "", room, "户主"),
        ("李建国", "330109198001011234", "13812345678", room, "户主"),
    )
    assert take(profile, tmp_path, rows).counts == (2, 1, 0, 1)
    (home,) = homes(profile, "东篱苑", "3", "2")
    assert (home.head, home.living) == ("李建国", 2)
    assert people(profile)["李建国"]["phone"] == "13812345678"


def test_who_was_imported_moves_out_and_in_like_anybody(profile: Profile, tmp_path: Path) -> None:
    take(profile, tmp_path, PEOPLE)
    li = people(profile)["李建国"]
    home = li["household_id"]
    move_out(profile, MoveOut(li["id"], None, "搬走"))
    card = open_card(profile, home)
    assert ([one.name for one in card.residents], [one.name for one in card.former]) == (
        ["王秀英"],
        ["李建国"],
    )
    assert not card.seen.get("head_id")
    move_in(profile, MoveIn(li["id"], home, None, "head"))
    assert open_card(profile, home).seen["head_id"] == li["id"]


@pytest.mark.parametrize(
    ("kind", "rows", "first"),
    [
        (
            "household",
            (("小区", "幢", "单元", "室", "房屋用途"),
             ("东篱苑", 3, 2, 501, "出租房"), ("东篱苑", "3幢", "2单元", "502室", "")),
            {"use": "rent"},
        ),
        (
            "place",
            (("店名", "类型", "地址", "负责人", "电话", "统一社会信用代码", "巡查周期"),
             ("来记面馆", "面馆", "西河路18号", "来小妹", 13812345678.0, "91330109MA2XXXXX0a", "30天")),
            {"type": "restaurant", "phone": "13812345678", "uscc": "91330109MA2XXXXX0A", "check_every": 30},
        ),
        ("enterprise", (("公司名称", "企业规模"), ("萧山机械厂", "小型企业")), {"size": "small"}),
    ],
)  # fmt: skip
def test_homes_places_and_businesses_come_in_their_own_words(
    profile: Profile, tmp_path: Path, kind: str, rows: Any, first: dict[str, Any]
) -> None:
    outcome = take(profile, tmp_path, rows, kind)
    assert outcome.counts.added == len(rows) - 1
    body = list_records(profile, kind, [], 10, None)[-1]
    assert {name: body[name] for name in first} == first
    assert take(profile, tmp_path, rows, kind).counts[:3] == (0, 0, len(rows) - 1)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_export_comes_back(profile: Profile, tmp_path: Path, language: str, form: str) -> None:
    take(profile, tmp_path, PEOPLE)
    out = tmp_path / f"export.{form}"
    for kind in ("person", "household"):
        export(profile, kind, form, out, plain=True, reason="移交", wanted=Wanted(language=language))
        assert carry_out(profile, look_at(profile, kind, out), How()).counts.added == 0
        other = laptop(seed=2)
        preview = look_at(other, kind, out)
        assert (preview.bad, carry_out(other, preview, How()).left) == (0, 0)
        names = ("name", "place", "phone", "id_number", "relation", "birth_on", "use")
        was, came = (list_records(one, kind, [], 100, None) for one in (profile, other))
        assert _told(was, names) == _told(came, names)
        other.close()


def test_the_id_is_known_however_its_head_is_written() -> None:
    heads = ("记录编号", "Record id", "record id")
    assert {understood("person", head).target for head in heads} == {RECORD_ID}


def _told(bodies: list[dict[str, Any]], names: tuple[str, ...]) -> list[str]:
    return sorted(str([body.get(name) for name in names]) for body in bodies)


def test_covered_numbers_overwrite_nothing(profile: Profile, tmp_path: Path) -> None:
    person = add_record(
        profile, "person", {"name": "李建国", "phone": "13812345678", "place": {"text": "西河路18号"}}
    ).ids[0]
    out = tmp_path / "masked.xlsx"
    export(profile, "person", "xlsx", out, plain=False, reason="")
    preview = look_at(profile, "person", out)
    carry_out(profile, preview, How())
    assert show_record(profile, person)["phone"] == "13812345678"
    assert len(list_records(profile, "person", [], 10, None)) == 1


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ((("物业费", "面积"), ("1", "2")), "table_no_headers", ("姓名", "Name")),
        ((("电话", "住址"), ("1", "2")), "table_column_missing", ("“姓名”", "column Name is")),
        ((("姓名", "电话", "手机号"), ("李", "1", "2")), "table_column_twice", ("手机号", "手机号")),
        ((), "table_no_headers", ("姓名", "Name")),
    ],
)
def test_wrong_columns_are_said_before_anything_is_done(
    profile: Profile, tmp_path: Path, rows: Any, code: str, said: tuple[str, str]
) -> None:
    with pytest.raises(PersonCanMend) as trouble:
        look(profile, tmp_path, rows)
    assert trouble.value.code == code
    for language, words in zip(LANGUAGES, said, strict=True):
        assert words in describe(trouble.value, language)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("kind", ["person", "household", "place", "enterprise"])
def test_a_template_filled_in_is_imported_without_a_word(
    profile: Profile, tmp_path: Path, kind: str, language: str
) -> None:
    out = tmp_path / "模板.xlsx"
    write_template(kind, out, language)
    empty = look_at(profile, kind, out)
    assert all(column.is_known for column in empty.columns)
    assert (empty.rows, empty.bad) == (0, 0)

    # Somebody copies the example, takes the mark away and types over it.
    book: Any = load_workbook(out)
    sheet: Any = book.active
    example = [cell.value for cell in sheet[5]]
    mine = [str(value).removeprefix(EXAMPLE.said(language)) for value in example]
    for place, value in enumerate(mine, start=1):
        sheet.cell(6, place, value)
    book.save(out)
    filled = look_at(profile, kind, out)
    assert (filled.rows, filled.bad, filled.unknown) == (1, 0, [])
    assert carry_out(profile, filled, How()).counts.added == 1
    (body,) = list_records(profile, kind, [], 5, None)
    assert body["place"]["text"]
    assert set(body) >= {
        column.target for column in empty.columns if column.target not in ("text", "place")
    } - {"ethnicity"}


def strange(path: Path) -> Path:
    """A table whose headers nobody could know."""
    return xlsx(
        path / "strange.xlsx",
        (("某社区花名册",), ("称呼", "号码一", "号码二"), ("李建国", "13812345678", "甲")),
    )


def test_a_person_says_what_the_columns_are_and_tables_of_that_shape_are_known_from_then_on(
    profile: Profile, tmp_path: Path
) -> None:
    table = strange(tmp_path)
    layout = read_layout(profile, "person", table)
    assert (layout.header_line, layout.samples[0], layout.remembered) == (2, ["李建国"], False)
    trouble = find_trouble("person", layout)
    assert trouble is not None
    assert trouble.code == "table_no_headers"
    mapped = layout.with_target(0, "name").with_target(1, "phone").with_target(2, SKIPPED)
    assert find_trouble("person", mapped) is None
    preview = look_at(profile, "person", table, layout=mapped)
    # Looking alone keeps nothing.
    assert not read_layout(profile, "person", table).remembered
    carry_out(profile, preview, How())
    assert people(profile)["李建国"]["phone"] == "13812345678"

    def columns() -> Layout:
        return read_layout(profile, "person", table)

    assert columns() == mapped._replace(remembered=True)
    assert look_at(profile, "person", table).known == 1
    # Of another kind, or with one more column, it is another table.
    assert not read_layout(profile, "enterprise", table).remembered
    xlsx(table, (("称呼", "号码一", "号码二", "号码三"), ("李建国", "1", "2", "3")))
    assert not columns().remembered


def test_what_was_taken_back_is_forgotten(profile: Profile, tmp_path: Path) -> None:
    table = xlsx(tmp_path / "t.xlsx", (("姓名", "电话", "备用"), ("李建国", "13812345678", "13900000001")))
    wrong = read_layout(profile, "person", table).with_target(1, SKIPPED).with_target(2, "phone")
    carry_out(profile, look_at(profile, "person", table, layout=wrong), How())
    kept = read_layout(profile, "person", table)
    assert kept.remembered
    right = kept.with_target(1, "phone").with_target(2, "")
    carry_out(profile, look_at(profile, "person", table, layout=right), How())
    assert not read_layout(profile, "person", table).remembered


def test_stopped_half_way_leaves_whole_records_and_goes_on_next_time(
    profile: Profile, tmp_path: Path
) -> None:
    rows = [HEAD, *((f"张{at}", "", f"138{at:08d}", "", "") for at in range(450))]
    preview = look(profile, tmp_path, rows)
    told: list[tuple[int, int]] = []
    outcome = carry_out(
        profile, preview, How(), Watch(lambda *done: told.append(done), lambda: len(told) == 2)
    )
    assert (outcome.counts.added, outcome.left) == (200, 250)
    assert told == [(100, 450), (200, 450)]
    assert carry_out(profile, preview, How()).counts[:3] == (250, 0, 200)


def test_a_full_disk_leaves_the_batches_before_and_nothing_by_half(
    profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [HEAD, *((f"张{at}", "", f"138{at:08d}", "", "") for at in range(150))]
    preview = look(profile, tmp_path, rows)
    write, calls = profile.write, []

    def full(work: Any) -> Any:
        calls.append(work)
        if len(calls) < 2:
            return write(work)

        def fails_behind_it(db: Tables) -> None:
            work(db)
            raise ComputerTrouble("disk_full")

        return write(fails_behind_it)

    monkeypatch.setattr(profile, "write", full)
    with pytest.raises(ComputerTrouble):
        carry_out(profile, preview, How())
    monkeypatch.undo()
    assert len(list_records(profile, "person", [], 500, None)) == 100
    assert carry_out(profile, preview, How()).counts[:3] == (50, 0, 100)


def test_a_file_changed_behind_the_preview_is_looked_at_again(profile: Profile, tmp_path: Path) -> None:
    preview = look(profile, tmp_path, PEOPLE)
    xlsx(tmp_path / "t.xlsx", PEOPLE[:2])
    with pytest.raises(PersonCanMend) as trouble:
        carry_out(profile, preview, How())
    assert trouble.value.code == "table_changed"


def test_who_may_only_read_imports_nothing(tmp_path: Path) -> None:
    auditor = laptop("auditor", role="auditor")
    with pytest.raises(NotAllowed):
        look(auditor, tmp_path, PEOPLE)
    auditor.close()
