"""The tables of `docs/kinds.md`: fields and workflows, from the declarations and the labels in the catalogs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gridworker.domain.everyrecord import EVERY_RECORD, place
from gridworker.domain.fields import Field, Form, Kind, Merge, Privacy, Search
from gridworker.domain.kinds import KINDS
from gridworker.domain.roles import Role, may_move
from gridworker.environment.labels import labels

_EVERY = "record"
_HEAD = (
    "| field | called | merge | form | required | private | searched | choices |\n"
    "|---|---|---|---|---|---|---|---|"
)
_PRIVATE = {Privacy.OPEN: "", Privacy.PERSONAL: "P1", Privacy.SENSITIVE: "P2"}
_SEARCHED = {Search.NONE: "", Search.TEXT: "text", Search.NAME: "text, pinyin"}
_WHOLE = (Merge.GROUP, Merge.ELEMENTS, Merge.ANSWERS, Merge.CHOICE, Merge.WORKFLOW)


def fields_table(of: str) -> str:
    """The fields of a kind beyond those of every record; of `record`, these."""
    if of == _EVERY:
        fields: Mapping[str, Field] = {**EVERY_RECORD, "place": place()}
    else:
        fields = {name: field for name, field in KINDS[of].fields.items() if name not in EVERY_RECORD}
    return "\n".join([_HEAD, *(_row(of, name, field) for name, field in _with_members(of, fields))])


def _with_members(of: str, fields: Mapping[str, Field]) -> Iterator[tuple[str, Field]]:
    for name, field in fields.items():
        yield name, field
        if name != "place" or of == _EVERY:
            yield from ((f"{name}/{member}", inner) for member, inner in field.members.items())


def _row(of: str, name: str, field: Field) -> str:
    owner = _EVERY if name == "place" else of
    called = " · ".join(labels(language).field(owner, name) for language in ("zh_CN", "en"))
    traits = ("append-only" if field.append_only else "", "server only" if field.server_only else "")
    cells = [
        f"`{name}`",
        called,
        ", ".join(filter(None, (field.merge.value, *traits))),
        "" if field.merge in _WHOLE and field.form is Form.TEXT else field.form.value,
        "yes" if field.required else "",
        _PRIVATE[field.privacy],
        _SEARCHED[field.search],
        ", ".join(field.choices or field.transitions),
    ]
    return f"| {' | '.join(cells)} |"


def workflow_table(of: str) -> str:
    """The states of a kind, where each leads and whose step that is."""
    kind = KINDS[of]
    name, field = next((name, field) for name, field in kind.fields.items() if field.merge is Merge.WORKFLOW)
    lines = [
        "| from | to | who |",
        "|---|---|---|",
        f"| *(new)* | {', '.join(field.initial)} | every writer |",
    ]
    lines += [
        f"| {old} ({_state(kind, name, old)}) | {new} | {_who(kind, old, new)} |"
        for old, following in field.transitions.items()
        for new in following
    ]
    return "\n".join(lines)


def _state(kind: Kind, name: str, state: str) -> str:
    return labels("zh_CN").choice(kind.code, name, state)


def _who(kind: Kind, old: str, new: str) -> str:
    if may_move(Role.GRID_WORKER, kind.code, old, new):
        return "every writer"
    return "a mediator or desk" if may_move(Role.MEDIATOR, kind.code, old, new) else "a desk"
