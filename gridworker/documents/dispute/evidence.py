"""Evidence on paper: a register of the files with their sums, and each picture on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gridworker.documents.dispute.parts import HALF, label
from gridworker.documents.paper import Cell, Grid, Paper, Paragraph, Picture, Style

PDF = "application/pdf"


class File(NamedTuple):
    """A file of a case: its content, None where it is not on this computer; the moments as papers write them."""

    name: str
    type: str
    sha256: str
    taken: str = ""
    received: str = ""
    content: bytes | None = None


def register_of(files: Sequence[File]) -> Paper:
    """The register that stands before the files: what each is, when it was taken and received, its SHA-256."""
    head = [label(word) for word in ("序号", "名称", "取得时间", "校验值（SHA-256）")]
    rows = [
        [
            label(str(number)),
            Cell(file.name + _where(file)),
            Cell(
                "\n".join(part for part in (_said("拍摄", file.taken), _said("收存", file.received)) if part)
            ),
            Cell(file.sha256),
        ]
        for number, file in enumerate(files, 1)
    ]
    return Paper(
        "register",
        "材料清单",
        [Paragraph("材料清单", Style.TITLE), HALF, Grid((0.6, 2, 2, 2.6), [head, *rows])],
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
