"""What the sample district hands to the commands: records and later edits, with keys where ids will be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Fields = dict[str, Any]


class SampleEdit(NamedTuple):
    """An edit: when, by which worker id, and path → new value as `record edit` takes them."""

    at_ms: int
    worker: str
    changes: Fields


@dataclass(frozen=True, slots=True)
class SampleRecord:
    """A record as `record add` takes it, and what was edited in it later, oldest first.

    `key` names the record until it has an id: a value "@key" in fields or changes stands for that id.
    """

    key: str
    kind: str
    worker: str
    at_ms: int
    fields: Fields
    edits: tuple[SampleEdit, ...] = ()


class SampleAction(NamedTuple):
    """One save in the order of time: the record is added where `edit` is None, else edited."""

    at_ms: int
    worker: str
    record: SampleRecord
    edit: SampleEdit | None


def actions_in_order(records: Iterable[SampleRecord]) -> list[SampleAction]:
    """All saves of `records` in the order of time; a "@key" then always names a record added before."""
    actions = []
    for record in records:
        actions.append(SampleAction(record.at_ms, record.worker, record, None))
        actions.extend(SampleAction(edit.at_ms, edit.worker, record, edit) for edit in record.edits)
    return sorted(actions, key=lambda action: (action.at_ms, action.edit is not None))


def with_ids(value: Any, ids: Mapping[str, str]) -> Any:
    """`value` with every "@key" replaced by the id in `ids`, at any depth. Raises KeyError for an unknown key."""
    if isinstance(value, str):
        return ids[value[1:]] if value.startswith("@") else value
    if isinstance(value, dict):
        return {name: with_ids(part, ids) for name, part in value.items()}
    return [with_ids(part, ids) for part in value] if isinstance(value, list) else value
