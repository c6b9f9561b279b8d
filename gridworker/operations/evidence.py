"""证据: the files of a case, their sums and moments, who held them when, and a copy that can be checked elsewhere."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.documents.dispute.evidence import Held, custody_text, held_of, list_text
from gridworker.domain.attachments import ATTACHMENTS
from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.domain.ids import is_id, made_at
from gridworker.domain.mediation import present
from gridworker.domain.paths import Body
from gridworker.domain.roles import WRITERS
from gridworker.operations.accesses import note_access
from gridworker.operations.changes import Changes
from gridworker.operations.papers import case_of
from gridworker.operations.records import edit_record, list_records
from gridworker.store import attachments
from gridworker.store.profile import Profile

SUMS, LIST, CUSTODY, MANIFEST = "SHA256SUMS", "清单.txt", "保管记录.txt", "manifest.json"
_FOLDER = "材料"
# What sha256sum would have to escape, or Windows cannot name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_VIEWS = 2000


class Item(NamedTuple):
    """A file of a case: its element and name, what it is for, when it was taken and came in, by whom; `here` or not."""

    element: str
    name: str
    role: str
    sha256: str
    size: int
    taken_at: int | None
    received_at: int | None
    by: str
    here: bool


class Exported(NamedTuple):
    """What was written: how many files, and the names of those that are not on this laptop."""

    files: int
    missing: tuple[str, ...]
    changes: Changes


def items_of(profile: Profile, record: str) -> list[Item]:
    """The files of a case, in the order in which they came. Raises as `case_of`."""
    return _items(profile, case_of(profile, record).body)


def _items(profile: Profile, body: Body) -> list[Item]:
    named = present(body, ATTACHMENTS)
    sums = [str(item.get("sha256") or "") for _, item in named]
    there = (
        profile.attachments.read(lambda db: attachments.sizes(db, sums)) if profile.has_attachments else {}
    )
    return [
        Item(
            key,
            str(item.get("name") or "附件"),
            str(item.get("role") or ""),
            sha256,
            int(item.get("size") or 0),
            item.get("taken_at"),
            made_at(key) if is_id(key) else None,
            str(item.get("by_name") or ""),
            sha256 in there,
        )
        for (key, item), sha256 in zip(named, sums, strict=True)
    ]


def custody_of(profile: Profile, record: str) -> list[Held]:
    """Who had the files of a case when: added, seen or saved alone on this laptop, exported, handed over; in order.

    Raises as `case_of`.
    """
    body = case_of(profile, record).body
    return sorted(_custody(profile, record, body), key=lambda held: held.at)


def _custody(profile: Profile, record: str, body: Body) -> Iterator[Held]:
    for item in _items(profile, body):
        if item.received_at is not None:
            yield Held(item.received_at, item.by, "added", (item.element,))
    for seen in list_records(profile, "access", [("about_id", record)], _VIEWS, None):
        if file := seen.get("file"):
            what = "viewed" if seen["what"] == "reveal" else "exported"
            by, why = (str(seen.get(name) or "") for name in ("created_by_name", "reason"))
            yield Held(seen["at"], by, what, (str(file),), reason=why)
    for _, one in present(body, "custody"):
        yield held_of(one)


def note_view(profile: Profile, record: str, element: str) -> None:
    """Notes that somebody looked at a file of a case. Raises as `case_of`."""
    note_access(profile, "reveal", [dict(case_of(profile, record).body)], reason="", file=element)


def export_evidence(
    profile: Profile, record: str, out: Path, reason: str, to: str = "", only: Collection[str] = ()
) -> Exported:
    """Writes the files of a case to `out`, a new folder or a zip, with their sums, a list and the custody log.

    `sha256sum -c SHA256SUMS` checks it there. `to` is whom it is handed over to, "" for a copy of one's own; `only`
    are elements, empty for all. The access log has it first, the case once it is written: whole, or not at all.

    Raises `PersonCanMend` (`unknown_record`, `no_papers`, `reason_needed`, `no_evidence`, `folder_missing`,
    `out_exists`), `ComputerTrouble` (`database_damaged`), and `OSError` from the disk.
    """
    if not reason.strip():
        raise PersonCanMend("reason_needed")
    _check_place(out)
    case = case_of(profile, record)
    items = [item for item in _items(profile, case.body) if not only or item.element in only]
    here = [item for item in items if item.here]
    if not here:
        raise PersonCanMend("no_evidence")
    note_access(profile, "export", [dict(case.body)], reason=reason.strip())
    entry = _entry(profile, here, reason.strip(), to.strip())
    files = {item.element: f"{_FOLDER}/{number:02}-{_fit(item.name)}" for number, item in enumerate(here, 1)}
    logged = [*custody_of(profile, record), held_of(entry)]
    logged = [held for held in logged if set(held.files) & set(files)]
    told = {
        LIST: list_text(case, [(files.get(item.element, ""), item) for item in items]),
        CUSTODY: custody_text(case, logged, {item.element: item.name for item in items}),
        MANIFEST: _manifest(case.body, items, files, logged),
    }
    _write(profile, out, [(files[item.element], item.sha256) for item in here], told)
    missing = tuple(item.name for item in items if not item.here)
    if profile.identity.role not in WRITERS:
        return Exported(len(here), missing, Changes({}))
    edited = edit_record(profile, record, {f"custody/{profile.make_id()}": entry})
    return Exported(len(here), missing, edited.changes)


def _check_place(out: Path) -> None:
    if out.exists() and (out.suffix != ".zip" or out.is_dir()):
        raise PersonCanMend("out_exists", file=str(out))
    if not out.absolute().parent.is_dir():
        raise PersonCanMend("folder_missing", folder=str(out.parent))


def _entry(profile: Profile, items: list[Item], reason: str, to: str) -> dict[str, Any]:
    """What the custody log of the case says of it."""
    entry: dict[str, Any] = {
        "at": profile.clock.now(),
        "by_name": profile.identity.name,
        "what": "handed_over" if to else "exported",
        "files": [item.element for item in items],
        "reason": reason,
    }
    return entry | ({"to": to} if to else {})


def _fit(name: str) -> str:
    """A name that every system can write and `sha256sum` need not escape."""
    return _NOT_IN_NAMES.sub("_", name).strip(" .")[-100:] or "附件"


def _manifest(
    body: Mapping[str, Any], items: list[Item], files: Mapping[str, str], logged: list[Held]
) -> str:
    """The same for a program to read."""
    told = {
        "record": body["id"],
        "number": body.get("number") or "",
        "title": body.get("title") or "",
        "files": [item._asdict() | {"file": files.get(item.element, "")} for item in items],
        "custody": [held._asdict() for held in logged],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _write(profile: Profile, out: Path, files: list[tuple[str, str]], told: Mapping[str, str]) -> None:
    draft = out.with_name(f".{out.name}.part")
    _clear(draft)
    try:
        if out.suffix == ".zip":
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
                for name, content in _contents(profile, files, told):
                    archive.writestr(name, content)
            with draft.open("rb") as whole:
                os.fsync(whole.fileno())
        else:
            for name, content in _contents(profile, files, told):
                place = draft / name
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as file:
                    file.write(content)
                    os.fsync(file.fileno())
        draft.replace(out)
    finally:
        _clear(draft)


def _contents(
    profile: Profile, files: list[tuple[str, str]], told: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Each file once it is read, one at a time; the sums, taken of what was really written, come last.

    Evidence that is not what it was is not handed on as if it were: raises `ComputerTrouble` (`database_damaged`).
    """
    sums = []
    for name, sha256 in files:
        content = profile.file(sha256) or b""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ComputerTrouble("database_damaged")
        sums.append((sha256, name))
        yield name, content
    for name, text in told.items():
        sums.append((hashlib.sha256(text.encode()).hexdigest(), name))
        yield name, text.encode()
    yield SUMS, "".join(f"{digest}  {name}\n" for digest, name in sums).encode()


def _clear(draft: Path) -> None:
    if draft.is_dir():
        shutil.rmtree(draft)
    else:
        draft.unlink(missing_ok=True)
