"""A worker at a laptop, as a process that can be killed: does what its standard input says, tells what is done.

Each line is a JSON list: `["add", kind, fields]`, `["edit", record, changes]`, `["delete", record]`,
`["draft", text]`, `["sync"]`. A record may be named by its place among those added here, from 0. Each line is
answered by one of JSON: the record's id, the receipt, or `{"trouble": code}`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from gridworker.domain.errors import Trouble
from gridworker.operations.drafts import keep_draft
from gridworker.operations.records import add_record, delete_record, edit_record
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.run import sync

PASSWORD = "Xihe-Road-2026"


def main(folder: Path) -> None:
    """Opens the profile and works until the input ends."""
    added: list[str] = []
    with open_profile(folder, PASSWORD) as profile:
        print(json.dumps("open"), flush=True)
        for line in sys.stdin:
            try:
                done = do(profile, added, *json.loads(line))
            except Trouble as trouble:
                done = {"trouble": trouble.code}
            print(json.dumps(done, ensure_ascii=False), flush=True)


def do(profile: Profile, added: list[str], verb: str, *given: Any) -> Any:
    """Does one line."""
    match verb:
        case "add":
            kind, fields = given
            added.extend(add_record(profile, kind, fields).ids)
            return added[-1]
        case "edit":
            record, changes = given
            return edit_record(profile, _named(added, record), changes).id
        case "delete":
            record = _named(added, given[0])
            delete_record(profile, record, "重复登记")
            return record
        case "draft":
            return keep_draft(profile, "unfinished", "note", {"text": given[0]})
        case "sync":
            return sync(profile)
    raise ValueError(verb)


def _named(added: list[str], record: str | int) -> str:
    return added[record] if isinstance(record, int) else record


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except Trouble as trouble:
        print(json.dumps({"trouble": trouble.code}), flush=True)
