"""Evidence on paper: a register of the files with their sums, and each picture on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from gridworker.documents.dispute.case import LANGUAGE, Case, choice
from gridworker.documents.dispute.parts import HALF, label
from gridworker.documents.paper import Block, Cell, Grid, Paper, Paragraph, Picture, Style
from gridworker.environment.language import Words

PDF = "application/pdf"


class File(NamedTuple):
    """A file of a case: its content, None where it is not on this computer; the moments as papers write them."""

    name: str
    type: str
    sha256: str
    taken: str = ""
    received: str = ""
    content: bytes | None = None
    by: str = ""


class Held(NamedTuple):
    """Somebody had files in hand: when (ms UTC), who, what was done, which elements, to whom, and why."""

    at: int
    by: str
    what: str
    files: tuple[str, ...] = ()
    to: str = ""
    reason: str = ""


def held_of(entry: Mapping[str, Any]) -> Held:
    """An entry of the case's custody log."""
    said = {name: str(entry.get(name) or "") for name in ("by_name", "what", "to", "reason")}
    files = tuple(map(str, entry.get("files") or ()))
    return Held(int(entry.get("at") or 0), said["by_name"], said["what"], files, said["to"], said["reason"])


class Listed(Protocol):
    """A file as the list of an export says it."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def taken_at(self) -> int | None: ...
    @property
    def received_at(self) -> int | None: ...
    @property
    def by(self) -> str: ...


_DONE = {
    "added": Words("收存", "received"),
    "viewed": Words("查看", "looked at"),
    "exported": Words("导出", "exported"),
    "handed_over": Words("移交", "handed over"),
}


def done(what: str, language: str) -> str:
    """What was done with files, by the custody log; a newer program may know more of it."""
    return _DONE[what].said(language) if what in _DONE else what


def list_text(case: Case, files: Sequence[tuple[str, Listed]]) -> str:
    """清单.txt: each file with its sum, for people; what is not there says so."""
    lines = [f"{case.matter()}　{case.number}".strip("　"), f"材料共{len(files)}件", ""]
    for number, (file, item) in enumerate(files, 1):
        role = choice("attachments/role", item.role)
        taken, received = (case.moment(at) or "无" for at in (item.taken_at, item.received_at))
        lines += [
            f"{number}．{item.name}" + (f"（{role}）" if role else ""),
            f"　文件：{file or '未取回本机，没有导出'}",
            f"　大小：{item.size}字节　校验值（SHA-256）：{item.sha256}",
            f"　拍摄时间：{taken}　收存时间：{received}　收存人：{item.by or '无'}",
        ]
    return "\n".join([*lines, "", "核对方法：在本文件夹内执行 sha256sum -c SHA256SUMS", ""])


def custody_text(case: Case, logged: Sequence[Held], names: Mapping[str, str]) -> str:
    """保管记录.txt: a line for each time somebody had a file in hand."""
    rows = [_row(case, held, names) for held in logged]
    return "\n".join(["时间　经办人　事项　材料　接收方及事由", *("　".join(row) for row in rows), ""])


def custody_table(case: Case, logged: Sequence[Held], names: Mapping[str, str]) -> list[Block]:
    """The same as a form, behind the register; nothing where nobody took anything out."""
    head = [label(word) for word in ("时间", "经办人", "事项", "材料", "接收方及事由")]
    rows = [[Cell(text) for text in _row(case, held, names)] for held in logged]
    return (
        [HALF, Paragraph("保管记录", Style.HEADING), Grid((2, 1, 0.9, 2, 1.8), [head, *rows])] if rows else []
    )


def _row(case: Case, held: Held, names: Mapping[str, str]) -> list[str]:
    files = "、".join(names[key] for key in held.files if key in names)
    why = "，".join(part for part in (held.to, held.reason) if part)
    return [case.moment(held.at), held.by or "—", done(held.what, LANGUAGE), files or "—", why or "—"]


def register_of(files: Sequence[File], custody: Sequence[Block] = ()) -> Paper:
    """The register that stands before the files: what each is, when it was taken and received, its SHA-256."""
    head = [label(word) for word in ("序号", "名称", "取得时间", "校验值（SHA-256）")]
    rows = [
        [
            label(str(number)),
            Cell(file.name + _where(file)),
            Cell(
                "\n".join(
                    part
                    for part in (
                        _said("拍摄", file.taken),
                        _said("收存", file.received),
                        _said("收存人", file.by),
                    )
                    if part
                )
            ),
            Cell(file.sha256),
        ]
        for number, file in enumerate(files, 1)
    ]
    return Paper(
        "register",
        "材料清单",
        [Paragraph("材料清单", Style.TITLE), HALF, Grid((0.6, 2, 2, 2.6), [head, *rows]), *custody],
        numbered=False,
    )


def _said(word: str, moment: str) -> str:
    return f"{word}：{moment}" if moment else ""


def _where(file: File) -> str:
    """What cannot be bound in says where it is."""
    if file.content is None:
        return "\n（未取回本机，见区服务器）"
    return "" if file.type.startswith("image/") or file.type == PDF else "\n（电子文件，另存）"


def picture_of(file: File) -> Paper | None:
    """The page of a picture; None for a file that is none, or not here."""
    if file.content is None or not file.type.startswith("image/"):
        return None
    facts = "　".join(part for part in (_said("拍摄", file.taken), _said("收存", file.received)) if part)
    caption = "\n".join(part for part in (file.name, facts) if part)
    return Paper("evidence", file.name, [Picture(file.content, caption)], numbered=False)
