"""The search box finds what a worker remembers of a record: a word, a name by its sound, the end of a number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gridworker.store.database import Database, Tables
from gridworker.store.query import ask
from gridworker.store.search import index_pending, search
from tests.store.cabinet import KEY, only, put, titles

LEAK = "单国强与李秀英漏水纠纷"
NOISE = "广场舞噪音"
DEBT = "曾小生欠薪"


def dispute(title: str, **fields: Any) -> dict[str, Any]:
    return {"title": title, "type": "neighbour", "status": "lead", **fields}


def party(name: str, **fields: Any) -> dict[str, Any]:
    return {"role": "applicant", "type": "person", "name": name, **fields}


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    opened = Database.in_memory()
    put(
        opened,
        "dispute",
        dispute(
            DEBT,
            parties={
                "a": party("曾小生", phone="13957101234"),
                "b": {"role": "respondent", "type": "organisation", "name": "ABC物业公司"},
                "c": party("吕绿", _deleted=True),
            },
            facts="申请人称工资拖欠三个月，双方在微信（WeChat）上约定十一月付清。",
            archive_number="2026-0017",
        ),
        dispute(
            NOISE,
            place={"text": "育才路３号广场", "region": "330109001001"},
            facts="每晚七点半以后音量过大，居民多次反映。",
            tags=["夜间", "噪声"],
        ),
        dispute(
            LEAK,
            parties={
                "a": party("单国强", phone="13800004321", id_number="330109198001011234"),
                "b": party("李秀英", phone="0571-82621234"),
            },
            place={"text": "东篱苑", "region": "330109001001", "building": "3", "unit": "2", "room": "501"},
            facts="楼上卫生间漏水，天花板发霉，联系电话13800004321。",
            mediators={"m": {"name": "解建国"}},
        ),
    )
    put(
        opened,
        "patrol",
        {"place": {"text": "东篱苑31幢", "region": "1"}, "text": "消防通道堆物", "companions": ["仇文乐"]},
    )
    put(
        opened, "visit", {"name": "阿依古丽·买买提", "purpose": "生活困难", "text": "住东篱苑 3 幢，无异常。"}
    )
    put(opened, "task", {"title": "重阳节慰问老人", "text": "带上米和油"})
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("漏", [LEAK]),
        ("漏水", [LEAK]),
        ("水漏", []),
        ("天花板发霉", [LEAK]),
        ("居民 噪声", [NOISE]),
        ("居民 漏水", []),
        ("  漏水\t单国强\n", [LEAK]),
        ("漏水，天花板", [LEAK]),
        ("「漏水」", [LEAK]),
        ("夜间", [NOISE]),
        ("堆物", ["东篱苑31幢 · 消防通道堆物"]),
        ("鑫", []),
    ],
)
def test_by_what_was_written(database: Database, typed: str, found: list[str]) -> None:
    assert titles(database, typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zengxiaosheng", DEBT),
        ("cengxiao", DEBT),
        ("zxs", DEBT),
        ("cxs", DEBT),
        ("zengxs", DEBT),
        ("zxsheng", DEBT),
        ("zxiaos", DEBT),
        ("xiaosheng", DEBT),
        ("xs", DEBT),
        ("qianxin", DEBT),
        ("zxsqx", DEBT),
        ("shanguoqiang", LEAK),
        ("danguoq", LEAK),
        ("sgq", LEAK),
        ("Lixiuying", LEAK),
        ("loushui", LEAK),
        ("sgqylxylsjf", LEAK),
        ("xiejianguo", LEAK),
        ("jiejg", LEAK),
        ("qiuwenyue", "东篱苑31幢 · 消防通道堆物"),
        ("chouwenle", "东篱苑31幢 · 消防通道堆物"),
        ("qwy", "东篱苑31幢 · 消防通道堆物"),
        ("ayglmmt", "阿依古丽·买买提"),
        ("maimaiti", "阿依古丽·买买提"),
        ("chongyang", "重阳节慰问老人"),
        ("zhongyang", "重阳节慰问老人"),
        ("ＺＸＳ", DEBT),
        ("zeng'xiao'sheng", DEBT),
    ],
)
def test_by_how_a_name_sounds(database: Database, typed: str, found: str) -> None:
    assert titles(database, typed) == [found]


@pytest.mark.parametrize(
    "typed", ["zengxiaosheng", "zengxs", "zxsheng", "xiaosheng", "xsqx", "shanguoqiangyulixiuying"]
)
def test_by_as_much_of_a_name_as_is_typed_and_never_by_a_prefix(database: Database, typed: str) -> None:
    (found,) = titles(database, typed)
    for length in range(1, len(typed)):
        assert found in titles(database, typed[:length])
        question = ask(typed[:length])
        # The index would put together all that begins so before it tells the first.
        assert question is not None
        assert "*" not in question.ways[0]


def test_what_an_older_version_indexed_is_indexed_again(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    older = Database(path, KEY)
    put(older, "person", {"name": "单国强"})

    def as_it_was(db: Tables) -> None:
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm015_beginnings_of_names'")
        db.execute(
            "REPLACE INTO search (rowid, words, pinyin) SELECT number, '单 国 强', 'shanguoqiang s sh sha' FROM record"
        )

    older.write(as_it_was)
    assert titles(older, "shang") == []
    older.close()
    newer = Database(path, KEY)
    assert titles(newer, "sha") == ["单国强"]
    assert index_pending(newer) == 1
    assert titles(newer, "shang") == ["单国强"]
    newer.close()


def test_words_that_are_no_names_are_not_found_by_sound(database: Database) -> None:
    assert titles(database, "tianhuaban") == []
    assert titles(database, "gongzi") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("4321", [LEAK]),
        ("13800004321", [LEAK]),
        ("１３８００００４３２１", [LEAK]),
        ("138-0000-4321", [LEAK]),
        ("19800101", [LEAK]),
        ("330109198001011234", [LEAK]),
        ("1234", [LEAK, DEBT]),
        ("0571-8262", [LEAK]),
        ("3-2-501", [LEAK]),
        ("3幢2单元501", [LEAK]),
        ("3幢2单元501室", [LEAK]),
        ("3-2", [LEAK]),
        ("2-501", [LEAK]),
        ("501", [LEAK]),
        ("1-2-501", []),
        ("2026-0017", [DEBT]),
        ("0017", [DEBT]),
        ("3", ["阿依古丽·买买提", "东篱苑31幢 · 消防通道堆物", LEAK, NOISE]),
    ],
)
def test_by_numbers(database: Database, typed: str, found: list[str]) -> None:
    assert titles(database, typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dly3", ["东篱苑31幢 · 消防通道堆物", LEAK]),
        ("dly31", ["东篱苑31幢 · 消防通道堆物"]),
        ("dongliyuan3", ["东篱苑31幢 · 消防通道堆物", LEAK]),
        ("dly501", [LEAK]),
        ("dly3-2-501", [LEAK]),
        ("东篱苑3幢", ["阿依古丽·买买提", LEAK]),
        ("东篱苑501", [LEAK]),
        ("东篱苑3-2-501", [LEAK]),
        ("东篱苑3幢2单元501室", [LEAK]),
        ("单国强4321", [LEAK]),
        ("sgq4321", [LEAK]),
        ("zxs1234", [DEBT]),
        ("育才路3号", [NOISE]),
        ("ycl3", [NOISE]),
        ("sgq 漏水 501", [LEAK]),
    ],
)
def test_by_names_and_numbers_together(database: Database, typed: str, found: list[str]) -> None:
    assert titles(database, typed) == found


def test_by_latin_words(database: Database) -> None:
    assert titles(database, "wechat") == titles(database, "WeChat") == titles(database, "ech") == [DEBT]
    assert titles(database, "abc") == titles(database, "abcwy") == [DEBT]


def test_what_was_removed_from_a_record_is_not_found(database: Database) -> None:
    assert titles(database, "吕绿") == []
    assert titles(database, "lvlv") == []


@pytest.mark.parametrize(
    "typed",
    ["", " ", "，。！", '"', "'", "*", "-", "()", "\0", "🙂", "%", "^", "\ud800", "\u200b", "&nbsp;"[0]],
)
def test_what_asks_nothing_finds_nothing(database: Database, typed: str) -> None:
    assert search(database, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        '漏水"',
        "漏水*",
        "漏水\0",
        "words:漏水",
        "漏水 OR",
        "NOT 漏水",
        "NEAR(漏水)",
        '漏水" OR "',
        "{漏水}",
        "漏水🙂",
        "-漏水",
    ],
)
def test_nothing_that_is_typed_is_syntax(database: Database, typed: str) -> None:
    letters = "".join(filter(str.isascii, typed)).strip('*"\0{}- ')
    assert titles(database, typed) == ([] if letters else [LEAK])


def test_a_pasted_book_is_asked_by_its_beginning(database: Database) -> None:
    assert titles(database, "楼上卫生间漏水" + " 漏水" * 200_000) == [LEAK]
    assert search(database, "书" * 1_000_000) == []
    assert search(database, "1" * 1_000_000) == []
    assert search(database, "z" * 1_000_000) == []


def test_newest_first_and_no_more_than_asked_for(database: Database) -> None:
    everywhere = titles(database, "东篱苑")
    assert everywhere == ["阿依古丽·买买提", "东篱苑31幢 · 消防通道堆物", LEAK]
    assert titles(database, "东篱苑", limit=2) == everywhere[:2]
    assert titles(database, "东篱苑", limit=0) == []


def test_an_identity_number_that_ends_in_a_letter_is_found() -> None:
    opened = Database.in_memory()
    put(opened, "dispute", dispute(LEAK, parties={"a": party("李建国", id_number="33010919800101123X")}))
    for typed in ("33010919800101123X", "33010919800101123x", "李建国33010919800101123X"):
        assert titles(opened, typed) == [LEAK]
    opened.close()


def test_among_some_kinds_only(database: Database) -> None:
    assert titles(database, "东篱苑", kinds={"dispute"}) == [LEAK]
    assert len(titles(database, "东篱苑", kinds=["dispute", "visit"])) == 2
    assert titles(database, "东篱苑", kinds=[]) == titles(database, "东篱苑", kinds=["vehicle"]) == []


def test_a_snippet_shows_the_words_around_the_hit(database: Database) -> None:
    assert only(search(database, "发霉")).snippet == "楼上卫生间漏水，天花板发霉，联系电话138****4321。"
    assert only(search(database, "wechat")).snippet.endswith("双方在微信（WeChat）上约定十一月付清。")
    assert only(search(database, "xiejianguo")).snippet == "解建国"
    assert only(search(database, "3-2-501")).snippet == "东篱苑3幢2单元501室"


def test_numbers_that_identify_a_person_are_masked_in_snippets(database: Database) -> None:
    assert only(search(database, "19800101")).snippet == "330109********1234"
    assert only(search(database, "8262")).snippet == "0571-****1234"
    for typed in ("13800004321", "330109198001011234", "4321", "单国强"):
        shown = only(search(database, typed)).snippet
        assert "13800004321" not in shown
        assert "19800101" not in shown


def test_hits_carry_what_a_list_needs(database: Database) -> None:
    hit = only(search(database, "慰问"))
    assert (hit.kind, hit.title, hit.id) == ("task", "重阳节慰问老人", f"record-{hit.number}")
