"""`gridworker import`, declared: words, arguments, help in both languages."""

from __future__ import annotations

from gridworker.cli.declaration import Command, argument
from gridworker.environment.language import Words

IMPORT = Command(
    "import",
    Words(
        "从表格导入人员、住户、场所、企业；有问题的行会列出来，其余照常导入",
        "takes people, homes, places or businesses from a table; names each bad line and takes the rest",
    ),
    "gridworker import person 人口.xlsx --dry-run",
    "gridworker.cli.importing:import_",
    (
        argument(
            "kind",
            metavar="KIND",
            about=Words(
                "哪一种：person household place enterprise", "the kind: person, household, place, enterprise"
            ),
        ),
        argument("file", metavar="FILE", about=Words("xlsx 或 csv 表格", "the table, xlsx or csv")),
        argument(
            "--template",
            action="store_true",
            about=Words(
                "不导入，写出一份空表模板，填好可以直接导入",
                "writes an empty table to fill in and import later",
            ),
        ),
        argument(
            "--map",
            metavar="HEADER=FIELD",
            action="append",
            default=[],
            about=Words(
                "这一列是哪一项，- 表示不导入；可重复，以后照此",
                "the field of a column, - for none; repeatable, remembered",
            ),
        ),
        argument(
            "--dry-run", action="store_true", about=Words("只预览，不导入", "only looks, changes nothing")
        ),
        argument(
            "--duplicates",
            choices=("fill", "skip", "add"),
            default="fill",
            about=Words(
                "已有档案的行：补空缺的项（默认）、跳过、仍然新建",
                "lines that are on file: fill what is empty (default), skip, add all the same",
            ),
        ),
        argument(
            "--without-homes",
            action="store_true",
            about=Words("不按住址建立住户", "makes no homes of addresses"),
        ),
        argument(
            "--refused",
            metavar="FILE",
            about=Words("有问题的行另存到这个表格", "writes the bad lines to this table"),
        ),
    ),
)
