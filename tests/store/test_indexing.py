"""The index of the search box follows what is saved, moved, deleted and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gridworker.store.database import Database
from gridworker.store.search import compact, forget, index_pending, search
from tests.store.cabinet import put, titles


@pytest.fixture
def own() -> Iterator[Database]:
    opened = Database.in_memory()
    yield opened
    opened.close()


def change(database: Database, record: str, **columns: Any) -> None:
    marks = ", ".join(f"{name} = ?" for name in columns)
    database.write(
        lambda db: db.execute(
            f"UPDATE record SET {marks}, indexed = 0 WHERE id = ?", [*columns.values(), record]
        )
    )


def test_the_index_follows_what_the_screen_shows(own: Database) -> None:
    (record,) = put(own, "note", {"text": "门禁坏了"})
    change(own, record, view='{"text": "门禁修好了"}')
    assert titles(own, "坏了") == ["门禁修好了"]
    assert index_pending(own) == 1
    assert titles(own, "坏了") == []
    assert titles(own, "修好") == ["门禁修好了"]
    assert index_pending(own) == 0


def test_a_deleted_record_is_gone_at_once_and_comes_back(own: Database) -> None:
    (record,) = put(own, "note", {"text": "门禁坏了"})
    change(own, record, deleted=1)
    assert titles(own, "门禁") == []
    assert index_pending(own) == 1
    change(own, record, deleted=0)
    assert index_pending(own) == 1
    assert titles(own, "门禁") == ["门禁坏了"]


def test_a_record_that_moves_in_time_is_found_once_in_its_new_place(own: Database) -> None:
    older, newer = put(own, "note", {"text": "门禁坏了，三幢"}, {"text": "门禁坏了，五幢"})

    def move(db: Any) -> None:
        (number,) = db.execute("SELECT number FROM record WHERE id = ?", [older]).fetchone()
        forget(db, number)
        db.execute("UPDATE record SET number = number + 5000, indexed = 0 WHERE id = ?", [older])

    own.write(move)
    assert index_pending(own) == 1
    assert [hit.id for hit in search(own, "门禁")] == [older, newer]


def test_records_of_kinds_and_shapes_nobody_knows_stop_nothing(own: Database) -> None:
    put(own, "spaceship", {"text": "门禁"})
    odd = {
        "text": 5,
        "place": "here",
        "tags": {"a": 1},
        "companions": [7, None, "来芳"],
        "answers": ["x"],
        "at": "now",
    }
    put(own, "patrol", odd, {"place": {"text": None, "building": ["3"]}, "extra": {"a": 1}})
    own.write(
        lambda db: db.execute(
            "INSERT INTO record (number, id, stream, kind, base) VALUES (1, 'no object', 'grid', 'note', '[\"门禁\"]')"
        )
    )
    put(own, "note", {"text": "门禁坏了"})
    assert titles(own, "门禁") == ["门禁坏了"]
    assert len(search(own, "laifang")) == 1
    assert index_pending(own) == 0


def test_indexing_stops_when_asked_and_goes_on_later(own: Database) -> None:
    bodies = [{"text": f"第{number}户无异常"} for number in range(40)]
    put(own, "note", *bodies)
    own.write(lambda db: db.execute("UPDATE record SET indexed = 0"))
    asked: list[int] = []

    def after_two() -> bool:
        asked.append(1)
        return len(asked) > 2

    assert index_pending(own, batch=10, should_stop=after_two) == 20
    assert index_pending(own, batch=10) == 20
    assert len(search(own, "异常", limit=100)) == 40


def test_a_record_saved_while_its_words_were_read_is_indexed_again(own: Database) -> None:
    (record,) = put(own, "note", {"text": "门禁坏了"})
    change(own, record, view='{"text": "门禁又坏了"}')
    saves = iter(["门禁修好了"])

    def somebody_saves() -> bool:
        for text in saves:
            change(own, record, view=f'{{"text": "{text}"}}')
        return False

    index_pending(own, batch=1, should_stop=somebody_saves)
    assert titles(own, "修好") == ["门禁修好了"]
    assert titles(own, "又坏") == []


def test_words_of_what_was_forgotten_leave_the_file(own: Database) -> None:
    (record,) = put(own, "note", {"text": "鑫鑫超市"})
    change(own, record, deleted=1)
    index_pending(own)
    compact(own)

    def words(db: Any) -> list[str]:
        db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search, row)")
        return [row[0] for row in db.execute("SELECT term FROM temp.vocabulary")]

    assert "鑫" not in own.write(words)
