"""Whatever is written is found by any piece of it, and whatever is typed is answered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.store.database import Database
from gridworker.store.pinyin import find_sound
from gridworker.store.search import search
from gridworker.store.words import fold
from tests.store.cabinet import put

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
RARE = st.sampled_from("㛃䶮𬭚𠀀〇々")
TYPED = st.sampled_from("0123456789０３８abzＡＺ幢栋单元室号-－ ，。·（）\t\n\u0301\u200bİßΣ①㎡…🙂ᦰ가が")
TEXT = st.text(HAN | RARE | TYPED | st.characters(codec="utf-8"), min_size=1, max_size=60)
ANYTHING = st.text(st.characters() | TYPED | HAN, max_size=80)


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    opened = Database.in_memory()
    put(opened, "note", {"text": "东篱苑3幢2单元501室漏水，联系13800004321"})
    yield opened
    opened.close()


def is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH")


@given(text=TEXT, data=st.data())
def test_every_piece_with_a_han_character_finds_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : data.draw(st.integers(start + 1, len(text)))]
    if not any(map(is_han, piece)):
        piece = data.draw(HAN)
        text = f"{text[:start]}{piece}{text[start:]}"
    database = Database.in_memory()
    try:
        for kind, body in (("note", {"text": text}), ("task", {"title": text})):
            put(database, kind, body)
        assert [hit.kind for hit in search(database, piece)] == ["task", "note"]
    finally:
        database.close()


def test_numbers_with_signs_between_them_are_found_as_they_stand() -> None:
    database = Database.in_memory()
    put(database, "note", {"text": "录像00:00:000处，浙A·12345"})
    for piece in ("录像00:00:000", "00:00:000处", "00:00:000", "浙A·12345", "浙A12345"):
        assert len(search(database, piece)) == 1, piece
    database.close()


@given(text=TEXT, data=st.data())
def test_every_beginning_of_a_sound_is_found_in_any_title(text: str, data: st.DataObject) -> None:
    text = f"{text[:20]}，单小生"
    typed = data.draw(st.sampled_from(["s", "shan", "shanxiaosheng", "dxs", "shanxs", "xiaosh"]))
    database = Database.in_memory()
    put(database, "task", {"title": text})
    assert len(search(database, typed)) == 1
    assert find_sound(text, typed) is not None
    database.close()


@given(typed=ANYTHING, limit=st.integers(-1, 60))
def test_whatever_is_typed_is_answered(database: Database, typed: str, limit: int) -> None:
    assert len(search(database, typed, limit=limit)) <= 1


@given(text=ANYTHING)
def test_a_piece_of_a_text_folds_to_a_piece_of_the_folded_text(text: str) -> None:
    for at in range(len(text) + 1):
        assert fold(text) == fold(text[:at]) + fold(text[at:])
