"""`gridworker evidence` and `gridworker page`, declared: words, arguments, help in both languages."""

from __future__ import annotations

from gridworker.cli.declaration import Command, argument
from gridworker.environment.language import Words

EVIDENCE = Command(
    "evidence",
    Words(
        "纠纷的证据材料：列出、保管记录、连同校验值导出，会留痕",
        "the files of a dispute: listed, who held them, exported with their sums; audited",
    ),
    "gridworker evidence 0192f0c1-7a3b-7c4d-8e5f-0123456789ab --out 证据.zip --reason 移送派出所",
    "gridworker.cli.evidence:evidence",
    (
        argument("id", metavar="ID", about=Words("纠纷的编号", "the id of a dispute")),
        argument(
            "--log", action="store_true", about=Words("列出保管记录", "lists who had them in hand, and when")
        ),
        argument(
            "--out",
            metavar="PATH",
            about=Words("写到哪里：新文件夹，或压缩包", "where to: a new folder, or a .zip file"),
        ),
        argument("--reason", metavar="TEXT", default="", about=Words("为什么导出", "why they are exported")),
        argument(
            "--to",
            metavar="WHOM",
            default="",
            about=Words("移交给谁，记入保管记录", "to whom they are handed over, for the log"),
        ),
        argument(
            "--only",
            metavar="ELEMENT",
            action="append",
            default=[],
            about=Words("只要这一件，可重复", "only this file; repeatable"),
        ),
    ),
)

PAGE = Command(
    "page",
    Words(
        "签字页的照片或扫描件，按页上的二维码归入那件纠纷",
        "photos and scans of signed pages, filed in the dispute that the code on the page names",
    ),
    "gridworker page IMG_2034.jpg IMG_2035.jpg",
    "gridworker.cli.evidence:page",
    (argument("file", metavar="FILE", nargs="+", about=Words("照片或扫描件", "photos or scans")),),
)
