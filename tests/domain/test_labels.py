"""Every kind, field, choice and doubt has a word in both languages, and no word is left over."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from gridworker.domain import identifiers
from gridworker.domain.everyrecord import EVERY_RECORD
from gridworker.domain.fields import Field
from gridworker.domain.kinds import KINDS
from gridworker.domain.roles import Role

CATALOGS = Path(__file__).parents[2] / "resources" / "catalogs"
ZH, EN = (
    tomllib.loads((CATALOGS / f"labels.{language}.toml").read_text(encoding="utf-8"))
    for language in ("zh_CN", "en")
)
SHARED = {*EVERY_RECORD, "place", "_deleted", "_conflicts"}


def keys(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, (*above, name))
        else:
            yield (*above, name)


def declared(fields: Mapping[str, Field]) -> Iterator[tuple[str, Field]]:
    for name, field in fields.items():
        yield name, field
        for member, inner in field.members.items():
            yield f"{name}/{member}", inner


def codes(field: Field) -> set[str]:
    return {*field.choices, *field.transitions}


def test_both_languages_have_the_same_keys() -> None:
    assert list(keys(ZH)) == list(keys(EN))


@pytest.mark.parametrize("labels", [ZH, EN])
def test_no_word_is_empty(labels: dict[str, Any]) -> None:
    for path in keys(labels):
        word: Any = labels
        for name in path:
            word = word[name]
        assert isinstance(word, str)
        assert word.strip() == word != ""


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_every_field_and_choice_of_a_kind_has_a_word(kind: Any) -> None:
    own = ZH[kind.code]
    assert own["_kind"]
    expected = {path for path, _ in declared(kind.fields) if path.split("/")[0] not in SHARED}
    assert set(own["fields"]) == expected
    for path, field in declared(kind.fields):
        labels = ZH["record"] if path.split("/")[0] in SHARED else own
        if codes(field):
            assert set(labels["choices"][path]) == codes(field)


def test_choices_belong_to_fields() -> None:
    for kind in KINDS.values():
        assert set(ZH[kind.code].get("choices", {})) <= set(ZH[kind.code]["fields"])


def test_fields_of_every_record_have_a_word() -> None:
    place = KINDS["patrol"].fields["place"]
    assert {path for path, _ in declared(EVERY_RECORD | {"place": place})} <= set(ZH["record"]["fields"])


def test_every_role_and_level_has_a_word() -> None:
    assert {role.value for role in Role} <= set(ZH["roles"])
    assert set(ZH["levels"]) == {"district", "town", "village", "grid"}


def test_every_doubt_about_a_number_has_a_word() -> None:
    source = Path(identifiers.__file__).read_text(encoding="utf-8")
    assert set(ZH["doubts"]) == set(re.findall(r'Doubt\("(\w+)"\)', source))
