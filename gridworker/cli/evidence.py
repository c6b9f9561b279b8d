"""`gridworker evidence`: the files of a case and who held them; `gridworker page`: signed pages to their cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gridworker.cli.frame import NEEDS_A_PERSON, Call, Words
from gridworker.cli.opened import opened
from gridworker.cli.text_table import text_table
from gridworker.documents.dispute.evidence import Held, done
from gridworker.documents.dispute.wording import paper_title
from gridworker.documents.values import moment
from gridworker.environment.labels import labels
from gridworker.operations import evidence as files
from gridworker.operations.signed_pages import Fate, Filed, file_page, keep_page

_HEADERS = (
    Words("编号", "id"),
    Words("名称", "name"),
    Words("用途", "purpose"),
    Words("收存时间", "received"),
    Words("收存人", "by"),
    Words("校验值", "SHA-256"),
)
_LOG = (
    Words("时间", "when"),
    Words("经办人", "who"),
    Words("事项", "what"),
    Words("材料", "files"),
    Words("接收方", "to"),
    Words("事由", "why"),
)
_EXPORTED = Words(
    "已导出 {count} 件材料到 {out}，已留痕。收到的人可以用其中的 {sums} 核对。",
    "{count} files written to {out}; this was recorded. Whoever gets them can check them by {sums}.",
)
_MISSING = Words("没有取回本机，未导出：{names}", "not on this computer, left out: {names}")
_FATES = {
    Fate.FILED: Words("{file}：已归入“{case}”，{paper}", '{file}: filed in "{case}", {paper}'),
    Fate.OLD: Words(
        "{file}：已归入“{case}”，{paper}；打印以后内容改过，是旧版，请核对",
        '{file}: filed in "{case}", {paper}; printed before the last change, please compare',
    ),
    Fate.AGAIN: Words("{file}：先前已归入“{case}”，{paper}", '{file}: filed in "{case}" before, {paper}'),
    Fate.UNKNOWN: Words(
        "{file}：没有归档：没有认出二维码，或者本机没有那件纠纷；原文件没有动",
        "{file}: not filed: no code was found, or that case is not here; the file is untouched",
    ),
}


def evidence(call: Call) -> int | None:
    """Lists files or their log, or exports them. Exit code 3 where some of them are not on this computer."""
    given = call.options
    with opened(call) as profile:
        items = files.items_of(profile, given.id)
        if given.out:
            only = frozenset(given.only)
            made = files.export_evidence(profile, given.id, Path(given.out), given.reason, given.to, only)
            if made.missing:
                call.tell(call.said(_MISSING, names="; ".join(made.missing)))
            text = call.said(_EXPORTED, count=made.files, out=given.out, sums=files.SUMS)
            call.answer({"files": made.files, "missing": list(made.missing)}, text)
            return NEEDS_A_PERSON if made.missing else None
        if given.log:
            logged = files.custody_of(profile, given.id)
            names = {item.element: item.name for item in items}
            rows = [_held(call, held, names) for held in logged]
            call.answer([held._asdict() for held in logged], text_table([call.said(w) for w in _LOG], rows))
            return None
    rows = [_item(call, item) for item in items]
    call.answer([item._asdict() for item in items], text_table([call.said(w) for w in _HEADERS], rows))
    return None


def _item(call: Call, item: files.Item) -> list[str]:
    role = labels(call.language).choice("dispute", "attachments/role", item.role) if item.role else ""
    return [item.element, item.name, role, moment(item.received_at or 0), item.by, item.sha256[:12]]


def _held(call: Call, held: Held, names: dict[str, str]) -> list[str]:
    about = ", ".join(names.get(key, key) for key in held.files)
    return [moment(held.at), held.by, done(held.what, call.language), about, held.to, held.reason]


def page(call: Call) -> int | None:
    """Files pages by their marks; those before one that cannot be read stay filed, and are told.

    Exit code 3 where one stayed where it was, or is an old print.
    """
    found: list[dict[str, Any]] = []
    lines: list[str] = []
    with opened(call) as profile:
        for name in call.options.file:
            try:
                filed = file_page(profile, keep_page(profile, Path(name)))
            except Exception:
                if found:
                    call.beside["filed"] = found
                    call.tell("\n".join(lines))
                raise
            found.append(_filed(name, filed))
            lines.append(_line(call, name, filed))
    call.answer(found, "\n".join(lines))
    return NEEDS_A_PERSON if {one["fate"] for one in found} & {Fate.OLD.value, Fate.UNKNOWN.value} else None


def _filed(file: str, filed: Filed) -> dict[str, Any]:
    return {
        "file": file,
        "fate": filed.fate.value,
        "id": filed.record,
        "element": filed.element,
        "paper": filed.ref.name,
        "page": filed.page,
        "pages": filed.pages,
    }


def _line(call: Call, file: str, filed: Filed) -> str:
    paper = "" if filed.fate is Fate.UNKNOWN else paper_title(filed.ref, call.language)
    numbered = f"{paper} {filed.page}/{filed.pages}" if filed.page else paper
    return call.said(_FATES[filed.fate], file=file, case=filed.case, paper=numbered)
