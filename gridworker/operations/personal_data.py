"""Everything this laptop holds about one person, for the person who asks (PIPL art. 45), or for whoever must answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.documents.filled import Cell, Table
from gridworker.documents.table_paper import as_pdf
from gridworker.documents.values import Reading, moment
from gridworker.documents.whole_file import check_place, write_whole
from gridworker.documents.workbook import as_workbook
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import masked
from gridworker.domain.paths import Body
from gridworker.environment.labels import labels
from gridworker.environment.language import Words
from gridworker.operations import catching_up
from gridworker.operations.accesses import note_access
from gridworker.operations.exporting import mark_of
from gridworker.operations.saving import known
from gridworker.operations.showing import shown, shown_all
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from gridworker.store.search import naming

_TITLE = Words("个人信息报告（{name}）", "Personal data held about {name}")
_HEADS = (Words("类别", "Kind"), Words("时间", "When"), Words("项目", "What"), Words("内容", "Content"))
_OWN = Words("本人档案", "Own record")
_ACCESS = Words("查阅记录", "Who looked")
_NOTE = Words(
    "本表列出这台电脑上与本人有关的全部记录。涉及他人的姓名和号码已打码。区里另存的，请向区里申请。",
    "All records on this computer that concern the person. Names and numbers of others are masked. "
    "For what the district holds beside these, please ask the district.",
)
_WIDTHS = (10, 16, 14, 60)
_KINDS = ("visit", "dispute", "patrol", "event", "task", "household")
_NOT_SAID = frozenset({"tz", "created_by", "attachments", "links", "extra", "position", "from_id", "to_id"})
MOST = 2_000


class Held(NamedTuple):
    """The person's record, those that name it, and who looked at it, each as `record show` gives them."""

    person: dict[str, Any]
    named: list[dict[str, Any]]
    accesses: list[dict[str, Any]]


def personal_data(profile: Profile, person: str) -> Held:
    """What is held here about a person. Raises `PersonCanMend` (`unknown_record`)."""
    catching_up.index(profile)

    def work(db: Tables) -> Held:
        row = known(db, person)
        if row.kind != "person":
            raise PersonCanMend("unknown_record", id=person)
        rows, looked = naming(db, person, _KINDS, MOST), naming(db, person, ("access",), MOST)
        own = profile.identity
        return Held(shown(db, own, row), shown_all(db, own, rows), shown_all(db, own, looked))

    return profile.read(work)


def write_personal_data(
    profile: Profile, person: str, out: Path, reason: str, language: str = "zh_CN"
) -> int:
    """Writes the report to `out`, as PDF where its name ends so, else as xlsx; gives its lines. It is noted first.

    Raises `PersonCanMend` (`reason_needed`, `unknown_record`, `folder_missing`, `out_is_a_folder`).
    """
    if not reason.strip():
        raise PersonCanMend("reason_needed")
    check_place(out)
    held = personal_data(profile, person)
    note_access(profile, "report", [held.person], reason=reason.strip())
    table = _table(held, language)._replace(mark=mark_of(profile, language, plain=True))
    write_whole(out, as_pdf(table) if out.suffix.lower() == ".pdf" else as_workbook(table, language))
    return len(table.rows)


def _table(held: Held, language: str) -> Table:
    rows = [*_own_lines(held.person, language)]
    for record in held.named:
        rows += _lines_of(record, str(held.person["id"]), language)
    rows += [_access_line(record, language) for record in held.accesses]
    title = _TITLE.said(language, name=held.person.get("name", ""))
    heads = [head.said(language) for head in _HEADS]
    return Table("personal", title, "", ["person"], heads, _WIDTHS, rows, notes=[_NOTE.said(language)])


def _own_lines(person: Body, language: str) -> Iterator[list[Cell]]:
    named, kind = labels(language), KINDS["person"]
    reading, when = Reading("person", named), moment(person.get("created_at"))
    for name, field in kind.fields.items():
        text = reading.text(name, field, person.get(name)) if name not in _NOT_SAID else ""
        if text:
            yield _line(_OWN.said(language), when, named.field("person", name), text, str(person["id"]))


def _lines_of(record: Body, person: str, language: str) -> Iterator[list[Cell]]:
    """A record that names the person: what is said of others in it is masked, what is the person's own is not."""
    kind, named = str(record["kind"]), labels(language)
    reading = Reading(kind, named)
    when = moment(record.get("at") or record.get("created_at"))
    about_person = record.get("target_id") == person
    body = record if about_person else _own_part(record, masked(KINDS[kind], record), person)
    for name, field in KINDS[kind].fields.items():
        if name in _NOT_SAID or name.startswith("created_") or name.endswith("_id"):
            continue
        if text := reading.text(name, field, body.get(name)):
            yield _line(named.kind(kind), when, named.field(kind, name), text, str(record["id"]))


def _own_part(record: Body, covered: Body, person: str) -> Body:
    """The masked record with the party that is the person as it was written."""
    parties = record.get("parties")
    if not isinstance(parties, dict):
        return covered
    own = {
        key: party
        for key, party in parties.items()
        if isinstance(party, dict) and party.get("person_id") == person
    }
    return {**covered, "parties": {**covered.get("parties", {}), **own}}


def _access_line(record: Body, language: str) -> list[Cell]:
    named = labels(language)
    what = named.choice("access", "what", str(record.get("what") or ""))
    said = " · ".join(
        str(part) for part in (record.get("created_by_name"), what, record.get("reason")) if part
    )
    when = moment(record.get("at"))
    return _line(_ACCESS.said(language), when, what, said, str(record["id"]))


def _line(kind: str, when: str, what: str, text: str, record: str) -> list[Cell]:
    return [Cell(part, [record]) for part in (kind, when, what, text)]
