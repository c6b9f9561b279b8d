"""What a person may want to look at again after a save: it was saved as typed, nothing here refuses anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from gridworker.cli.frame import Call, Words
from gridworker.domain.fields import Merge
from gridworker.domain.identifiers import Doubt, check_id_number, check_phone, check_uscc
from gridworker.domain.kinds import KINDS
from gridworker.environment.labels import labels

_LOOK = Words(
    "已照样保存，请再看一眼：{label}（{path}）{doubt}",
    "Saved as it is, but please look again: {label} ({path}): {doubt}",
)
_UNKNOWN = Words("不是已知的字段，名称可能写错了", "this field is not known; its name may be mistyped")

_ID_TYPES = (None, "", "resident", "hmt_permit", "foreign_permit")
_CHECKS: dict[str, Callable[[str, date], Doubt | None]] = {
    "id_number": check_id_number,
    "phone": lambda text, _today: check_phone(text),
    "uscc": lambda text, _today: check_uscc(text),
}


def tell_doubts(call: Call, kind: str, values: Mapping[str, Any], today: date) -> None:
    """Tells what looks odd in values by path: a field that is not declared, a number whose check digit is wrong."""
    named = labels(call.language)
    for path, code in _doubts(kind, values, today):
        doubt = named.word("doubts", code) if code else call.said(_UNKNOWN)
        call.tell(call.said(_LOOK, label=named.path(kind, path), path=path, doubt=doubt))


def _doubts(kind: str, values: Mapping[str, Any], today: date) -> Iterator[tuple[str, str]]:
    fields = KINDS[kind].fields
    for path, value in values.items():
        head, *beneath = path.split("/")
        if head not in fields and not head.startswith("_"):
            yield path, ""
        elif isinstance(value, str):
            yield from _in_text(path, (beneath or [head])[-1], value, today)
        elif head in fields and fields[head].merge is Merge.ELEMENTS:
            yield from _in_elements(path, beneath, value, today)


def _in_elements(path: str, beneath: list[str], value: Any, today: date) -> Iterator[tuple[str, str]]:
    """Doubts in a collection or, beneath its field, in one element."""
    elements = {"": value} if beneath else dict(enumerate(value)) if isinstance(value, list) else value
    for element, item in elements.items() if isinstance(elements, dict) else ():
        for member, text in item.items() if isinstance(item, dict) else ():
            if isinstance(text, str):
                where = f"{path}/{member}" if beneath else f"{path}/{element}/{member}"
                if member != "id_number" or item.get("id_type") in _ID_TYPES:
                    yield from _in_text(where, member, text, today)


def _in_text(path: str, name: str, text: str, today: date) -> Iterator[tuple[str, str]]:
    check = _CHECKS.get(name)
    doubt = check(text, today) if check else None
    if doubt:
        yield path, doubt.code
