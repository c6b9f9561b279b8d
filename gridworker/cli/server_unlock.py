"""`gridworker-server unlock …`: a laptop whose password and recovery code are lost is opened by the district."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridworker.cli.frame import Call, Words
from gridworker.cli.reading import read_content
from gridworker.cli.server_opened import opened
from gridworker.cli.text_table import text_table
from gridworker.documents.values import moment
from gridworker.documents.whole_file import check_place, write_whole

if TYPE_CHECKING:
    from gridworker.server.unlocking import Unlocked

_HEADERS = (
    Words("时间", "when"),
    Words("核对码", "number"),
    Words("姓名", "name"),
    Words("电脑", "computer"),
    Words("原因", "reason"),
)
_DONE = Words(
    "{name}的电脑“{device}”，核对码 {number}。请在电话里核对号码和本人后，再把 {file} 交给本人；只能用一次。",
    'The computer "{device}" of {name}, number {number}. Check the number and the person by telephone before you hand '
    "over {file}; it works once.",
)


def answer(call: Call) -> None:
    """Answers a request with a file that opens that one profile, once."""
    given, out = call.options, Path(call.options.out)
    content = read_content(call, given.file)
    # A request is answered once: not before there is a place for the answer.
    check_place(out)
    with opened(call) as district:
        row, made = district.unlock(content, given.why)
    write_whole(out, made)
    told = call.said(_DONE, name=row.name, device=row.device, number=row.number, file=out.name)
    call.answer({**_row(row), "out": given.out}, told)


def listed(call: Call) -> None:
    """Lists what was unlocked, by the record that cannot be restored away."""
    with opened(call) as district:
        rows = district.list_unlocked()
    headers = [call.said(words) for words in _HEADERS]
    lines = [[moment(row.at), row.number, row.name, row.device, row.why] for row in rows]
    call.answer([_row(row) for row in rows], text_table(headers, lines))


def _row(row: Unlocked) -> dict[str, Any]:
    return row._asdict()
